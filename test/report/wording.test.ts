// Words for every code, from the arguments that the finders give, in the house's manner.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { SEVERITIES, type DiagnosticCode } from '../../src/base/diagnostic.ts'
import { plain } from '../../src/report/phrase.ts'
import { REASONS } from '../../src/report/reasons.ts'
import { remedyOf, sayDiagnostic, sentenceOf, titleOf, WORDING } from '../../src/report/wording.ts'
import { HOSTILE } from './stories.ts'

const CODES = Object.keys(WORDING) as DiagnosticCode[]

/** One call of each finder, and what becomes of it */
const SAID: readonly [DiagnosticCode, readonly string[], string][] = [
  ['yaml-syntax', ['bad indentation of a mapping entry'], 'this is not valid YAML: bad indentation of a mapping entry'],
  ['file-too-large', ['2097152', '1048576'], 'the file has 2,097,152 bytes, and at most 1,048,576 are read'],
  ['duplicate-key', ['spec'], '`spec` is given twice, and which one counts depends on the reader'],
  [
    'template-not-rendered',
    ['openshift'],
    'an OpenShift template was passed over, for its parameters are not filled in',
  ],
  ['not-an-object', ['$patch'], 'this cannot be applied as it is, because of its `$patch`, so it was passed over'],
  ['not-an-object', ['kind'], 'this looks like a policy, but has no `kind`, so it was passed over'],
  [
    'default-namespace-used',
    ['default', 'NetworkPolicy', 'web'],
    'NetworkPolicy web names no namespace and is taken to be in `default`, as is every other such object',
  ],
  [
    'namespace-on-global',
    ['Tier', 'security', 'web'],
    'Tier security is cluster-wide: its namespace `web` means nothing',
  ],
  [
    'duplicate-object',
    ['NetworkPolicy', 'web', 'a', 'b.yaml', '7'],
    'NetworkPolicy web/a is defined here and in b.yaml:7',
  ],
  [
    'duplicate-object-before',
    ['Tier', '', 'a', 'b.yaml', '7'],
    'Tier a is defined here and in b.yaml:7, as it was before the change',
  ],
  ['wrong-type', ['ports', 'a list', '80'], 'expected a list in `ports`, found `80`'],
  ['wrong-type', ['', 'a mapping', '"x"'], 'expected a mapping, found `"x"`'],
  ['missing-field', ['action'], '`action` is required and missing'],
  ['unknown-field', ['selectr', 'selector'], 'there is no field `selectr` here (did you mean `selector`?)'],
  ['unknown-field', ['xyz'], 'there is no field `xyz` here'],
  [
    'bad-value',
    ['action', 'Alow', 'Allow, Deny, Log, Pass'],
    '`Alow` is no value for `action`; expected Allow, Deny, Log, Pass',
  ],
  [
    'bad-selector',
    ['a = b', '3', 'an operator'],
    'the selector `a = b` cannot be parsed: expected an operator at character 3',
  ],
  [
    'felix-drops-policy',
    ['NetworkPolicy web/a', 'bad-port', '0'],
    'the cluster accepts NetworkPolicy web/a and Calico then discards it, so it does nothing: `0` is no port: expected a number from 1 to 65535, a range such as `80:90`, or the name of a port',
  ],
  [
    'felix-drops-policy',
    ['NetworkPolicy web/a', 'toString'],
    'the cluster accepts NetworkPolicy web/a and Calico then discards it, so it does nothing: `toString`',
  ],
  ['rule-dropped', ['2'], 'rule 2 cannot be converted and is left out; the rest of the policy holds'],
  [
    'unknown-tier',
    ['securty', 'security'],
    'no tier `securty` is known, so it is taken to come last and to deny at its end (did you mean `security`?)',
  ],
  [
    'config-invalid',
    ['waivers[2].expires', 'a day such as 2026-12-31', '"soon"'],
    '`waivers[2].expires` is `"soon"`; expected a day such as 2026-12-31',
  ],
  [
    'input-invalid',
    ['fail-on', '`threshold` or `never`', '"nevr"', 'never'],
    '`fail-on` is `"nevr"`; expected `threshold` or `never` (did you mean `never`?)',
  ],
  ['input-invalid', ['policies', 'more than 100 globs'], '`policies` is not valid: more than 100 globs'],
  ['snapshot-missing', [], 'there is no snapshot'],
  ['snapshot-missing', ['one side is the cluster'], 'there is no snapshot, and one side is the cluster'],
  [
    'snapshot-missing',
    ['netpol-snapshot', 'acme/platform, branch main'],
    'there is no snapshot netpol-snapshot in acme/platform, branch main',
  ],
  [
    'snapshot-too-old',
    ['netpol-snapshot', '777600', '604800'],
    'the snapshot (netpol-snapshot) is 9 days old, and `snapshot-max-age` is 7 days',
  ],
  [
    'snapshot-contradicted',
    ['snap', '58', '60', 'a/web', 'a/db'],
    'the recorded verdicts of 58 of 60 flows in snap are not what its objects and policies give; the first one is a/web → a/db',
  ],
  ['side-unreadable', ['folder k8s', 'it does not exist'], 'could not read folder k8s: it does not exist'],
  [
    'github-permission',
    ['write the comment', 'pull-requests: write', 'permissions:'],
    'could not write the comment: the token of this job lacks `pull-requests: write`',
  ],
  [
    'github-api',
    ['download the snapshot', 'it answered 502: Bad Gateway'],
    'could not download the snapshot: it answered 502: Bad Gateway',
  ],
]

