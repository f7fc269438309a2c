// What becomes of names, labels, selectors and addresses, and what stays.

import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import fc from 'fast-check'
import { project } from '../../src/capture/projection.ts'
import { cidrOf, contains, parseIp, parseNet, printIp } from '../../src/base/ip.ts'
import type { Cidr, Ip } from '../../src/base/ip.ts'
import { clusterOf } from '../../src/convert/cluster.ts'
import { parseSelector } from '../../src/convert/selector-parser.ts'
import { matches } from '../../src/model/selector.ts'
import { readManifests } from '../../src/manifest/object.ts'
import { Addresses } from '../../src/privacy/addresses.ts'
import { MaskedObjects } from '../../src/privacy/masked-objects.ts'
import { maskSnapshot } from '../../src/privacy/mask-snapshot.ts'
import { PolicyNames } from '../../src/privacy/policy-names.ts'
import { Words } from '../../src/privacy/words.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'
import type { SnapshotContent } from '../../src/snapshot/reader.ts'
import { storedLines } from '../../src/snapshot/stored-writer.ts'
import { sha256 } from '../support/random-captures.ts'
import { hmacOf } from './support.ts'

const HMAC = hmacOf('a key')
const NONE = { words: new Set<string>(), keys: new Set<string>() }
const words = new Words(HMAC, NONE)

const anyIp: fc.Arbitrary<Ip> = fc.oneof(
  fc.bigInt(0n, 2n ** 32n - 1n).map((value): Ip => ({ family: 4, value })),
  fc.bigInt(0n, 2n ** 128n - 1n).map((value): Ip => ({ family: 6, value })),
  // Close to each other, and to the edges of blocks that mean something
  fc
    .tuple(fc.constantFrom('10.0.0.0', '172.15.255.0', '192.168.0.0', '169.254.0.0', '8.8.8.0'), fc.nat(600))
    .map(([text, add]): Ip => {
      const ip = parseIp(text)
      return { family: 4, value: (ip?.value ?? 0n) + BigInt(add) }
    }),
)
const anyNet = fc
  .tuple(anyIp, fc.nat(128))
  .map(([ip, prefix]) => cidrOf(ip, Math.min(prefix, ip.family === 4 ? 32 : 128)))

describe('addresses', () => {
  const addresses = new Addresses(HMAC, [])
  it('lie in a prefix if and only if they did', () => {
    fc.assert(
      fc.property(anyIp, anyNet, (ip, net) => {
        assert.equal(contains(addresses.net(net), addresses.ip(ip)), contains(net, ip))
      }),
      { numRuns: 3000 },
    )
  })
  it('are different ones if they were', () => {
    fc.assert(
      fc.property(anyIp, anyIp, (a, b) => {
        assert.equal(printIp(addresses.ip(a)) === printIp(addresses.ip(b)), printIp(a) === printIp(b))
      }),
    )
  })
  it('are others with another key', () => {
    const other = new Addresses(hmacOf('another key'), [])
    const ip: Ip = { family: 4, value: 0xcb00_7107n }
    assert.notEqual(printIp(other.ip(ip)), printIp(addresses.ip(ip)))
    assert.notEqual(printIp(addresses.ip(ip)), '203.0.113.7')
  })
  const BLOCKS = [
    '10.0.0.0/8',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '0.0.0.0/0',
    '::/0',
    'fd00::/7',
    'fe80::/10',
  ]
  for (const block of BLOCKS)
    it(`${block} is mapped onto itself`, () => {
      const net = parseNet(block) as Cidr
      assert.deepEqual(addresses.net(net), cidrOf({ family: net.family, value: net.first }, net.prefix))
    })
  it('of prefixes that are kept stay in them, and the prefixes stay', () => {
    const kept = parseNet('203.0.113.0/25') as Cidr
    const keeping = new Addresses(HMAC, [kept])
    assert.equal(keeping.text('203.0.113.0/25'), '203.0.113.0/25')
    fc.assert(
      fc.property(anyIp, anyNet, (ip, net) => {
        assert.equal(contains(keeping.net(net), keeping.ip(ip)), contains(net, ip))
        assert.equal(contains(kept, keeping.ip(ip)), contains(kept, ip))
      }),
    )
  })
  it('no IPv6 address becomes one of IPv4 in IPv6', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n), (value) => {
        const mapped = addresses.ip({ family: 6, value }).value
        assert.equal(mapped >> 32n === 0xffffn, value >> 32n === 0xffffn)
      }),
    )
  })
  const TEXTS: readonly (readonly [text: string, is: RegExp | undefined])[] = [
    ['10.1.2.3', /^10\.\d+\.\d+\.\d+$/],
    ['10.1.2.0/24', /^10\.\d+\.\d+\.0\/24$/],
    ['2001:db8::1/128', /\/128$/],
    ['not an address', undefined],
    ['10.1.2.3/33', undefined],
    ['', undefined],
  ]
  for (const [text, is] of TEXTS)
    it(`"${text}" as text`, () => {
      const mapped = addresses.text(text)
      if (is === undefined) assert.equal(mapped, undefined)
      else assert.match(mapped ?? '', is)
    })
})

