// The story from texts to a report, over a small cluster: baselines, expectations, waivers, assertions, and the ways in
// which a run cannot go on.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseConfig } from '../../src/config/config.ts'
import { readSettings } from '../../src/config/settings.ts'
import type { ReportDocument } from '../../src/report/document.ts'
import { run } from '../../src/run.ts'
import type { SideInput } from '../../src/run.ts'

const pod = (namespace: string, name: string, ip: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: ${namespace}, labels: {app: ${name}}}
spec: {nodeName: n1, containers: [{name: c, image: x, ports: [{containerPort: 80}]}]}
status: {phase: Running, podIP: ${ip}, podIPs: [{ip: ${ip}}]}
---`

const namespace = (name: string, labels = ''): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {kubernetes.io/metadata.name: ${name}${labels}}}\n---`

const CLUSTER = `${namespace('a', ', env: prod')}\n${namespace('b')}${pod('a', 'web', '10.0.0.1')}${pod('a', 'db', '10.0.0.2')}${pod('b', 'job', '10.0.0.3')}`

const flow = (source: string, destination: string, port = 80): string =>
  JSON.stringify({
    src: { pod: source },
    dst: { pod: destination },
    protocol: 'TCP',
    destinationPort: port,
    lastSeen: '2026-11-20T00:00:00Z',
  })

const FLOWS = [flow('a/web', 'a/db'), flow('b/job', 'a/db'), flow('b/job', 'a/web')].join('\n')

/** Lets the named app in, on port 80 */
const dbFrom = (app: string, kind = 'NetworkPolicy'): string => `
apiVersion: networking.k8s.io/v1
kind: ${kind}
metadata: {name: db, namespace: a}
spec: {podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: ${app}}}}], ports: [{port: 80}]}]}
`

interface Story {
  /** Manifests, or the word `cluster` */
  readonly before?: string
  readonly after: string
  readonly expectationsBefore?: string
  readonly expectations?: string
  readonly cluster?: string | undefined
  readonly flows?: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly config?: string
  readonly now?: string
}

function side(name: string, text: string, expectations: string | undefined): SideInput {
  const info = { label: name, sha: undefined, filesUrl: undefined }
  if (text === 'cluster') return { is: 'cluster', info }
  return {
    is: 'files',
    info,
    policies: text === '' ? [] : [{ path: 'p.yaml', text }],
    expectations: expectations === undefined ? [] : [{ path: 'netpol-expectations.yml', text: expectations }],
  }
}

async function tell(story: Story): Promise<ReportDocument> {
  const parsed = parseConfig({ path: 'config.yml', text: story.config ?? '' })
  assert.ok(parsed.ok)
  const settings = readSettings({
    surface: 'cli',
    inputs: story.inputs ?? {},
    config: story.config === undefined ? undefined : parsed.value,
    configName: 'config.yml',
  })
  assert.ok(settings.ok)
  const { cluster = CLUSTER, flows = FLOWS } = story
  return run(settings.value, {
    sides: () =>
      Promise.resolve({
        before: side('before', story.before ?? '', story.expectationsBefore),
        after: side('after', story.after, story.expectations),
        diagnostics: [],
      }),
    snapshot: () =>
      Promise.resolve(
        'cluster' in story && story.cluster === undefined
          ? undefined
          : {
              origin: { label: 'test', url: undefined },
              files: (async function* () {
                yield await Promise.resolve({ path: 'objects.yaml', chunks: [cluster] })
                yield { path: 'flows.jsonl', chunks: [flows] }
              })(),
            },
      ),
    now: () => story.now ?? '2026-11-21T00:00:00Z',
    log: () => undefined,
  })
}

const denied = ({ flows }: ReportDocument): string[] =>
  flows
    .filter(({ change }) => change === 'newly-denied')
    .map(({ destination, source }) => `${source.name} > ${destination.name}`)

const reasons = ({ conclusion }: ReportDocument): string[] => conclusion.reasons.map(({ is }) => is)

