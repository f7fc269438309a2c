// How far records, simulation and Calico's preview say the same: what a recorded trace settles, what contradicts it and why,
// and what Whisker will show otherwise (docs/semantics.md §5.6, §7, §8.4).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ReportDocument } from '../../src/report/document.ts'
import { renderText } from '../../src/report/text.ts'
import { preflight, type RecordText, type Whiskered } from './whisker.ts'

const namespace = (name: string): string => `
apiVersion: v1
kind: Namespace
metadata: {name: ${name}, labels: {kubernetes.io/metadata.name: ${name}}}
---`

const pod = (name: string, ip: string, app = name): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: a, labels: {app: ${app}}}
spec: {nodeName: n1, containers: [{name: c, image: x, ports: [{name: http, containerPort: 8080}]}]}
status: {phase: Running, podIP: ${ip}, podIPs: [{ip: ${ip}}]}
---`

const CAST = `${namespace('a')}${pod('web', '10.0.0.1')}${pod('db', '10.0.0.2')}`

/** A Calico policy of namespace a for ingress of one app */
const policy = (name: string, app: string, rules: string, more = ''): string => `
apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: {name: ${name}, namespace: a}
spec: {selector: "app == '${app}'", types: [Ingress], ingress: [${rules}]${more}}
---`

const from = (...nets: readonly string[]): string => `{action: Allow, source: {nets: [${nets.join(', ')}]}}`

const PUBLIC_TO_WEB: RecordText = {
  from: 'PUBLIC NETWORK',
  to: 'a/web',
  port: 80,
  reporter: 'Dst',
  action: 'Allow',
  enforced: ['default|np:a/web|allow|0'],
}

const STORY: Whiskered = {
  cluster: CAST + policy('web', 'web', from('203.0.113.0/25')),
  records: [PUBLIC_TO_WEB],
  before: policy('web', 'web', from('203.0.113.0/25')),
  after: policy('web', 'web', from('203.0.113.0/26')),
}

describe('a recorded trace', () => {
  it('says which of the unknown addresses it was', async () => {
    const { flows } = await preflight(STORY)
    assert.equal(flows.length, 1)
    assert.equal(flows[0]?.change, 'now-uncertain')
    assert.deepEqual(flows[0].possiblyCut, ['203.0.113.64/26'])
    assert.deepEqual(flows[0].settled, [
      {
        end: 'source',
        to: ['203.0.113.0/25'],
        by: [{ tier: 'default', kind: 'np', namespace: 'a', name: 'web', rule: 0, action: 'allow' }],
      },
    ])
  })

  it('makes a cut certain, and an end of uncertainty of what it cannot have been', async () => {
    const allCut = await preflight({ ...STORY, after: policy('web', 'web', from('198.51.100.0/24')) })
    assert.equal(allCut.flows[0]?.change, 'newly-denied')
    const deny = '{action: Deny, source: {nets: [198.51.100.7/32]}}'
    const { counts } = await preflight({ ...STORY, after: policy('web', 'web', `${deny}, ${from('203.0.113.0/25')}`) })
    assert.equal(counts.uncertain, 0)
    assert.equal(counts.rerouted + counts.unchanged, 1)
  })

  it('of a denial leaves the addresses that no rule allows', async () => {
    const record: RecordText = { ...PUBLIC_TO_WEB, action: 'Deny', enforced: ['default|np:a/web|deny|-1'] }
    const after = policy('web', 'web', from('203.0.113.0/25', '8.8.8.8/32'))
    const { flows } = await preflight({ ...STORY, records: [record], after })
    assert.equal(flows[0]?.change, 'now-uncertain')
    assert.deepEqual(flows[0].possiblyAllowed, ['8.8.8.8/32'])
    assert.deepEqual(
      flows[0].settled.map(({ to }) => to),
      [['PUBLIC NETWORK outside 203.0.113.0/25']],
    )
  })

  it('of two connections leaves what either can have been', async () => {
    const other: RecordText = { ...PUBLIC_TO_WEB, action: 'Deny', enforced: ['default|np:a/web|deny|-1'] }
    const { flows } = await preflight({ ...STORY, records: [PUBLIC_TO_WEB, other] })
    assert.deepEqual(
      flows.map(({ settled }) => settled),
      [[]],
    )
  })

  it('settles nothing where the policies cannot have left it', async () => {
    const record: RecordText = { ...PUBLIC_TO_WEB, enforced: ['__PROFILE__|pro:kns.a|allow|0'] }
    const { evidence, flows } = await preflight({ ...STORY, records: [record] })
    assert.deepEqual(flows[0]?.settled, [])
    assert.equal(evidence?.agreement.otherTrace, 1)
  })
})

const agreementOf = ({ evidence }: ReportDocument) => {
  assert.ok(evidence)
  const { differ, open, reproduced, total } = evidence.agreement
  return { total, reproduced, open, causes: differ.map(({ cause }) => cause) }
}

const DB_TO_WEB: RecordText = { ...PUBLIC_TO_WEB, from: 'a/db', enforced: ['default|np:a/web|allow|0'] }

describe('a recorded verdict that the simulation does not give', () => {
  const profile = '__PROFILE__|pro:kns.a|allow|0'
  const denied = 'default|np:a/web|deny|-1'
  const cases: readonly [string, RecordText, string][] = [
    [
      'began before the policy: its trace cannot be of these policies, and the preview says deny',
      { ...DB_TO_WEB, enforced: [profile], pending: [denied] },
      'older-connection',
    ],
    [
      'began before an edit of its rule: the preview has the verdict and the row of the simulation',
      { ...DB_TO_WEB, pending: [denied] },
      'older-connection',
    ],
    ['is unexplained where the preview agrees with the record', DB_TO_WEB, 'unexplained'],
    [
      'is older where no preview speaks against it and its trace cannot be of these policies',
      { ...DB_TO_WEB, enforced: [profile], pending: [] },
      'older-connection',
    ],
    [
      'is unexplained where its trace can be of these policies and there is no preview',
      { ...DB_TO_WEB, pending: [] },
      'unexplained',
    ],
    [
      'is unexplained where a policy that nobody knows denied it',
      { ...DB_TO_WEB, to: 'a/db', from: 'a/web', action: 'Deny', enforced: ['default|gnp:hidden|deny|0'] },
      'unexplained',
    ],
    [
      'is of a pod that only records know',
      {
        ...DB_TO_WEB,
        from: 'a/gone-*',
        labels: 'app=gone',
        reporter: 'Src',
        action: 'Deny',
        enforced: ['default|gnp:x|deny|0'],
      },
      'labels-aggregated',
    ],
  ]
  for (const [what, record, cause] of cases) {
    it(what, async () => {
      const document = await preflight({ ...STORY, records: [record] })
      assert.deepEqual(agreementOf(document), { total: 1, reproduced: 0, open: 0, causes: [cause] })
      assert.equal(document.counts.quarantined, cause === 'unexplained' ? 1 : 0)
    })
  }

  it('is unexplained as well where its trace goes on to the profile, as it can', async () => {
    const tier =
      'apiVersion: projectcalico.org/v3\nkind: Tier\nmetadata: {name: sec}\nspec: {order: 1, defaultAction: Pass}\n---\n'
    const guard = policy('sec.guard', 'web', '{action: Deny, protocol: TCP}', ', tier: sec')
    const enforced = ['sec|np:a/sec.guard|pass|-1', profile]
    const document = await preflight({
      ...STORY,
      cluster: `${CAST}\n${tier}${guard}`,
      records: [{ ...DB_TO_WEB, enforced, pending: [] }],
    })
    assert.deepEqual(agreementOf(document).causes, ['unexplained'])
  })

  it('takes its flow out of the counts, and is said', async () => {
    const after = policy('db', 'db', from('192.0.2.0/24'))
    const record: RecordText = {
      ...DB_TO_WEB,
      from: 'a/web',
      to: 'a/db',
      action: 'Deny',
      enforced: ['default|gnp:hidden|deny|0'],
    }
    const trusted = await preflight({
      ...STORY,
      before: '',
      after,
      records: [{ ...record, action: 'Allow', enforced: [profile] }],
    })
    assert.equal(trusted.counts.newlyDenied, 1)
    const document = await preflight({ ...STORY, before: '', after, records: [record] })
    assert.equal(document.counts.newlyDenied, 0)
    assert.equal(document.conclusion.result, 'pass')
    assert.deepEqual(document.evidence?.agreement.byTier, [
      { tier: 'default', action: 'deny', total: 1, reproduced: 0, open: 0, differ: 1 },
    ])
  })

  it('stops the run where it is that of nearly every flow: a snapshot without its namespaces lets nothing pass', async () => {
    const story = { ...STORY, before: '', after: policy('web', 'web', from('192.0.2.0/24')) }
    const torn = CAST.replace(namespace('a'), '')
    for (const pending of [[profile], []]) {
      const record = { ...DB_TO_WEB, enforced: [profile], pending }
      const records = Array.from({ length: 12 }, (_, i) => ({ ...record, port: 80 + i }))
      const whole = await preflight({ ...story, cluster: CAST, records })
      assert.deepEqual([whole.conclusion.result, whole.counts.newlyDenied], ['fail', 12])
      const args = ['test', '12', '12', 'a/db', 'a/web']
      const { conclusion } = await preflight({ ...story, cluster: torn, records })
      assert.deepEqual(conclusion, {
        result: 'error',
        reasons: [{ is: 'could-not-run', code: 'snapshot-contradicted', args }],
      })
      const few = await preflight({ ...story, cluster: torn, records: records.slice(0, 9) })
      assert.equal(few.evidence?.agreement.differ.length, 9)
    }
  })

  it('is listed a thousand times of each kind, and counted beyond', async () => {
    const at = (record: RecordText, first: number, count: number): readonly RecordText[] =>
      Array.from({ length: count }, (_, i) => ({ ...record, port: first + i }))
    const older: RecordText = { ...DB_TO_WEB, enforced: [profile], pending: [denied] }
    const fits: RecordText = { ...DB_TO_WEB, action: 'Deny', enforced: [denied] }
    const records = [...at(DB_TO_WEB, 1, 1002), ...at(older, 2000, 1003), ...at(fits, 4000, 300)]
    const document = await preflight({ ...STORY, records })
    const { agreement } = document.evidence ?? assert.fail()
    const listed = (isUnexplained: boolean): number =>
      agreement.differ.filter(({ cause }) => (cause === 'unexplained') === isUnexplained).length
    assert.deepEqual([listed(true), listed(false), agreement.reproduced], [1000, 1000, 300])
    assert.deepEqual(agreement.unlisted, { unexplained: 2, explained: 3 })
    assert.equal(document.counts.quarantined, 1002)
    const text = renderText(document, { colour: false })
    assert.match(text, /The simulation contradicts the records \(1,?002\)/)
    assert.match(text, /… and 2 more, which are counted and listed nowhere/)
    assert.match(text, /300 of 2,?305 recorded verdicts, 2,?005 not/)
  })

  it('is weighed by the records that it stands for', async () => {
    const records = [0, 1, 2].map(() => ({
      ...PUBLIC_TO_WEB,
      from: 'a/db',
      enforced: [denied],
      action: 'Deny' as const,
    }))
    const document = await preflight({ ...STORY, records })
    assert.deepEqual(agreementOf(document), { total: 3, reproduced: 3, open: 0, causes: [] })
  })
})

/** A staged policy of namespace a for ingress of one app, before it is promoted */
const staged = (app: string, rules: string, more = ''): string =>
  policy(app, app, rules, more).replace('kind: NetworkPolicy', 'kind: StagedNetworkPolicy')

const DELETION = `
apiVersion: projectcalico.org/v3
kind: StagedNetworkPolicy
metadata: {name: web, namespace: a}
spec: {stagedAction: Delete}
`

describe('where Whisker shows something else', () => {
  const record: RecordText = {
    ...PUBLIC_TO_WEB,
    from: 'a/db',
    port: 8080,
    enforced: ['__PROFILE__|pro:kns.a|allow|0'],
  }
  const byName = '{action: Allow, protocol: TCP, destination: {ports: [http]}}'
  const cases: readonly [string, Partial<Whiskered>, string, string][] = [
    ['a rule with the name of a port', { after: staged('web', byName) }, 'deny', 'port-name'],
    [
      'a set of addresses smaller than a /24',
      {
        cluster: `${CAST}
