// A small bank: what its repository says before and after a change, what its cluster holds, and who talks to whom.

import { sampleEvent } from '../support/fake-github-contract.ts'
import type { Json } from '../support/fake-github-contract.ts'
import type { Files } from '../support/fake-github-git.ts'
import { REPOSITORY_ID } from '../support/fake-github-routes.ts'
import { FakeGitHub } from '../support/fake-github.ts'
import { zipOf } from '../support/fake-github-zip.ts'
import type { Step } from './harness.ts'

const pod = (name: string, ip: string, ports: readonly number[] = []): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'bank', uid: name, resourceVersion: '1', labels: { app: name } },
  spec: { nodeName: 'n1', containers: [{ name: 'main', ports: ports.map((containerPort) => ({ containerPort })) }] },
  status: { phase: 'Running', podIP: ip, podIPs: [{ ip }] },
})

const CLUSTER = {
  apiVersion: 'v1',
  kind: 'List',
  items: [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'bank', uid: 'ns', resourceVersion: '1', labels: { 'kubernetes.io/metadata.name': 'bank' } },
    },
    pod('web', '10.0.0.1', [8080]),
    pod('api', '10.0.0.2', [8080]),
    pod('db', '10.0.0.3', [5432]),
  ],
}

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()

const flow = (from: string, to: string, destinationPort: number, count: number): object => ({
  src: { pod: `bank/${from}` },
  dst: { pod: `bank/${to}` },
  protocol: 'TCP',
  destinationPort,
  count,
})

const FLOWS = [flow('web', 'api', 8080, 200), flow('api', 'db', 5432, 80)]

/** The snapshot's files; `flows` stands for the recorded ones */
export function snapshotFiles(flows: readonly object[] = FLOWS, capturedHoursAgo = 2): Record<string, string> {
  return {
    'objects.json': JSON.stringify(CLUSTER),
    'flows.jsonl': flows.map((one) => `${JSON.stringify({ ...one, lastSeen: hoursAgo(capturedHoursAgo) })}\n`).join(''),
    'metadata.json': JSON.stringify({ kind: 'NetpolSnapshotMetadata', capturedAt: hoursAgo(capturedHoursAgo) }),
  }
}

/** Whether `api` may reach `db` on this port; on all ports where none is given */
export const dbPolicy = (port?: number | string, name = 'db'): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: ${name}
  namespace: bank
spec:
  podSelector:
    matchLabels: { app: db }
  policyTypes: [Ingress]
  ingress:
    - from:
        - podSelector:
            matchLabels: { app: api }
${port === undefined ? '' : `      ports:\n        - port: ${String(port)}\n`}`

/** Line of the port in `dbPolicy(port)` */
export const PORT_LINE = 14

export const GOOD: Files = { 'policies/db.yaml': dbPolicy(5432), 'main.go': 'package main' }
/** The database listens on 5432 */
export const MISTAKE: Files = { ...GOOD, 'policies/db.yaml': dbPolicy(5433) }

export interface Story {
  readonly github: FakeGitHub
  readonly step: Step
}

export interface StoryOptions {
  readonly before?: Files
  readonly after?: Files
  /** Undefined: there is none */
  readonly flows?: readonly object[] | undefined
  readonly fork?: boolean
  readonly basePath?: string
  readonly eventName?: 'pull_request' | 'pull_request_target'
}

export const FORK_ID = 999

/** A pull request #12 whose base has moved on in a way that is none of its business */
export async function pullRequest(options: StoryOptions = {}): Promise<Story & AsyncDisposable> {
  const { after = MISTAKE, basePath = '', before = GOOD, eventName = 'pull_request', flows = FLOWS } = options
  const github = await new FakeGitHub(basePath).start()
  const step = pushTo(github, after, options.fork === true, before)
  if (!('flows' in options) || options.flows !== undefined) {
    github.addArtifact(await zipOf(snapshotFiles(flows)), { createdAt: hoursAgo(1) })
  }
  return {
    github,
    step: eventName === 'pull_request' ? step : { ...step, eventName, sha: github.git.refs.get('heads/main') ?? '' },
    [Symbol.asyncDispose]: () => github.close(),
  }
}

/** Another push to the pull request #12; returns the run that it starts */
export function pushTo(github: FakeGitHub, after: Files, fork = false, before: Files = GOOD): Step {
  const { git } = github
  const old = git.commit({ ...before, 'README.md': 'old' })
  const base = git.commit({ ...before, 'README.md': 'new' }, old)
  const head = git.commit({ ...after, 'README.md': 'old' }, old)
  const merge = git.commit({ ...after, 'README.md': 'new' }, base, head)
  git.refs.set('heads/main', base)
  git.refs.set('pull/12/merge', merge)
  const headRepositoryId = fork ? FORK_ID : REPOSITORY_ID
  const known = github.pulls.find(({ number }) => number === 12)
  if (known === undefined)
    github.addPull({ number: 12, headSha: head, headRepositoryId, headOwner: fork ? 'mallory' : 'acme' })
  else known.headSha = head
  if (fork) github.permissions.set('test-token', { contents: 'read', actions: 'read', 'pull-requests': 'read' })
  return {
    eventName: 'pull_request',
    event: pullRequestEvent(head, old, headRepositoryId),
    sha: merge,
    ref: 'refs/pull/12/merge',
  }
}

const pullRequestEvent = (head: string, staleBase: string, headRepositoryId: number): Json =>
  sampleEvent('pull-request-synchronize', {
    number: 12,
    repository: { id: REPOSITORY_ID, default_branch: 'main' },
    pull_request: {
      number: 12,
      base: { ref: 'main', sha: staleBase, repo: { id: REPOSITORY_ID } },
      head: { ref: 'change', sha: head, repo: { id: headRepositoryId } },
    },
  })

/** The run that the workflow of a fork's pull request starts when it is over */
export const afterRunOf = ({ github, step }: Story): Step => ({
  eventName: 'workflow_run',
  sha: github.git.refs.get('heads/main') ?? '',
  event: sampleEvent('workflow-run-completed', {
    repository: { id: REPOSITORY_ID, default_branch: 'main' },
    workflow_run: {
      event: 'pull_request',
      head_sha: github.pulls[0]?.headSha ?? '',
      head_branch: 'change',
      head_repository: { id: FORK_ID, owner: { id: 5, login: 'mallory' } },
    },
  }),
  ...(step.with && { with: step.with }),
})