describe('the gate', () => {
  it('counts what a new policy cuts, says which object does it, and fails', async () => {
    const document = await tell({ after: dbFrom('web') })
    assert.deepEqual(denied(document), ['b/job > a/db'])
    assert.equal(document.conclusion.result, 'fail')
    assert.deepEqual(document.flows[0]?.flippedBy, [{ kind: 'NetworkPolicy', namespace: 'a', name: 'db' }])
    assert.deepEqual(document.objects[0]?.selects, ['a/db'])
  })

  it('passes within the limit', async () => {
    const document = await tell({ after: dbFrom('web'), inputs: { 'max-newly-denied': '1' } })
    assert.equal(document.conclusion.result, 'pass')
    assert.equal(document.counts.newlyDenied, 1)
  })

  it('opens no snapshot when nothing relevant changes', async () => {
    const document = await tell({ before: dbFrom('web'), after: `# a comment\n${dbFrom('web')}`, cluster: undefined })
    assert.equal(document.conclusion.result, 'pass')
    assert.equal(document.evidence, undefined)
  })

  it('sees what a label of a namespace flips', async () => {
    const policy = dbFrom('web').replace(
      '{podSelector: {matchLabels: {app: web}}}',
      '{namespaceSelector: {matchLabels: {env: prod}}}',
    )
    const document = await tell({
      before: policy + '---\n' + namespace('a', ', env: prod'),
      after: policy + '---\n' + namespace('a', ', env: dev'),
    })
    assert.deepEqual(denied(document), ['a/web > a/db'])
  })

  it('takes a policy that only the cluster has for a part of both sides', async () => {
    const document = await tell({
      cluster: `${CLUSTER}\n${dbFrom('web')}`,
      after: dbFrom('web').replace('name: db', 'name: more').replace('app: web', 'app: job'),
    })
    assert.deepEqual(denied(document), [])
  })

  it('leaves it out where the repository alone is the baseline', async () => {
    const story = { cluster: `${CLUSTER}\n${dbFrom('web')}`, after: dbFrom('web'), inputs: { baseline: 'repository' } }
    assert.deepEqual(denied(await tell(story)), ['b/job > a/db'])
  })

  it('compares the cluster with the repository', async () => {
    const document = await tell({ before: 'cluster', after: dbFrom('web') })
    assert.deepEqual(denied(document), ['b/job > a/db'])
    assert.equal(document.objects[0]?.change, 'added')
  })

  it('fails for a malformed change, and takes the flows that it could govern for uncertain', async () => {
    const document = await tell({ after: dbFrom('web').replace('port: 80', 'port: 80000') })
    assert.deepEqual(reasons(document), ['malformed-change'])
    assert.equal(document.counts.uncertain, 2)
    const reported = await tell({
      after: dbFrom('web').replace('port: 80', 'port: 80000'),
      inputs: { 'malformed-change': 'report' },
    })
    assert.equal(reported.conclusion.result, 'pass')
  })

  it('says of an object that cannot be read any more that it was edited, and of a new one that it is added', async () => {
    const torn = (text: string): string => text.replace('spec:', '\tspec:')
    const changes = async (story: Parameters<typeof tell>[0]): Promise<unknown> =>
      (await tell(story)).objects.map(({ change, malformed, name }) => [change, name, malformed])
    assert.deepEqual(await changes({ before: dbFrom('web'), after: torn(dbFrom('web')) }), [['edited', 'db', true]])
    assert.deepEqual(await changes({ after: torn(dbFrom('web')) }), [['added', 'db', true]])
    const worse = torn(dbFrom('job'))
    assert.deepEqual(await changes({ before: torn(dbFrom('web')), after: worse }), [['edited', 'db', true]])
  })

  it('never takes what it does not model for an allow', async () => {
    const foreign = dbFrom('web', 'CiliumNetworkPolicy').replace('networking.k8s.io/v1', 'cilium.io/v2')
    const document = await tell({ after: foreign })
    assert.equal(document.counts.uncertain, 3)
    assert.ok(document.diagnostics.some(({ code }) => code === 'kind-not-modelled'))
  })

  it('judges staged policies as promoted where it is asked to', async () => {
    const staged = dbFrom('web', 'StagedKubernetesNetworkPolicy').replace(
      'networking.k8s.io/v1',
      'projectcalico.org/v3',
    )
    const enforced = await tell({ after: staged })
    assert.deepEqual(denied(enforced), [])
    assert.equal(enforced.otherSets.find(({ set }) => set === 'promoted')?.counts.newlyDenied, 1)
    assert.deepEqual(denied(await tell({ after: staged, inputs: { 'policy-set': 'promoted' } })), ['b/job > a/db'])
  })
})