describe('words', () => {
  const STAY = [
    '',
    'default',
    'kube-system',
    'true',
    '42',
    'v1',
    '1.2.3',
    '7d8f9c5b6f',
    'PUBLIC NETWORK',
    '__PROFILE__',
  ]
  for (const word of STAY) it(`"${word}" stays`, () => assert.equal(words.word(word), word))

  const ENDS: readonly (readonly [name: string, stem: string, end: string])[] = [
    ['web-7d8f9c5b6f-x2v9k', 'web', '-7d8f9c5b6f-x2v9k'],
    ['web-7d8f9c5b6f-*', 'web', '-7d8f9c5b6f-*'],
    ['web-', 'web', '-'],
    ['backup-29012345-x2v9k', 'backup', '-29012345-x2v9k'],
    ['db-0', 'db', '-0'],
    ['kube-system-x2v9k', 'kube-system', '-x2v9k'],
  ]
  for (const [name, stem, end] of ENDS)
    it(`"${name}" keeps what controllers have put behind it`, () =>
      assert.equal(words.word(name), words.word(stem) + end))

  it('do not show an address in the name of a node', () => {
    assert.match(words.word('ip-10-20-30-40'), /^n[a-z2-7]{12}-40$/)
  })
  it('are equal where and only where they were', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (a, b) => {
        assert.equal(words.word(a) === words.word(b), a === b)
        assert.equal(words.key(a) === words.key(b), a === b)
      }),
    )
  })

  const KEYS: readonly (readonly [key: string, is: RegExp])[] = [
    ['app', /^app$/],
    ['kubernetes.io/metadata.name', /^kubernetes\.io\/metadata\.name$/],
    ['topology.kubernetes.io/zone', /^topology\.kubernetes\.io\/zone$/],
    ['projectcalico.org/namespace', /^projectcalico\.org\/namespace$/],
    ['pcns.app', /^pcns\.app$/],
    ['pcns.secret', /^pcns\.n[a-z2-7]{12}$/],
    ['acme.example/secret', /^n[a-z2-7]{12}\/n[a-z2-7]{12}$/],
    ['secret', /^n[a-z2-7]{12}$/],
  ]
  for (const [key, is] of KEYS) it(`the key "${key}"`, () => assert.match(words.key(key), is))
})

describe('names of policies', () => {
  const anyName = fc.stringMatching(/^[a-z0-9](?:[a-z0-9.-]{0,6}[a-z0-9])?$/)
  it('keep their order, with their tiers before them', () => {
    const compare = (a: string, b: string): number => (a + '/' < b + '/' ? -1 : 1)
    fc.assert(
      fc.property(
        fc.uniqueArray(anyName, { maxLength: 12 }),
        fc.uniqueArray(anyName, { maxLength: 4 }),
        (names, tiers) => {
          const all = [
            ...names,
            ...tiers.flatMap((tier) => names.map((name) => `${tier}.${name}`)),
            'default',
            'kube-admin.x',
          ]
          const renamed = new PolicyNames(all, ['default', 'kube-admin', ...tiers], words)
          const sorted = [...new Set(all)].sort(compare)
          const other = sorted.map((name) => renamed.policy(name))
          assert.deepEqual([...other].sort(compare), other)
          const order = [...new Set(tiers)].sort().map((tier) => renamed.tier(tier))
          assert.deepEqual([...order].sort(), order)
        },
      ),
      { numRuns: 500 },
    )
  })
  it('begin with their tier where they did', () => {
    const renamed = new PolicyNames(['platform.allow-dns', 'other'], ['platform', 'default'], words)
    assert.equal(renamed.policy('platform.allow-dns').startsWith(`${renamed.tier('platform')}.`), true)
    assert.equal(renamed.policy('default.x').startsWith('default.'), true)
    assert.match(renamed.policy('knp.default.other'), /^knp\.default\./)
  })
})

