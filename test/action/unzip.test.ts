import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { UNZIP_LIMITS, UnzipRefusal, isZip, unzip } from '../../src/action/unzip.ts'
import { renamed, zipOf } from '../support/fake-github-zip.ts'

const refused = (zip: Buffer, why: RegExp, limits = UNZIP_LIMITS) =>
  assert.rejects(unzip(zip, limits), (error) => error instanceof UnzipRefusal && why.test(error.message))

describe('unzip', () => {
  it('gives files and leaves out folders', async () => {
    const files = await unzip(await zipOf({ 'a.json': '{}', 'deep/er/b.yaml': 'b: 1', 'empty.yaml': '' }))
    assert.deepEqual(
      files.map(({ bytes, name }) => [name, Buffer.from(bytes).toString()]),
      [
        ['a.json', '{}'],
        ['deep/er/b.yaml', 'b: 1'],
        ['empty.yaml', ''],
      ],
    )
  })

  it('knows an archive by its first bytes', async () => {
    assert.equal(isZip(await zipOf({ a: '' })), true)
    assert.equal(isZip(await zipOf({})), true)
    assert.equal(isZip(Buffer.from('{"items":[]}')), false)
    assert.equal(isZip(Buffer.alloc(0)), false)
  })

  for (const [name, evil] of [
    ['aa/bb/cc.json', '../../cc.json'],
    ['aa/bb/cc.json', '/a/bb/cc.json'],
    ['aa/bb/cc.json', 'aa\\bb/cc.json'],
    ['aa/bb/cc.json', 'C:/bb/c.json:'],
  ] as const) {
    it(`refuses ${evil}`, async () => {
      const zip = renamed(await zipOf({ [name]: 'x' }), name, evil)
      await refused(zip, /it is damaged \((?:invalid|absolute) /)
    })
  }

  it('refuses two files of one name', async () => {
    await refused(renamed(await zipOf({ 'a.json': '1', 'b.json': '2' }), 'b.json', 'a.json'), /two files called a.json/)
  })

  it('refuses symbolic links', async () => {
    await refused(await zipOf({ 'a.json': '/etc/passwd' }, 0o120777), /a.json, which is a symbolic link/)
  })

  it('refuses an archive that says it is encrypted', async () => {
    const zip = await zipOf({ 'a.json': 'x' })
    const central = zip.indexOf('PK\u0001\u0002')
    zip.writeUInt16LE(zip.readUInt16LE(central + 8) | 1, central + 8)
    await refused(zip, /encrypted/)
  })

  it('holds at most so many files', async () => {
    const zip = await zipOf({ a: '', b: '', c: '' })
    assert.equal((await unzip(zip, { ...UNZIP_LIMITS, entries: 3 })).length, 3)
    await refused(zip, /more than 2 files/, { ...UNZIP_LIMITS, entries: 2 })
  })

  it('unpacks to at most so much, all files together', async () => {
    const zip = await zipOf({ a: '12345', b: '12345' })
    assert.equal((await unzip(zip, { ...UNZIP_LIMITS, totalBytes: 10 })).length, 2)
    await refused(zip, /more than 9 bytes/, { ...UNZIP_LIMITS, totalBytes: 9 })
  })

  it('refuses a bomb before it unpacks', async () => {
    await refused(
      await zipOf({ 'bomb.json': Buffer.alloc(30_000_000) }),
      /bomb.json, which unpacks to more than 400 times/,
    )
  })

  it('refuses a size that is a lie', async () => {
    const zip = await zipOf({ 'a.json': 'x'.repeat(5000) })
    const central = zip.indexOf('PK\u0001\u0002')
    zip.writeUInt32LE(10, central + 24)
    await refused(zip, /damaged/)
  })

  it('refuses a damaged archive', async () => {
    const zip = await zipOf({ 'a.json': 'x'.repeat(5000) })
    await refused(zip.subarray(0, zip.length - 30), /damaged/)
    zip.fill(0xff, 45, 60)
    await refused(zip, /damaged/)
  })
})
