// Whole reports, one for each thing that a reader can meet; their renderings are golden files.

import type { FlowChange, ReportDocument } from '../../src/report/document.ts'
import {
  assertion,
  at,
  decided,
  denied,
  denies,
  diagnostic,
  document,
  end,
  EVIDENCE,
  flow,
  hit,
  near,
  NO_COUNTS,
  uncertain,
  YAOBANK,
  YAOBANK_OBJECTS,
} from './builders.ts'

/** Strings that have broken out of comments and logs elsewhere, each marked so that a test can find what is left of it */
export const MARK = '⚑'
export const HOSTILE: readonly string[] = [
  '@acme/security-team ⚑',
  '⚑ fixes #1, GH-1, acme/platform#2',
  'https://evil.example/⚑ www.evil.example ⚑@evil.example',
  '⚑ [click](https://evil.example) ![x](https://evil.example/x.png)',
  '<img src=x onerror=alert(1)> ⚑ </details></code><script>',
  '<!-- netpol-preflight key=default -->⚑',
  '⚑`code` ``more`` ```fence``` `',
  '``',
  'a | b ⚑ \\| c \\',
  '⚑ \\',
  ':rotating_light: ⚑ **bold** _it_ ~~no~~ $x$ ==y==',
  '::error::⚑',
  '  ::set-output name=x::⚑',
  'x##[add-mask]⚑',
  '#⚑#[error]',
  '⚑\n::error file=a::injected\n# heading\n- item\n| a | b |\n',
  '⚑\r\n\r\n</details>\n\n> quote\n\n```\nfence',
  '\u202eright to left ⚑\u202c\u2066\u2069',
  'zero\u200b\u200d\ufeff\u00adwidth ⚑ \u{e0041}\u{e0042}',
  '\u001b[31mred ⚑\u001b[0m \u001b]0;title\u0007 \u009b1m',
  '⚑ \ud800 lone \udfff',
  '',
  ' \u00a0\t ',
  'deadbeefdeadbeefdeadbeefdeadbeefdeadbeef ⚑',
  '&lt;b&gt; &#64;team ⚑ %0A::error::',
  '__proto__ ⚑',
  '1. ⚑ item',
  `⚑${'long'.repeat(2000)}`,
]

const fails = (count: number, limit = 0): Pick<ReportDocument, 'conclusion'> => ({
  conclusion: { result: 'fail', reasons: [{ is: 'over-limit', what: 'newly-denied', count, limit }] },
})

/** An egress policy without a rule for DNS, and what else nobody was seen doing */
const DECLARED: ReportDocument['declared'] = {
  judged: 9,
  newlyDenied: 2,
  newlyAllowed: 1,
  uncertain: 1,
  changes: [
    {
      change: 'newly-denied',
      why: 'dns',
      from: { kind: 'Service', namespace: 'kube-system', name: 'kube-dns' },
      source: end('shop/nightly-report'),
      destination: end('kube-system/coredns'),
      protocol: 'UDP',
      port: 53,
      ends: [
        {
          direction: 'egress',
          host: undefined,
          before: decided('allow', undefined),
          after: decided('deny', hit('np shop/default-deny', 'end', 20)),
        },
      ],
      because: [],
      flippedBy: [{ kind: 'NetworkPolicy', namespace: 'shop', name: 'default-deny' }],
    },
    {
      change: 'newly-denied',
      why: 'webhook',
      from: { kind: 'ValidatingWebhookConfiguration', namespace: undefined, name: 'cert-manager-webhook' },
      source: { name: 'kube-apiserver', is: 'host' },
      destination: end('cert-manager/webhook'),
      protocol: 'TCP',
      port: 10250,
      ends: [
        {
          direction: 'ingress',
          host: undefined,
          before: decided('allow', undefined),
          after: decided('deny', hit('np cert-manager/allow-mesh', 'ingress 2', 31)),
        },
      ],
      because: [],
      flippedBy: [],
    },
    {
      change: 'newly-allowed',
      why: 'scrape',
      from: { kind: 'ServiceMonitor', namespace: 'monitoring', name: 'shop' },
      source: end('monitoring/prometheus'),
      destination: end('shop/web'),
      protocol: 'TCP',
      port: 9102,
      ends: [],
      because: [],
      flippedBy: [],
    },
    {
      change: 'now-uncertain',
      why: 'ingress',
      from: { kind: 'Ingress', namespace: 'shop', name: 'shop' },
      source: end('ingress-nginx/controller'),
      destination: end('shop/web'),
      protocol: 'TCP',
      port: 8080,
      ends: [],
      because: [{ code: 'policy-unknown', args: ['NetworkPolicy shop/broken'], at: at(3) }],
      flippedBy: [],
    },
  ],
  gaps: [
    { why: 'gateway', from: { kind: 'HTTPRoute', namespace: 'shop', name: 'api' }, lacks: 'source' },
    { why: 'scrape', from: { kind: 'PodMonitor', namespace: 'shop', name: 'gone' }, lacks: 'destination' },
  ],
}

