// Small builders of report documents, and the yaobank story: phase a of the capture under the policies of b2, as its
// README and Calico's own engine have it (16 newly denied, one of them a mistake, 8 uncertain).

import type { Location } from '../../src/base/location.ts'
import type {
  AssertionResult,
  Counts,
  DecidedBy,
  DeclaredSummary,
  EndChange,
  EndInfo,
  Evidence,
  FlowChange,
  HitInfo,
  NearRule,
  ObjectChange,
  ReasonInfo,
  ReportDocument,
  ReportedDiagnostic,
} from '../../src/report/document.ts'

export const SHA_BEFORE = '1f3870be274f6c49b3e31a0c6728957f4b9c2a10'
export const SHA_AFTER = 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3'
const filesUrl = (sha: string): string => `https://github.example/acme/platform/blob/${sha}/`

export const NO_COUNTS: Counts = {
  newlyDenied: 0,
  newlyAllowed: 0,
  uncertain: 0,
  rerouted: 0,
  unchanged: 0,
  expectedDenied: 0,
  waived: 0,
  quarantined: 0,
}

export const EVIDENCE: Evidence = {
  flowCount: 58,
  recordCount: 140,
  workloadCount: 30,
  windowStart: '2026-11-22T06:26:00Z',
  windowEnd: '2026-11-22T06:29:30Z',
  capturedAt: '2026-11-22T06:29:30Z',
  ageSeconds: 6 * 3600,
  sources: ['whisker'],
  origin: { label: 'run #812', url: 'https://github.example/acme/platform/actions/runs/812' },
  agreement: {
    total: 140,
    reproduced: 140,
    open: 0,
    otherTrace: 0,
    byTier: [{ tier: '__PROFILE__', action: 'allow', total: 140, reproduced: 140, open: 0, differ: 0 }],
    differ: [],
    unlisted: { unexplained: 0, explained: 0 },
  },
  previewAgreement: undefined,
  unseen: [],
  worth: {
    score: 71,
    parts: [
      { is: 'seen', points: 40, of: 40 },
      { is: 'time', points: 0, of: 25 },
      { is: 'age', points: 12, of: 15 },
      { is: 'pods-there', points: 9, of: 10 },
      { is: 'policies-steady', points: 10, of: 10 },
    ],
    affectedCount: 17,
    seenCount: 17,
    windowCount: 1,
    coveredSeconds: 210,
    spans: [{ start: '2026-11-22T06:26:00Z', end: '2026-11-22T06:29:30Z' }],
    young: ['batch/db-backup', 'batch/statement-run'],
    podCount: 31,
    youngPodCount: 3,
    clusterWorkloadCount: 17,
    clusterUnseenCount: 0,
    unseenCronJobs: [],
    policyChanges: [],
    unread: [],
  },
}

export const NOTHING_DECLARED: DeclaredSummary = {
  judged: 0,
  newlyDenied: 0,
  newlyAllowed: 0,
  uncertain: 0,
  changes: [],
  gaps: [],
}

/** A pass in which nothing changes, with what the test is about on top */
export function document(over: Partial<ReportDocument> = {}): ReportDocument {
  return {
    version: 1,
    tool: { name: 'netpol-preflight', version: '0.1.0' },
    conclusion: { result: 'pass', reasons: [] },
    gate: {
      limits: { 'newly-denied': 0, 'newly-allowed': 'unlimited', uncertain: 'unlimited' },
      minEvidence: 0,
      maxDeclaredDenied: 'unlimited',
      failOn: 'threshold',
    },
    policySet: 'enforced',
    before: { label: SHA_BEFORE.slice(0, 7), sha: SHA_BEFORE, filesUrl: filesUrl(SHA_BEFORE) },
    after: { label: SHA_AFTER.slice(0, 7), sha: SHA_AFTER, filesUrl: filesUrl(SHA_AFTER) },
    evidence: EVIDENCE,
    counts: { ...NO_COUNTS, unchanged: 58 },
    objects: [],
    flows: [],
    quarantined: [],
    preview: [],
    assertions: [],
    declared: NOTHING_DECLARED,
    expectations: { unmatched: [], addedByChange: 0, paste: undefined },
    waivers: [],
    otherSets: [],
    drift: [],
    diagnostics: [],
    notes: [],
    ...over,
  }
}

export const at = (line: number, path = 'policies/yaobank.yaml'): Location => ({ path, line, column: 3 })

/** `PUBLIC NETWORK` and the like are networks, `ns/name` is a workload */
export const end = (name: string): EndInfo => ({ name, is: /NETWORK$/.test(name) ? 'network' : 'workload' })

