// Every setting there is, each with its form, its default and where it may be given. action.yml, the command line's help,
// the JSON Schema of the file and the tables of the documentation are checked against this list.

import type { Limit } from '../model/conclusion.ts'
import {
  BOOLEAN,
  DURATION,
  GLOBS,
  KEY,
  LIMIT,
  NAMESPACE,
  OPTIONAL_TEXT,
  PATHS,
  RUNS,
  SCORE,
  TEXT,
  VERSION,
  oneOf,
} from './kinds.ts'
import type { Kind } from './kinds.ts'

/** Where a setting can be given: the configuration file, an input of the action, a flag of the command line */
export type Surface = 'file' | 'action' | 'cli'

/** What documentation shows of a setting */
export interface SettingInfo {
  readonly name: string
  readonly type: Kind<unknown>['type'] | 'secret'
  /** What may be written */
  readonly form: string
  readonly words: readonly string[]
  /** As one would write it as an input; undefined where nothing stands for it */
  readonly printedFallback: string | undefined
  readonly surfaces: readonly Surface[]
  /** One or two sentences, for people who know neither Calico nor this program */
  readonly description: string
  /** A limit: where file and input both give a value, the stricter holds */
  readonly isLimit: boolean
}

export interface Setting<T> extends SettingInfo {
  readonly kind: Kind<T>
  readonly fallback: T
  /** The one of two values that lets less through; set for limits only */
  readonly stricter: ((a: T, b: T) => T) | undefined
}

/** The one that lets less through */
export function stricterLimit(a: Limit, b: Limit): Limit {
  if (a === 'unlimited') return b
  if (b === 'unlimited') return a
  return Math.min(a, b)
}

const EVERYWHERE: readonly Surface[] = ['file', 'action', 'cli']
const INPUTS: readonly Surface[] = ['action', 'cli']
const ACTION: readonly Surface[] = ['action']
const CLI: readonly Surface[] = ['cli']

function setting<T>(
  name: string,
  kind: Kind<T>,
  fallback: NoInfer<T>,
  surfaces: readonly Surface[],
  description: string,
  stricter?: (a: T, b: T) => T,
): Setting<T> {
  const { form, type, words } = kind
  const isLimit = stricter !== undefined
  return {
    name,
    type,
    form,
    words,
    printedFallback: kind.print(fallback),
    surfaces,
    description,
    isLimit,
    kind,
    fallback,
    stricter,
  }
}

const limit = (name: string, kind: Kind<Limit>, fallback: Limit, description: string): Setting<Limit> =>
  setting(name, kind, fallback, EVERYWHERE, description, stricterLimit)

/** What network plugins do differently: without Calico, flows that hang on it are uncertain until it is said */
const doubt = <T extends string>(name: string, kind: Kind<T | 'unknown'>, what: string): Setting<T | 'unknown'> =>
  setting<T | 'unknown'>(name, kind, 'unknown', EVERYWHERE, `Without Calico: ${what}`)

export const CONFIG_PATH = '.github/netpol-preflight.yml'