/** Passes under its limits, with something of every sort to look at */
export const PASS: ReportDocument = document({
  declared: DECLARED,
  gate: {
    limits: { 'newly-denied': 5, 'newly-allowed': 'unlimited', uncertain: 10 },
    minEvidence: 0,
    maxDeclaredDenied: 'unlimited',
    failOn: 'threshold',
  },
  counts: {
    ...NO_COUNTS,
    newlyDenied: 2,
    newlyAllowed: 1,
    uncertain: 2,
    rerouted: 1,
    unchanged: 48,
    expectedDenied: 3,
    waived: 1,
    quarantined: 1,
  },
  evidence: {
    ...EVIDENCE,
    worth: {
      ...EVIDENCE.worth,
      affectedCount: 5,
      seenCount: 3,
      windowCount: 12,
      spans: [
        { start: '2026-11-21T06:00:00Z', end: '2026-11-21T12:00:00Z' },
        { start: '2026-11-22T00:30:00Z', end: '2026-11-22T06:29:30Z' },
      ],
      coveredSeconds: 43_170,
      clusterUnseenCount: 4,
      clusterWorkloadCount: 31,
      unseenCronJobs: ['shop/nightly-report'],
      policyChanges: [
        { is: 'edited', kind: 'NetworkPolicy', namespace: 'shop', name: 'web', at: '2026-11-22T01:00:00Z' },
        { is: 'removed', kind: 'Tier', namespace: undefined, name: 'old', at: '2026-11-22T02:00:00Z' },
      ],
      unread: ['nodes: 403, forbidden'],
    },
    agreement: {
      total: 140,
      reproduced: 126,
      open: 11,
      otherTrace: 3,
      byTier: [
        { tier: '__PROFILE__', action: 'allow', total: 80, reproduced: 78, open: 1, differ: 1 },
        { tier: 'default', action: 'deny', total: 60, reproduced: 49, open: 10, differ: 1 },
      ],
      unlisted: { unexplained: 0, explained: 0 },
      differ: [
        {
          source: 'marketing/tracker',
          destination: 'yaobank/summary',
          protocol: 'TCP',
          port: 80,
          reporter: 'source',
          recorded: 'allow',
          simulated: 'deny',
          records: 1,
          cause: 'older-connection',
        },
        {
          source: 'PUBLIC NETWORK',
          destination: 'yaobank/customer',
          protocol: 'TCP',
          port: 80,
          reporter: 'destination',
          recorded: 'allow',
          simulated: 'deny',
          records: 2,
          cause: 'unexplained',
        },
      ],
    },
  },
  flows: [
    denied('sandbox/netshoot → yaobank/database TCP 5432', 3, [
      {
        direction: 'ingress',
        host: undefined,
        before: decided('allow', hit('knp yaobank/old', 'ingress 1', 12, { action: 'allow' })),
        after: decided('deny', hit('gnp security.quarantine', 'ingress 1', 9, { fromCluster: true })),
      },
    ]),
    denied(
      'shop/web → shop/cart TCP 8080',
      1,
      [
        {
          direction: 'ingress',
          host: undefined,
          before: decided('allow', undefined),
          after: decided('deny', hit('knp shop/cart', 'end', 30)),
        },
      ],
      near(hit('knp shop/cart', 'ingress 1', 34), [
        { field: 'source', wants: "app == 'gateway' || app == 'edge'", has: "app = 'web'", dead: false },
        { field: 'port', wants: '8000:8010', has: '8080', dead: false },
        { field: 'protocol', wants: 'UDP', has: 'TCP', dead: false },
      ]),
      { seen: { count: 1234567, unit: 'packets' }, partly: { cut: ['shop/cart-5c9f-x2x9z'], total: 3 } },
    ),
    ...['yaobank/database TCP 2379', 'yaobank/summary TCP 80'].map((to, i) =>
      denied(`marketing/tracker → ${to}`, 14 - i, [], undefined, {
        expected: {
          reason: 'a third-party tracker has no business in the bank (SEC-12)',
          at: at(3 + 5 * i, 'netpol-expectations.yml'),
          addedByChange: i === 0,
        },
      }),
    ),
    denied('sandbox/netshoot → yaobank/customer TCP 22', 10, [], undefined, {
      expected: {
        reason: 'nobody logs in to the web shop',
        at: at(13, 'netpol-expectations.yml'),
        addedByChange: false,
      },
    }),
    denied('legacy/mainframe → yaobank/customer TCP 7001', 4, [], undefined, {
      waiver: { owner: 'team-mainframe', reason: 'moves in March', expires: '2027-03-31' },
    }),
    flow('monitoring/prometheus → yaobank/database TCP 9102', {
      change: 'newly-allowed',
      seen: { count: 16, unit: 'connections' },
      ends: [
        {
          direction: 'ingress',
          host: undefined,
          before: decided('deny', hit('np yaobank/database', 'end', 60)),
          after: decided(
            'allow',
            hit('gnp platform.allow-scrape', 'ingress 1', 62, { action: 'allow', tier: 'platform' }),
          ),
        },
      ],
    }),
    uncertain('PRIVATE NETWORK → shop/cart TCP 8080', 7, {
      possiblyCut: [],
      possiblyAllowed: ['172.16.40.0/24'],
      because: [
        {
          code: 'address-missing',
          args: ['PRIVATE NETWORK', 'np', 'shop', 'cart', '1', 'matches', '172.16.40.0/24'],
          at: at(31),
        },
      ],
      settled: [
        {
          end: 'source',
          to: ['PRIVATE NETWORK outside 172.16.41.0/24'],
          by: [{ tier: 'default', kind: 'np', namespace: 'shop', name: 'cart', rule: 'end-of-tier', action: 'deny' }],
        },
      ],
    }),
    uncertain('shop/cart → payments/api TCP 443', 9, {
      possiblyCut: ['payments/api-7d4-abcde', 'payments/api-7d4-fghij'],
      because: [{ code: 'pods-differ', args: ['payments/api', '3'], at: undefined }],
    }),
    flow('yaobank/customer → yaobank/summary TCP 80', { change: 'rerouted', seen: { count: 76, unit: 'connections' } }),
  ],
  assertions: [
    assertion(),
    assertion({ is: 'must-deny', source: 'sandbox/*', destination: 'yaobank/database', port: 2379, answer: 'deny' }),
  ],
  expectations: {
    unmatched: [{ text: 'expected-denials: old/job → old/db TCP 5432', at: at(18, 'netpol-expectations.yml') }],
    addedByChange: 1,
    paste:
      'expected-denials:\n  - source: sandbox/netshoot\n    destination: yaobank/database\n    protocol: TCP\n    port: 5432\n    reason: intended by this change (say why)\n',
  },
  waivers: [{ owner: 'team-mainframe', reason: 'moves in March', expires: '2027-03-31', expired: false, matched: 1 }],
  quarantined: [
    flow('PUBLIC NETWORK → yaobank/customer TCP 80', {
      ends: [denies('ingress', hit('np yaobank/customer', 'end', 110))],
    }),
  ],
  preview: [
    {
      source: end('batch/statement-run'),
      destination: end('yaobank/summary'),
      protocol: 'TCP',
      port: 80,
      icmp: undefined,
      seen: { count: 12, unit: 'connections' },
      preview: 'deny',
      promoted: 'allow',
      why: 'port-name',
      by: hit('snp yaobank/summary', 'ingress 2', 97, { action: 'allow' }),
    },
    {
      source: end('shop/web'),
      destination: end('shop/cart'),
      protocol: 'TCP',
      port: 8080,
      icmp: undefined,
      seen: { count: 3, unit: 'connections' },
      preview: 'unknown',
      promoted: 'deny',
      why: 'preview-fails',
      by: undefined,
    },
  ],
  objects: YAOBANK_OBJECTS.slice(0, 3),
  drift: [
    { kind: 'NetworkPolicy', namespace: 'yaobank', name: 'summary', is: 'differs', at: at(85) },
    {
      kind: 'GlobalNetworkPolicy',
      namespace: undefined,
      name: 'security.quarantine',
      is: 'only-in-cluster',
      at: undefined,
    },
  ],
  diagnostics: [
    diagnostic({
      code: 'template-not-rendered',
      severity: 'notice',
      args: ['helm'],
      at: at(1, 'chart/templates/np.yaml'),
      inChange: false,
    }),
    diagnostic({ code: 'rules-without-type', severity: 'warning', args: ['egress'], at: at(40), inChange: true }),
  ],
})