const masking = (): MaskedObjects =>
  new MaskedObjects({ words, addresses: new Addresses(HMAC, []), policies: new PolicyNames([], [], words) })

describe('selectors', () => {
  const label = fc.constantFrom('secret', 'app', 'acme.example/x')
  const value = fc.constantFrom('alpha', 'beta', '', 'true')
  const term = fc.oneof(
    fc.tuple(label, value).map(([l, v]) => `${l} == '${v}'`),
    fc.tuple(label, value).map(([l, v]) => `${l} != "${v}"`),
    fc
      .tuple(label, fc.array(value, { minLength: 1, maxLength: 3 }))
      .map(([l, vs]) => `${l} in {${vs.map((v) => `'${v}'`).join(', ')}}`),
    fc.tuple(label, value).map(([l, v]) => `${l} not in {'${v}'}`),
    label.map((l) => `has(${l})`),
    label.map((l) => `!has(${l})`),
    fc.constant('all()'),
  )
  const selector = fc.oneof(
    term,
    fc.tuple(term, term, fc.constantFrom('&&', '||')).map(([a, b, op]) => `(${a} ${op} ${b})`),
    fc.tuple(term, term, term).map(([a, b, c]) => `!(${a} && ${b}) || ${c}`),
  )
  it('select the same', () => {
    const mask = masking()
    fc.assert(
      fc.property(selector, fc.dictionary(label, value), (text, labels) => {
        const [plain, hidden] = [parseSelector(text), parseSelector(mask.selector(text))]
        assert.ok(plain.ok && hidden.ok, mask.selector(text))
        const own = new Map(Object.entries(labels))
        const other = new Map(Object.entries(labels).map(([k, v]) => [words.key(k), words.word(v)]))
        assert.equal(
          matches(hidden.value.tree, { labels: other, complete: true }),
          matches(plain.value.tree, { labels: own, complete: true }),
        )
      }),
    )
  })
  it('that say nothing to Calico still do not', () => {
    assert.equal(parseSelector(masking().selector('secret ==')).ok, false)
  })
  it('hold no name', () => {
    assert.doesNotMatch(
      masking().selector("secret == 'payroll' && acme.example/team in {'red', 'blue'}"),
      /secret|payroll|acme|red|blue/,
    )
  })
})

const OBJECTS = `
apiVersion: v1
kind: Namespace
metadata: {name: payroll, labels: {kubernetes.io/metadata.name: payroll, acme.example/team: red-one}}
---
apiVersion: v1
kind: Pod
metadata:
  name: ledger-7d8f9c5b6f-x2v9k
  namespace: payroll
  generateName: ledger-7d8f9c5b6f-
  labels: {app: ledger, acme.example/team: red-one, pod-template-hash: 7d8f9c5b6f}
  annotations: {cni.projectcalico.org/podIP: 10.20.30.40/32, cni.projectcalico.org/containerID: 0123abcd}
  ownerReferences: [{kind: ReplicaSet, name: ledger-7d8f9c5b6f, uid: u1, controller: true}]
spec:
  nodeName: ip-10-1-2-3.acme.internal
  serviceAccountName: ledger-bot
  containers: [{name: ledger, ports: [{name: https-acme, containerPort: 8443, hostIP: 198.51.100.9}]}]
status: {phase: Running, podIP: 10.20.30.40, hostIP: 198.51.100.9}
---
apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: {name: acme-tier.ledger-in, namespace: payroll}
spec:
  tier: acme-tier
  selector: app == 'ledger' && acme.example/team starts with 'red-'
  types: [Ingress]
  ingress:
    - action: Allow
      protocol: TCP
      metadata: {annotations: {owner: jane@acme.example}}
      source: {nets: [203.0.113.0/24], serviceAccounts: {names: [ledger-bot]}}
      destination: {ports: [8443, 'https-acme', '9000:9001']}
---
apiVersion: projectcalico.org/v3
kind: Tier
metadata: {name: acme-tier}
spec: {order: 10}
`
const RECORD = {
  start_time: '2026-11-22T06:00:00Z',
  end_time: '2026-11-22T06:15:00Z',
  action: 'Allow',
  source_name: 'ledger-7d8f9c5b6f-*',
  source_namespace: 'payroll',
  source_labels: 'acme.example/team=red-one | app=ledger',
  dest_name: 'PUBLIC NETWORK',
  dest_namespace: '',
  dest_labels: '',
  protocol: 'tcp',
  dest_port: 443,
  reporter: 'Src',
  policies: {
    enforced: [
      {
        kind: 'CalicoNetworkPolicy',
        name: 'acme-tier.ledger-in',
        namespace: 'payroll',
        tier: 'acme-tier',
        action: 'Allow',
        policy_index: 0,
        rule_index: 0,
      },
    ],
    pending: [],
  },
  packets_in: 1,
  packets_out: 2,
  bytes_in: 3,
  bytes_out: 4,
}
const METADATA = {
  kind: 'NetpolSnapshotMetadata',
  capturedAt: '2026-11-22T06:15:00Z',
  clusterId: 'sha256:c0ffee',
  unread: [
    { what: 'nodes', why: '403, nodes is forbidden: User "system:serviceaccount:payroll:ledger-bot" cannot list' },
    { what: 'flows from payroll to acme', why: 'too large' },
  ],
}

