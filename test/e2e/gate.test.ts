// The stories of the gate, told by the built action. See harness.ts for how it is run.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { markerOf } from '../../src/action/comment.ts'
import { sampleEvent } from '../support/fake-github-contract.ts'
import { REPOSITORY_ID } from '../support/fake-github-routes.ts'
import { shownAnnotations } from '../support/fake-github-runner.ts'
import type { FakeArtifact, FakeRun } from '../support/fake-github.ts'
import { zipOf } from '../support/fake-github-zip.ts'
import { commentsOf, runAction, skip } from './harness.ts'
import type { Ran } from './harness.ts'
import { startProxy } from './proxy.ts'
import { FORK_ID, GOOD, MISTAKE, PORT_LINE, afterRunOf, dbPolicy, pullRequest, pushTo, snapshotFiles } from './world.ts'

const CONFIG = '.github/netpol-preflight.yml'
const POST = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
const PATCH = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}'
const ARTIFACTS = 'GET /repos/{owner}/{repo}/actions/artifacts'

/** Commands that the action has reason to give */
const KNOWN_COMMANDS = new Set(['group', 'endgroup', 'error', 'warning', 'notice', 'add-mask'])

/** What holds after every run, whatever came of it */
function sound(ran: Ran): void {
  assert.deepEqual(ran.left, [], 'files were left in the workspace')
  assert.ok(Buffer.byteLength(ran.summary) <= 1024 * 1024, 'the runner would drop the summary')
  for (const { name } of ran.commands) assert.ok(KNOWN_COMMANDS.has(name), `command ${name}`)
  const given = ran.commands.filter(({ name }) => ['error', 'warning', 'notice'].includes(name))
  assert.equal(shownAnnotations(ran.commands).length, given.length, 'annotations that GitHub would not show')
  assert.doesNotMatch(ran.log, /test-token|signature=secret/)
}

function ended(ran: Ran, result: string, exitCode: number): void {
  assert.deepEqual([ran.outputs['result'], ran.exitCode], [result, exitCode], ran.log)
  sound(ran)
}

const counts = ({ outputs }: Ran) => [outputs['newly-denied'], outputs['newly-allowed'], outputs['uncertain']]