/** `np yaobank/database`, its rule as written in the manifest or none at the end of its tier, and the line */
export function hit(
  id: string,
  rule: `${'ingress' | 'egress'} ${number}` | 'end',
  line: number,
  over: Partial<HitInfo> = {},
): HitInfo {
  const [kind = '', path = ''] = id.split(' ')
  const slash = path.indexOf('/')
  const [direction, number] = rule === 'end' ? [undefined, undefined] : rule.split(' ')
  return {
    tier: path.startsWith('security.') ? 'security' : 'default',
    kind,
    namespace: slash < 0 ? '' : path.slice(0, slash),
    name: path.slice(slash + 1),
    action: 'deny',
    rule: number === undefined ? 'end-of-tier' : Number(number) - 1,
    ruleNumber: number === undefined ? undefined : Number(number),
    pointer: direction === undefined ? '' : `/spec/${direction}/${String(Number(number) - 1)}`,
    at: at(line),
    fromCluster: false,
    ...over,
  }
}

const PROFILE: HitInfo = {
  tier: '__PROFILE__',
  kind: 'pro',
  namespace: '',
  name: 'kns.yaobank',
  action: 'allow',
  rule: 0,
  ruleNumber: undefined,
  pointer: undefined,
  at: undefined,
  fromCluster: false,
}

export const decided = (answer: DecidedBy['answer'], by: HitInfo | undefined): DecidedBy => ({
  answer,
  hit: by,
  trace: by === undefined ? [] : [[by.tier, by.kind, by.namespace, by.name, by.rule, by.action]],
})

export const ALLOWED_BEFORE: DecidedBy = decided('allow', PROFILE)

/** `TCP 2379` */
function service(text: string): Pick<FlowChange, 'protocol' | 'port' | 'icmp'> {
  const [protocol = '', port] = text.split(' ')
  if (port === 'ping') return { protocol, port: undefined, icmp: { type: 8, code: 0 } }
  return { protocol, port: port === undefined ? undefined : Number(port), icmp: undefined }
}

/** `a/b → c/d TCP 80` */
export function flow(text: string, over: Partial<FlowChange> = {}): FlowChange {
  const [source = '', rest = ''] = text.split(' → ')
  const [, destination = '', spelt = ''] = /^(.*?) ((?:TCP|UDP|ICMP|SCTP)\b.*)$/.exec(rest) ?? []
  return {
    change: 'newly-denied',
    source: end(source),
    destination: end(destination),
    ...service(spelt),
    seen: { count: 1, unit: 'connections' },
    firstSeen: '2026-11-22T06:26:15Z',
    lastSeen: '2026-11-22T06:29:15Z',
    ends: [],
    partly: undefined,
    possiblyCut: [],
    possiblyAllowed: [],
    because: [],
    settled: [],
    flippedBy: [],
    intention: undefined,
    expected: undefined,
    waiver: undefined,
    ...over,
  }
}

export const denies = (direction: EndChange['direction'], by: HitInfo): EndChange => ({
  direction,
  host: undefined,
  before: ALLOWED_BEFORE,
  after: decided('deny', by),
})

/** A newly denied flow: seen so often, stopped by these, near this */
export const denied = (
  text: string,
  count: number,
  stopped: readonly EndChange[],
  near?: NearRule,
  over: Partial<FlowChange> = {},
): FlowChange =>
  flow(text, {
    seen: { count, unit: 'connections' },
    ends: stopped,
    flippedBy: [{ kind: 'NetworkPolicy', namespace: 'yaobank', name: 'database' }],
    intention: { is: near === undefined ? 'nothing-near' : 'looks-intended', near },
    ...over,
  })

export const near = (policy: HitInfo, failing: NearRule['failing'], over: Partial<NearRule> = {}): NearRule => ({
  policy: { ...policy, action: 'allow' },
  failing,
  fixAt: policy.at,
  fromCluster: policy.fromCluster,
  fix: undefined,
  ...over,
})

const DATABASE = denies('ingress', hit('np yaobank/database', 'end', 67))
const SUMMARY = denies('ingress', hit('np yaobank/summary', 'end', 85))
const CUSTOMER = denies('ingress', hit('np yaobank/customer', 'end', 110))
const CUSTOMER_OUT = denies('egress', hit('np yaobank/customer', 'end', 110))
const BATCH_OUT = denies('egress', hit('knp batch/statement-run', 'end', 135))
const SITE = denies('ingress', hit('knp marketing/site', 'end', 147))
const CONTAINED = denies('egress', hit('gnp security.third-party-containment', 'egress 2', 34))

