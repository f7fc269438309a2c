// `check`, `verdict`, `explain` and `connectivity` as somebody calls them, on a small cluster and a change with two slips.

import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, describe, test } from 'node:test'
import { main } from '../../src/cli/main.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'netpol-preflight-commands-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string): string => path.join(folder, name)

function write(name: string, text: string): string {
  mkdirSync(path.dirname(at(name)), { recursive: true })
  writeFileSync(at(name), text)
  return at(name)
}

const pod = (name: string, namespace: string, ip: string, node: string, port: number): string => `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: ${namespace}, labels: {app: ${name}}}
spec: {nodeName: ${node}, containers: [{name: c, ports: [{name: main, containerPort: ${String(port)}}]}]}
status: {phase: Running, podIP: ${ip}, podIPs: [{ip: ${ip}}]}
`
const node = (name: string, ip: string): string => `---
apiVersion: v1
kind: Node
metadata: {name: ${name}}
status: {addresses: [{type: InternalIP, address: ${ip}}]}
`
const namespace = (name: string): string => `---
apiVersion: v1
kind: Namespace
metadata: {name: ${name}, labels: {kubernetes.io/metadata.name: ${name}}}
`
const policy = (port: number, from: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress:
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: ${String(port)}}]
  - from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ${from}}}}]