describe('a pull request', { skip }, () => {
  it('that would cut a flow fails, and says which flow, why and where to mend it', async () => {
    await using s = await pullRequest()
    const ran = await runAction(s.github, s.step)
    ended(ran, 'fail', 1)
    assert.deepEqual(counts(ran), ['1', '0', '0'])
    const [comment = '', ...more] = commentsOf(s.github)
    assert.equal(more.length, 0)
    for (const text of [comment, ran.summary, ran.report('report-markdown')]) {
      assert.match(text, /bank\/api/)
      assert.match(text, /bank\/db/)
      assert.match(text, /5433/)
      assert.match(text, /newly-denied = 1 > max-newly-denied = 0/)
    }
    assert.ok(comment.includes(`blob/${s.step.sha}/policies/db.yaml#L${String(PORT_LINE)}`), comment)
    const errors = ran.commands.filter(({ name }) => name === 'error')
    assert.match(errors[0]?.message ?? '', /1 flow that works today would be cut/)
    assert.ok(
      errors.some(
        ({ properties }) => properties['file'] === 'policies/db.yaml' && properties['line'] === String(PORT_LINE),
      ),
    )
    const report = JSON.parse(ran.report('report-json'))
    assert.equal(report.conclusion.result, 'fail')
    assert.match(ran.outputs['comment-url'] ?? '', /#issuecomment-/)
    assert.match(ran.outputs['snapshot-age-hours'] ?? '', /^[12]\.\d$/)
    assert.equal(ran.outputs['snapshot-run-id'], String(s.github.runs[0]?.id))
    assert.ok(ran.requests.length <= 12, ran.requests.join('\n'))
  })

  it('that cuts nothing passes', async () => {
    await using s = await pullRequest({ after: { ...GOOD, 'policies/db.yaml': dbPolicy() } })
    const ran = await runAction(s.github, s.step)
    ended(ran, 'pass', 0)
    assert.deepEqual(counts(ran), ['0', '0', '0'])
  })

  it('that changes no policy passes without opening a snapshot, and without a comment', async () => {
    await using s = await pullRequest({ after: { ...GOOD, 'main.go': 'package other' }, flows: undefined })
    const ran = await runAction(s.github, s.step)
    ended(ran, 'pass', 0)
    assert.equal(ran.requests.includes(ARTIFACTS), false)
    assert.equal(ran.requests.includes('GraphQL Files'), false)
    assert.deepEqual(commentsOf(s.github), [])
  })

  it('that only moves and reformats a policy passes without opening a snapshot', async () => {
    const moved = `# moved\n${dbPolicy(5432)}`
    await using s = await pullRequest({ after: { 'other/place.yml': moved }, flows: undefined })
    const ran = await runAction(s.github, s.step)
    ended(ran, 'pass', 0)
    assert.equal(ran.requests.includes(ARTIFACTS), false)
  })

  it('keeps one comment: made, left alone, edited, resolved', async () => {
    await using s = await pullRequest()
    await runAction(s.github, s.step)
    const first = s.github.writes().length
    await runAction(s.github, s.step)
    assert.equal(s.github.writes().length, first, 'a second run with the same result wrote')
    await runAction(s.github, pushTo(s.github, { ...MISTAKE, 'policies/db.yaml': dbPolicy(5434) }))
    assert.match(commentsOf(s.github).join(''), /5434/)
    const mended = await runAction(s.github, pushTo(s.github, { ...GOOD, 'policies/db.yaml': dbPolicy() }))
    ended(mended, 'pass', 0)
    const [comment = '', ...more] = commentsOf(s.github)
    assert.equal(more.length, 0)
    assert.match(comment, /resolved/i)
    assert.deepEqual(
      s.github.writes().map(({ name }) => name),
      [POST, PATCH, PATCH],
    )
  })

  it('is resolved also where the change is taken back', async () => {
    await using s = await pullRequest()
    await runAction(s.github, s.step)
    ended(await runAction(s.github, pushTo(s.github, GOOD)), 'pass', 0)
    assert.match(commentsOf(s.github).join(''), /resolved/i)
  })

  it('keeps a comment for each key', async () => {
    await using s = await pullRequest()
    for (const key of ['east', 'west']) await runAction(s.github, { ...s.step, with: { 'comment-key': key } })
    assert.deepEqual(
      s.github.comments.map(({ body }) => body.split('\n')[0]),
      ['east', 'west'].map((key) => markerOf(key).trimEnd()),
    )
  })

  it('can do without a comment', async () => {
    await using s = await pullRequest()
    ended(await runAction(s.github, { ...s.step, with: { comment: 'false' } }), 'fail', 1)
    assert.deepEqual(s.github.comments, [])
  })

  it('may be reported and not failed', async () => {
    await using s = await pullRequest()
    ended(await runAction(s.github, { ...s.step, with: { 'fail-on': 'never' } }), 'fail', 0)
  })

  it('cannot loosen its own gate', async () => {
    const after = { ...MISTAKE, [CONFIG]: 'max-newly-denied: 100\n' }
    await using s = await pullRequest({ after, before: { ...GOOD, [CONFIG]: 'max-newly-denied: 0\n' } })
    ended(await runAction(s.github, { ...s.step, with: { 'max-newly-denied': '50' } }), 'fail', 1)
  })

  it('obeys the limits of the base', async () => {
    const config = { [CONFIG]: 'max-newly-denied: 1\n' }
    await using s = await pullRequest({ before: { ...GOOD, ...config }, after: { ...MISTAKE, ...config } })
    ended(await runAction(s.github, s.step), 'pass', 0)
  })
})

describe('a fork', { skip }, () => {
  it('is judged as everybody else, but for the comment, which it says once', async () => {
    await using s = await pullRequest({ fork: true })
    const ran = await runAction(s.github, s.step)
    ended(ran, 'fail', 1)
    assert.match(ran.summary, /5433/)
    const notices = ran.commands.filter(({ name, message }) => name === 'notice' && /comment/.test(message))
    assert.equal(notices.length, 1)
    assert.deepEqual(s.github.writes(), [])
  })

  it('gets its comment from the second workflow', async () => {
    await using s = await pullRequest({ fork: true })
    await runAction(s.github, s.step)
    s.github.permissions.set('test-token', undefined)
    ended(await runAction(s.github, afterRunOf(s)), 'fail', 1)
    assert.match(commentsOf(s.github).join(''), /5433/)
  })

  it('gets its comment under pull_request_target', async () => {
    await using s = await pullRequest({ fork: true, eventName: 'pull_request_target' })
    s.github.permissions.set('test-token', undefined)
    ended(await runAction(s.github, s.step), 'fail', 1)
    assert.match(commentsOf(s.github).join(''), /5433/)
  })

  it('or Dependabot: a token that may not comment costs nothing but the comment', async () => {
    await using s = await pullRequest()
    s.github.permissions.set('test-token', { contents: 'read', actions: 'read', 'pull-requests': 'read' })
    const ran = await runAction(s.github, s.step)
    ended(ran, 'fail', 1)
    assert.match(ran.log, /pull-requests: write/)
    assert.deepEqual(s.github.comments, [])
  })
})

describe('other events', { skip }, () => {
  it('merge_group is judged without a comment', async () => {
    await using s = await pullRequest()
    const [base = '', merge = ''] = [s.github.git.refs.get('heads/main'), s.github.git.refs.get('pull/12/merge')]
    const event = sampleEvent('merge-group-checks-requested', {
      repository: { id: REPOSITORY_ID, default_branch: 'main' },
      merge_group: { base_sha: base, base_ref: 'refs/heads/main', head_sha: merge },
    })
    ended(await runAction(s.github, { eventName: 'merge_group', event, sha: merge }), 'fail', 1)
    assert.deepEqual(s.github.writes(), [])
  })

  it('push of a new branch is compared with where it left the default branch', async () => {
    await using s = await pullRequest()
    const head = s.github.pulls[0]?.headSha ?? ''
    const event = sampleEvent('push', {
      repository: { id: REPOSITORY_ID, default_branch: 'main' },
      before: '0'.repeat(40),
      after: head,
    })
    const ran = await runAction(s.github, { eventName: 'push', event, sha: head, ref: 'refs/heads/change' })
    ended(ran, 'fail', 1)
    assert.deepEqual(counts(ran), ['1', '0', '0'])
  })

  it('schedule compares the cluster with the repository', async () => {
    await using s = await pullRequest({ before: MISTAKE, after: MISTAKE })
    const event = { schedule: '0 3 * * *', repository: { id: REPOSITORY_ID, default_branch: 'main' } }
    const sha = s.github.git.refs.get('heads/main') ?? ''
    const ran = await runAction(s.github, { eventName: 'schedule', event, sha })
    ended(ran, 'fail', 1)
    assert.deepEqual(counts(ran), ['1', '0', '0'])
    assert.match(ran.summary, /5433/)
  })

  it('GitHub Enterprise Server is spoken to below /api/v3', async () => {
    await using s = await pullRequest({ basePath: '/api/v3' })
    ended(await runAction(s.github, s.step), 'fail', 1)
    assert.equal(commentsOf(s.github).length, 1)
  })

  it('folders that an earlier step rendered need no token', async () => {
    await using s = await pullRequest({ flows: undefined })
    const files = Object.fromEntries(Object.entries(snapshotFiles()).map(([name, text]) => [`snapshot/${name}`, text]))
    const ran = await runAction(s.github, {
      ...s.step,
      with: { token: '', before: 'old', after: 'new', snapshot: 'snapshot' },
      workspace: { ...files, 'old/db.yaml': dbPolicy(5432), 'new/db.yaml': dbPolicy(5433) },
    })
    ended(ran, 'fail', 1)
    assert.deepEqual(ran.requests, [])
  })

  it('folders can be compared in any event', async () => {
    await using s = await pullRequest()
    const ran = await runAction(s.github, {
      eventName: 'issue_comment',
      event: { repository: { id: REPOSITORY_ID, default_branch: 'main' } },
      sha: s.step.sha,
      with: { before: 'old', after: 'new' },
      workspace: { 'old/db.yaml': dbPolicy(5432), 'new/db.yaml': dbPolicy(5433) },
    })
    ended(ran, 'fail', 1)
  })

  it('without a payload end in an error that says so', async () => {
    await using s = await pullRequest()
    const ran = await runAction(s.github, { ...s.step, env: { GITHUB_EVENT_PATH: '/does/not/exist' } })
    ended(ran, 'error', 2)
    assert.match(ran.summary, /the event/)
  })

  it('that name nothing to compare end in an error', async () => {
    await using s = await pullRequest()
    const ran = await runAction(s.github, { eventName: 'issue_comment', event: {}, sha: s.step.sha })
    ended(ran, 'error', 2)
    assert.match(ran.summary, /issue_comment/)
  })
})

describe('a snapshot', { skip }, () => {
  for (const [why, run, artifact, words] of [
    ['made by a fork whose branch is called main', { headRepositoryId: FORK_ID }, {}, /fork/],
    ['made by a pull request', { event: 'pull_request' }, {}, /pull_request/],
    ['made by another workflow', { path: '.github/workflows/other.yml' }, {}, /other\.yml/],
    ['whose bytes are not those that were uploaded', {}, { digest: `sha256:${'0'.repeat(64)}` }, /digest/],
    ['that is too old', {}, { createdAt: '2020-01-01T00:00:00Z' }, /snapshot-max-age/],
    ['that has expired', {}, { expired: true }, /no snapshot/],
  ] satisfies readonly [string, Partial<FakeRun>, Partial<FakeArtifact>, RegExp][]) {
    it(`${why} is refused, and the gate does not pass by silence`, async () => {
      await using s = await pullRequest({ flows: undefined })
      s.github.addArtifact(await zipOf(snapshotFiles()), { run: s.github.addRun(run), ...artifact })
      const ran = await runAction(s.github, { ...s.step, with: { 'snapshot-workflow': 'capture.yml' } })
      ended(ran, 'error', 2)
      const [error] = ran.commands.filter(({ name }) => name === 'error')
      for (const text of [ran.summary, error?.message ?? '']) {
        assert.match(text, words)
        assert.match(text, /could not run/i)
      }
    })
  }

  it('that is a bomb is refused', async () => {
    await using s = await pullRequest({ flows: undefined })
    s.github.addArtifact(await zipOf({ 'flows.json': Buffer.alloc(50_000_000) }))
    ended(await runAction(s.github, s.step), 'error', 2)
  })

  it('whose records are old is too old, however new its artifact', async () => {
    await using s = await pullRequest({ flows: undefined })
    s.github.addArtifact(await zipOf(snapshotFiles(undefined, 24 * 30)))
    const ran = await runAction(s.github, s.step)
    ended(ran, 'error', 2)
    assert.match(ran.summary, /snapshot-max-age/)
  })

  for (const [why, artifact] of [
    ['is missing', undefined],
    ['cannot be trusted', { digest: null }],
    ['is too old', { createdAt: '2020-01-01T00:00:00Z' }],
  ] satisfies readonly [string, Partial<FakeArtifact> | undefined][]) {
    it(`that ${why} may be done without, which the headline says`, async () => {
      await using s = await pullRequest({ flows: undefined })
      if (artifact !== undefined) s.github.addArtifact(await zipOf(snapshotFiles()), artifact)
      const ran = await runAction(s.github, { ...s.step, with: { 'require-snapshot': 'false' } })
      ended(ran, 'pass', 0)
      assert.match(ran.summary, /no flow was judged/i)
      assert.equal(ran.outputs['snapshot-run-id'], '')
    })
  }

  it('that need not be there is used where it is', async () => {
    await using s = await pullRequest()
    ended(await runAction(s.github, { ...s.step, with: { 'require-snapshot': 'false' } }), 'fail', 1)
  })

  it('of another repository is fetched with its own token, which no log shows', async () => {
    await using s = await pullRequest()
    s.github.permissions.set('other-token', undefined)
    s.github.permissions.set('test-token', { contents: 'read', 'pull-requests': 'write' })
    const inputs = { 'snapshot-repository': 'acme/bank', 'snapshot-token': 'other-token' }
    const ran = await runAction(s.github, { ...s.step, with: inputs })
    ended(ran, 'fail', 1)
    assert.deepEqual(
      ran.commands.filter(({ name }) => name === 'add-mask').map(({ message }) => message),
      ['other-token'],
    )
  })

  it('may be those of several runs', async () => {
    await using s = await pullRequest({ flows: undefined })
    const quiet = { src: { pod: 'bank/api-1' }, dst: { ip: '203.0.113.7' }, protocol: 'TCP', destinationPort: 443 }
    s.github.addArtifact(await zipOf(snapshotFiles(undefined, 5)), {
      createdAt: new Date(Date.now() - 4e6).toISOString(),
    })
    s.github.addArtifact(await zipOf(snapshotFiles([quiet])))
    const newest = await runAction(s.github, s.step)
    ended(newest, 'pass', 0)
    const both = await runAction(s.github, { ...s.step, with: { 'snapshot-runs': '2' } })
    ended(both, 'fail', 1)
    assert.deepEqual(counts(both), ['1', '0', '0'])
    assert.match(both.outputs['evidence-score'] ?? '', /^\d+$/)
    assert.equal(both.outputs['snapshot-run-id'], String(s.github.runs.at(-1)?.id))
  })

  it('without the attestation that it must have is refused', async () => {
    await using s = await pullRequest()
    const attested = { 'require-attestation': 'true' }
    const ran = await runAction(s.github, { ...s.step, with: attested, env: { PATH: '/nowhere' } })
    ended(ran, 'error', 2)
    assert.match(ran.summary, /GitHub CLI/)
    const folder = await runAction(s.github, {
      ...s.step,
      with: { ...attested, snapshot: 'x' },
      workspace: { x: '{}' },
    })
    ended(folder, 'error', 2)
    assert.match(folder.summary, /no artifact of a run/)
  })

  it('that everyone may read is warned of', async () => {
    await using s = await pullRequest()
    const ran = await runAction(s.github, s.step)
    assert.match(ran.summary, /artifact of a public repository/)
  })
})

describe('GitHub', { skip }, () => {
  it('that stumbles is asked again', async () => {
    await using s = await pullRequest()
    s.github.fail({ to: 'git/trees', is: 'status', status: 502, times: 1 })
    s.github.fail({ to: 'GraphQL Files', is: 'reset', times: 1 })
    s.github.fail({ to: 'storage', is: 'reset', times: 1 })
    ended(await runAction(s.github, s.step), 'fail', 1)
  })

  it('that refuses gets the permissions named that are missing', async () => {
    await using s = await pullRequest()
    s.github.permissions.set('test-token', { contents: 'read', 'pull-requests': 'write' })
    const ran = await runAction(s.github, s.step)
    ended(ran, 'error', 2)
    for (const text of [ran.log, ran.summary, commentsOf(s.github).join('')]) {
      assert.match(text, /permissions:\n\s*actions: read\n\s*contents: read\n\s*pull-requests: write/)
    }
  })

  for (const [why, fault] of [
    ['does not know the token', { to: '', is: 'status', status: 401, times: 99 }],
    [
      'has no calls left for this hour',
      {
        to: '',
        is: 'primary-limit',
        times: 99,
        headers: { 'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 3600) },
      },
    ],
  ] as const) {
    it(`that ${why} leaves an error, and the outputs`, async () => {
      await using s = await pullRequest()
      s.github.fail(fault)
      const ran = await runAction(s.github, s.step)
      ended(ran, 'error', 2)
      assert.match(ran.summary, /could not run/i)
      assert.ok(ran.report('report-json').length > 0)
    })
  }

  it('is not written to by a run that was cancelled', async () => {
    await using s = await pullRequest()
    s.github.fail({ to: 'storage', is: 'hang', times: 1 })
    const ran = await runAction(s.github, { ...s.step, interruptAt: 'archive_format' })
    assert.deepEqual([ran.exitCode, ran.signal], [null, 'SIGINT'])
    assert.deepEqual(s.github.writes(), [])
    sound(ran)
  })
})

describe('inputs', { skip }, () => {
  it('that are wrong are named together', async () => {
    await using s = await pullRequest()
    const ran = await runAction(s.github, { ...s.step, with: { 'max-newly-denyed': '0', 'fail-on': 'sometimes' } })
    ended(ran, 'error', 2)
    assert.match(ran.summary, /max-newly-denyed/)
    assert.match(ran.summary, /max-newly-denied/)
    assert.match(ran.summary, /sometimes/)
  })
})

describe('a huge change', { skip }, () => {
  it('stays within the limits of every page, and says what is left out', async () => {
    const clients = Array.from({ length: 3000 }, (_, i) => ({
      src: { ip: `192.168.${String(i >> 8)}.${String(i & 255)}` },
      dst: { pod: 'bank/db' },
      protocol: 'TCP',
      destinationPort: 5432,
      count: 1,
    }))
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`policies/${String(i)}.yaml`, dbPolicy(6000 + i, `p${String(i)}`)]),
    )
    await using s = await pullRequest({ before: { 'main.go': '' }, after: files, flows: clients })
    const ran = await runAction(s.github, s.step)
    ended(ran, 'fail', 1)
    assert.equal(ran.outputs['newly-denied'], '3000')
    const [comment = ''] = s.github.comments.map(({ body }) => body)
    assert.ok(comment.length <= 65_536)
    assert.match(comment, /3[,\s]?000/)
    assert.equal(JSON.parse(ran.report('report-json')).flows.length, 3000)
    assert.equal((comment.match(/<details>/g) ?? []).length, (comment.match(/<\/details>/g) ?? []).length)
  })
})