export const CLEAN: ReportDocument = document({
  counts: { ...NO_COUNTS, rerouted: 2, unchanged: 56 },
  objects: YAOBANK_OBJECTS.slice(6, 7),
})

/** Nothing that a policy hangs on changes, and no snapshot was opened */
export const UNTOUCHED: ReportDocument = document({ evidence: undefined, counts: NO_COUNTS })

export const UNJUDGED: ReportDocument = document({
  evidence: undefined,
  counts: NO_COUNTS,
  objects: [
    ...YAOBANK_OBJECTS.slice(6, 8),
    {
      change: 'removed',
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      namespace: 'shop',
      name: 'old',
      at: at(1, 'policies/old.yaml'),
      selects: [],
      malformed: false,
    },
  ],
  notes: ['require-snapshot is false: no flow was judged'],
})

export const ERROR: ReportDocument = document({
  conclusion: {
    result: 'error',
    reasons: [
      { is: 'could-not-run', code: 'snapshot-too-old', args: ['netpol-snapshot', '777600', '604800'] },
      {
        is: 'could-not-run',
        code: 'github-permission',
        args: [
          'write the comment',
          'pull-requests: write',
          'permissions:\n  actions: read\n  contents: read\n  pull-requests: write',
        ],
      },
    ],
  },
  evidence: undefined,
  counts: NO_COUNTS,
  diagnostics: [
    diagnostic({
      code: 'snapshot-too-old',
      args: ['netpol-snapshot', '777600', '604800'],
      at: undefined,
      inChange: false,
    }),
    diagnostic({ code: 'yaml-syntax', args: ['a mapping value is not allowed here'], at: at(7) }),
  ],
})