`

write('snapshot/capture.json', '{"kind":"NetpolSnapshotMetadata","capturedAt":"2026-11-22T08:00:00Z"}')
write(
  'snapshot/objects.yaml',
  [
    namespace('shop'),
    namespace('metrics'),
    node('n1', '192.168.0.11'),
    node('n2', '192.168.0.12'),
    pod('web', 'shop', '10.0.1.5', 'n1', 8080),
    pod('db', 'shop', '10.0.2.6', 'n2', 5432),
    pod('prometheus', 'metrics', '10.0.2.7', 'n2', 9090),
  ].join(''),
)
const before = path.dirname(write('before/db.yaml', policy(5432, 'metrics')))
const afterwards = path.dirname(write('after/db.yaml', policy(5423, 'metric')))
const TO_DB = '"dst":{"pod":"shop/db"},"protocol":"TCP","destinationPort":5432}'
const flows = write(
  'flows.jsonl',
  `{"src":{"pod":"shop/web"},${TO_DB}\n{"src":{"pod":"metrics/prometheus"},${TO_DB}\n{"src":{"ip":"192.168.0.12"},${TO_DB}\n`,
)

async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await main(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    input: Readable.from([`{"src":{"pod":"shop/web"},${TO_DB}\n\nnot json\n{"src":{"pod":"shop/nobody"},${TO_DB}`]),
    env: {},
    now: () => '2026-11-22T08:29:30Z',
    columns: undefined,
  })
  return { code, out, err }
}

const check = (...more: readonly string[]): ReturnType<typeof run> =>
  run('check', '--before', before, '--after', afterwards, '--snapshot', at('snapshot'), '--flows', flows, ...more)

describe('check', () => {
  test('says no to a change with two slips, and names both', async () => {
    const { code, out } = await check('--format', 'markdown', '--out', at('out'))
    assert.equal(code, 1)
    assert.match(out, /2 flows that work today would be cut \(limit 0\), probably by mistake/)
    assert.match(out, /`5423` → `5432`, `db.yaml:8`/)
    assert.match(out, /`metric` → `metrics`, `db.yaml:9`/)
    for (const name of ['report.json', 'report.md', 'comment.md']) assert.ok(existsSync(at(`out/${name}`)), name)
  })

  test('tells the answer of the gate by its exit code', async () => {
    const ROWS: readonly (readonly [args: readonly string[], code: number])[] = [
      [['--max-newly-denied', '2'], 0],
      [['--max-newly-denied', '1'], 1],
      [['--fail-on', 'never'], 0],
      [['--snapshot-max-age', '10m'], 2],
      [['--before', afterwards], 2],
      [['--max-newly-denied', 'some'], 2],
    ]
    for (const [args, code] of ROWS) assert.equal((await check(...args)).code, code, args.join(' '))
  })
})

describe('verdict', () => {
  test('answers line by line, of a file or of standard input', async () => {
    const objects = ['--objects', at('snapshot'), before]
    const { code, out } = await run('verdict', ...objects, '--flows', flows)
    assert.equal(code, 0)
    const verdicts = out
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    assert.deepEqual(verdicts, [
      {
        verdict: 'allow',
        egress: { action: 'allow', trace: [['__PROFILE__', 'pro', '', 'kns.shop', 0, 'allow']] },
        ingress: { action: 'allow', trace: [['default', 'knp', 'shop', 'db', 0, 'allow']] },
      },
      {
        verdict: 'allow',
        egress: { action: 'allow', trace: [['__PROFILE__', 'pro', '', 'kns.metrics', 0, 'allow']] },
        ingress: { action: 'allow', trace: [['default', 'knp', 'shop', 'db', 1, 'allow']] },
      },
      { verdict: 'allow', egress: null, ingress: null },
    ])
    const answered = await run('verdict', ...objects, '--flows', '-')
    assert.equal(answered.code, 2)
    assert.match(
      answered.out,
      /^\{"verdict":"allow".*\n\{"line":3,"error":"not JSON.*\n\{"verdict":"uncertain".*"labels-missing"/,
    )
  })

  test('says what is missing', async () => {
    const ROWS: readonly (readonly [args: readonly string[], said: RegExp])[] = [
      [[], /needs --objects and --flows, or --worlds/],
      [['--objects', before, '--flows', flows, '--set', 'live'], /--set is one of enforced, pending, promoted/],
      [['--objects', before, '--flows', at('none.jsonl')], /snapshot-unreadable/],
      [['--objects', at('none'), '--flows', flows], /none/],
      [['--flow', flows], /did you mean --flows/],
    ]
    for (const [args, said] of ROWS) {
      const { code, err } = await run('verdict', ...args)
      assert.deepEqual([code, said.test(err)], [2, true], `${args.join(' ')}: ${err}`)
    }
  })
})

describe('explain', () => {
  const explain = (from: string, to: string, ...more: readonly string[]): ReturnType<typeof run> =>
    run('explain', '--objects', at('snapshot'), afterwards, '--from', from, '--to', to, '--port', '5432', ...more)

  test('walks through what stops a connection', async () => {
    const { code, out } = await explain('shop/web', 'shop/db')
    assert.equal(code, 0)
    assert.match(out, /^shop\/web → shop\/db TCP 5432: denied\n/)
    assert.match(out, /egress of shop\/web: allowed\n {2}no tier decides: the profile kns\.shop allows\n/)
    assert.match(
      out,
      /knp:shop\/db \(.*db\.yaml:1\)\n {6}rule 1 \(allow\): no match, port asks for 5423, the flow has 5432\n/,
    )
    assert.match(out, /no rule matches: end of tier denies/)
  })

  test('says of a node that policies are not asked about its own pods, and are about others', async () => {
    const own = await explain('192.168.0.12', 'shop/db')
    assert.match(
      own.out,
      /: allowed\n\ningress of shop\/db: not asked\. A node reaches its own pods, whatever policies say\.\n$/,
    )
    assert.match((await explain('192.168.0.11', 'shop/db')).out, /: denied\n\ningress of shop\/db: denied\n/)
  })

  test('says that it does not know a pod', async () => {
    const { code, err, out } = await explain('shop/nobody', 'shop/db')
    assert.deepEqual([code, err.includes('shop/nobody is no pod of these objects')], [0, true])
    assert.match(out, /: denied\n/)
    assert.equal((await explain('shop/web', 'shop/db')).err, '')
  })

  test('says where no policy speaks', async () => {
    assert.match((await explain('192.0.2.1', '192.0.2.2')).out, /Neither end is a pod of these objects/)
  })

  test('says what is missing', async () => {
    const ROWS: readonly (readonly [more: readonly string[], said: RegExp])[] = [
      [['--port', '5433'], /--port is given twice/],
      [['--source-port', 'http'], /--source-port is a number/],
      [['--protocol', 'TCPP'], /no such flow: `protocol` is TCP, /],
      [['--set', 'live'], /--set is one of/],
    ]
    for (const [more, said] of ROWS) {
      const { code, err } = await explain('shop/web', 'shop/db', ...more)
      assert.deepEqual([code, said.test(err)], [2, true], `${more.join(' ')}: ${err}`)
    }
  })
})

describe('connectivity', () => {
  test('says which workloads can reach which ports no longer, without any flow', async () => {
    const sides = ['--before', before, '--after', afterwards, '--objects', at('snapshot')]
    const { code, out } = await run('connectivity', ...sides)
    assert.equal(code, 0)
    assert.match(out, /shop\/web/)
    assert.match(out, /5432/)
    assert.match(out, /\n2 pairs of workloads are connected differently\n$/)
    const same = await run('connectivity', '--before', before, '--after', before)
    assert.equal(same.out, 'No pair of workloads is connected differently.\n')
    assert.equal((await run('connectivity', '--before', before)).code, 2)
  })

  test('never takes for known what an object that is not understood may decide', async () => {
    const broken = path.dirname(write('broken/db.yaml', policy(99_999, 'metrics')))
    const { err, out } = await run('connectivity', '--before', before, '--after', broken, '--objects', at('snapshot'))
    assert.match(err, /db\.yaml:8:14: `99999` is no port/)
    assert.match(out, /^metrics\/prometheus → shop\/db: uncertain TCP any port/)
    assert.doesNotMatch(out, /newly/)
    assert.match(out, /\n0 pairs of workloads are connected differently; of \d pairs it is uncertain\n$/)
  })
})

describe('whose rules hold', () => {
  const byAddress = (cidr: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  ingress: [{from: [{ipBlock: {cidr: ${cidr}}}]}]
`
  const wide = path.dirname(write('wide/db.yaml', byAddress('10.0.0.0/8')))
  const narrow = path.dirname(write('narrow/db.yaml', byAddress('192.0.2.0/24')))
  const ROWS: readonly (readonly [more: readonly string[], answer: string, pairs: RegExp])[] = [
    [[], 'allow', /shop\/web → shop\/db: newly denied/],
    [['--policy-engine', 'kubernetes'], 'uncertain', /shop\/web → shop\/db: uncertain/],
    [['--policy-engine', 'kubernetes', '--ip-block-pods', 'match'], 'allow', /shop\/web → shop\/db: newly denied/],
    [['--policy-engine', 'kubernetes', '--ip-block-pods', 'ignore'], 'deny', /^No pair/],
  ]
  for (const [more, answer, pairs] of ROWS)
    test(`is for ${more.join(' ') || 'Calico'} to say, in every command that judges`, async () => {
      const objects = ['--objects', at('snapshot'), wide]
      const { out } = await run('verdict', ...objects, '--flows', '-', ...more)
      assert.equal(JSON.parse(out.split('\n')[0] ?? '').verdict, answer)
      const words = { allow: 'allowed', deny: 'denied' }[answer] ?? answer
      const ends = ['--from', 'shop/web', '--to', 'shop/db', '--port', '5432']
      assert.match((await run('explain', ...objects, ...ends, ...more)).out, new RegExp(`5432: ${words}\n`))
      const sides = ['--before', wide, '--after', narrow, '--objects', at('snapshot')]
      assert.match((await run('connectivity', ...sides, ...more)).out, pairs)
    })

  test('cannot be said in words that nobody knows', async () => {
    const { code, err } = await run('verdict', '--objects', wide, '--flows', flows, '--policy-engine', 'cilium')
    assert.deepEqual([code, /policy-engine/.test(err)], [2, true], err)
  })
})