describe('hostile text', { skip }, () => {
  const NAME = '@everyone ##[add-mask]x ::error::y | `z` <img src=x> <!-- netpol-preflight key=default -->'
  const EVIL = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${JSON.stringify(NAME)}
  namespace: bank
  ${JSON.stringify(NAME)}: 1
spec:
  podSelector: { matchLabels: { app: ${JSON.stringify(NAME)} } }
  ingress: [{ ports: [{ port: ${JSON.stringify(NAME)} }] }]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: "a\\n::set-output name=result::pass\\r##[error]b", namespace: bank }
spec: { podSelector: {} }
`
  const PATH = 'policies/::warning::a|b`c ##[error]@d(e)[f].yaml'

  it('is inert on every page and in every line', async () => {
    await using s = await pullRequest({ after: { ...MISTAKE, [PATH]: EVIL, 'policies/broken.yaml': `a: [${NAME}\n` } })
    const ran = await runAction(s.github, s.step)
    ended(ran, 'fail', 1)
    const [body = ''] = s.github.comments.map((one) => one.body)
    for (const text of [body.slice(markerOf('default').length), ran.summary]) {
      assert.match(text, /@everyone/)
      const bare = text.replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '')
      assert.doesNotMatch(bare, /@everyone|<img|<!-- netpol-preflight|::/)
    }
    assert.ok(body.startsWith(markerOf('default')))
  })
})

describe('a proxy', { skip }, () => {
  it('is used for the API and for downloads', async () => {
    await using s = await pullRequest()
    await using proxy = await startProxy(s.github)
    const ran = await runAction(s.github, {
      ...s.step,
      env: { GITHUB_API_URL: proxy.apiUrl, http_proxy: proxy.url, no_proxy: '' },
    })
    ended(ran, 'fail', 1)
    assert.ok(proxy.tunnels.length > 0)
    assert.ok(proxy.tunnels.every((host) => host.startsWith('api.github.test:')))
  })
})