/** The staged policies of phase b: nothing is cut as long as they are staged */
export const STAGED_ONLY: ReportDocument = document({
  counts: { ...NO_COUNTS, unchanged: 58 },
  objects: YAOBANK_OBJECTS.slice(6, 8).map((object) => ({ ...object, kind: `Staged${object.kind}` })),
  otherSets: [
    { set: 'pending', counts: { ...NO_COUNTS, newlyDenied: 18, uncertain: 8, unchanged: 32 } },
    { set: 'promoted', counts: { ...NO_COUNTS, newlyDenied: 16, uncertain: 8, unchanged: 34 } },
  ],
})

/** `policy-set: promoted`, and a gate that only tells */
export const PROMOTED: ReportDocument = {
  ...YAOBANK,
  policySet: 'promoted',
  gate: {
    limits: { 'newly-denied': 0, 'newly-allowed': 'unlimited', uncertain: 'unlimited' },
    minEvidence: 0,
    maxDeclaredDenied: 'unlimited',
    failOn: 'never',
  },
}

/** Fails for everything but a cut flow */
export const FAILED: ReportDocument = document({
  conclusion: {
    result: 'fail',
    reasons: [
      { is: 'over-limit', what: 'newly-allowed', count: 2, limit: 0 },
      { is: 'over-limit', what: 'uncertain', count: 3, limit: 2 },
      { is: 'assertion-failed', count: 1 },
      { is: 'malformed-change', count: 1 },
      { is: 'waiver-expired', count: 1 },
    ],
  },
  gate: {
    limits: { 'newly-denied': 0, 'newly-allowed': 0, uncertain: 2 },
    minEvidence: 0,
    maxDeclaredDenied: 'unlimited',
    failOn: 'threshold',
  },
  counts: { ...NO_COUNTS, newlyAllowed: 2, uncertain: 3, unchanged: 53 },
  flows: [
    flow('sandbox/netshoot → yaobank/database TCP 2379', {
      change: 'newly-allowed',
      seen: { count: 6, unit: 'connections' },
      ends: [
        {
          direction: 'ingress',
          host: undefined,
          before: decided('deny', hit('np yaobank/database', 'end', 67)),
          after: decided('allow', undefined),
        },
      ],
    }),
    flow('sandbox/netshoot → yaobank/database ICMP ping', {
      change: 'newly-allowed',
      ends: [
        {
          direction: 'ingress',
          host: undefined,
          before: decided('deny', hit('np yaobank/database', 'end', 67)),
          after: decided('allow', undefined),
        },
      ],
    }),
    uncertain('shop/web → shop/cart TCP 8080', 4, {
      possiblyCut: [],
      because: [
        { code: 'policy-unknown', args: ['NetworkPolicy shop/cart'], at: at(12, 'policies/shop.yaml') },
        { code: 'labels-missing', args: ['shop/web', 'knp', 'shop', 'cart', '1'], at: at(20, 'policies/shop.yaml') },
        { code: 'condition-unknown', args: ['http', 'np', 'shop', 'l7', '2'], at: at(30, 'policies/shop.yaml') },
      ],
    }),
    uncertain('shop/web → PRIVATE NETWORK TCP 5432', 2, { possiblyCut: ['10.0.0.0/8'], because: [] }),
    uncertain('shop/web → shop/db UDP 53', 1, {
      possiblyCut: ['0.0.0.0/1', '128.0.0.0/2', '2001:db8::1/128', '192.0.2.1/32'],
      because: [{ code: 'source-port-missing', args: ['', 'np', 'shop', 'db', '1'], at: undefined }],
    }),
  ],
  assertions: [
    assertion({
      holds: false,
      answer: 'deny',
      counterexamples: ['yaobank/customer-665c-9xk2p → yaobank/summary-58ff-2lq8d: deny'],
      addedByChange: true,
    }),
    assertion(),
  ],
  waivers: [
    { owner: 'team-shop', reason: 'the new cart lands in October', expires: '2026-10-31', expired: true, matched: 2 },
  ],
  diagnostics: [
    diagnostic(),
    diagnostic({
      code: 'felix-drops-policy',
      severity: 'warning',
      args: ['NetworkPolicy shop/l7', 'bad-selector', 'a = b', '3', 'an operator'],
      at: at(9, 'policies/shop.yaml'),
    }),
    diagnostic({ code: 'bad-cidr', args: ['10.0.0.0/33'], at: at(4, 'policies/other.yaml'), inChange: false }),
  ],
  objects: [{ ...YAOBANK_OBJECTS[6]!, change: 'edited', malformed: true, selects: undefined }],
})