const mistake = denied('yaobank/summary → yaobank/database TCP 2379', 78, [DATABASE], undefined, {
  intention: {
    is: 'probably-a-mistake',
    near: near(
      hit('np yaobank/database', 'ingress 1', 76),
      [{ field: 'port', wants: '2279', has: '2379', dead: true }],
      {
        fixAt: at(79),
        fix: { from: '2279', to: '2379' },
      },
    ),
  },
})

const backup = (has: string): NearRule =>
  near(
    hit('np yaobank/database', 'ingress 2', 80),
    [{ field: 'source', wants: "job-type == 'backup'", has, dead: false }],
    {
      fixAt: at(82),
    },
  )

const intended: readonly FlowChange[] = [
  denied(
    'PRIVATE NETWORK → yaobank/customer TCP 80',
    28,
    [CUSTOMER],
    near(
      hit('np yaobank/customer', 'ingress 2', 123),
      [{ field: 'source', wants: '203.0.113.0/25', has: 'PRIVATE NETWORK', dead: false }],
      { fixAt: at(125) },
    ),
  ),
  denied('sandbox/netshoot → yaobank/summary ICMP ping', 20, [SUMMARY]),
  denied(
    'marketing/site → yaobank/customer TCP 80',
    19,
    [CUSTOMER],
    near(
      hit('np yaobank/customer', 'ingress 1', 119),
      [
        {
          field: 'source',
          wants: "namespace: kubernetes.io/metadata.name == 'ingress-nginx'",
          has: "namespace: kubernetes.io/metadata.name = 'marketing'",
          dead: false,
        },
      ],
      { fixAt: at(121) },
    ),
  ),
  denied(
    'marketing/tracker → yaobank/summary TCP 80',
    14,
    [CONTAINED, SUMMARY],
    near(
      hit('np yaobank/summary', 'ingress 1', 94),
      [{ field: 'source', wants: "app == 'customer'", has: "app = 'tracker'", dead: false }],
      { fixAt: at(96) },
    ),
  ),
  denied('yaobank/customer → yaobank/fraud-check TCP 9000', 14, [CUSTOMER_OUT]),
  denied(
    'yaobank/customer → yaobank/customer TCP 80',
    13,
    [CUSTOMER_OUT, CUSTOMER],
    near(
      hit('np yaobank/customer', 'egress 1', 128),
      [{ field: 'destination', wants: "app == 'summary'", has: "app = 'customer'", dead: false }],
      { fixAt: at(130) },
    ),
  ),
  denied('batch/statement-run → yaobank/database TCP 2379', 13, [BATCH_OUT, DATABASE], backup('no label job-type')),
  denied('yaobank/customer → yaobank/database TCP 2379', 13, [CUSTOMER_OUT, DATABASE], backup('no label job-type')),
  denied(
    'sandbox/dev-shell → marketing/site TCP 8080',
    12,
    [SITE],
    near(
      hit('knp marketing/site', 'ingress 1', 154),
      [
        {
          field: 'source',
          wants: "namespace: app.kubernetes.io/name == 'ingress-nginx'",
          has: 'namespace: no label app.kubernetes.io/name',
          dead: false,
        },
      ],
      { fixAt: at(155) },
    ),
  ),
  denied('sandbox/netshoot → yaobank/customer TCP 22', 10, [CUSTOMER]),
  denied('PRIVATE NETWORK → yaobank/database TCP 2379', 9, [DATABASE]),
  denied('marketing/tracker → yaobank/database TCP 2379', 9, [CONTAINED, DATABASE], backup('no label job-type')),
  denied('sandbox/netshoot → yaobank/database ICMP ping', 8, [DATABASE]),
  denied('sandbox/netshoot → yaobank/database TCP 2379', 6, [DATABASE], backup('no label job-type')),
  denied('sandbox/netshoot → yaobank/database TCP 2380', 6, [DATABASE]),
]

const noAddress: ReasonInfo = {
  code: 'address-missing',
  args: ['PUBLIC NETWORK', 'gnp', '', 'security.block-metadata', '1', 'matches', '169.254.169.254/32'],
  at: at(20),
}

export const uncertain = (text: string, count: number, over: Partial<FlowChange> = {}): FlowChange =>
  flow(text, {
    change: 'now-uncertain',
    seen: { count, unit: 'connections' },
    ends: [{ direction: 'egress', host: undefined, before: ALLOWED_BEFORE, after: decided('unknown', undefined) }],
    possiblyCut: ['169.254.169.254/32'],
    because: [noAddress],
    ...over,
  })

