import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { manifestsFromObject, readManifests } from '../../src/manifest/object.ts'
import type { ReadOptions, ReadResult } from '../../src/manifest/object.ts'

interface Read extends ReadResult {
  readonly said: readonly string[]
  readonly keys: readonly string[]
}

function collect(read: (options: ReadOptions) => ReadResult, more: Partial<ReadOptions> = {}): Read {
  const diagnostics: Diagnostic[] = []
  const result = read({ defaultNamespace: 'default', report: (one) => diagnostics.push(one), ...more })
  const said = diagnostics.map(({ code, at, args }) =>
    [`${code} ${at?.line ?? 0}:${at?.column ?? 0}`, ...args].join(' | '),
  )
  return { ...result, said, keys: result.manifests.map((one) => one.key) }
}

const readText = (text: string, path = 'f.yaml', more: Partial<ReadOptions> = {}): Read =>
  collect((options) => readManifests({ path, text }, options), more)

const POLICY = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n'
const policy = (name: string, namespace = 'shop'): string =>
  `${POLICY}metadata:\n  name: ${name}\n  namespace: ${namespace}\nspec: {}\n`

describe('an object', () => {
  test('has what its document says', () => {
    const { manifests, broken, unrendered, said } = readText(policy('web'))
    assert.deepEqual([broken, unrendered, said], [[], [], []])
    const [one] = manifests
    assert.ok(one)
    const { value, origin, ...rest } = one
    assert.deepEqual(rest, {
      apiVersion: 'networking.k8s.io/v1',
      group: 'networking.k8s.io',
      version: 'v1',
      kind: 'NetworkPolicy',
      namespace: 'shop',
      name: 'web',
      key: 'networking.k8s.io|NetworkPolicy|shop|web',
    })
    assert.deepEqual(value['spec'], {})
    assert.equal(origin.fromCluster, false)
    assert.deepEqual(origin.locate(['metadata', 'name']), { path: 'f.yaml', line: 4, column: 3 })
  })

  test('of the core group has no group', () => {
    const { manifests } = readText('apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n')
    assert.deepEqual(
      manifests.map(({ group, version, key }) => [group, version, key]),
      [['', 'v1', '|Namespace||a']],
    )
  })
})