/** Ten thousand flows */
export function huge(count = 10_000): ReportDocument {
  const flows = Array.from({ length: count }, (_, i): FlowChange =>
    denied(
      `team-${String(i % 97)}/service-${String(i % 389)} → data-${String(i % 31)}/store-${String(i)} TCP ${String(1024 + i)}`,
      count - i,
      [
        {
          direction: 'ingress',
          host: undefined,
          before: decided('allow', undefined),
          after: decided('deny', hit(`np data-${String(i % 31)}/store`, 'end', 1 + i)),
        },
      ],
      i % 2 === 0
        ? undefined
        : near(hit(`np data-${String(i % 31)}/store`, 'ingress 1', 4 + i), [
            { field: 'source', wants: "role == 'reader'", has: "role = 'writer'", dead: false },
          ]),
    ),
  )
  return document({
    ...fails(count),
    counts: { ...NO_COUNTS, newlyDenied: count },
    evidence: {
      ...EVIDENCE,
      flowCount: count,
      recordCount: 4 * count,
      workloadCount: 12_345,
      unseen: Array.from({ length: 300 }, (_, i) => `idle/job-${String(i)}`),
    },
    flows,
    objects: YAOBANK_OBJECTS,
    expectations: {
      unmatched: [],
      addedByChange: 0,
      paste: `expected-denials:\n${flows.map(({ destination, source }) => `  - source: ${source.name}\n    destination: ${destination.name}\n    reason: say why\n`).join('')}`,
    },
  })
}

