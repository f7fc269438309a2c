import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { JsonValues } from '../../src/snapshot/json-values.ts'
import type { ValueSink } from '../../src/snapshot/json-values.ts'

interface Read {
  readonly values: unknown[]
  readonly heads: (string | undefined)[]
  readonly broken: string[]
}

/** All that comes out of a text that is written in pieces of a size */
function read(text: string, size: number, events = false): Read {
  const out: Read = { values: [], heads: [], broken: [] }
  const sink: ValueSink = {
    quick: undefined,
    opening: '',
    value(json, head) {
      out.values.push(JSON.parse(json))
      out.heads.push(head)
    },
    broken({ column, line }, what) {
      out.broken.push(`${what} ${String(line)}:${String(column)}`)
    },
  }
  const values = new JsonValues(sink, { events })
  for (let i = 0; i < text.length; i += size) values.write(text.slice(i, i + size))
  values.end()
  return out
}

const SIZES = [1, 2, 3, 7, 64, 100_000]

describe('JsonValues', () => {
  const cases: readonly { readonly name: string; readonly text: string; readonly values: readonly unknown[] }[] = [
    { name: 'nothing', text: ' \n', values: [] },
    { name: 'one object', text: '{"a":{"b":[1,"}"]}}', values: [{ a: { b: [1, '}'] } }] },
    { name: 'lines', text: '{"a":1}\n\n{"a":2}\r\n{"a":3}', values: [{ a: 1 }, { a: 2 }, { a: 3 }] },
    { name: 'objects one behind the other', text: '{"a":1}{"a":2} {"a":3}', values: [{ a: 1 }, { a: 2 }, { a: 3 }] },
    {
      name: 'printed over lines',
      text: '{\n  "id": "1",\n  "flow": {\n    "Key": {}\n  }\n}\n{\n  "id": "2"\n}\n',
      values: [{ id: '1', flow: { Key: {} } }, { id: '2' }],
    },
    { name: 'an array', text: '[{"a":1},\n{"a":2}, 3, "x"]', values: [{ a: 1 }, { a: 2 }, 3, 'x'] },
    { name: 'an empty array', text: '[]', values: [] },
    {
      name: 'Whisker’s answer',
      text: '{"total":{"totalPages":1},"items":[{"a":1},{"a":2}]}',
      values: [{ a: 1 }, { a: 2 }],
    },
    {
      name: 'items that are null',
      text: '{"total":{"totalPages":0},"items":null}',
      values: [{ total: { totalPages: 0 }, items: null }],
    },
    {
      name: 'Goldmane’s answer',
      text: '{"meta":{"totalPages":"1"}, "flows":[{"id":"1"}, {"id":"2"}]}',
      values: [{ id: '1' }, { id: '2' }],
    },
    {
      name: 'two answers, one behind the other',
      text: '{"items":[{"a":1}],"kind":"List"}\n{"items":[{"a":2}]}',
      values: [{ a: 1 }, { a: 2 }],
    },
    {
      name: 'an Elasticsearch answer',
      text: '{"took":3,"hits":{"total":{"value":2},"max_score":null,"hits":[{"_source":{"a":1}},{"_source":{"a":2}}]},"x":1}{"b":1}',
      values: [{ _source: { a: 1 } }, { _source: { a: 2 } }, { b: 1 }],
    },
    { name: 'two lists in one object', text: '{"objects":[{"a":1}],"flows":[{"b":1}]}', values: [{ a: 1 }, { b: 1 }] },
    {
      name: 'quotes and braces in strings',
      text: '[{"a":"\\"}]{\\\\"},{"a":"[\\""}]',
      values: [{ a: '"}]{\\' }, { a: '["' }],
    },
    { name: 'a byte order mark', text: '\uFEFF{"a":1}', values: [{ a: 1 }] },
    { name: 'a key like a list’s, deeper', text: '{"spec":{"items":[1,2]}}', values: [{ spec: { items: [1, 2] } }] },
  ]
  for (const { name, text, values } of cases)
    it(`reads ${name}, however it is cut`, () => {
      for (const size of SIZES) {
        const out = read(text, size)
        assert.deepEqual(out.values, values, `pieces of ${String(size)}`)
        assert.deepEqual(out.broken, [])
      }
    })

  it('hands on what stands before a list', () => {
    const { heads } = read('{"kind":"PodList","apiVersion":"v1","items":[{},{}]}', 4)
    assert.deepEqual(heads, ['{"kind":"PodList","apiVersion":"v1",', '{"kind":"PodList","apiVersion":"v1",'])
  })

  it('reads the events of a stream, and nothing else of it', () => {
    const text = ': hello\nevent: flow\nid: 7\ndata: {"a":1}\n\ndata:{"a":2}\r\n\r\nretry: 10\n\ndata: {"a":3}'
    for (const size of SIZES)
      assert.deepEqual(read(text, size, true), {
        values: [{ a: 1 }, { a: 2 }, { a: 3 }],
        heads: [undefined, undefined, undefined],
        broken: [],
      })
  })

  const broken: readonly {
    readonly name: string
    readonly text: string
    readonly values: number
    readonly broken: readonly string[]
  }[] = [
    { name: 'a line of something else', text: '{"a":1}\nlevel=info msg=x\n{"a":2}\n', values: 2, broken: ['line 2:1'] },
    { name: 'a line that breaks off', text: '{"a":1}\n{"a"\n{"a":2}\n{"a":3}\n', values: 3, broken: ['line 2:1'] },
    { name: 'a line that breaks off in a string', text: '{"a":1}\n{"a":"b\n{"a":2}', values: 2, broken: ['line 2:1'] },
    {
      name: 'a line that breaks off in an object',
      text: '{"a":1}\n{"a":{"b":1,\n{"a":2}\n',
      values: 2,
      broken: ['line 2:1'],
    },
    {
      name: 'a list that is broken',
      text: '{"items":[{"a":1},\n  :,{"a":2}]}\n{"a":3}\n',
      values: 1,
      broken: ['list 2:3'],
    },
    {
      name: 'a text that ends within a list',
      text: '{"items":[{"a":1},\n{"a":2},{"a"',
      values: 2,
      broken: ['end 2:9'],
    },
    { name: 'a text that ends behind an element', text: '[{"a":1}', values: 1, broken: ['end 1:9'] },
  ]
  for (const { name, text, values, broken: expected } of broken)
    it(`passes over ${name}, and says where`, () => {
      for (const size of SIZES) {
        const out = read(text, size)
        assert.equal(out.values.length, values, `pieces of ${String(size)}`)
        assert.deepEqual(out.broken, expected, `pieces of ${String(size)}`)
      }
    })

  it('passes over an event that is no JSON', () => {
    assert.deepEqual(read('data: {"a":1}\n\ndata: error: gone\n\ndata: {"a":2\n\ndata: {"a":3}\n', 5, true), {
      values: [{ a: 1 }, { a: 3 }],
      heads: [undefined, undefined],
      broken: ['line 3:1', 'line 5:1'],
    })
  })

  it('gives the values that were written, in every form, however it is cut', () => {
    const value = fc.dictionary(
      fc.string({ maxLength: 8 }).filter((key) => !['items', 'flows', 'objects', 'hits', '__proto__'].includes(key)),
      fc.jsonValue({ maxDepth: 3 }),
      { maxKeys: 4, noNullPrototype: true },
    )
    const indent = fc.constantFrom(undefined, 1, '\t')
    fc.assert(
      fc.property(fc.array(value, { maxLength: 6 }), indent, fc.integer({ min: 1, max: 40 }), (values, space, size) => {
        const print = (one: unknown): string => JSON.stringify(one, undefined, space)
        const forms = [
          print(values),
          print({ a: 1, items: values, b: [] }),
          values.map(print).join('\n'),
          values.map(print).join(''),
        ]
        const plain: unknown = JSON.parse(JSON.stringify(values))
        for (const form of forms) {
          const out = read(form, size)
          assert.deepEqual(out.values, plain)
          assert.deepEqual(out.broken, [])
        }
      }),
    )
  })

  it('offers values by lines, elements and events to the quick way, and cuts out exactly what it refuses', () => {
    const text = '{"k":1,"n":[{"k":9}]}'
    const forms = [
      { text: `[${text},${text} , ${text}]`, events: false },
      { text: `${text}\n${text}\n\n${text}`, events: false },
      { text: `data: ${text}\n\ndata: ${text}\n\ndata: ${text}\n`, events: true },
    ]
    for (const form of forms)
      for (const takes of [true, false])
        for (const size of SIZES) {
          const offered: string[] = []
          const exact: string[] = []
          const sink: ValueSink = {
            quick(all, codes, from, to) {
              assert.equal(codes.units[from], all.charCodeAt(from))
              assert.equal(codes.units.length, all.length)
              // What is no value by itself is refused, as a reader must.
              const part = all.slice(from, to)
              if (!takes || part !== text) return false
              offered.push(part)
              return true
            },
            opening: '{"k":',
            value: (json) => void exact.push(json),
            broken: () => assert.fail('nothing is broken'),
          }
          const values = new JsonValues(sink, { events: form.events })
          for (let i = 0; i < form.text.length; i += size) values.write(form.text.slice(i, i + size))
          values.end()
          assert.deepEqual([...offered, ...exact], [text, text, text])
          if (!takes) assert.equal(offered.length, 0)
        }
  })
})