apiVersion: projectcalico.org/v3
kind: NetworkSet
metadata: {name: s, namespace: a, labels: {role: s}}
spec: {nets: [10.0.0.0/25]}
---`,
        after: staged('web', "{action: Allow, source: {selector: role == 's'}}"),
      },
      'deny',
      'set-member',
    ],
    [
      'a staged deletion',
      {
        cluster: CAST + policy('web', 'web', ''),
        before: policy('web', 'web', ''),
        after: policy('web', 'web', '') + DELETION,
      },
      'deny',
      'staged-deletion',
    ],
    [
      'a staged copy of a policy',
      {
        cluster: CAST + policy('web', 'web', from('192.0.2.0/24')),
        before: policy('web', 'web', '{action: Deny}'),
        after: policy('web', 'web', '{action: Deny}') + staged('web', from('10.0.0.0/8')),
      },
      'deny',
      'namesake',
    ],
    ['a policy that is to be ignored', { after: staged('web', '', ', stagedAction: Ignore') }, 'deny', 'not-promoted'],
  ]
  for (const [what, story, preview, why] of cases) {
    it(`${what}: ${why}`, async () => {
      const document = await preflight({ ...STORY, cluster: CAST, before: '', records: [record], after: '', ...story })
      assert.deepEqual(
        document.diagnostics.filter(({ severity }) => severity === 'error'),
        [],
      )
      assert.deepEqual(
        document.preview.map((note) => [note.preview, note.promoted, note.why]),
        [[preview, 'allow', why]],
      )
    })
  }

  it('names the rule that decides otherwise, and no other', async () => {
    const logged = byName.replace('Allow', 'Log')
    const after = staged('web', `${logged}, {action: Allow, protocol: UDP}, ${byName}`)
    const document = await preflight({ ...STORY, cluster: CAST, before: '', records: [record], after })
    assert.deepEqual(
      document.preview.map(({ by, why }) => [why, by?.rule]),
      [['port-name', 2]],
    )
  })

  it('says nothing where nothing is staged', async () => {
    const document = await preflight({
      ...STORY,
      cluster: CAST,
      before: '',
      records: [record],
      after: policy('web', 'web', byName),
    })
    assert.deepEqual(document.preview, [])
    assert.equal(document.counts.newlyDenied, 0)
  })
})