function content(): SnapshotContent {
  const reader = createSnapshotReader({}, () => undefined)
  reader.addText('objects.yaml', OBJECTS)
  reader.addText('flows.jsonl', [METADATA, RECORD].map((one) => JSON.stringify(one)).join('\n'))
  return reader.finish()
}

const STORING = { digest: sha256, project }
const textOf = (masked: SnapshotContent): string =>
  [...storedLines(masked, STORING)].map((line) => JSON.stringify(line)).join('\n')

describe('a snapshot with pseudonyms', () => {
  const NAMES = /payroll|ledger|acme|jane|10\.20\.30|203\.0\.113|198\.51\.100|10-1-2|0123abcd/

  test('holds none of the names, labels and addresses, but for values that a selector looks into', async () => {
    const text = textOf(await maskSnapshot(content(), HMAC, [], STORING))
    // Ports have names that mean something, and are those of the pods.
    const without = text.replaceAll('https-acme', '').replaceAll('red-one', '')
    assert.doesNotMatch(without, NAMES)
    assert.match(text, /starts with \\"red-\\"/)
    assert.match(text, /=red-one/, 'a part of it is looked for, so that it stays')
    assert.match(text, /"unread":\[\{"what":"nodes","why":"403"\},\{"what":"a part of it","why":"it was refused"\}\]/)
  })

  test('is the same for the same key, says which one, and differs for another', async () => {
    const [one, again, other] = await Promise.all(
      ['a key', 'a key', 'another key'].map((key) => maskSnapshot(content(), hmacOf(key), [], STORING)),
    )
    assert.equal(textOf(again as SnapshotContent), textOf(one as SnapshotContent))
    assert.notEqual(textOf(other as SnapshotContent), textOf(one as SnapshotContent))
    assert.equal(again?.pseudonyms, one?.pseudonyms)
    assert.notEqual(other?.pseudonyms, one?.pseudonyms)
  })

  test('keeps what manifests that everybody may read have in them', async () => {
    const open = readManifests(
      {
        path: 'policy.yaml',
        text: `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ledger, namespace: payroll}
spec:
  podSelector: {matchLabels: {app: ledger}}
  ingress: [{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}]
`,
      },
      { defaultNamespace: 'default', report: ({ code }) => assert.fail(code) },
    ).manifests
    const masked = await maskSnapshot(content(), HMAC, open, STORING)
    const cluster = clusterOf(masked.manifests, () => undefined)
    const [pod] = cluster.workloads
    assert.equal(pod?.namespace, 'payroll')
    assert.equal(pod.labels.labels.get('app'), 'ledger')
    assert.match(pod.name, /^ledger-7d8f9c5b6f-x2v9k$/)
    const text = textOf(masked)
    assert.match(text, /203\.0\.113\.0\/24/)
    assert.doesNotMatch(text, /ledger-bot|acme-tier|10\.20\.30\.40|jane/)
  })

  test('is not given pseudonyms again', async () => {
    const masked = await maskSnapshot(content(), HMAC, [], STORING)
    await assert.rejects(maskSnapshot(masked, HMAC, [], STORING), /snapshots-differ/)
  })
})