const TEXTS: readonly (readonly [name: string, text: string, keys: readonly string[], said: readonly string[]])[] = [
  [
    'namespaced without namespace: the default, said once',
    `${POLICY}metadata: {name: a}\n---\n${POLICY}metadata: {name: b, namespace: }\n---\n${POLICY}metadata: {name: c, namespace: ""}\n`,
    ['a', 'b', 'c'].map((name) => `networking.k8s.io|NetworkPolicy|default|${name}`),
    ['default-namespace-used 3:1 | default | NetworkPolicy | a'],
  ],
  [
    'cluster-wide with a namespace',
    'apiVersion: projectcalico.org/v3\nkind: GlobalNetworkPolicy\nmetadata:\n  name: a\n  namespace: b\n',
    ['projectcalico.org|GlobalNetworkPolicy||a'],
    ['namespace-on-global 5:3 | GlobalNetworkPolicy | a | b'],
  ],
  ['a kind that cannot matter', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n', [], []],
  [
    'a kind of that name in a group that has none',
    'apiVersion: a.b/v1\nkind: NetworkPolicy\nmetadata: {name: a}\n',
    [],
    [],
  ],
  [
    'authorisation is no network policy',
    'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: a}\n',
    [],
    [],
  ],
  ['no object', 'kind: [1]\napiVersion: 2\n', [], []],
  ['a list at the top', '- apiVersion: v1\n  kind: Pod\n', [], []],
  [
    'kind before apiVersion',
    'kind: Tier\nmetadata: {name: a}\napiVersion: projectcalico.org/v3\n',
    ['projectcalico.org|Tier||a'],
    [],
  ],
  [
    'a kind that is hidden behind an anchor',
    'apiVersion: &a v1\nkind: &k Pod\nmetadata: {name: a, namespace: b}\n',
    ['|Pod|b|a'],
    [],
  ],
  [
    'a kind that is hidden in an escape',
    '"apiVersion": v1\n"k\\u0069nd": Pod\nmetadata: {name: a, namespace: b}\n',
    ['|Pod|b|a'],
    [],
  ],
  [
    'policies of others',
    [
      'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: a, namespace: ns}\n',
      'apiVersion: cilium.io/v2\nkind: CiliumClusterwideNetworkPolicy\nmetadata: {name: b}\n',
      'apiVersion: crd.antrea.io/v1beta1\nkind: ClusterNetworkPolicy\nmetadata: {name: c}\n',
      'apiVersion: networking.k8s.aws/v1alpha1\nkind: ApplicationNetworkPolicy\nmetadata: {name: d, namespace: ns}\n',
      'apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: e}\n',
    ].join('---\n'),
    [
      'cilium.io|CiliumNetworkPolicy|ns|a',
      'cilium.io|CiliumClusterwideNetworkPolicy||b',
      'crd.antrea.io|ClusterNetworkPolicy||c',
      'networking.k8s.aws|ApplicationNetworkPolicy|ns|d',
      'policy.networking.k8s.io|AdminNetworkPolicy||e',
    ],
    [],
  ],
  // what is written of policies by hand (shared/wild: not met once, so written here)
  ['a byte order mark', `\uFEFF${policy('a')}`, ['networking.k8s.io|NetworkPolicy|shop|a'], []],
  [
    'null where a mapping or list may stand',
    policy('a').replace('{}', '\n  podSelector: null\n  ingress: null\n  egress:\n  - to: null\n    ports: []\n'),
    ['networking.k8s.io|NetworkPolicy|shop|a'],
    [],
  ],
  [
    'an end marker',
    `${policy('a')}...\n---\n${policy('b')}...\n`,
    ['a', 'b'].map((name) => `networking.k8s.io|NetworkPolicy|shop|${name}`),
    [],
  ],
  // lists
  [
    'a List, and one in it',
    'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a, namespace: ns}\n- apiVersion: v1\n  kind: List\n  items:\n  - apiVersion: v1\n    kind: Node\n    metadata: {name: b}\n- null\n',
    ['|Pod|ns|a', '|Node||b'],
    [],
  ],
  [
    'a typed list, whose items need not say what they are',
    '{"apiVersion": "projectcalico.org/v3", "kind": "NetworkPolicyList", "items": [{"metadata": {"name": "a", "namespace": "ns"}}]}',
    ['projectcalico.org|NetworkPolicy|ns|a'],
    [],
  ],
  ['a list of what cannot matter', 'apiVersion: v1\nkind: ConfigMapList\nitems: [{metadata: {name: a}}]\n', [], []],
  [
    'a List of nothing',
    'apiVersion: v1\nkind: List\nitems: []\n---\napiVersion: v1\nkind: PodList\nitems: null\n',
    [],
    [],
  ],
  // what is none
  [
    'a generated name',
    'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-}\n',
    [],
    ['not-an-object 1:1 | generateName'],
  ],
  ['a patch', `${policy('a')}$patch: delete\n`, [], ['not-an-object 1:1 | $patch']],
  [
    'a patch of the spec',
    `${POLICY}metadata: {name: a}\nspec: {$patch: replace}\n`,
    [],
    ['not-an-object 1:1 | $patch'],
  ],
  [
    'a policy without a kind',
    '# patch\nspec:\n  podSelector: {}\n  policyTypes: [Ingress]\n',
    [],
    ['not-an-object 2:1 | kind'],
  ],
  [
    'a policy without an apiVersion',
    'kind: NetworkPolicy\nspec: {podSelector: {}}\n',
    [],
    ['not-an-object 1:1 | apiVersion'],
  ],
  [
    'something of Calico without a kind',
    'apiVersion: projectcalico.org/v3\nmetadata: {name: a}\n',
    [],
    ['not-an-object 1:1 | kind'],
  ],
  [
    'values that only look a little like it',
    'networkPolicy: {policyTypes: [Ingress]}\n---\nspec: {podSelector: {}}\n',
    [],
    [],
  ],
  // unrendered
  [
    'an OpenShift template',
    'apiVersion: template.openshift.io/v1\nkind: Template\nobjects:\n- apiVersion: v1\n  kind: Secret\n- apiVersion: v1\n  kind: Service\n  metadata: {name: "${A}"}\n- apiVersion: v1\n  kind: Pod\n',
    [],
    ['template-not-rendered 6:3 | openshift'],
  ],
  [
    'an OpenShift template without anything that matters',
    'apiVersion: template.openshift.io/v1\nkind: Template\nobjects:\n- apiVersion: v1\n  kind: Secret\n',
    [],
    [],
  ],
]

describe('texts as objects', () => {
  for (const [name, text, keys, said] of TEXTS) {
    test(name, () => {
      const read = readText(text)
      assert.deepEqual(read.keys, keys)
      assert.deepEqual(read.said, said)
      assert.deepEqual(read.broken, [])
    })
  }

  test('an item of a List is located in the List', () => {
    const { manifests } = readText(
      'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    namespace: a\n    name: b\n',
    )
    const [one] = manifests
    assert.ok(one)
    assert.deepEqual(one.origin.locate(['metadata', 'name']), { path: 'f.yaml', line: 8, column: 5 })
    assert.deepEqual(one.origin.locate([]), { path: 'f.yaml', line: 4, column: 3 })
    assert.equal(one.origin.read(['metadata', 'name']), 'b')
  })

  test('the default namespace is said once a run', () => {
    const said = new Set<'default-namespace-used'>()
    const text = `${POLICY}metadata: {name: a}\n`
    const more = { said, defaultNamespace: 'shop' }
    assert.deepEqual(readText(text, 'a.yaml', more).said.length, 1)
    const second = readText(text, 'b.yaml', more)
    assert.deepEqual(second.said, [])
    assert.deepEqual(second.keys, ['networking.k8s.io|NetworkPolicy|shop|a'])
  })

  test('the caller may want other kinds', () => {
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\n'
    assert.deepEqual(readText(text, 'f.yaml', { wanted: (_, kind) => kind === 'ConfigMap' }).keys, ['|ConfigMap||a'])
  })
})

const BROKEN: readonly (readonly [
  name: string,
  text: string,
  said: string,
  identity: readonly (string | undefined)[],
])[] = [
  ['no metadata', `${POLICY}spec: {}\n`, 'missing-name 1:1 | NetworkPolicy', ['NetworkPolicy', undefined, undefined]],
  [
    'no name',
    `${POLICY}metadata:\n  namespace: shop\n`,
    'missing-name 3:1 | NetworkPolicy',
    ['NetworkPolicy', 'shop', undefined],
  ],
  [
    'an empty name',
    `${POLICY}metadata: {name: ""}\n`,
    'missing-name 3:1 | NetworkPolicy',
    ['NetworkPolicy', undefined, ''],
  ],
  [
    'a name that is a number',
    `${POLICY}metadata:\n  name: 12\n`,
    'bad-metadata 4:3 | text | 12',
    ['NetworkPolicy', undefined, undefined],
  ],
  [
    'a name that is a word for true',
    `${POLICY}metadata: {name: on}\n`,
    'bad-metadata 3:12 | text | true',
    ['NetworkPolicy', undefined, undefined],
  ],
  [
    'a namespace that is a list',
    `${POLICY}metadata: {name: a, namespace: [b]}\n`,
    'bad-metadata 3:21 | text | a list',
    ['NetworkPolicy', undefined, 'a'],
  ],
  [
    'metadata that are a list',
    `${POLICY}metadata: [name]\n`,
    'bad-metadata 3:1 | a mapping | a list',
    ['NetworkPolicy', undefined, undefined],
  ],
  [
    'a tab',
    `${policy('a')}\tx: 1\n`,
    'yaml-syntax 7:1 | tab characters must not be used in indentation',
    ['NetworkPolicy', 'shop', 'a'],
  ],
  [
    'a bracket left open',
    `${POLICY}metadata: {name: a, namespace: b}\nspec: [\n`,
    'yaml-syntax 5:1 | deficient indentation',
    ['NetworkPolicy', 'b', 'a'],
  ],
  [
    'a key twice: named as the last one says',
    `${POLICY}kind: ConfigMap\nkind: NetworkPolicy\nmetadata: {name: a}\n`,
    'duplicate-key 3:1 | kind',
    ['NetworkPolicy', undefined, 'a'],
  ],
  [
    'aliases that stand for millions',
    `${policy('a')}x: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n${'abcdef'.replace(
      /./g,
      (c) =>
        `x${c}: &x${c} [${Array(15)
          .fill(c === 'a' ? '*a' : `*x${String.fromCharCode(c.charCodeAt(0) - 1)}`)
          .join()}]\n`,
    )}`,
    'yaml-too-many-aliases 1:1 | 100',
    ['NetworkPolicy', 'shop', 'a'],
  ],
  ['too deep', `${policy('a')}x: ${'['.repeat(100)}\n`, 'yaml-too-deep 7:67 | 64', ['NetworkPolicy', 'shop', 'a']],
  [
    'a broken List that names a policy',
    `apiVersion: v1\nkind: List\nitems:\n- kind: Tier\n  x: "\n`,
    'yaml-syntax 6:1 | deficient indentation',
    ['List', undefined, undefined],
  ],
]

describe('documents whose effect is unknown', () => {
  for (const [name, text, said, [kind, namespace, objectName]] of BROKEN) {
    test(name, () => {
      const read = readText(text)
      assert.deepEqual(read.said, [said])
      const [one] = read.broken
      assert.ok(one)
      assert.deepEqual([one.kind, one.namespace, one.name], [kind, namespace, objectName])
      assert.equal(`${one.why} ${one.at.line}:${one.at.column}`, said.split(' | ')[0])
      assert.deepEqual(read.manifests, [])
    })
  }

  test('the others of the file are read', () => {
    const read = readText(`${policy('a')}---\n${policy('b')}  c: d: e\n---\n${policy('c')}`)
    assert.deepEqual(
      read.keys,
      ['a', 'c'].map((name) => `networking.k8s.io|NetworkPolicy|shop|${name}`),
    )
    assert.deepEqual(
      read.broken.map(({ name, at }) => [name, at.line]),
      [['b', 14]],
    )
  })

  test('one that is nobody’s business is passed over', () => {
    for (const text of [
      'a: [',
      'kind: ConfigMap\napiVersion: v1\nx: [',
      'apiVersion: serving.knative.dev/v1\nkind: Service\nx: [',
    ]) {
      assert.deepEqual(readText(text).said, [], text)
    }
  })

  test('JSON that is none', () => {
    const text = '{\n "apiVersion": "v1",\n "kind": "Pod",\n "metadata": {"name": "a", "namespace": "b"},\n}'
    const read = readText(text, 'f.json')
    assert.deepEqual(read.said, ['json-syntax 5:1 | unexpected "}"'])
    assert.deepEqual(
      read.broken.map(({ kind, namespace, name }) => [kind, namespace, name]),
      [['Pod', 'b', 'a']],
    )
  })

  test('JSON in one line that is cut off', () => {
    const whole =
      '{"apiVersion":"v1","kind":"Pod","metadata":{"labels":{"name":"x"},"name":"a","namespace":"b"},"spec":{'
    const read = readText(whole, 'f.json')
    assert.deepEqual(read.said, [`json-syntax 1:${whole.length + 1} | unexpected end`])
    assert.deepEqual([read.broken[0]?.apiVersion, read.broken[0]?.kind], ['v1', 'Pod'])
  })

  test('a file that is too large, if it is about policy', () => {
    const limits = { characters: 100, documents: 10 }
    assert.deepEqual(readText(policy('a') + ' '.repeat(100), 'f.yaml', { limits }).said, [
      'file-too-large 1:1 | 200 | 100',
    ])
    assert.deepEqual(readText(`apiVersion: v1\nkind: ConfigMap\n${' '.repeat(100)}`, 'f.yaml', { limits }).said, [])
  })
})

const TEMPLATES: readonly (readonly [name: string, text: string, keys: number, unrendered: number])[] = [
  ['a value', `${POLICY}metadata:\n  name: {{ .Values.name }}\n`, 0, 1],
  ['a value after text', `${POLICY}metadata:\n  name: a-{{ .Values.name }}\n`, 0, 1],
  ['a name in quotes', `${POLICY}metadata:\n  name: "{{ .Release.Name }}-a"\n`, 0, 1],
  ['a line', `{{- if .Values.on }}\n${policy('a')}{{- end }}\n`, 0, 1],
  ['an apiVersion in quotes', `apiVersion: "{{ .Capabilities.x }}"\nkind: NetworkPolicy\nmetadata: {name: a}\n`, 0, 1],
  ['one of several', `${policy('a')}---\n${POLICY}metadata: {name: b}\nspec: {{ .x }}\n---\n${policy('c')}`, 2, 1],
  ['two, said once', `${POLICY}x: {{ .x }}\n---\n${POLICY}y: {{ .y }}\n`, 0, 2],
  ['text in quotes is none', `${policy('a')}x: "{{ .x }}"\ny: '{{'\n`, 1, 0],
  ['a block scalar is none', `${policy('a')}x: |\n  {{ .x }}\n`, 1, 0],
  ['a comment is none', `# {{ .x }}\n${policy('a')}`, 1, 0],
  ['another kind of object is no matter', 'apiVersion: v1\nkind: ConfigMap\nx: {{ .x }}\n', 0, 0],
  [
    'an argument for a container is none',
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\nspec:\n  containers:\n  - args: [--format=x{{.Names}}]\n'.replace(
      '[--format=x{{.Names}}]',
      '\n    - --format={{.Names}}',
    ),
    1,
    0,
  ],
]