describe('what people have written down', () => {
  const expectation = `expected-denials:\n- {source: b/job, destination: a/db, protocol: TCP, port: 80, reason: not theirs}\n`

  it('does not count an expected denial, and says that the change adds the entry', async () => {
    const document = await tell({ after: dbFrom('web'), expectations: expectation })
    assert.equal(document.conclusion.result, 'pass')
    assert.equal(document.counts.expectedDenied, 1)
    assert.equal(document.expectations.addedByChange, 1)
    const known = await tell({ after: dbFrom('web'), expectations: expectation, expectationsBefore: expectation })
    assert.equal(known.expectations.addedByChange, 0)
  })

  it('offers entries that, pasted, silence exactly what they name', async () => {
    const { expectations } = await tell({ after: dbFrom('web') })
    assert.ok(expectations.paste)
    const document = await tell({ after: dbFrom('web'), expectations: expectations.paste })
    assert.deepEqual([document.counts.newlyDenied, document.counts.expectedDenied], [0, 1])
  })

  it('judges assertions where no traffic was seen', async () => {
    const assertions = `must-allow:\n- {source: a/web, destination: a/db, protocol: TCP, port: 80}\n- {source: b/job, destination: a/db, protocol: TCP, port: 80}\nmust-deny:\n- {source: a/web, destination: {podSelector: {matchLabels: {app: db}}}, protocol: TCP, port: 22}\n`
    const flows = flow('b/job', 'a/web')
    const document = await tell({ after: dbFrom('web'), flows, expectations: assertions })
    assert.deepEqual(
      document.assertions.map(({ holds }) => holds),
      [true, false, true],
    )
    assert.deepEqual(reasons(document), ['assertion-failed'])
  })

  it('takes a prefix for all that is in it, pods too', async () => {
    const assertions = `must-deny:\n- {source: 10.0.0.0/24, destination: a/db, protocol: TCP, port: 80}\n- {source: 10.9.0.0/24, destination: a/db, protocol: TCP, port: 80}\n`
    const document = await tell({ after: dbFrom('web'), expectations: assertions, inputs: { 'max-newly-denied': '9' } })
    assert.deepEqual(
      document.assertions.map(({ holds }) => holds),
      [false, true],
    )
    assert.deepEqual(document.assertions[0]?.counterexamples, ['a/web → a/db: allow'])
  })

  it('fails for expectations that cannot be read', async () => {
    const document = await tell({
      after: dbFrom('web'),
      expectations: 'must-alow: []\n',
      inputs: { 'max-newly-denied': '9' },
    })
    assert.deepEqual(reasons(document), ['malformed-change'])
  })

  it('counts no waived flow until the waiver expires, and then says so', async () => {
    const config = `waivers:\n- {source: b/job, destination: a/db, owner: us, reason: soon, expires: 2026-11-25}\n`
    assert.equal((await tell({ after: dbFrom('web'), config })).conclusion.result, 'pass')
    const late = await tell({ after: dbFrom('web'), config, now: '2026-11-26T00:00:00Z' })
    assert.deepEqual(reasons(late), ['over-limit', 'waiver-expired'])
  })
})

describe('runs that cannot go on', () => {
  const codes = (document: ReportDocument): unknown[] => {
    assert.equal(document.conclusion.result, 'error')
    return document.conclusion.reasons.map((reason) => (reason.is === 'could-not-run' ? reason.code : reason.is))
  }

  it('have no snapshot', async () => {
    assert.deepEqual(codes(await tell({ after: dbFrom('web'), cluster: undefined })), ['snapshot-missing'])
  })

  it('have one that is too old', async () => {
    assert.deepEqual(codes(await tell({ after: dbFrom('web'), now: '2026-12-31T00:00:00Z' })), ['snapshot-too-old'])
  })

  it('have one of unknown age', async () => {
    const flows = FLOWS.replaceAll(/,"lastSeen":"[^"]*"/g, '')
    assert.deepEqual(codes(await tell({ after: dbFrom('web'), flows })), ['age-unknown'])
  })

  it('have one from the future', async () => {
    assert.deepEqual(codes(await tell({ after: dbFrom('web'), now: '2026-11-01T00:00:00Z' })), ['snapshot-untrusted'])
  })

  it('have one without flows, and say what its file is instead', async () => {
    assert.deepEqual(codes(await tell({ after: dbFrom('web'), flows: '{"total":{"totalPages":0},"items":null}' })), [
      'snapshot-empty',
    ])
    assert.deepEqual(codes(await tell({ after: dbFrom('web'), flows: '<!doctype html><html></html>' })), [
      'snapshot-empty',
      'html-not-flows',
    ])
  })

  it('have an empty one', async () => {
    assert.deepEqual(codes(await tell({ after: dbFrom('web'), cluster: '', flows: '' })), ['snapshot-empty'])
  })

  it('go on without one where none is required, and judge no flow', async () => {
    const document = await tell({ after: dbFrom('web'), cluster: undefined, inputs: { 'require-snapshot': 'false' } })
    assert.equal(document.conclusion.result, 'pass')
    assert.equal(document.evidence, undefined)
    assert.equal(document.objects.length, 1)
  })
})