/** The string in every place that takes one */
export function hostile(text: string): ReportDocument {
  const evil = {
    kind: text,
    namespace: text,
    name: text,
    tier: text,
    pointer: text,
    at: { path: text, line: 7, column: 1 },
  }
  const stopped = [
    {
      direction: 'ingress',
      host: undefined,
      before: decided('allow', undefined),
      after: decided('deny', hit('np a/b', 'end', 1, evil)),
    } as const,
  ]
  const condition = { field: 'source', wants: text, has: text, dead: true } as const
  const ends = {
    source: { name: text, is: 'workload' },
    destination: { name: text, is: 'network' },
    protocol: text,
  } as const
  const place = { path: text, line: 3, column: 1 }
  return document({
    ...fails(3),
    tool: { name: text, version: text },
    before: { label: text, sha: text, filesUrl: `https://github.example/${text}/` },
    after: { label: text, sha: text, filesUrl: 'https://github.example/acme/platform/blob/main/' },
    counts: { ...NO_COUNTS, newlyDenied: 3, newlyAllowed: 1, uncertain: 1, expectedDenied: 1, waived: 1 },
    evidence: {
      ...EVIDENCE,
      windowStart: text,
      capturedAt: text,
      sources: [text],
      origin: { label: text, url: text },
      unseen: [text, text],
      agreement: {
        total: 1,
        reproduced: 0,
        open: 0,
        otherTrace: 1,
        byTier: [{ tier: text, action: 'allow', total: 1, reproduced: 0, open: 0, differ: 1 }],
        unlisted: { unexplained: 2, explained: 3 },
        differ: [
          {
            source: text,
            destination: text,
            protocol: text,
            port: 1,
            reporter: 'source',
            recorded: 'allow',
            simulated: 'deny',
            records: 1,
            cause: 'unexplained',
          },
        ],
      },
    },
    flows: [
      denied('a → b TCP 1', 1, stopped, undefined, {
        ...ends,
        intention: {
          is: 'probably-a-mistake',
          near: near(hit('np a/b', 'ingress 1', 1, evil), [condition], { fixAt: place, fix: { from: text, to: text } }),
        },
      }),
      denied('a → b TCP 1', 1, stopped, near(hit('np a/b', 'ingress 1', 1, evil), [condition], { fixAt: place }), ends),
      denied('a → b TCP 1', 1, stopped, undefined, { ...ends, partly: { cut: [text], total: 2 } }),
      denied('a → b TCP 1', 1, stopped, undefined, {
        ...ends,
        expected: { reason: text, at: place, addedByChange: true },
      }),
      denied('a → b TCP 1', 1, stopped, undefined, { ...ends, waiver: { owner: text, reason: text, expires: text } }),
      flow('a → b TCP 1', { ...ends, change: 'newly-allowed', ends: stopped }),
      uncertain('a → b TCP 1', 1, {
        ...ends,
        possiblyCut: [text],
        possiblyAllowed: [text],
        because: [{ code: 'condition-unknown', args: [text, text, text, text, text], at: place }],
        settled: [
          {
            end: 'source',
            to: [text, `${text} outside 10.0.0.0/8`],
            by: [{ tier: text, kind: text, namespace: text, name: text, rule: 1, action: text }],
          },
        ],
      }),
    ],
    quarantined: [denied('a → b TCP 1', 1, stopped, undefined, ends)],
    preview: [
      {
        ...ends,
        protocol: text,
        port: 1,
        icmp: undefined,
        seen: { count: 1, unit: 'connections' },
        preview: 'deny',
        promoted: 'allow',
        why: 'namesake',
        by: hit('np a/b', 'ingress 1', 1, evil),
      },
    ],
    objects: [
      {
        change: 'added',
        apiVersion: text,
        kind: text,
        namespace: text,
        name: text,
        at: place,
        selects: [text],
        malformed: false,
      },
    ],
    assertions: [
      assertion({
        source: text,
        destination: text,
        protocol: text,
        reason: text,
        at: place,
        holds: false,
        counterexamples: [text],
        decidedBy: hit('np a/b', 'ingress 1', 1, evil),
      }),
    ],
    expectations: { unmatched: [{ text, at: place }], addedByChange: 1, paste: `- reason: ${text}\n` },
    waivers: [{ owner: text, reason: text, expires: text, expired: true, matched: 1 }],
    drift: [{ kind: text, namespace: text, name: text, is: 'differs', at: place }],
    diagnostics: [
      diagnostic({ code: 'unknown-field', args: [text, text], at: place }),
      diagnostic({ code: 'yaml-syntax', args: [text], at: place, severity: 'warning', inChange: false }),
    ],
    notes: [text],
  })
}

/** All hostile strings in one report */
export const HOSTILE_NAMES: ReportDocument = (() => {
  const all = HOSTILE.map(hostile)
  const [first] = all
  if (first === undefined) throw new Error('there are hostile strings')
  return {
    ...first,
    flows: all.flatMap(({ flows }) => flows.slice(0, 2)),
    notes: HOSTILE,
    evidence: { ...EVIDENCE, unseen: HOSTILE },
  }
})()