const open: readonly FlowChange[] = [
  uncertain('yaobank/fraud-check → PUBLIC NETWORK TCP 443', 20),
  uncertain('marketing/tracker → PUBLIC NETWORK TCP 443', 14),
  uncertain('PUBLIC NETWORK → yaobank/customer TCP 80', 12, {
    possiblyCut: ['PUBLIC NETWORK outside 203.0.113.0/25'],
    because: [
      {
        code: 'address-missing',
        args: ['PUBLIC NETWORK', 'np', 'yaobank', 'customer', '2', 'matches', '203.0.113.0/25'],
        at: at(125),
      },
    ],
  }),
  uncertain('batch/db-backup → PUBLIC NETWORK TCP 443', 11),
  uncertain('sandbox/netshoot → PUBLIC NETWORK ICMP ping', 8),
  uncertain('sandbox/netshoot → PUBLIC NETWORK UDP 53', 7),
  uncertain('marketing/tracker → PUBLIC NETWORK TCP 80', 6),
  uncertain('monitoring/grafana → PUBLIC NETWORK TCP 8443', 6),
]

const added = (
  kind: string,
  id: string,
  line: number,
  selects?: readonly string[],
  apiVersion = 'projectcalico.org/v3',
): ObjectChange => {
  const slash = id.indexOf('/')
  return {
    change: 'added',
    apiVersion,
    kind,
    namespace: slash < 0 ? undefined : id.slice(0, slash),
    name: id.slice(slash + 1),
    at: at(line),
    selects,
    malformed: false,
  }
}

export const YAOBANK_OBJECTS: readonly ObjectChange[] = [
  added('Tier', 'security', 1),
  added('Tier', 'platform', 6),
  added('GlobalNetworkPolicy', 'security.block-metadata', 11, [
    'batch/db-backup',
    'batch/statement-run',
    'ingress-nginx/ingress-nginx-controller',
    'legacy/mainframe-bridge',
    'marketing/site',
    'marketing/tracker',
    'monitoring/grafana',
  ]),
  added('GlobalNetworkPolicy', 'security.third-party-containment', 22, ['marketing/tracker']),
  added('GlobalNetworkPolicy', 'platform.allow-dns', 37, [
    'batch/db-backup',
    'batch/statement-run',
    'yaobank/customer',
    'yaobank/database',
    'yaobank/summary',
  ]),
  added('GlobalNetworkPolicy', 'platform.allow-scrape', 53, ['yaobank/customer', 'yaobank/summary']),
  added('NetworkPolicy', 'yaobank/database', 67, ['yaobank/database']),
  added('NetworkPolicy', 'yaobank/summary', 85, ['yaobank/summary']),
  added('NetworkPolicy', 'yaobank/customer', 110, ['yaobank/customer']),
  added('NetworkPolicy', 'batch/statement-run', 135, ['batch/statement-run'], 'networking.k8s.io/v1'),
  added('NetworkPolicy', 'marketing/site', 147, ['marketing/site'], 'networking.k8s.io/v1'),
]

const entry = ({ source, destination, protocol, port }: FlowChange): string =>
  `  - source: ${source.name}\n    destination: ${destination.name}\n    protocol: ${protocol}\n    port: ${String(port ?? 'none')}\n    reason: intended by this change (say why)\n`

export const YAOBANK: ReportDocument = document({
  conclusion: { result: 'fail', reasons: [{ is: 'over-limit', what: 'newly-denied', count: 16, limit: 0 }] },
  counts: { ...NO_COUNTS, newlyDenied: 16, uncertain: 8, rerouted: 26, unchanged: 8 },
  evidence: {
    ...EVIDENCE,
    unseen: ['batch/month-end', 'yaobank/audit-export'],
  },
  flows: [mistake, ...intended, ...open],
  objects: YAOBANK_OBJECTS,
  expectations: { unmatched: [], addedByChange: 0, paste: `expected-denials:\n${intended.map(entry).join('')}` },
  notes: ['no .github/netpol-preflight.yml: limits are those of the inputs, else the defaults'],
})

export const assertion = (over: Partial<AssertionResult> = {}): AssertionResult => ({
  is: 'must-allow',
  source: 'yaobank/customer',
  destination: 'yaobank/summary',
  protocol: 'TCP',
  port: 80,
  holds: true,
  answer: 'allow',
  counterexamples: [],
  decidedBy: hit('np yaobank/summary', 'ingress 1', 94, { action: 'allow' }),
  reason: 'the web shop shows balances',
  at: at(4, 'netpol-expectations.yml'),
  addedByChange: false,
  ...over,
})

export const diagnostic = (over: Partial<ReportedDiagnostic> = {}): ReportedDiagnostic => ({
  code: 'unknown-field',
  severity: 'error',
  args: ['selectr', 'selector'],
  at: at(73),
  inChange: true,
  ...over,
})