describe('templates', () => {
  for (const [name, text, keys, unrendered] of TEMPLATES) {
    test(name, () => {
      const read = readText(text)
      assert.equal(read.keys.length, keys)
      assert.equal(read.unrendered.length, unrendered)
      const notices = read.said.filter((one) => one.startsWith('template-not-rendered'))
      assert.equal(notices.length, unrendered === 0 ? 0 : 1)
      assert.deepEqual(read.broken, [])
    })
  }

  test('a broken document with braces in quotes or comments alone is broken', () => {
    const { said, unrendered } = readText(`${policy('a')}x: "{{ y }}"\n# {{ z }}\n\tz: 1\n`)
    assert.deepEqual(said, ['yaml-syntax 9:1 | tab characters must not be used in indentation'])
    assert.deepEqual(unrendered, [])
  })
})

describe('objects of a snapshot', () => {
  const fromObject = (value: unknown): Read => collect((options) => manifestsFromObject(value, 'pods.json', options))

  test('are known from the cluster', () => {
    const { manifests, said } = fromObject({
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'b' } }],
    })
    const [one] = manifests
    assert.equal(one?.key, '|Pod|b|a')
    assert.equal(one.origin.fromCluster, true)
    assert.equal(one.origin.read(['metadata', 'name']), 'a')
    assert.equal(one.origin.locate(['metadata']).path, 'pods.json')
    assert.deepEqual(said, [])
  })

  test('without a name are broken', () => {
    const { broken, said } = fromObject({ apiVersion: 'v1', kind: 'Pod' })
    assert.deepEqual(said, ['missing-name 1:1 | Pod'])
    assert.equal(broken[0]?.kind, 'Pod')
  })

  test('that are too deep are broken', () => {
    let value: unknown = 1
    for (let i = 0; i < 10_000; i++) value = [value]
    const { broken, said } = fromObject({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, x: value })
    assert.deepEqual(said, ['yaml-too-deep 1:1 | 64'])
    assert.deepEqual(
      broken.map(({ kind, name }) => [kind, name]),
      [['Pod', 'a']],
    )
  })

  test('that are no objects are nothing', () => {
    for (const value of [undefined, null, 1, 'a', [], {}]) assert.deepEqual(fromObject(value).keys, [])
  })
})

test('no text makes it throw', () => {
  const piece = fc.constantFrom(
    ...[
      'apiVersion: ',
      'kind: ',
      'v1',
      'List',
      'Pod',
      'NetworkPolicy',
      'networking.k8s.io/v1',
      'items:',
      'metadata:',
      'name: ',
      'namespace: ',
    ],
    ...[
      '\n',
      '\n  ',
      '\n- ',
      '\n---\n',
      '{{',
      '}}',
      '{',
      '}',
      '[',
      ']',
      ': ',
      '"',
      "'",
      '#',
      '&a ',
      '*a',
      '|',
      'spec',
      '$patch',
      'null',
      '\t',
      '\\u0061',
      ',',
    ],
  )
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''))
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        text.map((one) => POLICY + one),
        fc.string({ unit: 'binary' }),
      ),
      fc.boolean(),
      (one, json) => {
        readText(one, json ? 'f.json' : 'f.yaml')
      },
    ),
    { numRuns: 3000 },
  )
})