export const SETTINGS = {
  maxNewlyDenied: limit('max-newly-denied', LIMIT, 0, 'How many flows the change may newly deny.'),
  maxNewlyAllowed: limit('max-newly-allowed', LIMIT, 'unlimited', 'How many flows the change may newly allow.'),
  maxUncertain: limit(
    'max-uncertain',
    LIMIT,
    'unlimited',
    'How many flows the change may leave uncertain: whether they would pass cannot be told.',
  ),
  maxDeclaredDenied: limit(
    'max-declared-denied',
    LIMIT,
    'unlimited',
    'How many connections that objects ask for (DNS, a webhook, a scrape, …) the change may newly deny, seen or not.',
  ),
  minEvidence: setting(
    'min-evidence',
    SCORE,
    0,
    EVERYWHERE,
    'The evidence score that the snapshot must have for what the change touches, up to 100. With 0 any will do.',
    Math.max,
  ),
  failOn: setting(
    'fail-on',
    oneOf('threshold', 'never'),
    'threshold',
    EVERYWHERE,
    'Whether the check fails when the gate says no. With `never` the result is still `fail`, but the exit code is 0.',
  ),
  malformedChange: setting(
    'malformed-change',
    oneOf('fail', 'report'),
    'fail',
    EVERYWHERE,
    'What a changed object that cannot be understood does: fail the check, or be reported only.',
  ),
  policies: setting(
    'policies',
    GLOBS,
    ['**/*.{yaml,yml,json}'],
    EVERYWHERE,
    'Which files hold manifests: globs, relative to the side that is read.',
  ),
  expectations: setting(
    'expectations',
    GLOBS,
    ['**/netpol-expectations.{yaml,yml}'],
    EVERYWHERE,
    'Which files hold expectations: globs, relative to the side that is read.',
  ),
  baseline: setting(
    'baseline',
    oneOf('merged', 'repository', 'cluster'),
    'merged',
    EVERYWHERE,
    "What stands before the change: the snapshot's objects with the repository's over them, or one of the two alone.",
  ),
  policySet: setting(
    'policy-set',
    oneOf('enforced', 'promoted'),
    'enforced',
    EVERYWHERE,
    'Which policies are counted: those in force, or the set as it would be once the staged policies are carried out.',
  ),
  defaultNamespace: setting(
    'default-namespace',
    NAMESPACE,
    'default',
    EVERYWHERE,
    'The namespace of namespaced objects that give none.',
  ),
  calicoVersion: setting(
    'calico-version',
    VERSION,
    undefined,
    EVERYWHERE,
    'The version of Calico whose rules hold, as in `v3.31`. Default: that of the snapshot, else the newest.',
  ),
  applyPath: setting(
    'apply-path',
    oneOf('api-server', 'crd'),
    'api-server',
    EVERYWHERE,
    "How objects of `projectcalico.org/v3` get into the cluster: through calicoctl or Calico's API server, or as plain custom resources.",
  ),
  policyEngine: setting(
    'policy-engine',
    oneOf('calico', 'kubernetes'),
    'calico',
    EVERYWHERE,
    "Who enforces policies: Calico, or a network plugin that knows Kubernetes' own kinds alone.",
  ),
  ipBlockPods: doubt(
    'ip-block-pods',
    oneOf('match', 'ignore', 'unknown'),
    'whether an `ipBlock` is also about the pods whose addresses it holds.',
  ),
  ipBlockNodes: doubt(
    'ip-block-nodes',
    oneOf('match', 'ignore', 'unknown'),
    'whether an `ipBlock` is also about the nodes whose addresses it holds.',
  ),
  hostNetworkPods: doubt(
    'host-network-pods',
    oneOf('node', 'pod', 'unknown'),
    'whether policies see a pod on the host network as its node, or as the pod that it is.',
  ),
  nodeToOwnPods: doubt(
    'node-to-own-pods',
    oneOf('allow', 'policy', 'unknown'),
    'whether a node, and so its probes, reaches its own pods whatever the policies say.',
  ),
  sourceAfterNat: doubt(
    'source-after-nat',
    oneOf('client', 'node', 'unknown'),
    "whose address policies see of clients outside the cluster: the client's own, or that of a node that passes it on.",
  ),
  snapshotMaxAge: limit(
    'snapshot-max-age',
    DURATION,
    7 * 86_400,
    'How old the snapshot may be. A snapshot of unknown age is too old, unless this is `unlimited`.',
  ),
  clusterId: setting(
    'cluster-id',
    OPTIONAL_TEXT,
    undefined,
    EVERYWHERE,
    'The cluster that the snapshot must be of, as `snapshot inspect` shows it. What the file says holds against an input.',
    // The file comes from the base of the change, the input from the change.
    (file) => file,
  ),
  requireSnapshot: setting(
    'require-snapshot',
    BOOLEAN,
    true,
    EVERYWHERE,
    'Whether the run is an error without a snapshot. With `false` it goes on, and says that no flow was judged.',
  ),
  before: setting(
    'before',
    OPTIONAL_TEXT,
    undefined,
    INPUTS,
    'The side before the change: a folder; on the command line also `git:REVISION[:PATH]` or `cluster`.',
  ),
  after: setting(
    'after',
    OPTIONAL_TEXT,
    undefined,
    INPUTS,
    'The side after the change: a folder; on the command line also `git:REVISION[:PATH]` or `cluster`.',
  ),
  snapshot: setting('snapshot', OPTIONAL_TEXT, undefined, INPUTS, 'The snapshot: a file or a folder.'),
  objects: setting('objects', PATHS, [], CLI, "Files with the cluster's objects, beside or instead of the snapshot's."),
  flows: setting('flows', PATHS, [], CLI, "Files with recorded flows, beside or instead of the snapshot's."),
  snapshotWorkflow: setting(
    'snapshot-workflow',
    OPTIONAL_TEXT,
    undefined,
    ACTION,
    'The path of the workflow whose artifact is the snapshot, as in `.github/workflows/capture.yml`.',
  ),
  snapshotArtifact: setting(
    'snapshot-artifact',
    TEXT,
    'netpol-snapshot',
    ACTION,
    'The name of the artifact that holds the snapshot.',
  ),
  snapshotBranch: setting(
    'snapshot-branch',
    OPTIONAL_TEXT,
    undefined,
    ACTION,
    'The branch on which the snapshot workflow ran. Default: the default branch.',
  ),
  snapshotRepository: setting(
    'snapshot-repository',
    OPTIONAL_TEXT,
    undefined,
    ACTION,
    'The repository that holds the artifact, as `owner/name`. Default: the one that runs the check.',
  ),
  snapshotRuns: setting(
    'snapshot-runs',
    RUNS,
    1,
    ACTION,
    'How many of the newest trusted artifacts are read together: hourly captures become a day, or a week, of evidence.',
  ),
  requireAttestation: setting(
    'require-attestation',
    BOOLEAN,
    false,
    ['file', 'action'],
    'Whether the artifact must have an attestation of the repository that made it, checked with `gh attestation verify`.',
    (file, input) => file || input,
  ),
  config: setting(
    'config',
    TEXT,
    CONFIG_PATH,
    INPUTS,
    'The configuration file. The action reads it from the base of the change, the command line from the disk.',
  ),
  comment: setting('comment', BOOLEAN, true, ACTION, 'Whether the report is posted as a comment on the pull request.'),
  commentKey: setting(
    'comment-key',
    KEY,
    'default',
    ACTION,
    'Tells comments apart, so that two jobs or two clusters keep one each.',
  ),
  format: setting('format', oneOf('text', 'markdown', 'json'), 'text', CLI, 'How the report is printed.'),
} as const

const secret = (name: string, description: string): SettingInfo => ({
  name,
  type: 'secret',
  form: 'a token',
  words: [],
  printedFallback: undefined,
  surfaces: ACTION,
  description,
  isLimit: false,
})

/** Inputs that only the rim reads: no value of them comes here */
export const SECRETS: readonly SettingInfo[] = [
  secret('token', 'The token for the GitHub API. Default: the token of the job.'),
  secret('snapshot-token', 'The token to fetch the artifact with, where another repository has it. Default: `token`.'),
]

/** Everything that can be given at a surface, in the order of documentation */
export const settingsOf = (surface: Surface): readonly SettingInfo[] =>
  [...Object.values<SettingInfo>(SETTINGS), ...SECRETS].filter(({ surfaces }) => surfaces.includes(surface))