describe('sentences', () => {
  for (const [code, args, said] of SAID)
    it(`${code} ${JSON.stringify(args)}`, () => assert.equal(plain(sentenceOf({ code, args })), said))
})

describe('every code', () => {
  for (const code of CODES) {
    it(code, () => {
      const title = plain(titleOf({ code, args: [] }))
      assert.match(title, /^[A-Z]/)
      assert.doesNotMatch(title, /\.$/)
      for (const args of [[], ['one'], ['1', '2', '3', '4', '5', '6'], HOSTILE]) {
        for (const text of [plain(sentenceOf({ code, args })), plain(remedyOf({ code, args }))]) {
          assert.doesNotMatch(text, /undefined|\[object|NaN|\.\s*$| {2}/)
          assert.doesNotMatch(text, /^[A-Z](?!alico|iNT)[a-z]/, 'lower case, for other words may come before it')
        }
      }
    })
  }
  it('has a severity, and the other way round', () =>
    assert.deepEqual(CODES.toSorted(), Object.keys(SEVERITIES).toSorted()))
})

describe('sayDiagnostic', () => {
  it('names severity, place, matter and code', () => {
    const at = { path: 'policies/a.yaml', line: 3, column: 5 }
    assert.equal(
      sayDiagnostic({ code: 'unknown-field', at, args: ['selectr', 'selector'] }),
      'error: policies/a.yaml:3:5: there is no field `selectr` here (did you mean `selector`?) (unknown-field)',
    )
    assert.equal(
      sayDiagnostic({ code: 'age-unknown', at: undefined, args: [] }),
      'error: nothing in the snapshot says when it was captured (age-unknown)',
    )
  })
  it('is one line without a command, whatever it is about', () => {
    for (const text of HOSTILE) {
      const line = sayDiagnostic({ code: 'unknown-field', at: { path: text, line: 1, column: 1 }, args: [text, text] })
      assert.doesNotMatch(line, /[\r\n\u001b]|##\[/)
    }
  })
})

describe('reasons for being uncertain', () => {
  const RULE = ['PUBLIC NETWORK', 'np', 'shop', 'cart', '2']
  const cases: readonly [keyof typeof REASONS, readonly string[], string][] = [
    [
      'address-missing',
      RULE,
      'the records do not say which public addresses these were, and rule 2 of Calico NetworkPolicy shop/cart names some of them',
    ],
    [
      'address-missing',
      ['shop/web', 'shop/cart'],
      'shop/web and shop/cart have no address of the same family, as far as is known',
    ],
    ['pods-differ', ['shop/web', '3'], 'shop/web can be any of 3 pods, which are treated differently'],
    [
      'labels-missing',
      ['', 'knp', 'shop', 'cart', '1'],
      'not all labels are known, and rule 1 of Kubernetes NetworkPolicy shop/cart selects by labels',
    ],
    [
      'condition-unknown',
      ['http', 'np', 'shop', 'cart', '2'],
      'rule 2 of Calico NetworkPolicy shop/cart asks for what is not modelled: http',
    ],
    ['node-unknown', [], 'it is not known on which node this happens, and the nodes treat it differently'],
    [
      'own-or-forwarded',
      ['PRIVATE NETWORK'],
      'the address of a node (private addresses) can be the node itself, or a client that it forwards',
    ],
  ]
  for (const [code, args, said] of cases)
    it(`${code} ${JSON.stringify(args)}`, () => assert.equal(plain(REASONS[code](args)), said))
  for (const [code, say] of Object.entries(REASONS)) {
    it(`${code} whatever its arguments`, () => {
      for (const args of [[], ['one'], RULE, HOSTILE]) assert.doesNotMatch(plain(say(args)), /undefined|NaN|\.$| {2}/)
    })
  }
})
