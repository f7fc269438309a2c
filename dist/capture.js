#!/usr/bin/env node
import { createRequire as __createRequire } from 'node:module'
const require = __createRequire(import.meta.url)

// src/capture/program.ts
import { appendFileSync, readFileSync as readFileSync4 } from "node:fs";
import { parseArgs } from "node:util";

// src/base/tool.ts
var TOOL = { name: "netpol-preflight", version: "0.1.0" };

// src/report/escape.ts
var LINE_LIMIT = 2e3;
var ANSI = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/gu;
var WHITESPACE = /[^\S\ufeff]|\u0085/gu;
var INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
var LONE_SURROGATE = new RegExp("\\p{Cs}", "gu");
var ZERO_WIDTH_SPACE = "​";
var withoutInvisible = (text) => text.replace(LONE_SURROGATE, "�").replace(INVISIBLE, "");
function cut(text, limit) {
  if (text.length <= limit) return text;
  const points = Array.from(text);
  return points.length <= limit ? text : `${points.slice(0, limit - 1).join("")}…`;
}
var PLAIN_WORD = new RegExp("^(?:\\(?[\\p{L}\\p{N}]+(?:['’-]\\p{L}+)*\\)?[.,;:!?]?|[.,;:!?])$", "u");
var logLine = (raw, limit = LINE_LIMIT) => inertLine(
  cut(
    withoutInvisible(
      raw.slice(0, 20 * limit).replace(ANSI, "").replace(WHITESPACE, " ")
    ).trimEnd(),
    limit
  )
);
var inertLine = (line) => brandLogLine(line.replace(/##(?=\[)/g, `##${ZERO_WIDTH_SPACE}`).replace(/^(\s*):(?=:)/u, `$1:${ZERO_WIDTH_SPACE}`));
var commandData = (raw) => brandCommand(logLine(raw, 4e3).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A"));
var brandMarkdown = (text) => text;
var brandLogLine = (text) => text;
var brandCommand = (text) => text;
var EMPTY = brandMarkdown("(empty)");

// src/capture/capture.ts
import path4 from "node:path";

// src/base/ip.ts
var V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
var V6_MAX = (1n << 128n) - 1n;
var V4_MAX = (1n << 32n) - 1n;
function parseV4(text) {
  if (!V4.test(text)) return void 0;
  let value = 0;
  for (const part of text.split(".")) value = value * 256 + Number(part);
  return value;
}
var HEXTET = /^[0-9a-fA-F]{1,4}$/;
function parseV6(text) {
  let head = text;
  const groups = [];
  const tail = [];
  const dotted = head.lastIndexOf(":");
  let dottedParts = [];
  if (head.includes(".")) {
    const v4 = parseV4(head.slice(dotted + 1));
    if (v4 === void 0) return void 0;
    dottedParts = [Math.floor(v4 / 65536), v4 % 65536];
    head = `${head.slice(0, dotted + 1)}${dottedParts.map((part) => part.toString(16)).join(":")}`;
  }
  const halves = head.split("::");
  if (halves.length > 2) return void 0;
  for (const [half, into] of [
    [halves[0] ?? "", groups],
    [halves[1] ?? "", tail]
  ]) {
    if (half === "") continue;
    for (const group of half.split(":")) {
      if (!HEXTET.test(group)) return void 0;
      into.push(Number.parseInt(group, 16));
    }
  }
  const missing = 8 - groups.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return void 0;
  let value = 0n;
  for (const group of [...groups, ...Array.from({ length: missing }, () => 0), ...tail])
    value = value << 16n | BigInt(group);
  return value;
}
function parseIp(text) {
  if (!text.includes(":")) {
    const v4 = parseV4(text);
    return v4 === void 0 ? void 0 : { family: 4, value: BigInt(v4) };
  }
  const value = parseV6(text);
  if (value === void 0) return void 0;
  return value >> 32n === 0xffffn ? { family: 4, value: value & V4_MAX } : { family: 6, value };
}

// src/snapshot/values.ts
var isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
var NONE = /* @__PURE__ */ new Set(["", "-", "–", "—"]);
var UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
var NAME_LIMIT = 512;
function nameOf(value) {
  if (value === void 0 || value === null) return "";
  if (typeof value !== "string" || value.length > NAME_LIMIT || UNPRINTABLE.test(value)) return void 0;
  return NONE.has(value) ? "" : value;
}
function namespaceOf(value) {
  const name = nameOf(value);
  return name === "Global" ? "" : name;
}
function countOf(value) {
  if (value === void 0 || value === null) return 0;
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !(number >= 0)) return void 0;
  return Math.min(number, Number.MAX_SAFE_INTEGER);
}
function portOf(value) {
  const port = countOf(value);
  return port !== void 0 && Number.isInteger(port) && port <= 65535 ? port : void 0;
}
var PROTOCOLS = {
  icmp: 1,
  icmpv4: 1,
  ipip: 4,
  "ip-in-ip": 4,
  tcp: 6,
  udp: 17,
  gre: 47,
  esp: 50,
  icmp6: 58,
  icmpv6: 58,
  "ipv6-icmp": 58,
  vrrp: 112,
  sctp: 132,
  udplite: 136
};
function protocolOf(value) {
  if (typeof value === "string" && !/^\d+$/.test(value)) {
    const name = value.toLowerCase();
    return Object.hasOwn(PROTOCOLS, name) ? PROTOCOLS[name] : void 0;
  }
  const number = Number(value);
  return value !== void 0 && value !== null && Number.isInteger(number) && number >= 0 && number <= 255 ? number : void 0;
}
var ICMP = 1;
var ICMPV6 = 58;
function timeOf(value) {
  if (value === void 0 || value === null || value === "") return 0;
  if (typeof value === "string" && !/^\d+$/.test(value)) {
    const millis = Date.parse(value);
    return Number.isNaN(millis) ? void 0 : Math.max(0, millis / 1e3);
  }
  const number = Number(value);
  if (!(number >= 0)) return void 0;
  if (number < 1e11) return number;
  if (number < 1e14) return number / 1e3;
  return number < 1e17 ? number / 1e6 : number / 1e9;
}
var isoTime = (seconds) => new Date(seconds * 1e3).toISOString().replace(".000Z", "Z");
function ipsOf(value) {
  const texts2 = Array.isArray(value) ? value : value === void 0 || value === null ? [] : [value];
  return texts2.flatMap((text) => typeof text === "string" ? parseIp(text) ?? [] : []);
}
function labelPairsOf(value) {
  if (typeof value === "string") return value === "" ? [] : value.split(" | ");
  const list = isObject(value) ? value["labels"] : value;
  return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
}

// src/snapshot/metadata.ts
var METADATA_KIND = "NetpolSnapshotMetadata";
function metadataOf(value) {
  if (value["kind"] === METADATA_KIND) return timesOf(captureOf(value));
  return "list_start_time_gte" in value && "list_start_time_lt" in value ? listMetadata(value) : void 0;
}
function timesOf(said) {
  return {
    capturedAt: known(said.capturedAt),
    windowStart: known(said.window?.start),
    windowEnd: known(said.window?.end),
    clusterId: said.clusterId,
    said
  };
}
function listMetadata(value) {
  const [start, end] = [known(value["list_start_time_gte"]), known(value["list_start_time_lt"])];
  return timesOf({
    ...end !== void 0 && { capturedAt: isoTime(end) },
    ...start !== void 0 && end !== void 0 && { window: { start: isoTime(start), end: isoTime(end) } }
  });
}
function known(value) {
  const time = timeOf(value);
  return time === 0 ? void 0 : time;
}
function captureOf(value) {
  const { clusterId, counts, sources, tool, unread, window } = value;
  const capturedAt = timeText(value["capturedAt"]);
  const [start, end] = isObject(window) ? [timeText(window["start"]), timeText(window["end"])] : [];
  const objects = isObject(counts) && isObject(counts["objects"]) ? countsOf(counts["objects"]) : void 0;
  return {
    ...capturedAt !== void 0 && { capturedAt },
    ...start !== void 0 && end !== void 0 && { window: { start, end } },
    ...typeof clusterId === "string" && clusterId !== "" && { clusterId },
    ...toolOf(tool),
    ...isObject(sources) && { sources: sourcesOf(sources) },
    ...objects !== void 0 && { counts: { objects } },
    ...Array.isArray(unread) && { unread: unread.flatMap(gapOf) }
  };
}
var timeText = (value) => typeof value === "string" && (timeOf(value) ?? 0) > 0 ? value : void 0;
function toolOf(value) {
  if (!isObject(value)) return {};
  const { name, version } = value;
  return typeof name === "string" && typeof version === "string" ? { tool: { name, version } } : {};
}
var sourcesOf = ({ flows, objects }) => ({
  ...typeof objects === "string" && { objects },
  ...typeof flows === "string" && { flows }
});
var countsOf = (value) => Object.fromEntries(
  Object.entries(value).flatMap(
    ([kind, count2]) => typeof count2 === "number" && Number.isSafeInteger(count2) && count2 >= 0 ? [[kind, count2]] : []
  )
);
function gapOf(value) {
  if (!isObject(value)) return [];
  const { what, why } = value;
  return typeof what === "string" && typeof why === "string" ? [{ what, why }] : [];
}
function joinMetadata(all) {
  const clusters = new Set(all.flatMap(({ clusterId: clusterId2 }) => clusterId2 ?? []));
  const [clusterId] = clusters;
  return {
    capturedAt: last(all.map((one) => one.capturedAt)),
    windowStart: first(all.map((one) => one.windowStart)),
    windowEnd: last(all.map((one) => one.windowEnd)),
    clusterId: clusters.size === 1 ? clusterId : void 0
  };
}
var first = (times) => times.reduce((a, b) => a === void 0 ? b : b === void 0 ? a : Math.min(a, b), void 0);
var last = (times) => times.reduce((a, b) => a === void 0 ? b : b === void 0 ? a : Math.max(a, b), void 0);

// src/capture/failure.ts
var CaptureError = class extends Error {
};
var TransferError = class extends Error {
  trouble;
  constructor(trouble, message) {
    super(message);
    this.trouble = trouble;
  }
};
var messageOf = (error) => error instanceof Error ? error.message : String(error);
var codeOf = (error) => error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
function brief(text, limit = 300) {
  const line = text.trim().split(/[\r\n]/, 1)[0] ?? "";
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

// src/capture/inventory.ts
import { createHash } from "node:crypto";

// src/base/order.ts
var byText = (a, b) => a < b ? -1 : a > b ? 1 : 0;
function byKeys(...keys) {
  return (a, b) => {
    for (const key of keys) {
      const [x, y] = [key(a), key(b)];
      if (x < y) return -1;
      if (x > y) return 1;
    }
    return 0;
  };
}

// src/base/nearest.ts
var LIMIT = 2;
function nearest(word, words) {
  const wanted = word.toLowerCase();
  let best;
  let least = Math.min(LIMIT, wanted.length - 1) + 1;
  for (const candidate of words) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const edits = distance(wanted, candidate.toLowerCase());
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}
function distance(a, b) {
  let [twoBack, previous] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) edits = Math.min(edits, (twoBack[j - 2] ?? 0) + 1);
      row.push(edits);
    }
    ;
    [twoBack, previous] = [previous, row];
  }
  return previous[b.length] ?? 0;
}

// src/manifest/kinds.ts
var CALICO = {
  NetworkPolicy: "namespaced",
  GlobalNetworkPolicy: "cluster",
  StagedNetworkPolicy: "namespaced",
  StagedGlobalNetworkPolicy: "cluster",
  StagedKubernetesNetworkPolicy: "namespaced",
  Tier: "cluster",
  NetworkSet: "namespaced",
  GlobalNetworkSet: "cluster",
  HostEndpoint: "cluster",
  Profile: "cluster",
  IPPool: "cluster",
  FelixConfiguration: "cluster",
  BGPConfiguration: "cluster",
  ClusterInformation: "cluster",
  KubeControllersConfiguration: "cluster"
};
var ADMIN = {
  AdminNetworkPolicy: "cluster",
  BaselineAdminNetworkPolicy: "cluster",
  ClusterNetworkPolicy: "cluster"
};
var KINDS = {
  "": {
    Namespace: "cluster",
    Node: "cluster",
    Pod: "namespaced",
    ReplicationController: "namespaced",
    Service: "namespaced",
    ServiceAccount: "namespaced"
  },
  apps: { Deployment: "namespaced", StatefulSet: "namespaced", DaemonSet: "namespaced", ReplicaSet: "namespaced" },
  batch: { Job: "namespaced", CronJob: "namespaced" },
  "discovery.k8s.io": { EndpointSlice: "namespaced" },
  "networking.k8s.io": { NetworkPolicy: "namespaced" },
  // Where it lived before Kubernetes 1.16
  extensions: { NetworkPolicy: "namespaced" },
  "policy.networking.k8s.io": ADMIN,
  "projectcalico.org": CALICO,
  "crd.projectcalico.org": CALICO,
  // Policies of other implementations: not modelled, but what they could govern is not known
  "cilium.io": { CiliumNetworkPolicy: "namespaced", CiliumClusterwideNetworkPolicy: "cluster" },
  "crd.antrea.io": { NetworkPolicy: "namespaced", ClusterNetworkPolicy: "cluster" },
  "networking.k8s.aws": { ApplicationNetworkPolicy: "namespaced", ClusterNetworkPolicy: "cluster" }
};
var DECLARING = {
  "networking.k8s.io": { Ingress: "namespaced", IngressClass: "cluster" },
  "gateway.networking.k8s.io": {
    Gateway: "namespaced",
    HTTPRoute: "namespaced",
    GRPCRoute: "namespaced",
    TCPRoute: "namespaced",
    TLSRoute: "namespaced",
    UDPRoute: "namespaced"
  },
  "admissionregistration.k8s.io": {
    MutatingWebhookConfiguration: "cluster",
    ValidatingWebhookConfiguration: "cluster"
  },
  "apiregistration.k8s.io": { APIService: "cluster" },
  "monitoring.coreos.com": { Prometheus: "namespaced", ServiceMonitor: "namespaced", PodMonitor: "namespaced" }
};
var POLICY = /NetworkPolicy$/;
var affectsPolicy = (group, kind) => scopeIn(KINDS, group, kind) !== void 0;
var declaresFlows = (group, kind) => scopeIn(DECLARING, group, kind) !== void 0;
var scopeOf = (group, kind) => scopeIn(KINDS, group, kind) ?? scopeIn(DECLARING, group, kind);
function scopeIn(lists, group, kind) {
  const kinds = Object.hasOwn(lists, group) ? lists[group] : void 0;
  return kinds !== void 0 && Object.hasOwn(kinds, kind) ? kinds[kind] : void 0;
}
var groupsWith = (kind) => Object.keys(KINDS).filter((group) => affectsPolicy(group, kind));
var MISSED = /(?:NetworkPolicy|NetworkSet|^Tier|^HostEndpoint)$/;
function meantKind(apiVersion, kind) {
  const group = groupOf(apiVersion);
  if (affectsPolicy(group, kind)) return void 0;
  const kinds = Object.hasOwn(KINDS, group) ? Object.keys(KINDS[group] ?? {}).filter((one) => MISSED.test(one)) : [];
  const near = nearest(kind, kinds) ?? nearest(kind.replace(/ies$/i, "y"), kinds);
  if (near !== void 0) return { apiVersion, kind: near, field: "kind" };
  if (!POLICY.test(kind)) return void 0;
  const written = group === "" ? apiVersion : group;
  const meant = apiVersion === "v1" ? "networking.k8s.io" : nearest(written, groupsWith(kind));
  const version = meant === void 0 ? void 0 : VERSIONS.get(meant);
  return version === void 0 ? void 0 : { apiVersion: `${String(meant)}/${version}`, kind, field: "apiVersion" };
}
var VERSIONS = /* @__PURE__ */ new Map([
  ["networking.k8s.io", "v1"],
  ["policy.networking.k8s.io", "v1alpha2"],
  ["projectcalico.org", "v3"],
  ["crd.projectcalico.org", "v1"]
]);
var isPolicyGroup = (group) => Object.hasOwn(KINDS, group) && Object.keys(KINDS[group] ?? {}).some((kind) => POLICY.test(kind));
var groupOf = (apiVersion) => apiVersion.slice(0, Math.max(0, apiVersion.indexOf("/")));

// src/capture/shapes.ts
var METADATA = {
  name: "scalar",
  generateName: "scalar",
  namespace: "scalar",
  uid: "scalar",
  resourceVersion: "scalar",
  creationTimestamp: "scalar",
  deletionTimestamp: "scalar",
  labels: "labels",
  annotations: "annotations",
  ownerReferences: [{ kind: "scalar", name: "scalar", uid: "scalar", controller: "scalar" }]
};
var CONTAINERS = [
  {
    name: "scalar",
    restartPolicy: "scalar",
    ports: [{ name: "scalar", containerPort: "scalar", hostPort: "scalar", hostIP: "scalar", protocol: "scalar" }]
  }
];
var POD_SPEC = {
  serviceAccountName: "scalar",
  serviceAccount: "scalar",
  nodeName: "scalar",
  hostNetwork: "scalar",
  dnsPolicy: "scalar",
  containers: CONTAINERS,
  initContainers: CONTAINERS
};
var TEMPLATE = { metadata: { labels: "labels" }, spec: POD_SPEC };
var WORKLOAD = { spec: { replicas: "scalar", template: TEMPLATE } };
var SERVICE_PORT = {
  name: "scalar",
  port: "scalar",
  protocol: "scalar",
  targetPort: "scalar",
  nodePort: "scalar"
};
var POLICY2 = { metadata: { managedFields: [{ time: "scalar", subresource: "scalar" }] }, spec: "spec" };
var BACKEND = { service: { name: "scalar", port: { number: "scalar", name: "scalar" } } };
var BALANCED = { loadBalancer: { ingress: [{ ip: "scalar", hostname: "scalar" }] } };
var REFERENCE = { group: "scalar", kind: "scalar", namespace: "scalar", name: "scalar" };
var ROUTE = {
  spec: { parentRefs: [REFERENCE], rules: [{ backendRefs: [{ ...REFERENCE, port: "scalar" }] }] }
};
var CALLED = { namespace: "scalar", name: "scalar", port: "scalar" };
var WEBHOOKS = { webhooks: [{ clientConfig: { service: CALLED } }] };
var SELECTOR = {
  matchLabels: "labels",
  matchExpressions: [{ key: "scalar", operator: "scalar", values: ["scalar"] }]
};
var MONITOR = { selector: SELECTOR, namespaceSelector: { any: "scalar", matchNames: ["scalar"] } };
var NETWORKS = [{ cidr: "scalar" }];
var PORT_PAIRS = [{ net: "scalar", protocol: "scalar", port: "scalar" }];
var CALICO2 = {
  Tier: { spec: { order: "scalar", defaultAction: "scalar" } },
  NetworkPolicy: POLICY2,
  GlobalNetworkPolicy: POLICY2,
  StagedNetworkPolicy: POLICY2,
  StagedGlobalNetworkPolicy: POLICY2,
  StagedKubernetesNetworkPolicy: POLICY2,
  NetworkSet: { spec: { nets: ["scalar"], allowedEgressDomains: ["scalar"] } },
  GlobalNetworkSet: { spec: { nets: ["scalar"], allowedEgressDomains: ["scalar"] } },
  HostEndpoint: {
    spec: {
      node: "scalar",
      interfaceName: "scalar",
      expectedIPs: ["scalar"],
      profiles: ["scalar"],
      ports: [{ name: "scalar", protocol: "scalar", port: "scalar" }]
    }
  },
  Profile: { spec: { labelsToApply: "labels", ingress: "spec", egress: "spec" } },
  IPPool: {
    spec: { cidr: "scalar", natOutgoing: "scalar", disabled: "scalar", ipipMode: "scalar", vxlanMode: "scalar" }
  },
  FelixConfiguration: {
    spec: {
      bpfEnabled: "scalar",
      nftablesMode: "scalar",
      defaultEndpointToHostAction: "scalar",
      natOutgoingExclusions: "scalar",
      serviceLoopPrevention: "scalar",
      allowIPIPPacketsFromWorkloads: "scalar",
      allowVXLANPacketsFromWorkloads: "scalar",
      vxlanPort: "scalar",
      failsafeInboundHostPorts: PORT_PAIRS,
      failsafeOutboundHostPorts: PORT_PAIRS,
      flowLogsPolicyEvaluationMode: "scalar"
    }
  },
  BGPConfiguration: {
    spec: { serviceClusterIPs: NETWORKS, serviceExternalIPs: NETWORKS, serviceLoadBalancerIPs: NETWORKS }
  },
  KubeControllersConfiguration: {
    spec: { controllers: { node: { hostEndpoint: { autoCreate: "scalar" } } } }
  },
  // The clusterGUID is only known by its hash, in the metadata of the snapshot
  ClusterInformation: { spec: { calicoVersion: "scalar", clusterType: "scalar" } }
};
var KINDS2 = {
  "": {
    Namespace: {},
    Node: {
      spec: { podCIDR: "scalar", podCIDRs: ["scalar"] },
      status: { addresses: [{ type: "scalar", address: "scalar" }] }
    },
    Pod: {
      spec: POD_SPEC,
      status: { phase: "scalar", podIP: "scalar", podIPs: [{ ip: "scalar" }], hostIP: "scalar" }
    },
    ServiceAccount: {},
    Service: {
      spec: {
        type: "scalar",
        selector: "labels",
        ports: [SERVICE_PORT],
        clusterIP: "scalar",
        clusterIPs: ["scalar"],
        ipFamilies: ["scalar"],
        externalIPs: ["scalar"],
        externalTrafficPolicy: "scalar",
        internalTrafficPolicy: "scalar"
      },
      status: BALANCED
    },
    ReplicationController: { spec: { replicas: "scalar", selector: "labels", template: TEMPLATE } }
  },
  apps: { Deployment: WORKLOAD, StatefulSet: WORKLOAD, DaemonSet: WORKLOAD, ReplicaSet: WORKLOAD },
  batch: {
    Job: { spec: { template: TEMPLATE } },
    CronJob: {
      spec: { schedule: "scalar", suspend: "scalar", jobTemplate: { spec: { template: TEMPLATE } } },
      status: { lastScheduleTime: "scalar" }
    }
  },
  "discovery.k8s.io": {
    EndpointSlice: {
      addressType: "scalar",
      endpoints: [
        {
          addresses: ["scalar"],
          conditions: { ready: "scalar", serving: "scalar", terminating: "scalar" },
          nodeName: "scalar",
          targetRef: { kind: "scalar", namespace: "scalar", name: "scalar", uid: "scalar" }
        }
      ],
      ports: [{ name: "scalar", port: "scalar", protocol: "scalar" }]
    }
  },
  "networking.k8s.io": {
    NetworkPolicy: POLICY2,
    Ingress: {
      spec: {
        ingressClassName: "scalar",
        defaultBackend: BACKEND,
        rules: [{ http: { paths: [{ backend: BACKEND }] } }]
      },
      status: BALANCED
    },
    IngressClass: { spec: { controller: "scalar" } }
  },
  "gateway.networking.k8s.io": {
    Gateway: {
      spec: { gatewayClassName: "scalar" },
      status: { addresses: [{ type: "scalar", value: "scalar" }] }
    },
    HTTPRoute: ROUTE,
    GRPCRoute: ROUTE,
    TCPRoute: ROUTE,
    TLSRoute: ROUTE,
    UDPRoute: ROUTE
  },
  "admissionregistration.k8s.io": {
    MutatingWebhookConfiguration: WEBHOOKS,
    ValidatingWebhookConfiguration: WEBHOOKS
  },
  "apiregistration.k8s.io": { APIService: { spec: { service: CALLED } } },
  "monitoring.coreos.com": {
    Prometheus: {
      spec: {
        serviceMonitorSelector: SELECTOR,
        serviceMonitorNamespaceSelector: SELECTOR,
        podMonitorSelector: SELECTOR,
        podMonitorNamespaceSelector: SELECTOR
      }
    },
    ServiceMonitor: { spec: { ...MONITOR, endpoints: [{ port: "scalar", targetPort: "scalar" }] } },
    PodMonitor: {
      spec: { ...MONITOR, podMetricsEndpoints: [{ port: "scalar", portNumber: "scalar", targetPort: "scalar" }] }
    }
  },
  "policy.networking.k8s.io": {
    AdminNetworkPolicy: POLICY2,
    BaselineAdminNetworkPolicy: POLICY2,
    ClusterNetworkPolicy: POLICY2
  },
  "projectcalico.org": CALICO2,
  "crd.projectcalico.org": CALICO2
};
var isFields = (shape) => typeof shape === "object" && !Array.isArray(shape);
function shapeOf(apiVersion, kind) {
  const group = groupOf(apiVersion);
  const kinds = Object.hasOwn(KINDS2, group) ? KINDS2[group] : void 0;
  const own = kinds !== void 0 && Object.hasOwn(kinds, kind) ? kinds[kind] : void 0;
  if (own === void 0) return void 0;
  const { metadata, ...rest } = own;
  return { metadata: isFields(metadata) ? { ...METADATA, ...metadata } : METADATA, ...rest };
}
var CAPTURED_KINDS = Object.entries(KINDS2).flatMap(
  ([group, kinds]) => Object.keys(kinds).map((kind) => `${group}|${kind}`)
);
var ANNOTATIONS = [
  /^cni\.projectcalico\.org\/[A-Za-z0-9]+$/,
  /^vpc\.amazonaws\.com\/pod-ips$/,
  /^projectcalico\.org\/IPv[46][A-Za-z0-9]*$/,
  /^projectcalico\.org\/Interfaces$/
];
var isAddressAnnotation = (name) => ANNOTATIONS.some((pattern) => pattern.test(name));
var STORED_METADATA = "projectcalico.org/metadata";
var STORED_FIELDS = { name: "scalar", namespace: "scalar", uid: "scalar", labels: "labels" };

// src/capture/projection.ts
var isObject2 = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
function project(value) {
  if (!isObject2(value)) return void 0;
  const { apiVersion, kind } = value;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return void 0;
  const shape = shapeOf(apiVersion, kind);
  if (shape === void 0) return void 0;
  const fields = shaped(value, shape);
  const metadata = isObject2(fields) ? fields["metadata"] : void 0;
  if (!isObject2(fields) || !isObject2(metadata) || typeof metadata["name"] !== "string") return void 0;
  return { apiVersion, kind, ...fields, metadata };
}
function shaped(value, shape) {
  if (value === void 0 || value === null) return void 0;
  if (shape === "scalar") return typeof value === "object" ? void 0 : value;
  if (shape === "labels") return texts(value, () => true);
  if (shape === "annotations") return annotations(value);
  if (shape === "spec") return value;
  if (isList(shape)) {
    const [item] = shape;
    return Array.isArray(value) ? value.flatMap((one) => present(shaped(one, item))) : void 0;
  }
  if (!isObject2(value)) return void 0;
  const kept = Object.entries(shape).flatMap(([field, inner]) => {
    const part = Object.hasOwn(value, field) ? shaped(value[field], inner) : void 0;
    return part === void 0 ? [] : [[field, part]];
  });
  return Object.fromEntries(kept);
}
var isList = (shape) => Array.isArray(shape);
var present = (value) => value === void 0 ? [] : [value];
function texts(value, wanted) {
  if (!isObject2(value)) return void 0;
  return Object.fromEntries(Object.entries(value).filter(([name, text]) => typeof text === "string" && wanted(name)));
}
function annotations(value) {
  const kept = texts(value, isAddressAnnotation);
  if (kept === void 0 || !isObject2(value)) return void 0;
  const stored = storedMetadata(value[STORED_METADATA]);
  const all = stored === void 0 ? kept : { ...kept, [STORED_METADATA]: stored };
  return Object.keys(all).length === 0 ? void 0 : all;
}
function storedMetadata(text) {
  if (typeof text !== "string") return void 0;
  try {
    const value = JSON.parse(text);
    return isObject2(value) ? JSON.stringify(shaped(value, STORED_FIELDS)) : void 0;
  } catch {
    return void 0;
  }
}

// src/capture/inventory.ts
var InventoryBuilder = class {
  #byKey = /* @__PURE__ */ new Map();
  #unread = [];
  /** What the cluster is known by: better than by its oldest namespace, by what Calico made up for it */
  #guid;
  #uid;
  /** False for an object that is not captured */
  add(object) {
    const projected = project(object);
    if (projected === void 0) return false;
    this.#identify(object, projected);
    this.#byKey.set(keyOf(projected), projected);
    return true;
  }
  missing(unread) {
    this.#unread.push(unread);
  }
  build() {
    const order = new Map(CAPTURED_KINDS.map((kind, i) => [kind, i]));
    const objects = [...this.#byKey.values()].sort(
      byKeys(
        ({ apiVersion, kind }) => order.get(`${groupOf(apiVersion)}|${kind}`) ?? order.size,
        ({ apiVersion }) => apiVersion,
        ({ metadata }) => textOf(metadata["namespace"]),
        ({ metadata }) => textOf(metadata["name"])
      )
    );
    return { objects, clusterId: clusterIdOf(this.#guid ?? this.#uid), unread: this.#unread };
  }
  #identify(object, { kind, metadata }) {
    if (kind === "ClusterInformation" && metadata["name"] === "default")
      this.#guid = textOf(isObject2(object["spec"]) ? object["spec"]["clusterGUID"] : void 0) || this.#guid;
    if (kind === "Namespace" && metadata["name"] === "kube-system") this.#uid = textOf(metadata["uid"]) || this.#uid;
  }
};
var textOf = (value) => typeof value === "string" ? value : "";
var keyOf = ({ apiVersion, kind, metadata }) => [groupOf(apiVersion), kind, textOf(metadata["namespace"]), textOf(metadata["name"])].join("|");
var clusterIdOf = (secret) => secret === void 0 ? void 0 : `sha256:${createHash("sha256").update(secret).digest("hex")}`;

// src/capture/agent.ts
import http from "node:http";
import https from "node:https";
import net from "node:net";
import tls from "node:tls";

// src/capture/kubeconfig.ts
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

// src/files/trouble.ts
function causeOf(error) {
  const code2 = error instanceof Error && "code" in error ? String(error.code) : "";
  switch (code2) {
    case "ENOENT":
      return "it does not exist";
    case "EACCES":
    case "EPERM":
      return "permission was denied";
    case "ENOTDIR":
      return "a part of its path is not a folder";
    case "ELOOP":
      return "it is a symbolic link";
    case "":
      return error instanceof Error ? error.message : String(error);
    default:
      return code2;
  }
}

// node_modules/js-yaml/dist/js-yaml.mjs
var NOT_RESOLVED = /* @__PURE__ */ Symbol("NOT_RESOLVED");
function defineScalarTag(tagName, options) {
  return {
    tagName,
    nodeKind: "scalar",
    implicit: options.implicit ?? false,
    matchByTagPrefix: options.matchByTagPrefix ?? false,
    implicitFirstChars: options.implicitFirstChars ?? null,
    resolve: options.resolve,
    identify: options.identify,
    represent: options.represent ?? ((data) => String(data)),
    representTagName: options.representTagName ?? (() => tagName)
  };
}
function defineSequenceTag(tagName, options) {
  const carrierIsResult = options.finalize === void 0;
  return {
    tagName,
    nodeKind: "sequence",
    implicit: false,
    matchByTagPrefix: options.matchByTagPrefix ?? false,
    create: options.create,
    addItem: options.addItem,
    finalize: options.finalize ?? ((carrier) => carrier),
    carrierIsResult,
    identify: options.identify,
    represent: options.represent ?? ((data) => data),
    representTagName: options.representTagName ?? (() => tagName)
  };
}
function defineMappingTag(tagName, options) {
  const carrierIsResult = options.finalize === void 0;
  return {
    tagName,
    nodeKind: "mapping",
    implicit: false,
    matchByTagPrefix: options.matchByTagPrefix ?? false,
    create: options.create,
    addPair: options.addPair,
    has: options.has,
    keys: options.keys,
    get: options.get,
    finalize: options.finalize ?? ((carrier) => carrier),
    carrierIsResult,
    identify: options.identify,
    represent: options.represent ?? ((data) => data),
    representTagName: options.representTagName ?? (() => tagName)
  };
}
var strTag = defineScalarTag("tag:yaml.org,2002:str", {
  resolve: (source2) => source2,
  identify: (data) => typeof data === "string"
});
var NULL_VALUES$1 = [
  "",
  "~",
  "null",
  "Null",
  "NULL"
];
var nullCoreTag = defineScalarTag("tag:yaml.org,2002:null", {
  implicit: true,
  implicitFirstChars: [
    "",
    "~",
    "n",
    "N"
  ],
  resolve: (source2) => {
    if (NULL_VALUES$1.indexOf(source2) !== -1) return null;
    return NOT_RESOLVED;
  },
  identify: (object) => object === null,
  represent: () => "null"
});
var nullJsonTag = defineScalarTag("tag:yaml.org,2002:null", {
  implicit: true,
  implicitFirstChars: ["n"],
  resolve: (source2, isExplicit) => {
    if (source2 === "null" || isExplicit && source2 === "") return null;
    return NOT_RESOLVED;
  },
  identify: (object) => object === null,
  represent: () => "null"
});
var NULL_VALUES = [
  "",
  "~",
  "null",
  "Null",
  "NULL"
];
var nullYaml11Tag = defineScalarTag("tag:yaml.org,2002:null", {
  implicit: true,
  implicitFirstChars: [
    "",
    "~",
    "n",
    "N"
  ],
  resolve: (source2) => {
    if (NULL_VALUES.indexOf(source2) !== -1) return null;
    return NOT_RESOLVED;
  },
  identify: (object) => object === null,
  represent: () => "null"
});
var TRUE_VALUES$2 = [
  "true",
  "True",
  "TRUE"
];
var FALSE_VALUES$2 = [
  "false",
  "False",
  "FALSE"
];
var boolCoreTag = defineScalarTag("tag:yaml.org,2002:bool", {
  implicit: true,
  implicitFirstChars: [
    "t",
    "T",
    "f",
    "F"
  ],
  resolve: (source2) => {
    if (TRUE_VALUES$2.indexOf(source2) !== -1) return true;
    if (FALSE_VALUES$2.indexOf(source2) !== -1) return false;
    return NOT_RESOLVED;
  },
  identify: (object) => Object.prototype.toString.call(object) === "[object Boolean]",
  represent: (object) => object ? "true" : "false"
});
var TRUE_VALUES$1 = ["true"];
var FALSE_VALUES$1 = ["false"];
var boolJsonTag = defineScalarTag("tag:yaml.org,2002:bool", {
  implicit: true,
  implicitFirstChars: ["t", "f"],
  resolve: (source2) => {
    if (TRUE_VALUES$1.indexOf(source2) !== -1) return true;
    if (FALSE_VALUES$1.indexOf(source2) !== -1) return false;
    return NOT_RESOLVED;
  },
  identify: (object) => Object.prototype.toString.call(object) === "[object Boolean]",
  represent: (object) => object ? "true" : "false"
});
var TRUE_VALUES = [
  "true",
  "True",
  "TRUE",
  "y",
  "Y",
  "yes",
  "Yes",
  "YES",
  "on",
  "On",
  "ON"
];
var FALSE_VALUES = [
  "false",
  "False",
  "FALSE",
  "n",
  "N",
  "no",
  "No",
  "NO",
  "off",
  "Off",
  "OFF"
];
var boolYaml11Tag = defineScalarTag("tag:yaml.org,2002:bool", {
  implicit: true,
  implicitFirstChars: [
    "y",
    "Y",
    "n",
    "N",
    "t",
    "T",
    "f",
    "F",
    "o",
    "O"
  ],
  resolve: (source2) => {
    if (TRUE_VALUES.indexOf(source2) !== -1) return true;
    if (FALSE_VALUES.indexOf(source2) !== -1) return false;
    return NOT_RESOLVED;
  },
  identify: (object) => Object.prototype.toString.call(object) === "[object Boolean]",
  represent: (object) => object ? "true" : "false"
});
var YAML_INTEGER_IMPLICIT_PATTERN$1 = /* @__PURE__ */ new RegExp("^(?:0o[0-7]+|0x[0-9a-fA-F]+|[-+]?[0-9]+)$");
var YAML_INTEGER_EXPLICIT_PATTERN$1 = /* @__PURE__ */ new RegExp("^(?:[-+]?0b[0-1]+|[-+]?0o[0-7]+|[-+]?0x[0-9a-fA-F]+|[-+]?[0-9]+)$");
function parseYamlInteger$2(source2) {
  let value = source2;
  let sign = 1;
  if (value[0] === "-" || value[0] === "+") {
    if (value[0] === "-") sign = -1;
    value = value.slice(1);
  }
  if (value.startsWith("0b")) return sign * parseInt(value.slice(2), 2);
  if (value.startsWith("0o")) return sign * parseInt(value.slice(2), 8);
  if (value.startsWith("0x")) return sign * parseInt(value.slice(2), 16);
  return sign * parseInt(value, 10);
}
function resolveYamlInteger$2(source2, isExplicit) {
  if (isExplicit) {
    if (!YAML_INTEGER_EXPLICIT_PATTERN$1.test(source2)) return NOT_RESOLVED;
  } else if (!YAML_INTEGER_IMPLICIT_PATTERN$1.test(source2)) return NOT_RESOLVED;
  const result2 = parseYamlInteger$2(source2);
  return Number.isFinite(result2) ? result2 : NOT_RESOLVED;
}
var intCoreTag = defineScalarTag("tag:yaml.org,2002:int", {
  implicit: true,
  implicitFirstChars: [
    "-",
    "+",
    ..."0123456789"
  ],
  resolve: resolveYamlInteger$2,
  identify: (object) => Number.isInteger(object) && !Object.is(object, -0) && object.toString(10).indexOf("e") < 0,
  represent: (object) => object.toString(10)
});
var YAML_INTEGER_IMPLICIT_PATTERN = /* @__PURE__ */ new RegExp("^-?(?:0|[1-9][0-9]*)$");
var YAML_INTEGER_EXPLICIT_PATTERN = /* @__PURE__ */ new RegExp("^(?:[-+]?0b[0-1]+|[-+]?0o[0-7]+|[-+]?0x[0-9a-fA-F]+|[-+]?[0-9]+)$");
function parseYamlInteger$1(source2) {
  let value = source2;
  let sign = 1;
  if (value[0] === "-" || value[0] === "+") {
    if (value[0] === "-") sign = -1;
    value = value.slice(1);
  }
  if (value.startsWith("0b")) return sign * parseInt(value.slice(2), 2);
  if (value.startsWith("0o")) return sign * parseInt(value.slice(2), 8);
  if (value.startsWith("0x")) return sign * parseInt(value.slice(2), 16);
  return sign * parseInt(value, 10);
}
function resolveYamlInteger$1(source2, isExplicit) {
  if (isExplicit) {
    if (!YAML_INTEGER_EXPLICIT_PATTERN.test(source2)) return NOT_RESOLVED;
  } else if (!YAML_INTEGER_IMPLICIT_PATTERN.test(source2)) return NOT_RESOLVED;
  const result2 = parseYamlInteger$1(source2);
  return Number.isFinite(result2) ? result2 : NOT_RESOLVED;
}
var intJsonTag = defineScalarTag("tag:yaml.org,2002:int", {
  implicit: true,
  implicitFirstChars: ["-", ..."0123456789"],
  resolve: resolveYamlInteger$1,
  identify: (object) => Number.isInteger(object) && !Object.is(object, -0) && object.toString(10).indexOf("e") < 0,
  represent: (object) => object.toString(10)
});
var YAML_INTEGER_PATTERN = /* @__PURE__ */ new RegExp("^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?0x[0-9a-fA-F_]+|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+|[-+]?(?:0|[1-9][0-9_]*))$");
function parseYamlInteger(source2) {
  let value = source2.replace(/_/g, "");
  let sign = 1;
  if (value[0] === "-" || value[0] === "+") {
    if (value[0] === "-") sign = -1;
    value = value.slice(1);
  }
  if (value.startsWith("0b")) return sign * parseInt(value.slice(2), 2);
  if (value.startsWith("0x")) return sign * parseInt(value.slice(2), 16);
  if (value.includes(":")) {
    let result2 = 0;
    for (const part of value.split(":")) result2 = result2 * 60 + Number(part);
    return sign * result2;
  }
  if (value !== "0" && value[0] === "0") return sign * parseInt(value, 8);
  return sign * parseInt(value, 10);
}
function resolveYamlInteger(source2) {
  if (!YAML_INTEGER_PATTERN.test(source2)) return NOT_RESOLVED;
  const result2 = parseYamlInteger(source2);
  return Number.isFinite(result2) ? result2 : NOT_RESOLVED;
}
var intYaml11Tag = defineScalarTag("tag:yaml.org,2002:int", {
  implicit: true,
  implicitFirstChars: [
    "-",
    "+",
    ..."0123456789"
  ],
  resolve: resolveYamlInteger,
  identify: (object) => Number.isInteger(object) && !Object.is(object, -0) && object.toString(10).indexOf("e") < 0,
  represent: (object) => object.toString(10)
});
var YAML_FLOAT_PATTERN$1 = /* @__PURE__ */ new RegExp("^(?:[-+]?[0-9]+(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|[-+]?\\.[0-9]+(?:[eE][-+]?[0-9]+)?|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");
var YAML_FLOAT_SPECIAL_PATTERN$1 = /* @__PURE__ */ new RegExp("^(?:[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");
function resolveYamlFloat$2(source2) {
  if (!YAML_FLOAT_PATTERN$1.test(source2)) return NOT_RESOLVED;
  let value = source2.toLowerCase();
  const sign = value[0] === "-" ? -1 : 1;
  if ("+-".includes(value[0])) value = value.slice(1);
  if (value === ".inf") return sign === 1 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (value === ".nan") return NaN;
  const result2 = sign * parseFloat(value);
  if (Number.isFinite(result2) || YAML_FLOAT_SPECIAL_PATTERN$1.test(source2)) return result2;
  return NOT_RESOLVED;
}
function representYamlFloat$2(object) {
  if (isNaN(object)) return ".nan";
  if (object === Number.POSITIVE_INFINITY) return ".inf";
  if (object === Number.NEGATIVE_INFINITY) return "-.inf";
  if (Object.is(object, -0)) return "-0.0";
  const result2 = object.toString(10);
  return /^[-+]?[0-9]+e/.test(result2) ? result2.replace("e", ".e") : result2;
}
var floatCoreTag = defineScalarTag("tag:yaml.org,2002:float", {
  implicit: true,
  implicitFirstChars: [
    "-",
    "+",
    ".",
    ..."0123456789"
  ],
  resolve: resolveYamlFloat$2,
  identify: (object) => typeof object === "number" && (!Number.isInteger(object) || Object.is(object, -0) || object.toString(10).indexOf("e") >= 0),
  represent: representYamlFloat$2
});
var YAML_FLOAT_IMPLICIT_PATTERN = /* @__PURE__ */ new RegExp("^-?(?:0|[1-9][0-9]*)(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$");
var YAML_FLOAT_EXPLICIT_PATTERN = /* @__PURE__ */ new RegExp("^(?:[-+]?[0-9]+(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|[-+]?\\.[0-9]+(?:[eE][-+]?[0-9]+)?|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");
function resolveYamlFloat$1(source2, isExplicit) {
  if (isExplicit) {
    if (!YAML_FLOAT_EXPLICIT_PATTERN.test(source2)) return NOT_RESOLVED;
    let value = source2.toLowerCase();
    const sign = value[0] === "-" ? -1 : 1;
    if ("+-".includes(value[0])) value = value.slice(1);
    if (value === ".inf") return sign === 1 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    if (value === ".nan") return NaN;
    const result3 = sign * parseFloat(value);
    return Number.isFinite(result3) ? result3 : NOT_RESOLVED;
  }
  if (!YAML_FLOAT_IMPLICIT_PATTERN.test(source2)) return NOT_RESOLVED;
  const result2 = Number(source2);
  if (Number.isFinite(result2)) return result2;
  return NOT_RESOLVED;
}
function representYamlFloat$1(object) {
  if (isNaN(object)) return ".nan";
  if (object === Number.POSITIVE_INFINITY) return ".inf";
  if (object === Number.NEGATIVE_INFINITY) return "-.inf";
  if (Object.is(object, -0)) return "-0.0";
  const result2 = object.toString(10);
  return /^[-+]?[0-9]+e/.test(result2) ? result2.replace("e", ".e") : result2;
}
var floatJsonTag = defineScalarTag("tag:yaml.org,2002:float", {
  implicit: true,
  implicitFirstChars: ["-", ..."0123456789"],
  resolve: resolveYamlFloat$1,
  identify: (object) => typeof object === "number" && (!Number.isInteger(object) || Object.is(object, -0) || object.toString(10).indexOf("e") >= 0),
  represent: representYamlFloat$1
});
var YAML_FLOAT_PATTERN = /* @__PURE__ */ new RegExp("^(?:[-+]?(?:(?:[0-9][0-9_]*)?\\.[0-9_]*)(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");
var YAML_FLOAT_SPECIAL_PATTERN = /* @__PURE__ */ new RegExp("^(?:[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN))$");
function resolveYamlFloat(source2) {
  if (!YAML_FLOAT_PATTERN.test(source2)) return NOT_RESOLVED;
  let value = source2.toLowerCase().replace(/_/g, "");
  const sign = value[0] === "-" ? -1 : 1;
  if ("+-".includes(value[0])) value = value.slice(1);
  if (value === ".inf") return sign === 1 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (value === ".nan") return NaN;
  let result2 = 0;
  if (value.includes(":")) {
    for (const part of value.split(":")) result2 = result2 * 60 + Number(part);
    result2 *= sign;
  } else result2 = sign * parseFloat(value);
  if (Number.isFinite(result2) || YAML_FLOAT_SPECIAL_PATTERN.test(source2)) return result2;
  return NOT_RESOLVED;
}
function representYamlFloat(object) {
  if (isNaN(object)) return ".nan";
  if (object === Number.POSITIVE_INFINITY) return ".inf";
  if (object === Number.NEGATIVE_INFINITY) return "-.inf";
  if (Object.is(object, -0)) return "-0.0";
  const result2 = object.toString(10);
  return /^[-+]?[0-9]+e/.test(result2) ? result2.replace("e", ".e") : result2;
}
var floatYaml11Tag = defineScalarTag("tag:yaml.org,2002:float", {
  implicit: true,
  implicitFirstChars: [
    "-",
    "+",
    ".",
    ..."0123456789"
  ],
  resolve: resolveYamlFloat,
  identify: (object) => typeof object === "number" && (!Number.isInteger(object) || Object.is(object, -0) || object.toString(10).indexOf("e") >= 0),
  represent: representYamlFloat
});
var mergeTag = defineScalarTag("tag:yaml.org,2002:merge", {
  implicit: true,
  implicitFirstChars: ["<"],
  resolve: (source2, isExplicit) => {
    if (source2 === "<<" || isExplicit && source2 === "") return "<<";
    return NOT_RESOLVED;
  },
  identify: () => false
});
var BASE64_PATTERN = /^[A-Za-z0-9+/]*={0,2}$/;
function resolveYamlBinary(source2) {
  const input = source2.replace(/\s/g, "");
  if (input.length % 4 !== 0 || !BASE64_PATTERN.test(input)) return NOT_RESOLVED;
  const binary = atob(input);
  const result2 = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) result2[index] = binary.charCodeAt(index);
  return result2;
}
function representYamlBinary(object) {
  let binary = "";
  for (let index = 0; index < object.length; index++) binary += String.fromCharCode(object[index]);
  return btoa(binary);
}
var binaryTag = defineScalarTag("tag:yaml.org,2002:binary", {
  resolve: resolveYamlBinary,
  identify: (object) => Object.prototype.toString.call(object) === "[object Uint8Array]",
  represent: representYamlBinary
});
var YAML_DATE_REGEXP = /* @__PURE__ */ new RegExp("^([0-9][0-9][0-9][0-9])-([0-9][0-9])-([0-9][0-9])$");
var YAML_TIMESTAMP_REGEXP = /* @__PURE__ */ new RegExp("^([0-9][0-9][0-9][0-9])-([0-9][0-9]?)-([0-9][0-9]?)(?:[Tt]|[ \\t]+)([0-9][0-9]?):([0-9][0-9]):([0-9][0-9])(?:\\.([0-9]*))?(?:[ \\t]*(Z|([-+])([0-9][0-9]?)(?::([0-9][0-9]))?))?$");
function makeUtcDate(year, month, day, hour = 0, minute = 0, second = 0, fraction = 0) {
  const date = new Date(Date.UTC(year, month, day, hour, minute, second, fraction));
  date.setUTCFullYear(year, month, day);
  return date;
}
function resolveYamlTimestamp(source2) {
  let match2 = YAML_DATE_REGEXP.exec(source2);
  if (match2 === null) match2 = YAML_TIMESTAMP_REGEXP.exec(source2);
  if (match2 === null) return NOT_RESOLVED;
  const year = +match2[1];
  const month = +match2[2] - 1;
  const day = +match2[3];
  if (!match2[4]) {
    const date2 = makeUtcDate(year, month, day);
    if (date2.getUTCFullYear() !== year || date2.getUTCMonth() !== month || date2.getUTCDate() !== day) return NOT_RESOLVED;
    return date2;
  }
  const hour = +match2[4];
  const minute = +match2[5];
  const second = +match2[6];
  let fraction = 0;
  if (hour > 23 || minute > 59 || second > 59) return NOT_RESOLVED;
  if (match2[7]) {
    let value = match2[7].slice(0, 3);
    while (value.length < 3) value += "0";
    fraction = +value;
  }
  const date = makeUtcDate(year, month, day, hour, minute, second, fraction);
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month || date.getUTCDate() !== day) return NOT_RESOLVED;
  if (match2[9]) {
    const offsetHour = +match2[10];
    const offsetMinute = +(match2[11] || 0);
    if (offsetHour > 23 || offsetMinute > 59) return NOT_RESOLVED;
    const offset = (offsetHour * 60 + offsetMinute) * 6e4;
    date.setTime(date.getTime() - (match2[9] === "-" ? -offset : offset));
  }
  return date;
}
var timestampTag = defineScalarTag("tag:yaml.org,2002:timestamp", {
  implicit: true,
  implicitFirstChars: [..."0123456789"],
  resolve: resolveYamlTimestamp,
  identify: (object) => object instanceof Date,
  represent: (object) => object.toISOString()
});
var seqTag = defineSequenceTag("tag:yaml.org,2002:seq", {
  create: () => [],
  addItem: (container, item) => {
    container.push(item);
  },
  identify: Array.isArray
});
function isPlainObject(data) {
  if (data === null || typeof data !== "object" || Array.isArray(data)) return false;
  const prototype = Object.getPrototypeOf(data);
  return prototype === null || prototype === Object.prototype;
}
var omapTag = defineSequenceTag("tag:yaml.org,2002:omap", {
  create: () => ({
    list: [],
    seen: /* @__PURE__ */ new Set()
  }),
  addItem: (carrier, item) => {
    let key;
    if (item instanceof Map) {
      if (item.size !== 1) return "cannot resolve an ordered map item";
      key = item.keys().next().value;
    } else if (isPlainObject(item)) {
      const itemKeys = Object.keys(item);
      if (itemKeys.length !== 1) return "cannot resolve an ordered map item";
      key = itemKeys[0];
    } else return "cannot resolve an ordered map item";
    if (carrier.seen.has(key)) return "duplicate key in ordered map";
    carrier.seen.add(key);
    carrier.list.push(item);
    return "";
  },
  finalize: (carrier) => carrier.list,
  identify: () => false
});
var pairsTag = defineSequenceTag("tag:yaml.org,2002:pairs", {
  create: () => [],
  addItem: (container, item) => {
    if (item instanceof Map) {
      if (item.size !== 1) return "cannot resolve a pairs item";
      container.push(item.entries().next().value);
      return "";
    }
    if (Object.prototype.toString.call(item) !== "[object Object]") return "cannot resolve a pairs item";
    const object = item;
    const keys = Object.keys(object);
    if (keys.length !== 1) return "cannot resolve a pairs item";
    container.push([keys[0], object[keys[0]]]);
    return "";
  },
  identify: () => false
});
var mapTag = defineMappingTag("tag:yaml.org,2002:map", {
  create: () => ({}),
  identify: isPlainObject,
  represent: (o) => {
    const map = /* @__PURE__ */ new Map();
    for (const key of Object.keys(o)) map.set(key, o[key]);
    return map;
  },
  addPair: (container, key, value) => {
    if (key !== null && typeof key === "object") return "object-based map does not support complex keys";
    const normalizedKey = String(key);
    if (normalizedKey === "__proto__") Object.defineProperty(container, normalizedKey, {
      value,
      enumerable: true,
      configurable: true,
      writable: true
    });
    else container[normalizedKey] = value;
    return "";
  },
  has: (container, key) => {
    if (key !== null && typeof key === "object") return false;
    return Object.prototype.hasOwnProperty.call(container, String(key));
  },
  keys: (container) => Object.keys(container),
  get: (container, key) => {
    const normalizedKey = String(key);
    if (!Object.prototype.hasOwnProperty.call(container, normalizedKey)) return null;
    return container[normalizedKey];
  }
});
var setTag = defineMappingTag("tag:yaml.org,2002:set", {
  create: () => /* @__PURE__ */ new Set(),
  identify: (data) => data instanceof Set,
  represent: (data) => {
    const map = /* @__PURE__ */ new Map();
    for (const key of data) map.set(key, null);
    return map;
  },
  addPair: (container, key, value) => {
    if (value !== null) return "cannot resolve a set item";
    container.add(key);
    return "";
  },
  has: (container, key) => container.has(key),
  keys: (container) => container.keys(),
  get: () => null
});
function createTagDefinitionMap() {
  return {
    scalar: /* @__PURE__ */ Object.create(null),
    sequence: /* @__PURE__ */ Object.create(null),
    mapping: /* @__PURE__ */ Object.create(null)
  };
}
function createTagDefinitionListMap() {
  return {
    scalar: [],
    sequence: [],
    mapping: []
  };
}
function compileTags(tags) {
  const result2 = [];
  for (const tag of tags) {
    let index = result2.length;
    for (let previousIndex = 0; previousIndex < result2.length; previousIndex++) {
      const previous = result2[previousIndex];
      if (previous.nodeKind === tag.nodeKind && previous.tagName === tag.tagName && previous.matchByTagPrefix === tag.matchByTagPrefix) {
        index = previousIndex;
        break;
      }
    }
    result2[index] = tag;
  }
  return result2;
}
var Schema = class Schema2 {
  tags;
  /** @internal */
  implicitScalarTags;
  /**
  * Dispatch implicit scalar resolvers by `source.charAt(0)`. Each bucket holds
  * the resolvers that may match that key, in schema order; a key absent from
  * the map uses
  * {@link Schema.implicitScalarAnyFirstChar}
  * (resolvers that declared no first-char constraint, so they apply to any
  * first character).
  */
  implicitScalarByFirstChar;
  implicitScalarAnyFirstChar;
  /**
  * The default scalar tag (`!!str`), resolved once so the composer's fallback
  * for unresolved plain scalars avoids a keyed lookup per scalar.
  *
  * @internal
  */
  defaultScalarTag;
  /**
  * The default container tags (`!!seq` / `!!map`), used by the dumper: when a
  * value is identified by its default tag, the tag is implicit and not
  * printed. Undefined if the schema does not define them (then such values
  * can't be dumped).
  *
  * @internal
  */
  defaultSequenceTag;
  /** @internal */
  defaultMappingTag;
  exact;
  prefix;
  constructor(tags) {
    const compiledTags = compileTags(tags);
    const implicitScalarTags = [];
    const exact = createTagDefinitionMap();
    const prefix2 = createTagDefinitionListMap();
    for (const tag of compiledTags) {
      if (tag.nodeKind === "scalar" && tag.implicit) {
        if (tag.matchByTagPrefix) throw new Error("Implicit scalar tags cannot match by tag prefix");
        implicitScalarTags.push(tag);
      }
      switch (tag.nodeKind) {
        case "scalar":
          if (tag.matchByTagPrefix) prefix2.scalar.push(tag);
          else exact.scalar[tag.tagName] = tag;
          break;
        case "sequence":
          if (tag.matchByTagPrefix) prefix2.sequence.push(tag);
          else exact.sequence[tag.tagName] = tag;
          break;
        case "mapping":
          if (tag.matchByTagPrefix) prefix2.mapping.push(tag);
          else exact.mapping[tag.tagName] = tag;
      }
    }
    const implicitScalarAnyFirstChar = implicitScalarTags.filter((tag) => tag.implicitFirstChars === null);
    const keys = /* @__PURE__ */ new Set();
    for (const tag of implicitScalarTags) if (tag.implicitFirstChars !== null) for (const key of tag.implicitFirstChars) keys.add(key);
    const implicitScalarByFirstChar = /* @__PURE__ */ new Map();
    for (const key of keys) implicitScalarByFirstChar.set(key, implicitScalarTags.filter((tag) => tag.implicitFirstChars === null || tag.implicitFirstChars.indexOf(key) !== -1));
    const defaultScalarTag = exact.scalar["tag:yaml.org,2002:str"];
    if (!defaultScalarTag) throw new Error("schema does not define the default scalar tag (tag:yaml.org,2002:str)");
    this.tags = compiledTags;
    this.implicitScalarTags = implicitScalarTags;
    this.implicitScalarByFirstChar = implicitScalarByFirstChar;
    this.implicitScalarAnyFirstChar = implicitScalarAnyFirstChar;
    this.defaultScalarTag = defaultScalarTag;
    this.defaultSequenceTag = exact.sequence["tag:yaml.org,2002:seq"];
    this.defaultMappingTag = exact.mapping["tag:yaml.org,2002:map"];
    this.exact = exact;
    this.prefix = prefix2;
  }
  /** @internal */
  lookupScalarTag(tagName) {
    const exactTag = this.exact.scalar[tagName];
    if (exactTag) return exactTag;
    for (const tag of this.prefix.scalar) if (tagName.startsWith(tag.tagName)) return tag;
  }
  /** @internal */
  lookupSequenceTag(tagName) {
    const exactTag = this.exact.sequence[tagName];
    if (exactTag) return exactTag;
    for (const tag of this.prefix.sequence) if (tagName.startsWith(tag.tagName)) return tag;
  }
  /** @internal */
  lookupMappingTag(tagName) {
    const exactTag = this.exact.mapping[tagName];
    if (exactTag) return exactTag;
    for (const tag of this.prefix.mapping) if (tagName.startsWith(tag.tagName)) return tag;
  }
  /** @internal */
  resolveImplicitScalarTag(source2) {
    const candidates = this.implicitScalarByFirstChar.get(source2.charAt(0)) ?? this.implicitScalarAnyFirstChar;
    for (const tag2 of candidates) {
      const value = tag2.resolve(source2, false, tag2.tagName);
      if (value !== NOT_RESOLVED) return {
        value,
        tag: tag2
      };
    }
    const tag = this.defaultScalarTag;
    return {
      value: tag.resolve(source2, false, tag.tagName),
      tag
    };
  }
  /**
  * Creates a new schema with the specified tags added. If a tag already
  * exists, it is replaced by the specified tag.
  *
  * @example
  *
  * ```javascript
  * import { CORE_SCHEMA, mergeTag, realMapTag } from 'js-yaml'
  *
  * const schema = CORE_SCHEMA.withTags(mergeTag, realMapTag)
  * ```
  */
  withTags(...tags) {
    let flatTags = [];
    for (const tag of tags) flatTags = flatTags.concat(tag);
    return new Schema2([...this.tags, ...flatTags]);
  }
};
var FAILSAFE_SCHEMA = new Schema([
  strTag,
  seqTag,
  mapTag
]);
var JSON_SCHEMA = new Schema([
  ...FAILSAFE_SCHEMA.tags,
  nullJsonTag,
  boolJsonTag,
  intJsonTag,
  floatJsonTag
]);
var CORE_SCHEMA = new Schema([
  ...FAILSAFE_SCHEMA.tags,
  nullCoreTag,
  boolCoreTag,
  intCoreTag,
  floatCoreTag
]);
var YAML11_SCHEMA = new Schema([
  ...FAILSAFE_SCHEMA.tags,
  nullYaml11Tag,
  boolYaml11Tag,
  intYaml11Tag,
  floatYaml11Tag,
  timestampTag,
  mergeTag,
  binaryTag,
  omapTag,
  pairsTag,
  setTag
]);
var DUMP_SCHEMA = YAML11_SCHEMA.withTags({
  ...intYaml11Tag,
  resolve: (source2, isExplicit, tagName) => {
    const result2 = intYaml11Tag.resolve(source2, isExplicit, tagName);
    return result2 === NOT_RESOLVED ? intCoreTag.resolve(source2, isExplicit, tagName) : result2;
  }
}, {
  ...floatYaml11Tag,
  resolve: (source2, isExplicit, tagName) => {
    const result2 = floatYaml11Tag.resolve(source2, isExplicit, tagName);
    return result2 === NOT_RESOLVED ? floatCoreTag.resolve(source2, isExplicit, tagName) : result2;
  }
});
var realMapTag = defineMappingTag("tag:yaml.org,2002:map", {
  create: () => /* @__PURE__ */ new Map(),
  addPair: (container, key, value) => {
    container.set(key, value);
    return "";
  },
  has: (container, key) => container.has(key),
  keys: (container) => container.keys(),
  get: (container, key) => container.get(key),
  identify: (data) => data instanceof Map || isPlainObject(data),
  represent: (data) => {
    if (data instanceof Map) return data;
    const map = /* @__PURE__ */ new Map();
    const obj = data;
    for (const key of Object.keys(obj)) map.set(key, obj[key]);
    return map;
  }
});
function normalizeKey(key) {
  if (Array.isArray(key)) {
    const array = Array.prototype.slice.call(key);
    for (let index = 0; index < array.length; index++) {
      if (Array.isArray(array[index])) return null;
      if (typeof array[index] === "object" && Object.prototype.toString.call(array[index]) === "[object Object]") array[index] = "[object Object]";
    }
    return String(array);
  }
  if (typeof key === "object" && Object.prototype.toString.call(key) === "[object Object]") return "[object Object]";
  return String(key);
}
var legacyMapTag = defineMappingTag("tag:yaml.org,2002:map", {
  create: () => ({}),
  identify: isPlainObject,
  represent: (o) => {
    const map = /* @__PURE__ */ new Map();
    for (const key of Object.keys(o)) map.set(key, o[key]);
    return map;
  },
  addPair: (container, key, value) => {
    const normalizedKey = normalizeKey(key);
    if (normalizedKey === null) return "nested arrays are not supported inside keys";
    if (normalizedKey === "__proto__") Object.defineProperty(container, normalizedKey, {
      value,
      enumerable: true,
      configurable: true,
      writable: true
    });
    else container[normalizedKey] = value;
    return "";
  },
  has: (container, key) => {
    const normalizedKey = normalizeKey(key);
    return normalizedKey !== null && Object.prototype.hasOwnProperty.call(container, normalizedKey);
  },
  keys: (container) => Object.keys(container),
  get: (container, key) => {
    const normalizedKey = String(key);
    if (!Object.prototype.hasOwnProperty.call(container, normalizedKey)) return null;
    return container[normalizedKey];
  }
});
var DEFAULT_SNIPPET_OPTIONS = {
  maxLength: 79,
  indent: 1,
  linesBefore: 3,
  linesAfter: 2
};
function getLine(buffer, lineStart, lineEnd, position, maxLineLength) {
  let head = "";
  let tail = "";
  const maxHalfLength = Math.floor(maxLineLength / 2) - 1;
  if (position - lineStart > maxHalfLength) {
    head = " ... ";
    lineStart = position - maxHalfLength + head.length;
  }
  if (lineEnd - position > maxHalfLength) {
    tail = " ...";
    lineEnd = position + maxHalfLength - tail.length;
  }
  return {
    str: head + buffer.slice(lineStart, lineEnd).replace(/\t/g, "→") + tail,
    pos: position - lineStart + head.length
  };
}
function padStart(string, max) {
  return " ".repeat(Math.max(max - string.length, 0)) + string;
}
function makeSnippet(mark, options) {
  if (!mark.buffer) return null;
  const opts = {
    ...DEFAULT_SNIPPET_OPTIONS,
    ...options
  };
  const re = /\r?\n|\r|\0/g;
  const lineStarts2 = [0];
  const lineEnds = [];
  let match2;
  let foundLineNo = -1;
  while (match2 = re.exec(mark.buffer)) {
    lineEnds.push(match2.index);
    lineStarts2.push(match2.index + match2[0].length);
    if (mark.position <= match2.index && foundLineNo < 0) foundLineNo = lineStarts2.length - 2;
  }
  if (foundLineNo < 0) foundLineNo = lineStarts2.length - 1;
  let result2 = "";
  const lineNoLength = Math.min(mark.line + opts.linesAfter, lineEnds.length).toString().length;
  const maxLineLength = opts.maxLength - (opts.indent + lineNoLength + 3);
  for (let i = 1; i <= opts.linesBefore; i++) {
    if (foundLineNo - i < 0) break;
    const line2 = getLine(mark.buffer, lineStarts2[foundLineNo - i], lineEnds[foundLineNo - i], mark.position - (lineStarts2[foundLineNo] - lineStarts2[foundLineNo - i]), maxLineLength);
    result2 = `${" ".repeat(opts.indent)}${padStart((mark.line - i + 1).toString(), lineNoLength)} | ${line2.str}
${result2}`;
  }
  const line = getLine(mark.buffer, lineStarts2[foundLineNo], lineEnds[foundLineNo], mark.position, maxLineLength);
  result2 += `${" ".repeat(opts.indent)}${padStart((mark.line + 1).toString(), lineNoLength)} | ${line.str}
`;
  result2 += `${"-".repeat(opts.indent + lineNoLength + 3 + line.pos)}^
`;
  for (let i = 1; i <= opts.linesAfter; i++) {
    if (foundLineNo + i >= lineEnds.length) break;
    const line2 = getLine(mark.buffer, lineStarts2[foundLineNo + i], lineEnds[foundLineNo + i], mark.position - (lineStarts2[foundLineNo] - lineStarts2[foundLineNo + i]), maxLineLength);
    result2 += `${" ".repeat(opts.indent)}${padStart((mark.line + i + 1).toString(), lineNoLength)} | ${line2.str}
`;
  }
  return result2.replace(/\n$/, "");
}
function formatError(exception, compact2) {
  let where = "";
  if (!exception.mark) return exception.reason;
  if (exception.mark.name) where += `in "${exception.mark.name}" `;
  where += `(${exception.mark.line + 1}:${exception.mark.column + 1})`;
  if (!compact2 && exception.mark.snippet) where += `

${exception.mark.snippet}`;
  return `${exception.reason} ${where}`;
}
var YAMLException = class YAMLException2 extends Error {
  reason;
  mark;
  /**
  * Optional `mark` contains source snippet data. Usually, use
  * {@link YAMLException.throwAt} instead of passing it directly.
  */
  constructor(reason, mark) {
    super();
    this.name = "YAMLException";
    this.reason = reason;
    this.mark = mark;
    this.message = formatError(this, false);
    if (Error.captureStackTrace) Error.captureStackTrace(this, this.constructor);
  }
  /**
  * Returns the formatted error, omitting the source snippet in compact mode.
  */
  toString(compact2) {
    return `${this.name}: ${formatError(this, compact2)}`;
  }
  /**
  * Builds a YAMLException with a source snippet and throws it. `source` is
  * the raw input text; `position` is an offset into it.
  */
  static throwAt(source2, position, message, filename = "") {
    let line = 0;
    let lineStart = 0;
    for (let index = 0; index < position; index++) {
      const ch = source2.charCodeAt(index);
      if (ch === 10) {
        line++;
        lineStart = index + 1;
      } else if (ch === 13) {
        line++;
        if (source2.charCodeAt(index + 1) === 10) index++;
        lineStart = index + 1;
      }
    }
    const mark = {
      name: filename,
      buffer: source2,
      position,
      line,
      column: position - lineStart
    };
    mark.snippet = makeSnippet(mark);
    throw new YAMLException2(message, mark);
  }
};
var EVENT_ID = {
  DOCUMENT: 1,
  SEQUENCE: 2,
  MAPPING: 3,
  SCALAR: 4,
  ALIAS: 5,
  POP: 6
};
var SCALAR_STYLE = {
  PLAIN: 1,
  SINGLE_QUOTED: 2,
  DOUBLE_QUOTED: 3,
  LITERAL_BLOCK: 4,
  FOLDED_BLOCK: 5
};
var COLLECTION_STYLE = {
  BLOCK: 1,
  FLOW: 2
};
var CHOMPING_MODE = {
  CLIP: 1,
  STRIP: 2,
  KEEP: 3
};
var NO_RANGE$3 = -1;
function simpleEscapeSequence(c) {
  switch (c) {
    case 48:
      return "\0";
    case 97:
      return "\x07";
    case 98:
      return "\b";
    case 116:
      return "	";
    case 9:
      return "	";
    case 110:
      return "\n";
    case 118:
      return "\v";
    case 102:
      return "\f";
    case 114:
      return "\r";
    case 101:
      return "\x1B";
    case 32:
      return " ";
    case 34:
      return '"';
    case 47:
      return "/";
    case 92:
      return "\\";
    case 78:
      return "";
    case 95:
      return " ";
    case 76:
      return "\u2028";
    case 80:
      return "\u2029";
    default:
      return "";
  }
}
var simpleEscapeCheck = new Array(256);
var simpleEscapeMap = new Array(256);
for (let i = 0; i < 256; i++) {
  simpleEscapeCheck[i] = simpleEscapeSequence(i) ? 1 : 0;
  simpleEscapeMap[i] = simpleEscapeSequence(i);
}
function charFromCodepoint(c) {
  if (c <= 65535) return String.fromCharCode(c);
  return String.fromCharCode((c - 65536 >> 10) + 55296, (c - 65536 & 1023) + 56320);
}
function fromHexCode$1(c) {
  if (c >= 48 && c <= 57) return c - 48;
  return (c | 32) - 97 + 10;
}
function escapedHexLen$1(c) {
  if (c === 120) return 2;
  if (c === 117) return 4;
  return 8;
}
function skipFoldedBreaks(input, position, end) {
  let breaks = 0;
  while (position < end) {
    const ch = input.charCodeAt(position);
    if (ch === 10) {
      breaks++;
      position++;
    } else if (ch === 13) {
      breaks++;
      position++;
      if (input.charCodeAt(position) === 10) position++;
    } else if (ch === 32 || ch === 9) position++;
    else break;
  }
  return {
    position,
    breaks
  };
}
function foldedBreaks(count2) {
  if (count2 === 1) return " ";
  return "\n".repeat(count2 - 1);
}
function getPlainValue(input, start, end) {
  let result2 = "";
  let position = start;
  let captureStart = start;
  let captureEnd = start;
  while (position < end) {
    const ch = input.charCodeAt(position);
    if (ch === 10 || ch === 13) {
      result2 += input.slice(captureStart, captureEnd);
      const fold = skipFoldedBreaks(input, position, end);
      result2 += foldedBreaks(fold.breaks);
      position = captureStart = captureEnd = fold.position;
    } else {
      position++;
      if (ch !== 32 && ch !== 9) captureEnd = position;
    }
  }
  return result2 + input.slice(captureStart, captureEnd);
}
function getSingleQuotedValue(input, start, end) {
  let result2 = "";
  let position = start;
  let captureStart = start;
  let captureEnd = start;
  while (position < end) {
    const ch = input.charCodeAt(position);
    if (ch === 39) {
      result2 += input.slice(captureStart, position) + "'";
      position += 2;
      captureStart = captureEnd = position;
    } else if (ch === 10 || ch === 13) {
      result2 += input.slice(captureStart, captureEnd);
      const fold = skipFoldedBreaks(input, position, end);
      result2 += foldedBreaks(fold.breaks);
      position = captureStart = captureEnd = fold.position;
    } else {
      position++;
      if (ch !== 32 && ch !== 9) captureEnd = position;
    }
  }
  return result2 + input.slice(captureStart, end);
}
function getDoubleQuotedValue(input, start, end) {
  let result2 = "";
  let position = start;
  let captureStart = start;
  let captureEnd = start;
  while (position < end) {
    const ch = input.charCodeAt(position);
    if (ch === 92) {
      result2 += input.slice(captureStart, position);
      position++;
      const escaped = input.charCodeAt(position);
      if (escaped === 10 || escaped === 13) position = skipFoldedBreaks(input, position, end).position;
      else if (escaped < 256 && simpleEscapeCheck[escaped]) {
        result2 += simpleEscapeMap[escaped];
        position++;
      } else {
        let hexLength = escapedHexLen$1(escaped);
        let hexResult = 0;
        for (; hexLength > 0; hexLength--) {
          position++;
          const digit2 = fromHexCode$1(input.charCodeAt(position));
          hexResult = (hexResult << 4) + digit2;
        }
        result2 += charFromCodepoint(hexResult);
        position++;
      }
      captureStart = captureEnd = position;
    } else if (ch === 10 || ch === 13) {
      result2 += input.slice(captureStart, captureEnd);
      const fold = skipFoldedBreaks(input, position, end);
      result2 += foldedBreaks(fold.breaks);
      position = captureStart = captureEnd = fold.position;
    } else {
      position++;
      if (ch !== 32 && ch !== 9) captureEnd = position;
    }
  }
  return result2 + input.slice(captureStart, end);
}
function getBlockValue(input, start, end, indent, chomping, folded) {
  const textIndent = indent < 0 ? 0 : indent;
  const region = input.slice(start, end).replace(/\r\n?/g, "\n");
  const lines2 = region === "" ? [] : (region.endsWith("\n") ? region.slice(0, -1) : region).split("\n");
  let result2 = "";
  let didReadContent = false;
  let emptyLines = 0;
  let atMoreIndented = false;
  for (const line of lines2) {
    let column = 0;
    while (column < textIndent && line.charCodeAt(column) === 32) column++;
    if (indent < 0 || column >= line.length) {
      emptyLines++;
      continue;
    }
    const content = line.slice(textIndent);
    const first2 = content.charCodeAt(0);
    if (folded) {
      if (first2 === 32 || first2 === 9) {
        atMoreIndented = true;
        result2 += "\n".repeat(didReadContent ? 1 + emptyLines : emptyLines);
      } else if (atMoreIndented) {
        atMoreIndented = false;
        result2 += "\n".repeat(emptyLines + 1);
      } else if (emptyLines === 0) {
        if (didReadContent) result2 += " ";
      } else result2 += "\n".repeat(emptyLines);
    } else result2 += "\n".repeat(didReadContent ? 1 + emptyLines : emptyLines);
    result2 += content;
    didReadContent = true;
    emptyLines = 0;
  }
  if (chomping === CHOMPING_MODE.KEEP) result2 += "\n".repeat(didReadContent ? 1 + emptyLines : emptyLines);
  else if (chomping !== CHOMPING_MODE.STRIP) {
    if (didReadContent) result2 += "\n";
  }
  return result2;
}
function getScalarValue(input, scalar) {
  if (scalar.valueStart === NO_RANGE$3) return "";
  const { valueStart, valueEnd } = scalar;
  if (scalar.fast) return input.slice(valueStart, valueEnd);
  switch (scalar.style) {
    case SCALAR_STYLE.SINGLE_QUOTED:
      return getSingleQuotedValue(input, valueStart, valueEnd);
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return getDoubleQuotedValue(input, valueStart, valueEnd);
    case SCALAR_STYLE.LITERAL_BLOCK:
      return getBlockValue(input, valueStart, valueEnd, scalar.indent, scalar.chomping, false);
    case SCALAR_STYLE.FOLDED_BLOCK:
      return getBlockValue(input, valueStart, valueEnd, scalar.indent, scalar.chomping, true);
    default:
      return getPlainValue(input, valueStart, valueEnd);
  }
}
var DEFAULT_TAG_HANDLERS = Object.assign(/* @__PURE__ */ Object.create(null), {
  "!": "!",
  "!!": "tag:yaml.org,2002:"
});
var TAG_SUFFIX_CHARS = "-#;/?:@&=+$_.~*'()";
var TAG_URI_CHARS = TAG_SUFFIX_CHARS + "!,[]";
function tagPercentDecode(source2) {
  let result2 = "";
  let index = 0;
  while (index < source2.length) {
    if (source2.charCodeAt(index) !== 37) {
      result2 += source2[index++];
      continue;
    }
    let ch = parseInt(source2.slice(index + 1, index + 3), 16);
    index += 3;
    if (ch >= 192) {
      let remaining = ch < 224 ? 1 : ch < 240 ? 2 : 3;
      ch &= (1 << 6 - remaining) - 1;
      while (remaining-- > 0) {
        ch = ch << 6 | parseInt(source2.slice(index + 1, index + 3), 16) & 63;
        index += 3;
      }
    }
    if (ch < 65536) result2 += String.fromCharCode(ch);
    else {
      ch -= 65536;
      result2 += String.fromCharCode(55296 | ch >> 10, 56320 | ch & 1023);
    }
  }
  return result2;
}
function tagNameFull(rawTag, tagHandlers) {
  if (rawTag.startsWith("!<") && rawTag.endsWith(">")) return tagPercentDecode(rawTag.slice(2, -1));
  const handleEnd = rawTag.indexOf("!", 1);
  const handle = handleEnd === -1 ? "!" : rawTag.slice(0, handleEnd + 1);
  return tagPercentDecode(tagHandlers?.[handle] ?? DEFAULT_TAG_HANDLERS[handle] ?? handle) + tagPercentDecode(rawTag.slice(handle.length));
}
var NO_RANGE$2 = -1;
var MERGE_TAG_NAME = "tag:yaml.org,2002:merge";
var DEFAULT_CONSTRUCTOR_OPTIONS = {
  filename: "",
  schema: CORE_SCHEMA,
  json: false,
  maxTotalMergeKeys: 1e4,
  maxAliases: -1
};
function eventPosition$1(event) {
  if ("tagStart" in event && event.tagStart !== NO_RANGE$2) return event.tagStart;
  if ("anchorStart" in event && event.anchorStart !== NO_RANGE$2) return event.anchorStart;
  if ("valueStart" in event && event.valueStart !== NO_RANGE$2) return event.valueStart;
  if ("start" in event) return event.start;
  return 0;
}
function throwError$1(state, message) {
  YAMLException.throwAt(state.source, state.position, message, state.filename);
}
function finalizeCollection(state, position, tag, carrier) {
  try {
    return tag.finalize(carrier);
  } catch (error) {
    if (error instanceof YAMLException) throw error;
    YAMLException.throwAt(state.source, position, error instanceof Error ? error.message : String(error), state.filename);
  }
}
function constructScalar(state, event) {
  const source2 = getScalarValue(state.source, event);
  const rawTag = event.tagStart === NO_RANGE$2 ? "" : state.source.slice(event.tagStart, event.tagEnd);
  const strTag2 = state.schema.defaultScalarTag;
  if (rawTag !== "") {
    if (rawTag === "!") return {
      value: source2,
      tag: strTag2
    };
    const tagName = tagNameFull(rawTag, state.tagHandlers);
    const scalarTag = state.schema.lookupScalarTag(tagName);
    if (scalarTag) {
      const result2 = scalarTag.resolve(source2, true, tagName);
      if (result2 === NOT_RESOLVED) throwError$1(state, `cannot resolve a node with !<${tagName}> explicit tag`);
      return {
        value: result2,
        tag: scalarTag
      };
    }
    const collectionTagDef = state.schema.lookupMappingTag(tagName) ?? state.schema.lookupSequenceTag(tagName);
    if (collectionTagDef) {
      if (source2 !== "") throwError$1(state, `cannot resolve a node with !<${tagName}> explicit tag`);
      const carrier = collectionTagDef.create(tagName);
      return {
        value: collectionTagDef.carrierIsResult ? carrier : finalizeCollection(state, state.position, collectionTagDef, carrier),
        tag: collectionTagDef
      };
    }
    throwError$1(state, `unknown scalar tag !<${tagName}>`);
  }
  if (event.style === SCALAR_STYLE.PLAIN) return state.schema.resolveImplicitScalarTag(source2);
  return {
    value: strTag2.resolve(source2, false, strTag2.tagName),
    tag: strTag2
  };
}
function collectionTagName(state, event, defaultTagName) {
  const rawTag = event.tagStart === NO_RANGE$2 ? "" : state.source.slice(event.tagStart, event.tagEnd);
  return rawTag === "" || rawTag === "!" ? defaultTagName : tagNameFull(rawTag, state.tagHandlers);
}
function isMappingTag(tag) {
  return tag.nodeKind === "mapping";
}
function chargeMergeWork(state) {
  state.totalMergeKeys++;
  if (state.maxTotalMergeKeys !== -1 && state.totalMergeKeys > state.maxTotalMergeKeys) throwError$1(state, `merge keys exceeded maxTotalMergeKeys (${state.maxTotalMergeKeys})`);
}
function mergeKeys(state, frame, source2, sourceTag) {
  chargeMergeWork(state);
  for (const sourceKey of sourceTag.keys(source2)) {
    chargeMergeWork(state);
    if (frame.tag.has(frame.value, sourceKey)) continue;
    const err2 = frame.tag.addPair(frame.value, sourceKey, sourceTag.get(source2, sourceKey));
    if (err2) throwError$1(state, err2);
    frame.overridable ??= /* @__PURE__ */ new Set();
    frame.overridable.add(sourceKey);
  }
}
function mergeSource(state, frame, source2, sourceTag) {
  state.position = frame.keyPosition;
  if (isMappingTag(sourceTag)) mergeKeys(state, frame, source2, sourceTag);
  else if (sourceTag.nodeKind === "sequence" && Array.isArray(source2)) {
    if (source2.length > 100) throwError$1(state, "abnormal merge sequence size");
    for (const element of source2) {
      const elementTag = state.nodeTags.get(element);
      if (!elementTag) throwError$1(state, "cannot merge mappings; the provided source object is unacceptable");
      mergeKeys(state, frame, element, elementTag);
    }
  } else throwError$1(state, "cannot merge mappings; the provided source object is unacceptable");
}
function addMappingValue(state, frame, key, value, tag) {
  state.position = frame.keyPosition;
  if (frame.keyIsMerge) {
    mergeSource(state, frame, value, tag);
    return;
  }
  if (!state.json && frame.tag.has(frame.value, key) && !frame.overridable?.has(key)) throwError$1(state, "duplicated mapping key");
  const err2 = frame.tag.addPair(frame.value, key, value);
  if (err2) throwError$1(state, err2);
  frame.overridable?.delete(key);
}
function addValue(state, value, tag) {
  const frame = state.frames[state.frames.length - 1];
  if (frame.kind === "document") {
    frame.value = value;
    frame.hasValue = true;
  } else if (frame.kind === "sequence") {
    if (isMappingTag(tag)) state.nodeTags.set(value, tag);
    const err2 = frame.tag.addItem(frame.value, value, frame.index++);
    if (err2) throwError$1(state, err2);
  } else if (frame.hasKey) {
    const key = frame.key;
    frame.key = void 0;
    frame.hasKey = false;
    addMappingValue(state, frame, key, value, tag);
  } else {
    frame.key = value;
    frame.keyPosition = state.position;
    frame.hasKey = true;
    frame.keyIsMerge = tag.tagName === MERGE_TAG_NAME;
  }
}
function storeAnchor(state, event, value, tag, isValueFinal) {
  if (event.anchorStart !== NO_RANGE$2) {
    const anchor = {
      value,
      tag,
      isValueFinal
    };
    state.anchors.set(state.source.slice(event.anchorStart, event.anchorEnd), anchor);
    return anchor;
  }
  return null;
}
function constructFromEvents(events, options) {
  const state = {
    ...DEFAULT_CONSTRUCTOR_OPTIONS,
    ...options,
    events,
    documents: [],
    eventIndex: 0,
    position: 0,
    frames: [],
    anchors: /* @__PURE__ */ new Map(),
    nodeTags: /* @__PURE__ */ new Map(),
    tagHandlers: /* @__PURE__ */ Object.create(null),
    totalMergeKeys: 0,
    aliasCount: 0
  };
  while (state.eventIndex < state.events.length) {
    const event = state.events[state.eventIndex++];
    state.position = eventPosition$1(event);
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        state.anchors = /* @__PURE__ */ new Map();
        state.nodeTags = /* @__PURE__ */ new Map();
        state.aliasCount = 0;
        state.tagHandlers = /* @__PURE__ */ Object.create(null);
        for (const directive of event.directives) if (directive.kind === "tag") state.tagHandlers[directive.handle] = directive.prefix;
        state.frames.push({
          kind: "document",
          position: state.position,
          value: void 0,
          hasValue: false
        });
        break;
      case EVENT_ID.SCALAR: {
        const { value, tag } = constructScalar(state, event);
        storeAnchor(state, event, value, tag, true);
        addValue(state, value, tag);
        break;
      }
      case EVENT_ID.SEQUENCE: {
        const tagName = collectionTagName(state, event, "tag:yaml.org,2002:seq");
        const tag = state.schema.lookupSequenceTag(tagName);
        if (!tag) throwError$1(state, `unknown sequence tag !<${tagName}>`);
        const value = tag.create(tagName);
        const anchor = storeAnchor(state, event, value, tag, tag.carrierIsResult);
        state.frames.push({
          kind: "sequence",
          position: state.position,
          value,
          tag,
          anchor,
          index: 0
        });
        break;
      }
      case EVENT_ID.MAPPING: {
        const tagName = collectionTagName(state, event, "tag:yaml.org,2002:map");
        const tag = state.schema.lookupMappingTag(tagName);
        if (!tag) throwError$1(state, `unknown mapping tag !<${tagName}>`);
        const value = tag.create(tagName);
        const anchor = storeAnchor(state, event, value, tag, tag.carrierIsResult);
        state.frames.push({
          kind: "mapping",
          position: state.position,
          value,
          tag,
          anchor,
          key: void 0,
          keyPosition: state.position,
          hasKey: false,
          keyIsMerge: false,
          overridable: null
        });
        break;
      }
      case EVENT_ID.ALIAS: {
        if (state.maxAliases !== -1 && ++state.aliasCount > state.maxAliases) throwError$1(state, `aliases exceeded maxAliases (${state.maxAliases})`);
        const name = state.source.slice(event.anchorStart, event.anchorEnd);
        const anchor = state.anchors.get(name);
        if (!anchor) throwError$1(state, `unidentified alias "${name}"`);
        if (!anchor.isValueFinal) throwError$1(state, `recursive alias "${name}" is not supported for tag ${anchor.tag.tagName} because it uses finalize()`);
        addValue(state, anchor.value, anchor.tag);
        break;
      }
      case EVENT_ID.POP: {
        const frame = state.frames.pop();
        if (frame.kind === "mapping" && frame.hasKey) {
          state.position = frame.keyPosition;
          throwError$1(state, "incomplete mapping pair in event stream");
        }
        if (frame.kind === "document") state.documents.push(frame.value);
        else {
          const value = frame.tag.carrierIsResult ? frame.value : finalizeCollection(state, frame.position, frame.tag, frame.value);
          if (frame.anchor) {
            frame.anchor.value = value;
            frame.anchor.isValueFinal = true;
          }
          addValue(state, value, frame.tag);
        }
        break;
      }
    }
  }
  return state.documents;
}
var NO_RANGE$1 = -1;
var HAS_OWN = Object.prototype.hasOwnProperty;
var CONTEXT_FLOW_IN = 1;
var CONTEXT_FLOW_OUT = 2;
var CONTEXT_BLOCK_IN = 3;
var CONTEXT_BLOCK_OUT = 4;
var PATTERN_NON_PRINTABLE = /[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x84\x86-\x9F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:[^\uD800-\uDBFF]|^)[\uDC00-\uDFFF]/;
var PATTERN_FLOW_INDICATORS = /[,\[\]{}]/;
var PATTERN_TAG_HANDLE = /^(?:!|!!|![0-9A-Za-z-]+!)$/;
var NS_URI_CHAR = String.raw`(?:%[0-9A-Fa-f]{2}|[0-9A-Za-z\-#;/?:@&=+$,_.!~*'()\[\]])`;
var NS_TAG_CHAR = String.raw`(?:%[0-9A-Fa-f]{2}|[0-9A-Za-z\-#;/?:@&=+$.~*'()_])`;
var PATTERN_TAG_URI = new RegExp(`^(?:${NS_URI_CHAR})*$`);
var PATTERN_TAG_SUFFIX = new RegExp(`^(?:${NS_TAG_CHAR})+$`);
var PATTERN_TAG_PREFIX = new RegExp(`^(?:!(?:${NS_URI_CHAR})*|${NS_TAG_CHAR}(?:${NS_URI_CHAR})*)$`);
var DEFAULT_PARSER_OPTIONS = {
  filename: "",
  maxDepth: 100
};
function addDocumentEvent(state, explicitStart, explicitEnd) {
  state.events.push({
    type: EVENT_ID.DOCUMENT,
    explicitStart,
    explicitEnd,
    directives: state.directives
  });
}
function addSequenceEvent(state, start, anchorStart, anchorEnd, tagStart, tagEnd, style) {
  state.events.push({
    type: EVENT_ID.SEQUENCE,
    start,
    anchorStart,
    anchorEnd,
    tagStart,
    tagEnd,
    style
  });
}
function addMappingEvent(state, start, anchorStart, anchorEnd, tagStart, tagEnd, style) {
  state.events.push({
    type: EVENT_ID.MAPPING,
    start,
    anchorStart,
    anchorEnd,
    tagStart,
    tagEnd,
    style
  });
}
function insertFlowPairMappingEvent(state, snapshot) {
  state.events.splice(snapshot.eventsLength, 0, {
    type: EVENT_ID.MAPPING,
    start: snapshot.position,
    anchorStart: NO_RANGE$1,
    anchorEnd: NO_RANGE$1,
    tagStart: NO_RANGE$1,
    tagEnd: NO_RANGE$1,
    style: COLLECTION_STYLE.FLOW
  });
}
function addScalarEvent(state, valueStart, valueEnd, anchorStart, anchorEnd, tagStart, tagEnd, style, chomping = CHOMPING_MODE.CLIP, indent = -1, fast = false) {
  state.events.push({
    type: EVENT_ID.SCALAR,
    valueStart,
    valueEnd,
    anchorStart,
    anchorEnd,
    tagStart,
    tagEnd,
    style,
    chomping,
    indent,
    fast
  });
}
function addAliasEvent(state, anchorStart, anchorEnd) {
  state.events.push({
    type: EVENT_ID.ALIAS,
    anchorStart,
    anchorEnd
  });
}
function addPopEvent(state) {
  state.events.push({ type: EVENT_ID.POP });
}
function addEmptyScalarEvent(state) {
  addScalarEvent(state, NO_RANGE$1, NO_RANGE$1, NO_RANGE$1, NO_RANGE$1, NO_RANGE$1, NO_RANGE$1, SCALAR_STYLE.PLAIN);
}
function emptyProperties() {
  return {
    anchorStart: NO_RANGE$1,
    anchorEnd: NO_RANGE$1,
    tagStart: NO_RANGE$1,
    tagEnd: NO_RANGE$1
  };
}
function snapshotState(state) {
  return {
    position: state.position,
    line: state.line,
    lineStart: state.lineStart,
    lineIndent: state.lineIndent,
    firstTabInLine: state.firstTabInLine,
    eventsLength: state.events.length
  };
}
function restoreState(state, snapshot) {
  state.position = snapshot.position;
  state.line = snapshot.line;
  state.lineStart = snapshot.lineStart;
  state.lineIndent = snapshot.lineIndent;
  state.firstTabInLine = snapshot.firstTabInLine;
  state.events.length = snapshot.eventsLength;
}
function throwError(state, message) {
  YAMLException.throwAt(state.input.slice(0, state.length), state.position, message, state.filename);
}
function isEol(c) {
  return c === 10 || c === 13;
}
function isWhiteSpace(c) {
  return c === 9 || c === 32;
}
function isWsOrEol(c) {
  return isWhiteSpace(c) || isEol(c);
}
function isWsOrEolOrEnd(c) {
  return c === 0 || isWsOrEol(c);
}
function isFlowIndicator(c) {
  return c === 44 || c === 91 || c === 93 || c === 123 || c === 125;
}
function fromDecimalCode(c) {
  return c >= 48 && c <= 57 ? c - 48 : -1;
}
function fromHexCode(c) {
  if (c >= 48 && c <= 57) return c - 48;
  const lc = c | 32;
  if (lc >= 97 && lc <= 102) return lc - 97 + 10;
  return -1;
}
function escapedHexLen(c) {
  if (c === 120) return 2;
  if (c === 117) return 4;
  if (c === 85) return 8;
  return 0;
}
function isSimpleEscape(c) {
  return c === 48 || c === 97 || c === 98 || c === 116 || c === 9 || c === 110 || c === 118 || c === 102 || c === 114 || c === 101 || c === 32 || c === 34 || c === 47 || c === 92 || c === 78 || c === 95 || c === 76 || c === 80;
}
function consumeLineBreak(state) {
  if (state.input.charCodeAt(state.position) === 10) state.position++;
  else {
    state.position++;
    if (state.input.charCodeAt(state.position) === 10) state.position++;
  }
  state.line++;
  state.lineStart = state.position;
  state.lineIndent = 0;
  state.firstTabInLine = -1;
}
function skipSeparationSpace(state, allowComments) {
  let lineBreaks = 0;
  let ch = state.input.charCodeAt(state.position);
  let hasSeparation = state.position === state.lineStart || isWsOrEol(state.input.charCodeAt(state.position - 1));
  while (ch !== 0) {
    while (isWhiteSpace(ch)) {
      hasSeparation = true;
      if (ch === 9 && state.firstTabInLine === -1) state.firstTabInLine = state.position;
      ch = state.input.charCodeAt(++state.position);
    }
    if (allowComments && hasSeparation && ch === 35) do
      ch = state.input.charCodeAt(++state.position);
    while (!isEol(ch) && ch !== 0);
    if (!isEol(ch)) break;
    consumeLineBreak(state);
    lineBreaks++;
    hasSeparation = true;
    ch = state.input.charCodeAt(state.position);
    while (ch === 32) {
      state.lineIndent++;
      ch = state.input.charCodeAt(++state.position);
    }
  }
  return lineBreaks;
}
function testDocumentSeparator(state, position = state.position) {
  const ch = state.input.charCodeAt(position);
  if ((ch === 45 || ch === 46) && ch === state.input.charCodeAt(position + 1) && ch === state.input.charCodeAt(position + 2)) {
    const following = state.input.charCodeAt(position + 3);
    return following === 0 || isWsOrEol(following);
  }
  return false;
}
function skipByteOrderMark(state) {
  if (state.position === state.lineStart && state.input.charCodeAt(state.position) === 65279) {
    state.position++;
    state.lineStart = state.position;
  }
}
function testDocumentBoundary(state) {
  if (state.position !== state.lineStart) return false;
  if (testDocumentSeparator(state)) return true;
  if (state.input.charCodeAt(state.position) !== 65279) return false;
  const snapshot = snapshotState(state);
  skipByteOrderMark(state);
  skipSeparationSpace(state, true);
  const ch = state.input.charCodeAt(state.position);
  const result2 = state.position === state.lineStart && (ch === 37 || ch === 45 && testDocumentSeparator(state));
  restoreState(state, snapshot);
  return result2;
}
function skipUntilLineEnd(state) {
  let ch = state.input.charCodeAt(state.position);
  while (ch !== 0 && !isEol(ch)) ch = state.input.charCodeAt(++state.position);
}
function checkPrintable(state, start, end) {
  const match2 = PATTERN_NON_PRINTABLE.exec(state.input.slice(start, end));
  if (match2 !== null) {
    state.position = start + match2.index + match2[0].length - 1;
    throwError(state, "the stream contains non-printable characters");
  }
}
function readTagProperty(state, props, inFlow) {
  if (state.input.charCodeAt(state.position) !== 33) return false;
  if (props.tagStart !== NO_RANGE$1) throwError(state, "duplication of a tag property");
  const start = state.position;
  let isVerbatim = false;
  let isNamed = false;
  let tagHandle = "!";
  let ch = state.input.charCodeAt(++state.position);
  if (ch === 60) {
    isVerbatim = true;
    ch = state.input.charCodeAt(++state.position);
  } else if (ch === 33) {
    isNamed = true;
    tagHandle = "!!";
    ch = state.input.charCodeAt(++state.position);
  }
  let suffixStart = state.position;
  let tagName;
  if (isVerbatim) {
    while (ch !== 0 && ch !== 62) ch = state.input.charCodeAt(++state.position);
    if (ch !== 62) throwError(state, "unexpected end of the stream within a verbatim tag");
    tagName = state.input.slice(suffixStart, state.position);
    state.position++;
  } else {
    while (ch !== 0 && !isWsOrEol(ch) && !(inFlow && isFlowIndicator(ch))) {
      if (ch === 33) {
        if (!isNamed) {
          tagHandle = state.input.slice(suffixStart - 1, state.position + 1);
          if (!PATTERN_TAG_HANDLE.test(tagHandle)) throwError(state, "named tag handle cannot contain such characters");
          isNamed = true;
          suffixStart = state.position + 1;
        } else throwError(state, "tag suffix cannot contain exclamation marks");
      }
      ch = state.input.charCodeAt(++state.position);
    }
    tagName = state.input.slice(suffixStart, state.position);
    if (PATTERN_FLOW_INDICATORS.test(tagName)) throwError(state, "tag suffix cannot contain flow indicator characters");
  }
  if (tagName && !(isVerbatim ? PATTERN_TAG_URI.test(tagName) : PATTERN_TAG_SUFFIX.test(tagName))) throwError(state, `tag name cannot contain such characters: ${tagName}`);
  if (!isVerbatim && tagHandle !== "!" && tagHandle !== "!!" && !HAS_OWN.call(state.tagHandlers, tagHandle)) throwError(state, `undeclared tag handle "${tagHandle}"`);
  props.tagStart = start;
  props.tagEnd = state.position;
  return true;
}
function readAnchorProperty(state, props) {
  if (state.input.charCodeAt(state.position) !== 38) return false;
  if (props.anchorStart !== NO_RANGE$1) throwError(state, "duplication of an anchor property");
  state.position++;
  const start = state.position;
  while (state.input.charCodeAt(state.position) !== 0 && !isWsOrEol(state.input.charCodeAt(state.position)) && !isFlowIndicator(state.input.charCodeAt(state.position))) state.position++;
  if (state.position === start) throwError(state, "name of an anchor node must contain at least one character");
  props.anchorStart = start;
  props.anchorEnd = state.position;
  return true;
}
function readAlias(state, props) {
  if (state.input.charCodeAt(state.position) !== 42) return false;
  if (props.anchorStart !== NO_RANGE$1 || props.tagStart !== NO_RANGE$1) throwError(state, "alias node should not have any properties");
  state.position++;
  const start = state.position;
  while (state.input.charCodeAt(state.position) !== 0 && !isWsOrEol(state.input.charCodeAt(state.position)) && !isFlowIndicator(state.input.charCodeAt(state.position))) state.position++;
  if (state.position === start) throwError(state, "name of an alias node must contain at least one character");
  addAliasEvent(state, start, state.position);
  return true;
}
function readFlowScalarBreak(state, nodeIndent) {
  skipSeparationSpace(state, false);
  if (state.lineIndent < nodeIndent) throwError(state, "deficient indentation");
}
function readSingleQuotedScalar(state, nodeIndent, props) {
  if (state.input.charCodeAt(state.position) !== 39) return false;
  state.position++;
  const start = state.position;
  let simple = true;
  while (state.input.charCodeAt(state.position) !== 0) {
    const ch = state.input.charCodeAt(state.position);
    if (ch === 39) {
      if (state.input.charCodeAt(state.position + 1) === 39) {
        simple = false;
        state.position += 2;
        continue;
      }
      const end = state.position;
      state.position++;
      addScalarEvent(state, start, end, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, SCALAR_STYLE.SINGLE_QUOTED, CHOMPING_MODE.CLIP, -1, simple);
      return true;
    }
    if (isEol(ch)) {
      simple = false;
      readFlowScalarBreak(state, nodeIndent);
    } else if (state.position === state.lineStart && testDocumentSeparator(state)) throwError(state, "unexpected end of the document within a single quoted scalar");
    else if (ch !== 9 && ch < 32) throwError(state, "expected valid JSON character");
    else state.position++;
  }
  throwError(state, "unexpected end of the stream within a single quoted scalar");
}
function readDoubleQuotedScalar(state, nodeIndent, props) {
  if (state.input.charCodeAt(state.position) !== 34) return false;
  state.position++;
  const start = state.position;
  let simple = true;
  while (state.input.charCodeAt(state.position) !== 0) {
    const ch = state.input.charCodeAt(state.position);
    if (ch === 34) {
      const end = state.position;
      state.position++;
      addScalarEvent(state, start, end, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, SCALAR_STYLE.DOUBLE_QUOTED, CHOMPING_MODE.CLIP, -1, simple);
      return true;
    }
    if (ch === 92) {
      simple = false;
      const escaped = state.input.charCodeAt(++state.position);
      if (isEol(escaped)) readFlowScalarBreak(state, nodeIndent);
      else if (isSimpleEscape(escaped)) state.position++;
      else {
        let hexLength = escapedHexLen(escaped);
        if (hexLength === 0) throwError(state, "unknown escape sequence");
        while (hexLength-- > 0) {
          state.position++;
          if (fromHexCode(state.input.charCodeAt(state.position)) < 0) throwError(state, "expected hexadecimal character");
        }
        state.position++;
      }
    } else if (isEol(ch)) {
      simple = false;
      readFlowScalarBreak(state, nodeIndent);
    } else if (state.position === state.lineStart && testDocumentSeparator(state)) throwError(state, "unexpected end of the document within a double quoted scalar");
    else if (ch !== 9 && ch < 32) throwError(state, "expected valid JSON character");
    else state.position++;
  }
  throwError(state, "unexpected end of the stream within a double quoted scalar");
}
function readBlockScalar(state, parentIndent, props) {
  const ch = state.input.charCodeAt(state.position);
  let chomping = CHOMPING_MODE.CLIP;
  let indent = -1;
  let detectedIndent = false;
  if (ch !== 124 && ch !== 62) return false;
  const style = ch === 124 ? SCALAR_STYLE.LITERAL_BLOCK : SCALAR_STYLE.FOLDED_BLOCK;
  state.position++;
  while (state.input.charCodeAt(state.position) !== 0) {
    const current = state.input.charCodeAt(state.position);
    const digit2 = fromDecimalCode(current);
    if (current === 43 || current === 45) {
      if (chomping !== CHOMPING_MODE.CLIP) throwError(state, "repeat of a chomping mode identifier");
      chomping = current === 43 ? CHOMPING_MODE.KEEP : CHOMPING_MODE.STRIP;
      state.position++;
    } else if (digit2 >= 0) {
      if (digit2 === 0) throwError(state, "bad explicit indentation width of a block scalar; it cannot be less than one");
      if (detectedIndent) throwError(state, "repeat of an indentation width identifier");
      indent = parentIndent + digit2 - 1;
      detectedIndent = true;
      state.position++;
    } else break;
  }
  let hadWhitespace = false;
  while (isWhiteSpace(state.input.charCodeAt(state.position))) {
    hadWhitespace = true;
    state.position++;
  }
  if (hadWhitespace && state.input.charCodeAt(state.position) === 35) skipUntilLineEnd(state);
  if (isEol(state.input.charCodeAt(state.position))) consumeLineBreak(state);
  else if (state.input.charCodeAt(state.position) !== 0) throwError(state, "a line break is expected");
  let contentIndent = detectedIndent ? indent : -1;
  let maxLeadingIndent = 0;
  const valueStart = state.position;
  let valueEnd = state.position;
  while (state.input.charCodeAt(state.position) !== 0) {
    const linePosition = state.position;
    let column = 0;
    while (state.input.charCodeAt(linePosition + column) === 32) column++;
    const first2 = state.input.charCodeAt(linePosition + column);
    if (first2 === 0) {
      if (contentIndent >= 0) {
        if (column > contentIndent) valueEnd = linePosition + column;
      } else if (column > 0) valueEnd = linePosition + column;
      break;
    }
    if (testDocumentBoundary(state)) break;
    if (!detectedIndent && contentIndent === -1 && isEol(first2)) maxLeadingIndent = Math.max(maxLeadingIndent, column);
    if (!detectedIndent && contentIndent === -1 && !isEol(first2)) {
      if (first2 === 9 && column < parentIndent) {
        state.position = linePosition + column;
        throwError(state, "tab characters must not be used in indentation");
      }
      if (column >= parentIndent && column < maxLeadingIndent) {
        state.position = linePosition + column;
        throwError(state, "bad indentation of a mapping entry");
      }
    }
    if (contentIndent === -1 && first2 !== 0 && !isEol(first2) && column < parentIndent) {
      state.lineIndent = column;
      state.position = linePosition + column;
      break;
    }
    if (!detectedIndent && first2 !== 0 && !isEol(first2) && contentIndent === -1) contentIndent = column;
    const requiredIndent = contentIndent === -1 ? parentIndent + 1 : contentIndent;
    if (first2 !== 0 && !isEol(first2) && column < requiredIndent) {
      state.lineIndent = column;
      state.position = linePosition + column;
      break;
    }
    skipUntilLineEnd(state);
    valueEnd = state.position;
    if (isEol(state.input.charCodeAt(state.position))) {
      consumeLineBreak(state);
      valueEnd = state.position;
    }
  }
  checkPrintable(state, valueStart, valueEnd);
  addScalarEvent(state, valueStart, valueEnd, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, style, chomping, contentIndent);
  return true;
}
function canStartPlainScalar(state, nodeContext) {
  const ch = state.input.charCodeAt(state.position);
  const inFlow = nodeContext === CONTEXT_FLOW_IN;
  if (ch === 0 || isWsOrEol(ch) || ch === 35 || ch === 38 || ch === 42 || ch === 33 || ch === 124 || ch === 62 || ch === 39 || ch === 34 || ch === 37 || ch === 64 || ch === 96 || isFlowIndicator(ch)) return false;
  if (ch === 63 || ch === 45) {
    const following = state.input.charCodeAt(state.position + 1);
    if (isWsOrEolOrEnd(following) || inFlow && isFlowIndicator(following)) return false;
  }
  return true;
}
function readPlainScalar(state, nodeIndent, nodeContext, props) {
  if (!canStartPlainScalar(state, nodeContext)) return false;
  const start = state.position;
  let end = state.position;
  let ch = state.input.charCodeAt(state.position);
  const inFlow = nodeContext === CONTEXT_FLOW_IN;
  let multiline = false;
  while (ch !== 0) {
    if (testDocumentBoundary(state)) break;
    if (ch === 58) {
      const following = state.input.charCodeAt(state.position + 1);
      if (isWsOrEolOrEnd(following) || inFlow && isFlowIndicator(following)) break;
    } else if (ch === 35) {
      if (isWsOrEol(state.input.charCodeAt(state.position - 1))) break;
    } else if (inFlow && isFlowIndicator(ch)) break;
    else if (isEol(ch)) {
      const savedPosition = state.position;
      const savedLine = state.line;
      const savedLineStart = state.lineStart;
      const savedLineIndent = state.lineIndent;
      skipSeparationSpace(state, false);
      if (state.lineIndent >= nodeIndent) {
        multiline = true;
        ch = state.input.charCodeAt(state.position);
        continue;
      }
      state.position = savedPosition;
      state.line = savedLine;
      state.lineStart = savedLineStart;
      state.lineIndent = savedLineIndent;
      break;
    }
    if (!isWhiteSpace(ch)) end = state.position + 1;
    ch = state.input.charCodeAt(++state.position);
  }
  if (end === start) return false;
  checkPrintable(state, start, end);
  addScalarEvent(state, start, end, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, SCALAR_STYLE.PLAIN, CHOMPING_MODE.CLIP, -1, !multiline);
  return true;
}
function skipFlowSeparationSpace(state, nodeIndent) {
  const startLine = state.line;
  skipSeparationSpace(state, true);
  if (state.line > startLine && state.lineIndent < nodeIndent || state.firstTabInLine !== -1 && state.lineIndent < nodeIndent) throwError(state, "deficient indentation");
}
function readFlowCollection(state, nodeIndent, props) {
  const ch = state.input.charCodeAt(state.position);
  const isMapping2 = ch === 123;
  const start = state.position;
  let readNext = true;
  if (ch !== 91 && ch !== 123) return false;
  const terminator = isMapping2 ? 125 : 93;
  if (isMapping2) addMappingEvent(state, start, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, COLLECTION_STYLE.FLOW);
  else addSequenceEvent(state, start, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, COLLECTION_STYLE.FLOW);
  state.position++;
  while (state.input.charCodeAt(state.position) !== 0) {
    skipFlowSeparationSpace(state, nodeIndent);
    let ch2 = state.input.charCodeAt(state.position);
    if (ch2 === terminator) {
      state.position++;
      addPopEvent(state);
      return true;
    } else if (!readNext) throwError(state, "missed comma between flow collection entries");
    else if (ch2 === 44) throwError(state, "expected the node content, but found ','");
    let isPair = false;
    let isExplicitPair = false;
    if (ch2 === 63 && isWsOrEol(state.input.charCodeAt(state.position + 1))) {
      isPair = isExplicitPair = true;
      state.position += 1;
      skipFlowSeparationSpace(state, nodeIndent);
    }
    const entryLine = state.line;
    const entryStart = snapshotState(state);
    const keyWasRead = parseNode(state, nodeIndent, CONTEXT_FLOW_IN, false, true);
    skipFlowSeparationSpace(state, nodeIndent);
    ch2 = state.input.charCodeAt(state.position);
    if ((isMapping2 || isExplicitPair || state.line === entryLine) && ch2 === 58) {
      isPair = true;
      state.position++;
      skipFlowSeparationSpace(state, nodeIndent);
      if (!isMapping2) {
        insertFlowPairMappingEvent(state, entryStart);
        if (!keyWasRead) addEmptyScalarEvent(state);
      } else if (!keyWasRead) addEmptyScalarEvent(state);
      if (!parseNode(state, nodeIndent, CONTEXT_FLOW_IN, false, true)) addEmptyScalarEvent(state);
      skipFlowSeparationSpace(state, nodeIndent);
      if (!isMapping2) addPopEvent(state);
    } else if (isMapping2 && isPair) {
      if (!keyWasRead) addEmptyScalarEvent(state);
      addEmptyScalarEvent(state);
    } else if (isMapping2) addEmptyScalarEvent(state);
    else if (isPair) {
      insertFlowPairMappingEvent(state, entryStart);
      if (!keyWasRead) addEmptyScalarEvent(state);
      addEmptyScalarEvent(state);
      addPopEvent(state);
    }
    ch2 = state.input.charCodeAt(state.position);
    if (ch2 === 44) {
      readNext = true;
      state.position++;
    } else readNext = false;
  }
  throwError(state, "unexpected end of the stream within a flow collection");
}
function readBlockSequence(state, nodeIndent, props) {
  if (state.firstTabInLine !== -1 || state.input.charCodeAt(state.position) !== 45 || !isWsOrEolOrEnd(state.input.charCodeAt(state.position + 1))) return false;
  addSequenceEvent(state, state.position, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, COLLECTION_STYLE.BLOCK);
  while (state.input.charCodeAt(state.position) === 45 && isWsOrEolOrEnd(state.input.charCodeAt(state.position + 1))) {
    if (state.firstTabInLine !== -1) {
      state.position = state.firstTabInLine;
      throwError(state, "tab characters must not be used in indentation");
    }
    const entryLine = state.line;
    state.position++;
    const hadBreak = skipSeparationSpace(state, true) > 0;
    if (state.firstTabInLine !== -1 && state.input.charCodeAt(state.position) === 45 && isWsOrEolOrEnd(state.input.charCodeAt(state.position + 1))) throwError(state, "bad indentation of a sequence entry");
    if (hadBreak && state.lineIndent <= nodeIndent) addEmptyScalarEvent(state);
    else parseNode(state, nodeIndent, CONTEXT_BLOCK_IN, false, true);
    skipSeparationSpace(state, true);
    if (state.lineIndent < nodeIndent || state.position >= state.length) break;
    if (state.lineIndent > nodeIndent) throwError(state, "bad indentation of a sequence entry");
    if (state.line === entryLine && state.input.charCodeAt(state.position) === 45 && isWsOrEolOrEnd(state.input.charCodeAt(state.position + 1))) throwError(state, "bad indentation of a sequence entry");
  }
  addPopEvent(state);
  return true;
}
function readBlockMapping(state, nodeIndent, flowIndent, props) {
  let atExplicitKey = false;
  let detected = false;
  let mappingOpened = false;
  let pendingExplicitKey = false;
  if (state.firstTabInLine !== -1) return false;
  let ch = state.input.charCodeAt(state.position);
  while (ch !== 0) {
    if (!atExplicitKey && state.firstTabInLine !== -1) {
      state.position = state.firstTabInLine;
      throwError(state, "tab characters must not be used in indentation");
    }
    const following = state.input.charCodeAt(state.position + 1);
    const entryLine = state.line;
    if ((ch === 63 || ch === 58) && isWsOrEolOrEnd(following)) {
      if (!mappingOpened) {
        addMappingEvent(state, state.position, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, COLLECTION_STYLE.BLOCK);
        mappingOpened = true;
      }
      if (ch === 63) {
        if (atExplicitKey) addEmptyScalarEvent(state);
        detected = true;
        atExplicitKey = true;
      } else if (atExplicitKey) atExplicitKey = false;
      else {
        addEmptyScalarEvent(state);
        detected = true;
        atExplicitKey = false;
      }
      state.position += 1;
      pendingExplicitKey = true;
    } else {
      if (atExplicitKey) {
        addEmptyScalarEvent(state);
        atExplicitKey = false;
      }
      const beforeKey = snapshotState(state);
      if (!parseNode(state, flowIndent, CONTEXT_FLOW_OUT, false, true)) break;
      if (state.line === entryLine) {
        ch = state.input.charCodeAt(state.position);
        while (isWhiteSpace(ch)) ch = state.input.charCodeAt(++state.position);
        if (ch === 58) {
          ch = state.input.charCodeAt(++state.position);
          if (!isWsOrEolOrEnd(ch)) throwError(state, "a whitespace character is expected after the key-value separator within a block mapping");
          if (!mappingOpened) {
            state.events.splice(beforeKey.eventsLength, 0, {
              type: EVENT_ID.MAPPING,
              start: beforeKey.position,
              anchorStart: props.anchorStart,
              anchorEnd: props.anchorEnd,
              tagStart: props.tagStart,
              tagEnd: props.tagEnd,
              style: COLLECTION_STYLE.BLOCK
            });
            mappingOpened = true;
          }
          detected = true;
          atExplicitKey = false;
          pendingExplicitKey = false;
        } else if (detected) throwError(state, "expected ':' after a mapping key");
        else {
          if (props.anchorStart !== NO_RANGE$1 || props.tagStart !== NO_RANGE$1) {
            restoreState(state, beforeKey);
            return false;
          }
          return true;
        }
      } else if (detected) throwError(state, "can not read a block mapping entry; a multiline key may not be an implicit key");
      else {
        if (props.anchorStart !== NO_RANGE$1 || props.tagStart !== NO_RANGE$1) {
          restoreState(state, beforeKey);
          return false;
        }
        return true;
      }
    }
    if (parseNode(state, nodeIndent, CONTEXT_BLOCK_OUT, true, pendingExplicitKey)) pendingExplicitKey = false;
    if (!atExplicitKey) {
      if (pendingExplicitKey) {
        addEmptyScalarEvent(state);
        pendingExplicitKey = false;
      }
    }
    skipSeparationSpace(state, true);
    ch = state.input.charCodeAt(state.position);
    if ((state.line === entryLine || state.lineIndent > nodeIndent) && ch !== 0) throwError(state, "bad indentation of a mapping entry");
    else if (state.lineIndent < nodeIndent) break;
  }
  if (!detected) return false;
  if (atExplicitKey) addEmptyScalarEvent(state);
  if (mappingOpened) addPopEvent(state);
  return true;
}
function parseNode(state, parentIndent, nodeContext, allowToSeek, allowCompact, allowPropertyMapping = true) {
  if (state.depth >= state.maxDepth) throwError(state, `nesting exceeded maxDepth (${state.maxDepth})`);
  state.depth++;
  let indentStatus = 1;
  let atNewLine = false;
  let hasContent = false;
  let propertyStart = null;
  const props = emptyProperties();
  let allowBlockScalars = nodeContext === CONTEXT_BLOCK_OUT || nodeContext === CONTEXT_BLOCK_IN;
  let allowBlockCollections = allowBlockScalars;
  const allowBlockStyles = allowBlockScalars;
  if (allowToSeek && skipSeparationSpace(state, true)) {
    atNewLine = true;
    if (state.lineIndent > parentIndent) indentStatus = 1;
    else if (state.lineIndent === parentIndent) indentStatus = 0;
    else indentStatus = -1;
  }
  if (indentStatus === 1) while (true) {
    const ch = state.input.charCodeAt(state.position);
    const propertyState = snapshotState(state);
    if (atNewLine && indentStatus !== 1 && (ch === 33 || ch === 38)) break;
    if (atNewLine && allowBlockStyles && (props.tagStart !== NO_RANGE$1 || props.anchorStart !== NO_RANGE$1) && (ch === 33 || ch === 38)) {
      const fallbackState = snapshotState(state);
      const flowIndent = parentIndent + 1;
      if (readBlockMapping(state, state.position - state.lineStart, flowIndent, props) && state.events[fallbackState.eventsLength]?.type === EVENT_ID.MAPPING) {
        state.depth--;
        return true;
      }
      restoreState(state, fallbackState);
    }
    if (atNewLine && (ch === 33 && props.tagStart !== NO_RANGE$1 || ch === 38 && props.anchorStart !== NO_RANGE$1)) break;
    if (!readTagProperty(state, props, nodeContext === CONTEXT_FLOW_IN) && !readAnchorProperty(state, props)) break;
    if (propertyStart === null) propertyStart = propertyState;
    if (skipSeparationSpace(state, true)) {
      atNewLine = true;
      allowBlockCollections = allowBlockStyles;
      if (state.lineIndent > parentIndent) indentStatus = 1;
      else if (state.lineIndent === parentIndent) indentStatus = 0;
      else indentStatus = -1;
    } else allowBlockCollections = false;
  }
  if (allowBlockCollections) allowBlockCollections = atNewLine || allowCompact;
  if (indentStatus === 1 || nodeContext === CONTEXT_BLOCK_OUT) {
    const flowIndent = nodeContext === CONTEXT_FLOW_IN || nodeContext === CONTEXT_FLOW_OUT ? parentIndent : parentIndent + 1;
    const blockIndent = state.position - state.lineStart;
    if (indentStatus === 1) {
      if (allowBlockCollections && (readBlockSequence(state, blockIndent, props) || readBlockMapping(state, blockIndent, flowIndent, props)) || readFlowCollection(state, flowIndent, props)) hasContent = true;
      else {
        const ch = state.input.charCodeAt(state.position);
        if (propertyStart !== null && allowPropertyMapping && allowBlockStyles && !allowBlockCollections && ch !== 124 && ch !== 62) {
          const fallbackState = snapshotState(state);
          const propertyIndent = propertyStart.position - propertyStart.lineStart;
          restoreState(state, propertyStart);
          if (readBlockMapping(state, propertyIndent, flowIndent, emptyProperties()) && state.events[fallbackState.eventsLength]?.type === EVENT_ID.MAPPING) hasContent = true;
          else restoreState(state, fallbackState);
        }
        if (!hasContent && (allowBlockScalars && readBlockScalar(state, flowIndent, props) || readSingleQuotedScalar(state, flowIndent, props) || readDoubleQuotedScalar(state, flowIndent, props) || readAlias(state, props) || readPlainScalar(state, flowIndent, nodeContext, props))) hasContent = true;
      }
    } else if (indentStatus === 0) hasContent = allowBlockCollections && readBlockSequence(state, blockIndent, props);
  }
  allowBlockScalars = allowBlockScalars && !hasContent;
  if (!hasContent && (props.anchorStart !== NO_RANGE$1 || props.tagStart !== NO_RANGE$1 || allowBlockScalars)) {
    addScalarEvent(state, NO_RANGE$1, NO_RANGE$1, props.anchorStart, props.anchorEnd, props.tagStart, props.tagEnd, SCALAR_STYLE.PLAIN);
    hasContent = true;
  }
  state.depth--;
  return hasContent || props.anchorStart !== NO_RANGE$1 || props.tagStart !== NO_RANGE$1;
}
function readDirective(state) {
  if (state.lineIndent > 0 || state.input.charCodeAt(state.position) !== 37) return false;
  state.position++;
  const nameStart = state.position;
  while (state.input.charCodeAt(state.position) !== 0 && !isWsOrEol(state.input.charCodeAt(state.position))) state.position++;
  const name = state.input.slice(nameStart, state.position);
  const args = [];
  if (name.length === 0) throwError(state, "directive name must not be less than one character in length");
  while (state.input.charCodeAt(state.position) !== 0 && !isEol(state.input.charCodeAt(state.position))) {
    while (isWhiteSpace(state.input.charCodeAt(state.position))) state.position++;
    if (state.input.charCodeAt(state.position) === 35 || isEol(state.input.charCodeAt(state.position)) || state.input.charCodeAt(state.position) === 0) break;
    const start = state.position;
    while (state.input.charCodeAt(state.position) !== 0 && !isWsOrEol(state.input.charCodeAt(state.position))) state.position++;
    args.push(state.input.slice(start, state.position));
  }
  if (isEol(state.input.charCodeAt(state.position))) consumeLineBreak(state);
  if (name === "YAML") {
    if (state.directives.some((directive) => directive.kind === "yaml")) throwError(state, "duplication of %YAML directive");
    if (args.length !== 1) throwError(state, "YAML directive accepts exactly one argument");
    const match2 = /^([0-9]+)\.([0-9]+)$/.exec(args[0]);
    if (match2 === null) throwError(state, "ill-formed argument of the YAML directive");
    if (parseInt(match2[1], 10) !== 1) throwError(state, "unacceptable YAML version of the document");
    state.directives.push({
      kind: "yaml",
      version: args[0]
    });
  } else if (name === "TAG") {
    if (args.length !== 2) throwError(state, "TAG directive accepts exactly two arguments");
    const [handle, prefix2] = args;
    if (!PATTERN_TAG_HANDLE.test(handle)) throwError(state, "ill-formed tag handle (first argument) of the TAG directive");
    if (HAS_OWN.call(state.tagHandlers, handle)) throwError(state, `there is a previously declared suffix for "${handle}" tag handle`);
    if (!PATTERN_TAG_PREFIX.test(prefix2)) throwError(state, "ill-formed tag prefix (second argument) of the TAG directive");
    state.tagHandlers[handle] = prefix2;
    state.directives.push({
      kind: "tag",
      handle,
      prefix: prefix2
    });
  }
  return true;
}
function readDocument(state) {
  state.directives = [];
  state.tagHandlers = /* @__PURE__ */ Object.create(null);
  let hasDirectives = false;
  skipSeparationSpace(state, true);
  while (readDirective(state)) {
    hasDirectives = true;
    skipSeparationSpace(state, true);
  }
  let explicitStart = false;
  let explicitEnd = false;
  let allowCompact = true;
  if (state.lineIndent === 0 && state.input.charCodeAt(state.position) === 45 && state.input.charCodeAt(state.position + 1) === 45 && state.input.charCodeAt(state.position + 2) === 45 && isWsOrEolOrEnd(state.input.charCodeAt(state.position + 3))) {
    explicitStart = true;
    const markerLine = state.line;
    state.position += 3;
    skipSeparationSpace(state, true);
    allowCompact = state.line > markerLine;
  } else if (hasDirectives) throwError(state, "directives end mark is expected");
  const documentEventIndex = state.events.length;
  if (!explicitStart && state.position === state.lineStart && state.input.charCodeAt(state.position) === 46 && testDocumentSeparator(state)) {
    state.position += 3;
    skipSeparationSpace(state, true);
    return;
  }
  addDocumentEvent(state, explicitStart, false);
  if (!parseNode(state, state.lineIndent - 1, CONTEXT_BLOCK_OUT, false, allowCompact, allowCompact)) addEmptyScalarEvent(state);
  skipSeparationSpace(state, true);
  if (state.position === state.lineStart && testDocumentSeparator(state)) {
    explicitEnd = state.input.charCodeAt(state.position) === 46;
    if (explicitEnd) {
      const markerLine = state.line;
      state.position += 3;
      skipSeparationSpace(state, true);
      if (state.line === markerLine && state.position < state.length) throwError(state, "end of the stream or a document separator is expected");
    }
  }
  const documentEvent = state.events[documentEventIndex];
  if (documentEvent?.type === EVENT_ID.DOCUMENT) documentEvent.explicitEnd = explicitEnd;
  addPopEvent(state);
  if (!explicitEnd && state.position < state.length && !testDocumentBoundary(state)) throwError(state, "end of the stream or a document separator is expected");
}
function parseEvents(input, options) {
  const length = input.length;
  const state = {
    ...DEFAULT_PARSER_OPTIONS,
    ...options,
    input: `${input}\0`,
    length,
    position: 0,
    line: 0,
    lineStart: 0,
    lineIndent: 0,
    firstTabInLine: -1,
    depth: 0,
    directives: [],
    tagHandlers: /* @__PURE__ */ Object.create(null),
    events: []
  };
  const nullpos = input.indexOf("\0");
  if (nullpos !== -1) YAMLException.throwAt(input, nullpos, "null byte is not allowed in input", state.filename);
  while (state.position < state.length) {
    skipByteOrderMark(state);
    skipSeparationSpace(state, true);
    if (state.position >= state.length) break;
    const documentStart = state.position;
    readDocument(state);
    if (state.position === documentStart)
      throwError(state, "can not read a document");
  }
  return state.events;
}
var DEFAULT_LOAD_OPTIONS = {
  ...DEFAULT_PARSER_OPTIONS,
  ...DEFAULT_CONSTRUCTOR_OPTIONS
};
function hasBit(mask, bit) {
  return (mask & 1 << bit) !== 0;
}
var DEFAULT_SCALAR_STYLE_RULES = {
  applyQuoteFlowKeysOption,
  doubleQuoteForInvisibles,
  doubleQuoteWhitespaceOnly,
  applyForceQuotesOption,
  tryLongOrMultilineAsBlock,
  quoteInvalidPlain,
  fallbackToDoubleQuoted
};
function _preferredQuotedStyle(layout) {
  if (layout.presenterOptions.quoteStyle === "single" && hasBit(layout.allowedStylesMask, SCALAR_STYLE.SINGLE_QUOTED)) return SCALAR_STYLE.SINGLE_QUOTED;
  return SCALAR_STYLE.DOUBLE_QUOTED;
}
function applyQuoteFlowKeysOption(layout) {
  if (!layout.presenterOptions.quoteFlowKeys) return;
  if (!layout.isKey || !layout.flowOnly || layout.style !== SCALAR_STYLE.PLAIN) return;
  layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
}
function doubleQuoteForInvisibles(layout) {
  if (layout.style === SCALAR_STYLE.PLAIN && /[\t\x7F-\xA0\u2028\u2029\uFEFF\uFFFE\uFFFF]/.test(layout.node.value)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
}
function doubleQuoteWhitespaceOnly(layout) {
  if (layout.style === SCALAR_STYLE.PLAIN && /^\s+$/.test(layout.node.value)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
}
function applyForceQuotesOption(layout) {
  if (!layout.presenterOptions.forceQuotes) return;
  if (layout.isKey || layout.style !== SCALAR_STYLE.PLAIN) return;
  if (layout.node.tag !== layout.presenterOptions.schema.defaultScalarTag.tagName) return;
  layout.style = layout.node.value.includes("\n") ? SCALAR_STYLE.DOUBLE_QUOTED : _preferredQuotedStyle(layout);
}
function tryLongOrMultilineAsBlock(layout) {
  if (layout.style !== SCALAR_STYLE.PLAIN || layout.isKey) return;
  const value = layout.node.value;
  const multiline = value.indexOf("\n") !== -1;
  if (!hasBit(layout.allowedStylesMask, SCALAR_STYLE.LITERAL_BLOCK)) {
    if (multiline) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
    return;
  }
  const w = layout.presenterOptions.lineWidth;
  if (w === -1) {
    if (multiline) layout.style = SCALAR_STYLE.LITERAL_BLOCK;
    return;
  }
  const availableWidth = Math.max(Math.min(w, 40), w - layout.shiftOfContent);
  let position = 0;
  let shouldFold = false;
  while (position <= value.length) {
    let lineEnd = value.length;
    const nextLineBreak = value.indexOf("\n", position);
    if (nextLineBreak !== -1) lineEnd = nextLineBreak;
    const line = value.slice(position, lineEnd);
    if (line.length > availableWidth && line[0] !== " " && / [^ \t]/.test(line)) shouldFold = true;
    if (nextLineBreak === -1) break;
    position = nextLineBreak + 1;
  }
  if (shouldFold) layout.style = SCALAR_STYLE.FOLDED_BLOCK;
  else if (multiline) layout.style = SCALAR_STYLE.LITERAL_BLOCK;
}
function quoteInvalidPlain(layout) {
  if (layout.style === SCALAR_STYLE.PLAIN && !hasBit(layout.allowedStylesMask, SCALAR_STYLE.PLAIN)) layout.style = _preferredQuotedStyle(layout);
}
function fallbackToDoubleQuoted(layout) {
  if (!hasBit(layout.allowedStylesMask, layout.style)) layout.style = SCALAR_STYLE.DOUBLE_QUOTED;
}
var SRC_C_PRINTABLE = "[\\x09\\x0A\\x0D\\x20-\\x7E\\x85\\xA0-\\uD7FF\\uE000-\\uFFFD\\u{10000}-\\u{10FFFF}]";
var SRC_B_CHAR = "[\\n\\r]";
var SRC_C_BYTE_ORDER_MARK = "\\uFEFF";
var SRC_S_WHITE = "[ \\t]";
var SRC_NB_CHAR = `(?:(?!(?:${SRC_B_CHAR}|${SRC_C_BYTE_ORDER_MARK}))${SRC_C_PRINTABLE})`;
var SRC_NS_CHAR = `(?:(?!${SRC_S_WHITE})${SRC_NB_CHAR})`;
var SRC_NB_JSON = "[\\x09\\x20-\\uD7FF\\uE000-\\uFFFF\\u{10000}-\\u{10FFFF}]";
var SRC_C_INDICATOR = "[-?:,\\[\\]{}#&*!|>'\"%@`]";
var SRC_C_FLOW_INDICATOR = "[,\\[\\]{}]";
var SRC_NS_PLAIN_SAFE_FLOW_OUT = SRC_NS_CHAR;
var SRC_NS_PLAIN_SAFE_FLOW_IN = `(?:(?!${SRC_C_FLOW_INDICATOR})${SRC_NS_CHAR})`;
var SRC_NS_PLAIN_FIRST_FLOW_OUT = `(?:(?:(?!${SRC_C_INDICATOR})${SRC_NS_CHAR})|[?:-](?=${SRC_NS_PLAIN_SAFE_FLOW_OUT}))`;
var SRC_NS_PLAIN_FIRST_FLOW_IN = `(?:(?:(?!${SRC_C_INDICATOR})${SRC_NS_CHAR})|[?:-](?=${SRC_NS_PLAIN_SAFE_FLOW_IN}))`;
var SRC_NS_PLAIN_CHAR_FLOW_OUT = `(?:(?:(?![:#])${SRC_NS_PLAIN_SAFE_FLOW_OUT})|:(?=${SRC_NS_PLAIN_SAFE_FLOW_OUT}))#*`;
var SRC_NS_PLAIN_CHAR_FLOW_IN = `(?:(?:(?![:#])${SRC_NS_PLAIN_SAFE_FLOW_IN})|:(?=${SRC_NS_PLAIN_SAFE_FLOW_IN}))#*`;
var SRC_NB_NS_PLAIN_IN_LINE_FLOW_OUT = `(?:${SRC_S_WHITE}*${SRC_NS_PLAIN_CHAR_FLOW_OUT})*`;
var SRC_NB_NS_PLAIN_IN_LINE_FLOW_IN = `(?:${SRC_S_WHITE}*${SRC_NS_PLAIN_CHAR_FLOW_IN})*`;
var SRC_NS_PLAIN_ONE_LINE_FLOW_OUT = `${SRC_NS_PLAIN_FIRST_FLOW_OUT}#*${SRC_NB_NS_PLAIN_IN_LINE_FLOW_OUT}`;
var SRC_NS_PLAIN_ONE_LINE_FLOW_IN = `${SRC_NS_PLAIN_FIRST_FLOW_IN}#*${SRC_NB_NS_PLAIN_IN_LINE_FLOW_IN}`;
var SRC_NS_PLAIN_ONE_LINE_BLOCK_KEY = SRC_NS_PLAIN_ONE_LINE_FLOW_OUT;
var SRC_NS_PLAIN_ONE_LINE_FLOW_KEY = SRC_NS_PLAIN_ONE_LINE_FLOW_IN;
var SRC_S_NS_PLAIN_NEXT_LINE_FLOW_OUT = `\\n+${SRC_NS_PLAIN_CHAR_FLOW_OUT}${SRC_NB_NS_PLAIN_IN_LINE_FLOW_OUT}`;
var SRC_S_NS_PLAIN_NEXT_LINE_FLOW_IN = `\\n+${SRC_NS_PLAIN_CHAR_FLOW_IN}${SRC_NB_NS_PLAIN_IN_LINE_FLOW_IN}`;
var SRC_NS_PLAIN_MULTI_LINE_FLOW_OUT = `${SRC_NS_PLAIN_ONE_LINE_FLOW_OUT}(?:${SRC_S_NS_PLAIN_NEXT_LINE_FLOW_OUT})*`;
var SRC_NS_PLAIN_MULTI_LINE_FLOW_IN = `${SRC_NS_PLAIN_ONE_LINE_FLOW_IN}(?:${SRC_S_NS_PLAIN_NEXT_LINE_FLOW_IN})*`;
var NS_PLAIN_FLOW_OUT = new RegExp(`^(?:${SRC_NS_PLAIN_MULTI_LINE_FLOW_OUT})$`, "u");
var NS_PLAIN_FLOW_IN = new RegExp(`^(?:${SRC_NS_PLAIN_MULTI_LINE_FLOW_IN})$`, "u");
var NS_PLAIN_BLOCK_KEY = new RegExp(`^(?:${SRC_NS_PLAIN_ONE_LINE_BLOCK_KEY})$`, "u");
var NS_PLAIN_FLOW_KEY = new RegExp(`^(?:${SRC_NS_PLAIN_ONE_LINE_FLOW_KEY})$`, "u");
var NB_SINGLE_ONE_LINE = new RegExp(`^(?:${SRC_NB_JSON})*$`, "u");
var NB_SINGLE_MULTI_LINE = new RegExp(`^(?:${SRC_NB_JSON}|\\n)*$`, "u");
var BLOCK_SCALAR_CONTENT = new RegExp(`^(?:${SRC_NB_CHAR}|\\n)*$`, "u");
var DEFAULT_PRESENTER_OPTIONS = {
  indent: 2,
  seqNoIndent: false,
  seqInlineFirst: true,
  lineWidth: 80,
  flowBracketPadding: false,
  flowSkipCommaSpace: false,
  flowSkipColonSpace: false,
  quoteFlowKeys: false,
  quoteStyle: "single",
  forceQuotes: false,
  scalarStyleRules: Object.keys(DEFAULT_SCALAR_STYLE_RULES).map((name) => Reflect.get(DEFAULT_SCALAR_STYLE_RULES, name)),
  tagBeforeAnchor: false
};
var DEFAULT_DUMP_OPTIONS = {
  ...DEFAULT_PRESENTER_OPTIONS,
  schema: DUMP_SCHEMA,
  skipInvalid: false,
  noRefs: false,
  flowLevel: -1,
  sortKeys: false,
  transform: () => {
  }
};
var EVENT_DOCUMENT = EVENT_ID.DOCUMENT;
var EVENT_SEQUENCE = EVENT_ID.SEQUENCE;
var EVENT_MAPPING = EVENT_ID.MAPPING;
var EVENT_SCALAR = EVENT_ID.SCALAR;
var EVENT_ALIAS = EVENT_ID.ALIAS;
var EVENT_POP = EVENT_ID.POP;
var SCALAR_STYLE_PLAIN = SCALAR_STYLE.PLAIN;
var SCALAR_STYLE_SINGLE_QUOTED = SCALAR_STYLE.SINGLE_QUOTED;
var SCALAR_STYLE_DOUBLE_QUOTED = SCALAR_STYLE.DOUBLE_QUOTED;
var SCALAR_STYLE_LITERAL_BLOCK = SCALAR_STYLE.LITERAL_BLOCK;
var SCALAR_STYLE_FOLDED_BLOCK = SCALAR_STYLE.FOLDED_BLOCK;
var COLLECTION_STYLE_BLOCK = COLLECTION_STYLE.BLOCK;
var COLLECTION_STYLE_FLOW = COLLECTION_STYLE.FLOW;
var CHOMPING_CLIP = CHOMPING_MODE.CLIP;
var CHOMPING_STRIP = CHOMPING_MODE.STRIP;
var CHOMPING_KEEP = CHOMPING_MODE.KEEP;

// src/manifest/go-scalar.ts
var TRUE = new Set("y Y yes Yes YES true True TRUE on On ON".split(" "));
var FALSE = new Set("n N no No NO false False FALSE off Off OFF".split(" "));
var NULL = /* @__PURE__ */ new Set(["", "~", "null", "Null", "NULL"]);
var INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
var FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
var INFINITY = /^([-+]?)\.(?:inf|Inf|INF)$/;
var NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;
var NUMBER_STARTS = Array.from("-+.0123456789");
var BOOLEAN_STARTS = Array.from("yYnNtTfFoO");
var NULL_STARTS = ["", "~", "n", "N"];
var goBoolean = (text) => TRUE.has(text) ? true : FALSE.has(text) ? false : void 0;
var isGoNull = (text) => NULL.has(text);
function goNumber(text) {
  const plain = /^[-+0-9]/.test(text) ? text.replaceAll("_", "") : text;
  const whole = INTEGER.exec(plain);
  if (whole !== null) return goInteger(whole);
  if (FLOAT.test(plain)) {
    const value = Number(plain);
    return Number.isFinite(value) ? value : void 0;
  }
  if (NOT_A_NUMBER.test(text)) return NaN;
  const infinite = INFINITY.exec(text);
  return infinite === null ? void 0 : infinite[1] === "-" ? -Infinity : Infinity;
}
function goInteger([, sign, hex, binary, octal, decimal]) {
  const value = hex ? parseInt(hex, 16) : binary ? parseInt(binary, 2) : octal ? parseInt(octal, 8) : parseInt(decimal ?? "", 10);
  return sign === "-" && value !== 0 ? -value : value;
}
function goScalar(text) {
  return isGoNull(text) ? null : goBoolean(text) ?? goNumber(text) ?? text;
}

// src/manifest/indented-text.ts
var MAX_LINES = 500;
var MAX_CHARACTERS = 2e7;
var MAX_INDENT = 200;
var IndentedText = class {
  text;
  /** Known from the first line on that needs it */
  #width = 0;
  #insertions = [];
  #read = 0;
  constructor(text) {
    this.text = text;
  }
  /** Deepens the line of `offset` below any other; false where that was done, or would lead too far */
  deepen(offset) {
    const { text } = this;
    if (this.#width === 0) this.#width = 1 + deepestStart(text);
    const at3 = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
    const last2 = this.#insertions.at(-1);
    this.#read += text.length;
    const isTooMuch = this.#insertions.length >= MAX_LINES || this.#read > MAX_CHARACTERS || this.#width > MAX_INDENT;
    if (isTooMuch || last2 !== void 0 && at3 <= last2.at) return false;
    this.text = text.slice(0, at3) + " ".repeat(this.#width) + text.slice(at3);
    this.#insertions.push({ at: at3, count: this.#width });
    return true;
  }
  /** Where that stands in the text as it was written */
  written = (offset) => {
    let shift = 0;
    for (const { at: at3, count: count2 } of this.#insertions) {
      if (offset <= at3) break;
      shift += Math.min(count2, offset - at3);
    }
    return offset - shift;
  };
};
function deepestStart(text) {
  let deepest = 0;
  for (const [start] of text.matchAll(/^[ ?-]+/gm)) deepest = Math.max(deepest, start.length);
  return deepest;
}

// src/manifest/marks.ts
function offsetAt(top, pointer) {
  let mark = top;
  for (const step of pointer) {
    const child = mark.children?.get(step);
    if (child === void 0) break;
    mark = child;
  }
  return mark.offset;
}
var MarkTree = class {
  documents = [];
  #frames = [];
  #anchors = /* @__PURE__ */ new Map();
  /** The last place met: where an empty value is said to be */
  #offset = 0;
  startDocument() {
    this.#anchors.clear();
    this.#push("document", this.#offset, /* @__PURE__ */ new Map());
  }
  open(is, offset, anchor) {
    this.#offset = offset;
    const children = /* @__PURE__ */ new Map();
    this.#remember(anchor, { offset, children }, "");
    this.#place({ offset, children });
    this.#push(is, offset, children);
  }
  /** `name` is the scalar as a key would read; no offset: nothing is written there */
  scalar(name, isMerge, offset, anchor) {
    this.#offset = offset ?? this.#offset;
    const mark = { offset: this.#offset, children: void 0 };
    this.#remember(anchor, mark, name);
    this.#place(mark, name, isMerge);
  }
  alias(offset, anchor) {
    this.#offset = offset;
    const found = this.#anchors.get(anchor);
    this.#place({ offset, children: found?.mark.children }, found?.name);
  }
  close() {
    const frame = this.#frames.pop();
    if (frame === void 0) return;
    for (const source2 of frame.merged.flatMap(sourcesOf2)) {
      for (const [name, child] of source2.children ?? []) if (!frame.children.has(name)) frame.children.set(name, child);
    }
    if (frame.is === "document")
      this.documents.push(frame.children.get(0) ?? { offset: frame.offset, children: void 0 });
  }
  #push(is, offset, children) {
    this.#frames.push({ is, offset, children, key: void 0, merged: [] });
  }
  #remember(anchor, mark, name) {
    if (anchor !== void 0) this.#anchors.set(anchor, { mark, name });
  }
  /** Puts a value, or a key, into what is open */
  #place(mark, name = "", isMerge = false) {
    const frame = this.#frames.at(-1);
    if (frame === void 0) return;
    const { key } = frame;
    if (frame.is !== "mapping") frame.children.set(frame.children.size, mark);
    else if (key === void 0) frame.key = { name, offset: mark.offset, isMerge };
    else {
      frame.key = void 0;
      if (key.isMerge) frame.merged.push(mark);
      else frame.children.set(key.name, { offset: key.offset, children: mark.children });
    }
  }
};
var sourcesOf2 = (mark) => mark.children?.has(0) === true ? [...mark.children.values()] : [mark];

// src/manifest/yaml.ts
var MAX_DEPTH = 64;
var MAX_ALIASES = 100;
var MAX_EXPANDED = 2e5;
var TAG = "tag:yaml.org,2002:";
var never = () => false;
var readMapping = {
  create: mapTag.create,
  // JSON has no null keys, so neither has Kubernetes
  addPair: (mapping, key, value) => key === null ? "a key is missing" : mapTag.addPair(mapping, key, value),
  has: mapTag.has,
  keys: mapTag.keys,
  get: mapTag.get,
  identify: never
};
var readSequence = { create: seqTag.create, addItem: seqTag.addItem, identify: never };
var readNumber = {
  implicit: true,
  implicitFirstChars: NUMBER_STARTS,
  resolve: (text) => goNumber(text) ?? NOT_RESOLVED,
  identify: never
};
var SCHEMA = new Schema([
  strTag,
  defineSequenceTag(`${TAG}seq`, readSequence),
  defineMappingTag(`${TAG}map`, readMapping),
  defineScalarTag(`${TAG}null`, {
    implicit: true,
    implicitFirstChars: NULL_STARTS,
    resolve: (text) => isGoNull(text) ? null : NOT_RESOLVED,
    identify: never
  }),
  defineScalarTag(`${TAG}bool`, {
    implicit: true,
    implicitFirstChars: BOOLEAN_STARTS,
    resolve: (text) => goBoolean(text) ?? NOT_RESOLVED,
    identify: never
  }),
  defineScalarTag(`${TAG}int`, readNumber),
  defineScalarTag(`${TAG}float`, { ...readNumber, implicit: false }),
  mergeTag,
  // Local tags (`!vault`) are dropped, as Go does: a scalar is text, a collection what it is
  defineScalarTag("!", { matchByTagPrefix: true, resolve: (text) => text, identify: never }),
  defineSequenceTag("!", { ...readSequence, matchByTagPrefix: true }),
  defineMappingTag("!", { ...readMapping, matchByTagPrefix: true })
]);
function parseYaml(text, syntax = "yaml") {
  const refused2 = syntax === "json" ? void 0 : forbidden(text);
  if (refused2 !== void 0) return broken(refused2);
  let parsed5 = { source: text, events: [], written: (offset) => offset };
  try {
    parsed5 = eventsOf(text);
    const { events, source: source2 } = parsed5;
    const values = constructFromEvents(events, { source: source2, schema: SCHEMA, maxAliases: MAX_ALIASES });
    if (events.some((event) => event.type === EVENT_ID.ALIAS) && isLargerThan(values, MAX_EXPANDED)) {
      return broken({ code: "yaml-too-many-aliases", offset: 0, args: [String(MAX_ALIASES)] });
    }
    return { ok: true, values, braces: text.includes("{{") && events.some((event) => hasBraces(source2, event)) };
  } catch (error) {
    const fault = faultOf(error, parsed5.source, parsed5.events);
    const lenient = fault.code === "duplicate-key" ? lastWins(parsed5.source, parsed5.events) : void 0;
    return broken({ ...fault, offset: parsed5.written(fault.offset) }, lenient);
  }
}
function eventsOf(text) {
  const indented = new IndentedText(text);
  let first2;
  for (; ; ) {
    try {
      const events = parseEvents(indented.text, { maxDepth: MAX_DEPTH });
      return { source: indented.text, events, written: indented.written };
    } catch (error) {
      first2 ??= error;
      if (!isShallow(error) || !indented.deepen(error.mark?.position ?? 0)) throw first2;
    }
  }
}
var isShallow = (error) => error instanceof YAMLException && error.reason === "deficient indentation";
var FORBIDDEN = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/;
function forbidden(text) {
  const offset = text.search(FORBIDDEN);
  if (offset < 0) return void 0;
  const name = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, "0");
  return { code: "yaml-syntax", offset, args: [`the invisible character U+${name}`] };
}
var broken = (fault, lenient) => ({ ok: false, fault, lenient });
function lastWins(text, events) {
  try {
    return constructFromEvents(events, { source: text, schema: SCHEMA, maxAliases: 0, json: true })[0];
  } catch {
    return void 0;
  }
}
function faultOf(error, text, events) {
  if (!(error instanceof YAMLException)) return { code: "yaml-syntax", offset: 0, args: [String(error)] };
  const { reason } = error;
  const offset = error.mark?.position ?? 0;
  if (reason.includes("maxDepth")) return { code: "yaml-too-deep", offset, args: [String(MAX_DEPTH)] };
  if (reason.includes("maxAliases")) return { code: "yaml-too-many-aliases", offset, args: [String(MAX_ALIASES)] };
  if (reason.includes("complex keys")) return { code: "yaml-syntax", offset: collectionKey(events), args: [reason] };
  if (!reason.includes("duplicated mapping key")) return { code: "yaml-syntax", offset, args: [reason] };
  const key = events.find((event) => event.type === EVENT_ID.SCALAR && event.valueStart === offset);
  return { code: "duplicate-key", offset, args: [key?.type === EVENT_ID.SCALAR ? getScalarValue(text, key) : ""] };
}
function collectionKey(events) {
  const open2 = [];
  for (const event of events) {
    const parent = event.type === EVENT_ID.POP ? open2.pop() && open2.at(-1) : open2.at(-1);
    const isCollection = event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE;
    if (isCollection && parent?.isMapping === true && parent.isKeyNext) return event.start;
    const isWhole = event.type === EVENT_ID.SCALAR || event.type === EVENT_ID.ALIAS || event.type === EVENT_ID.POP;
    if (isWhole && parent !== void 0) parent.isKeyNext = !parent.isKeyNext;
    if (!isWhole) open2.push({ isMapping: event.type === EVENT_ID.MAPPING, isKeyNext: true });
  }
  return 0;
}
function isLargerThan(values, limit) {
  const open2 = [...values];
  let count2 = 0;
  while (open2.length > 0) {
    const value = open2.pop();
    if (typeof value !== "object" || value === null) continue;
    const children = Object.values(value);
    count2 += children.length;
    if (count2 > limit) return true;
    for (const child of children) open2.push(child);
  }
  return false;
}
var hasBraces = (text, event) => event.type === EVENT_ID.SCALAR && event.style === SCALAR_STYLE.PLAIN && event.valueStart >= 0 && text.slice(event.valueStart, event.valueEnd).includes("{{");
function yamlMarks(text) {
  try {
    const tree = new MarkTree();
    const parsed5 = eventsOf(text);
    for (const event of parsed5.events) plant(tree, parsed5, event);
    return tree.documents;
  } catch {
    return [];
  }
}
function plant(tree, parsed5, event) {
  const { source: source2, written } = parsed5;
  switch (event.type) {
    case EVENT_ID.DOCUMENT:
      tree.startDocument();
      break;
    case EVENT_ID.MAPPING:
      tree.open("mapping", written(event.start), anchorOf(source2, event));
      break;
    case EVENT_ID.SEQUENCE:
      tree.open("sequence", written(event.start), anchorOf(source2, event));
      break;
    case EVENT_ID.SCALAR:
      plantScalar(tree, parsed5, event);
      break;
    case EVENT_ID.ALIAS:
      tree.alias(written(event.anchorStart - 1), source2.slice(event.anchorStart, event.anchorEnd));
      break;
    case EVENT_ID.POP:
      tree.close();
      break;
  }
}
function plantScalar(tree, { source: source2, written }, event) {
  const value = getScalarValue(source2, event);
  const isPlain = event.style === SCALAR_STYLE.PLAIN && event.tagStart < 0;
  const isQuoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  const start = event.valueStart < 0 ? void 0 : written(event.valueStart - (isQuoted ? 1 : 0));
  const name = isPlain ? String(goScalar(value)) : value;
  tree.scalar(name, isPlain && value === "<<", start, anchorOf(source2, event));
}
var anchorOf = (text, event) => event.anchorStart < 0 ? void 0 : text.slice(event.anchorStart, event.anchorEnd);

// src/capture/kubeconfig.ts
function readKubeconfig({ context, kubeconfig }, world) {
  const files = filesOf(kubeconfig, world);
  if (files.length === 0) return void 0;
  const name = context ?? files.map(({ value }) => textOf2(value["current-context"])).find((one) => one !== void 0);
  if (name === void 0) throw new CaptureError("the kubeconfig has no current context; name one with --context");
  const chosen = named(files, "contexts", "context", name);
  if (chosen === void 0) {
    const known3 = files.flatMap(({ value }) => entriesOf(value["contexts"]).map((one) => textOf2(one["name"]) ?? ""));
    throw new CaptureError(`the kubeconfig has no context ${name}; it has ${known3.join(", ") || "none"}`);
  }
  const clusterName = textOf2(chosen.value["cluster"]) ?? "";
  const cluster = named(files, "clusters", "cluster", clusterName);
  if (cluster === void 0) throw new CaptureError(`the kubeconfig has no cluster ${clusterName}, which ${name} names`);
  const userName = textOf2(chosen.value["user"]) ?? "";
  const user = named(files, "users", "user", userName) ?? { value: {}, folder: cluster.folder };
  return { cluster: clusterAccess(cluster), user: userAccess(user, userName) };
}
function filesOf(kubeconfig, { env }) {
  if (kubeconfig?.includes("\n") === true) return [parsed(kubeconfig, "the kubeconfig", process.cwd())];
  if (kubeconfig !== void 0) return [readFile(kubeconfig)];
  const listed = (env["KUBECONFIG"] ?? "").split(path.delimiter).filter((one) => one !== "");
  const paths = listed.length > 0 ? listed : [path.join(env["HOME"] ?? homedir(), ".kube", "config")];
  const files = paths.flatMap((one) => optional(one));
  if (listed.length > 0 && files.length === 0)
    throw new CaptureError(`none of the files that KUBECONFIG names exists: ${listed.join(", ")}`);
  return files;
}
function optional(file) {
  try {
    return [parsed(readFileSync(file, "utf8"), file, path.dirname(path.resolve(file)))];
  } catch (error) {
    if (error instanceof CaptureError) throw error;
    const cause = causeOf(error);
    if (cause === "it does not exist") return [];
    throw new CaptureError(`the kubeconfig ${file} cannot be read: ${cause}`);
  }
}
function readFile(file) {
  const [read] = optional(file);
  if (read === void 0) throw new CaptureError(`the kubeconfig ${file} does not exist`);
  return read;
}
function parsed(text, file, folder) {
  const result2 = parseYaml(text);
  const value = result2.ok ? result2.values[0] ?? {} : void 0;
  if (!isObject2(value)) throw new CaptureError(`the kubeconfig ${file} is no YAML that kubectl could read`);
  return { path: file, value, folder };
}
var entriesOf = (value) => Array.isArray(value) ? value.filter(isObject2) : [];
function named(files, list, key, name) {
  for (const { folder, value } of files) {
    const found = entriesOf(value[list]).find((one) => textOf2(one["name"]) === name)?.[key];
    if (found !== void 0) return { value: isObject2(found) ? found : {}, folder };
  }
  return void 0;
}
function textOf2(value) {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : void 0;
}
function clusterAccess({ folder, value }) {
  const server = textOf2(value["server"]);
  if (server === void 0) throw new CaptureError("the cluster of the kubeconfig has no server");
  const proxy = textOf2(value["proxy-url"]);
  return {
    server: urlOf(server, "server", ["https:", "http:"]),
    authority: bytesOf({ folder, value }, "certificate-authority"),
    insecure: value["insecure-skip-tls-verify"] === true,
    serverName: textOf2(value["tls-server-name"]),
    proxy: proxy === void 0 ? void 0 : urlOf(proxy, "proxy-url", ["http:", "https:"])
  };
}
function urlOf(text, what, protocols) {
  const url = URL.canParse(text) ? new URL(text) : void 0;
  if (url !== void 0 && protocols.includes(url.protocol)) return url;
  const allowed = protocols.map((one) => `${one}//`).join(" or ");
  throw new CaptureError(`the ${what} ${text} is no address that begins with ${allowed}`);
}
function bytesOf({ folder, value }, name) {
  const data = textOf2(value[`${name}-data`]);
  if (data !== void 0) return Buffer.from(data, "base64");
  const file = textOf2(value[name]);
  if (file === void 0) return void 0;
  try {
    return readFileSync(path.resolve(folder, file));
  } catch (error) {
    throw new CaptureError(`the ${name} ${file} of the kubeconfig cannot be read: ${causeOf(error)}`);
  }
}
function userAccess(entry, name) {
  const { folder, value } = entry;
  const provider = isObject2(value["auth-provider"]) ? value["auth-provider"] : void 0;
  if (provider !== void 0) {
    const which = textOf2(provider["name"]) ?? "";
    throw new CaptureError(
      `the user ${name} of the kubeconfig logs in through the auth provider ${which}, which Kubernetes 1.26 took away; use an exec plugin or a token`
    );
  }
  const tokenFile = textOf2(value["tokenFile"]);
  const password = textOf2(value["password"]);
  return {
    token: textOf2(value["token"]),
    tokenFile: tokenFile === void 0 ? void 0 : path.resolve(folder, tokenFile),
    basic: password === void 0 ? void 0 : { name: textOf2(value["username"]) ?? "", password },
    certificate: bytesOf(entry, "client-certificate"),
    key: bytesOf(entry, "client-key"),
    plugin: isObject2(value["exec"]) ? pluginOf(value["exec"], folder, name) : void 0,
    impersonate: impersonation(value)
  };
}
function impersonation(value) {
  const as = textOf2(value["as"]);
  const uid = textOf2(value["as-uid"]);
  const groups = Array.isArray(value["as-groups"]) ? value["as-groups"].flatMap((one) => textOf2(one) ?? []) : [];
  if (groups.length > 1 || isObject2(value["as-user-extra"]))
    throw new CaptureError(
      "the kubeconfig acts as a user with extras or several groups, which a capture cannot; use another user"
    );
  const [group] = groups;
  return {
    ...as !== void 0 && { "impersonate-user": as },
    ...uid !== void 0 && { "impersonate-uid": uid },
    ...group !== void 0 && { "impersonate-group": group }
  };
}
var PLUGIN_API = /^client\.authentication\.k8s\.io\/v1(?:beta1)?$/;
function pluginOf(value, folder, user) {
  const command = textOf2(value["command"]);
  const apiVersion = textOf2(value["apiVersion"]) ?? "";
  if (command === void 0) throw new CaptureError(`the exec plugin of the user ${user} names no command`);
  if (!PLUGIN_API.test(apiVersion))
    throw new CaptureError(
      `the exec plugin of the user ${user} speaks ${apiVersion || "no version"}, not client.authentication.k8s.io/v1`
    );
  if (value["interactiveMode"] === "Always")
    throw new CaptureError(
      `the exec plugin of the user ${user} needs a person to answer it; log in first, or use a token`
    );
  return {
    apiVersion,
    // Only a bare name is looked for along PATH
    command: /[\\/]/.test(command) ? path.resolve(folder, command) : command,
    args: Array.isArray(value["args"]) ? value["args"].map((one) => textOf2(one) ?? "") : [],
    env: Object.fromEntries(
      entriesOf(value["env"]).map((one) => [textOf2(one["name"]) ?? "", textOf2(one["value"]) ?? ""])
    ),
    installHint: textOf2(value["installHint"]),
    wantsCluster: value["provideClusterInfo"] === true
  };
}
var ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
function inClusterAccess({ env }, folder = ACCOUNT) {
  const [host, port] = [env["KUBERNETES_SERVICE_HOST"], env["KUBERNETES_SERVICE_PORT"]];
  if (host === void 0 || host === "" || port === void 0 || port === "") return void 0;
  try {
    readFileSync(path.join(folder, "token"));
    return {
      cluster: {
        server: new URL(`https://${host.includes(":") ? `[${host}]` : host}:${port}`),
        authority: readFileSync(path.join(folder, "ca.crt")),
        insecure: false,
        serverName: void 0,
        proxy: void 0
      },
      user: { ...NOBODY, tokenFile: path.join(folder, "token") }
    };
  } catch (error) {
    throw new CaptureError(`this pod has no service account to read the cluster with: ${causeOf(error)}`);
  }
}
var NOBODY = {
  token: void 0,
  tokenFile: void 0,
  basic: void 0,
  certificate: void 0,
  key: void 0,
  plugin: void 0,
  impersonate: {}
};

// src/capture/agent.ts
function tlsOptions({ authority, insecure, server, serverName }, { certificate, key }) {
  const host = server.hostname.replace(/^\[|\]$/g, "");
  const options = {
    rejectUnauthorized: !insecure,
    ALPNProtocols: ["http/1.1"],
    ...authority && { ca: authority },
    ...certificate && { cert: certificate },
    ...key && { key },
    ...serverName === void 0 ? net.isIP(host) === 0 && { servername: host } : { servername: serverName }
  };
  try {
    tls.createSecureContext(options);
  } catch {
    throw new CaptureError(
      "the certificates of the kubeconfig cannot be used: they are no PEM, or do not belong together"
    );
  }
  return options;
}
function agentFor({ server }, options, proxy) {
  const pool = { keepAlive: true, maxSockets: 4 };
  if (server.protocol === "http:") return new http.Agent(pool);
  return proxy === void 0 ? new https.Agent({ ...pool, ...options }) : new ProxiedAgent({ ...pool, ...options }, () => connect(server, options, proxy));
}
var ProxiedAgent = class extends https.Agent {
  #open;
  constructor(options, open2) {
    super(options);
    this.#open = open2;
  }
  createConnection(_options, done) {
    this.#open().then(
      (socket) => done?.(null, socket),
      // Node's own agent hands over no stream with an error
      (error) => done?.(error instanceof Error ? error : new Error(String(error)), new net.Socket())
    );
    return void 0;
  }
};
async function connect(server, options, proxy) {
  const isPlain = server.protocol === "http:";
  const [host, port] = [server.hostname.replace(/^\[|\]$/g, ""), Number(server.port || (isPlain ? 80 : 443))];
  const socket = proxy === void 0 ? net.connect({ host, port }) : await tunnel(proxy, host, port);
  if (isPlain) return socket;
  return await new Promise((resolve, reject) => {
    const secured = tls.connect({ ...options, host, socket }, () => {
      secured.off("error", reject);
      resolve(secured);
    });
    secured.on("error", reject);
    socket.on("error", reject);
  });
}
var PROXY_MILLIS = 3e4;
function tunnel(proxy, host, port) {
  const { request } = proxy.protocol === "https:" ? https : http;
  const target = `${host.includes(":") ? `[${host}]` : host}:${String(port)}`;
  const user = decodeURIComponent(proxy.username);
  const basic = Buffer.from(`${user}:${decodeURIComponent(proxy.password)}`).toString("base64");
  return new Promise((resolve, reject) => {
    const ask = request({
      host: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
      method: "CONNECT",
      path: target,
      agent: false,
      timeout: PROXY_MILLIS,
      headers: { host: target, ...user !== "" && { "proxy-authorization": `Basic ${basic}` } }
    });
    const fail = (why) => {
      ask.destroy();
      reject(new TransferError("cut", `the proxy ${proxy.host} ${why}`));
    };
    ask.on("connect", ({ statusCode }, socket) => {
      if (statusCode === 200) resolve(socket);
      else fail(`answered ${String(statusCode)}`);
    });
    ask.on("response", ({ statusCode }) => fail(`answered ${String(statusCode)}`));
    ask.on("timeout", () => fail("did not answer"));
    ask.on("error", (error) => fail(`cannot be reached: ${error.message}`));
    ask.end();
  });
}
function proxyFor({ proxy, server }, { env }) {
  if (proxy !== void 0) return proxy;
  const name = server.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const text = env[name] ?? env[name.toLowerCase()] ?? "";
  if (text === "" || isLoopback(server.hostname) || isExempt(server, env["NO_PROXY"] ?? env["no_proxy"] ?? ""))
    return void 0;
  return urlOf(text.includes("://") ? text : `http://${text}`, name, ["http:", "https:"]);
}
var isLoopback = (host) => host === "localhost" || host === "[::1]" || host.endsWith(".localhost") || /^127(?:\.\d{1,3}){3}$/.test(host);
function isExempt({ hostname, port }, list) {
  const host = hostname.replace(/^\[|\]$/g, "");
  return list.split(",").map((one) => one.trim().toLowerCase()).some((one) => {
    if (one === "") return false;
    const [name = "", only] = one.includes("::") ? [one] : one.split(/:(?=\d+$)/);
    if (only !== void 0 && only !== (port || "443")) return false;
    const bare = name.replace(/^\*?\./, "");
    return name === "*" || host === bare || host.endsWith(`.${bare}`) || isInRange(host, name);
  });
}
function isInRange(host, range2) {
  const [first2 = "", prefix2] = range2.split("/");
  const family = net.isIP(host);
  if (prefix2 === void 0 || family === 0 || net.isIP(first2) !== family || !/^\d{1,3}$/.test(prefix2)) return false;
  const list = new net.BlockList();
  const kind = family === 6 ? "ipv6" : "ipv4";
  if (Number(prefix2) > (family === 6 ? 128 : 32)) return false;
  list.addSubnet(first2, Number(prefix2), kind);
  return list.check(host, kind);
}

// src/capture/credentials.ts
import { spawn } from "node:child_process";
import { readFileSync as readFileSync2 } from "node:fs";
var SPARE_MILLIS = 3e4;
var Identity = class {
  #access;
  #world;
  #given;
  constructor(access, world) {
    this.#access = access;
    this.#world = world;
  }
  /** Whether there is something to be had anew when the server does not know us any more */
  get canRenew() {
    return this.#access.user.plugin !== void 0 || this.#access.user.tokenFile !== void 0;
  }
  /** Forgets what a plugin gave */
  renew() {
    this.#given = void 0;
  }
  /** Throws CaptureErrors */
  async credentials() {
    const { basic, certificate, impersonate, key } = this.#access.user;
    const given = await this.#fromPlugin();
    const token = this.#tokenOf() ?? given?.token;
    const authorization = token !== void 0 ? `Bearer ${token}` : basic !== void 0 ? `Basic ${Buffer.from(`${basic.name}:${basic.password}`).toString("base64")}` : void 0;
    return {
      headers: { ...impersonate, ...authorization !== void 0 && { authorization } },
      certificate: given?.certificate ?? certificate,
      key: given?.key ?? key
    };
  }
  #tokenOf() {
    const { token, tokenFile } = this.#access.user;
    if (tokenFile === void 0) return token;
    try {
      return readFileSync2(tokenFile, "utf8").trim();
    } catch (error) {
      throw new CaptureError(`the token file ${tokenFile} cannot be read: ${causeOf(error)}`);
    }
  }
  async #fromPlugin() {
    const { cluster, user } = this.#access;
    if (user.plugin === void 0) return void 0;
    const given = await (this.#given ??= askPlugin(user.plugin, cluster, this.#world));
    if (given.expires === void 0 || given.expires - SPARE_MILLIS > this.#world.now()) return given;
    this.#given = askPlugin(user.plugin, cluster, this.#world);
    return this.#given;
  }
};
async function askPlugin(plugin, cluster, world) {
  const { command } = plugin;
  const output = await runPlugin(plugin, {
    ...world.env,
    ...plugin.env,
    KUBERNETES_EXEC_INFO: question(plugin, cluster)
  });
  let answer;
  try {
    answer = JSON.parse(output);
  } catch {
    throw new CaptureError(`the exec plugin ${command} did not print an ExecCredential`);
  }
  const status = isObject2(answer) && isObject2(answer["status"]) ? answer["status"] : void 0;
  if (!isObject2(answer) || answer["kind"] !== "ExecCredential" || status === void 0)
    throw new CaptureError(`the exec plugin ${command} did not print an ExecCredential`);
  if (answer["apiVersion"] !== plugin.apiVersion)
    throw new CaptureError(`the exec plugin ${command} does not speak ${plugin.apiVersion}`);
  const { clientCertificateData, clientKeyData, expirationTimestamp, token } = status;
  const pem = (value) => typeof value === "string" ? Buffer.from(value) : void 0;
  const expires = typeof expirationTimestamp === "string" ? Date.parse(expirationTimestamp) : Number.NaN;
  return {
    token: typeof token === "string" && token !== "" ? token : void 0,
    certificate: pem(clientCertificateData),
    key: pem(clientKeyData),
    expires: Number.isNaN(expires) ? void 0 : expires
  };
}
function question({ apiVersion, wantsCluster }, cluster) {
  const about = {
    server: cluster.server.href,
    ...cluster.serverName !== void 0 && { "tls-server-name": cluster.serverName },
    ...cluster.insecure && { "insecure-skip-tls-verify": true },
    ...cluster.authority && { "certificate-authority-data": cluster.authority.toString("base64") },
    ...cluster.proxy && { "proxy-url": cluster.proxy.href }
  };
  const spec = { interactive: false, ...wantsCluster && { cluster: about } };
  return JSON.stringify({ kind: "ExecCredential", apiVersion, spec });
}
var PLUGIN_MILLIS = 6e4;
var MOST_OUTPUT = 1024 * 1024;
function runPlugin({ args, command, installHint }, env) {
  return new Promise((resolve, reject) => {
    const fail = (why) => {
      clearTimeout(timer);
      const hint = installHint === void 0 ? "" : `; ${brief(installHint)}`;
      reject(new CaptureError(`the exec plugin ${command} ${why}${hint}`));
    };
    const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"], shell: false });
    const timer = setTimeout(() => child.kill(), PLUGIN_MILLIS);
    const [out, err2] = [[], []];
    let bytes = 0;
    const keep = (into) => (part) => {
      bytes += part.length;
      if (bytes <= MOST_OUTPUT) into.push(part);
      else child.kill();
    };
    child.stdout.on("data", keep(out));
    child.stderr.on("data", keep(err2));
    child.on("error", (error) => {
      fail(
        `could not be started: ${"code" in error && error.code === "ENOENT" ? "it is not installed" : messageOf(error)}`
      );
    });
    child.on("close", (code2, signal) => {
      clearTimeout(timer);
      if (code2 === 0) resolve(Buffer.concat(out).toString("utf8"));
      else fail(`failed (${signal ?? String(code2)}): ${brief(Buffer.concat(err2).toString("utf8"))}`);
    });
  });
}

// src/capture/http.ts
import http2 from "node:http";
import https2 from "node:https";
import { createGunzip } from "node:zlib";
var LIMITS = { idleMillis: 6e4, totalMillis: 3e5, mostBytes: 256 * 1024 * 1024 };
var USER_AGENT = `${TOOL.name}/${TOOL.version}`;
function get(ask) {
  const limits = ask.limits ?? LIMITS;
  return new Promise((resolve, reject) => {
    const request = requestFor(ask);
    const stop2 = (error) => {
      done();
      request.destroy();
      reject(error instanceof TransferError ? error : transferError(error));
    };
    const tooSlow = (millis, what) => setTimeout(() => {
      stop2(new TransferError("slow", `${what} ${String(millis / 1e3)} s`));
    }, millis);
    const total = tooSlow(limits.totalMillis, "no whole answer within");
    const idle = tooSlow(limits.idleMillis, "no answer for");
    const done = () => {
      clearTimeout(total);
      clearTimeout(idle);
    };
    request.on("error", stop2);
    request.on("response", (response) => {
      bodyOf(response, limits.mostBytes, () => idle.refresh()).then((text) => {
        done();
        resolve({ status: response.statusCode ?? 0, headers: flat(response.headers), text });
      }, stop2);
    });
    request.end();
  });
}
function requestFor({ agent, connection, headers, url }) {
  const all = { "user-agent": USER_AGENT, accept: "application/json", "accept-encoding": "gzip", ...headers };
  if (connection === void 0) {
    const { request } = url.protocol === "https:" ? https2 : http2;
    return request(url, { headers: all, ...agent && { agent } });
  }
  const plain = { host: url.hostname, port: url.port, path: `${url.pathname}${url.search}` };
  return http2.request({
    ...plain,
    headers: { ...all, host: url.host },
    createConnection: () => connection
  });
}
async function bodyOf(response, mostBytes, arrived) {
  const packed = response.headers["content-encoding"] === "gzip";
  const source2 = packed ? response.pipe(createGunzip()) : response;
  if (packed) response.on("error", (error) => source2.destroy(error));
  const parts = [];
  let bytes = 0;
  for await (const part of source2) {
    arrived();
    bytes += part.length;
    if (bytes > mostBytes) throw new TransferError("large", `the answer has more than ${String(mostBytes)} bytes`);
    parts.push(part);
  }
  if (!response.complete) throw new TransferError("cut", "the answer ended early");
  return Buffer.concat(parts).toString("utf8");
}
var flat = (headers) => Object.fromEntries(
  Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value])
);
var CERTIFICATE = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/;
function transferError(error) {
  const code2 = codeOf(error);
  const trouble = CERTIFICATE.test(code2) ? "certificate" : "cut";
  const reason = error instanceof Error && "reason" in error && typeof error.reason === "string" ? error.reason : "";
  return new TransferError(trouble, reason || messageOf(error) || code2);
}
var isHtml = (text) => /^\s*<(?:!doctype|html|head|body)/i.test(text);

// src/capture/retry.ts
var TRIES = 5;
var FIRST_MILLIS = 500;
var LONGEST_MILLIS = 3e4;
function pauseAfter(failed, retryAfter) {
  if (failed >= TRIES) return void 0;
  const seconds = retryAfter !== void 0 && /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) : void 0;
  const millis = seconds === void 0 ? FIRST_MILLIS * 2 ** (failed - 1) : seconds * 1e3;
  return Math.min(Math.max(millis, 1), LONGEST_MILLIS);
}
var mayPass = ({ status }) => status === 429 || status >= 500;

// src/capture/kube-api.ts
var ApiError = class extends Error {
  /** HTTP status */
  status;
  constructor(status, message) {
    super(message);
    this.status = status;
  }
};
var PAGE = 500;
var RESTARTS = 3;
var KubeApi = class {
  #access;
  #world;
  #identity;
  #proxy;
  #agent;
  constructor(access, world) {
    this.#access = access;
    this.#world = world;
    this.#identity = new Identity(access, world);
    this.#proxy = proxyFor(access.cluster, world);
  }
  get server() {
    return this.#access.cluster.server;
  }
  /** The object at `path`. Throws ApiErrors and CaptureErrors */
  async get(path5, query = {}) {
    for (let failed = 0; ; ) {
      const answer = await this.#once(path5, query);
      const value = answer instanceof TransferError ? answer : readAnswer(answer, this.server);
      if (!(value instanceof Error)) return value;
      failed++;
      const pause = value instanceof ApiError && !mayPass(value) ? void 0 : pauseAfter(failed, answer instanceof TransferError ? void 0 : answer.headers["retry-after"]);
      if (pause === void 0) throw value instanceof ApiError ? value : unreachable(this.server, value);
      this.#world.log(`${path5}: ${brief(value.message)}; trying again`);
      await this.#world.wait(pause);
    }
  }
  /**
   * What `keep` makes of the items of the list at `path`, each with its `apiVersion` and `kind`; what it makes undefined
   * of is left out. Throws ApiErrors and CaptureErrors
   */
  async list(path5, keep, query = {}) {
    for (let restarts = 0; ; restarts++) {
      try {
        return await this.#pages(path5, keep, query);
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 410 || restarts >= RESTARTS) throw error;
        this.#world.log(`${path5}: the list changed too much while it was read; reading it again`);
      }
    }
  }
  async #pages(path5, keep, query) {
    const kept = [];
    for (let token = ""; ; ) {
      const page = await this.get(path5, { ...query, limit: String(PAGE), ...token !== "" && { continue: token } });
      const { apiVersion, items, kind, metadata } = page;
      if (typeof kind !== "string" || !kind.endsWith("List"))
        throw new CaptureError(`${this.server.host} answered ${path5} with something that is no list`);
      const type = kind === "List" ? {} : { apiVersion, kind: kind.slice(0, -"List".length) };
      for (const item of Array.isArray(items) ? items : []) {
        const one = isObject2(item) ? keep({ ...type, ...item }) : void 0;
        if (one !== void 0) kept.push(one);
      }
      const next = isObject2(metadata) ? metadata["continue"] : void 0;
      if (typeof next !== "string" || next === "") return kept;
      token = next;
    }
  }
  /** A connection of its own, and what to say on it */
  async open() {
    const credentials = await this.#identity.credentials();
    const { cluster } = this.#access;
    try {
      return { socket: await connect(cluster.server, tlsOptions(cluster, credentials), this.#proxy), credentials };
    } catch (error) {
      throw error instanceof CaptureError ? error : transferError(error);
    }
  }
  /** Ends the connections that are kept */
  close() {
    this.#agent?.agent.destroy();
  }
  urlOf(path5, query = {}) {
    const url = new URL(this.server);
    url.pathname = url.pathname.replace(/\/$/, "") + path5;
    url.search = new URLSearchParams(query).toString();
    return url;
  }
  /** One answer. A user that is not known any more gets one more try with new credentials */
  async #once(path5, query, renewed = false) {
    const credentials = await this.#identity.credentials();
    try {
      const ask = { url: this.urlOf(path5, query), headers: credentials.headers, agent: this.#agentFor(credentials) };
      const answer = await get(ask);
      if (answer.status !== 401) return answer;
    } catch (error) {
      if (error instanceof TransferError) return error;
      throw error;
    }
    if (renewed || !this.#identity.canRenew)
      throw new CaptureError(`the API server ${this.server.host} does not accept the credentials (401)`);
    this.#identity.renew();
    return await this.#once(path5, query, true);
  }
  #agentFor(credentials) {
    const { certificate, key } = credentials;
    const name = `${certificate?.toString("base64") ?? ""} ${key?.toString("base64") ?? ""}`;
    if (this.#agent?.for !== name) {
      this.close();
      const { cluster } = this.#access;
      this.#agent = { for: name, agent: agentFor(cluster, tlsOptions(cluster, credentials), this.#proxy) };
    }
    return this.#agent.agent;
  }
};
function readAnswer(answer, server) {
  const { status, text } = answer;
  if (isHtml(text) && !mayPass(answer))
    throw new CaptureError(
      `${server.host} answered with a web page: is this address a dashboard, or behind a proxy that wants a log-in?`
    );
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    if (status >= 200 && status < 300) return new TransferError("cut", "the answer is no JSON, or a piece of it");
    return new ApiError(status, brief(text) || `status ${String(status)}`);
  }
  if (status >= 200 && status < 300)
    return isObject2(value) ? value : new TransferError("cut", "the answer is no object");
  const message = isObject2(value) && typeof value["message"] === "string" ? value["message"] : `status ${String(status)}`;
  return new ApiError(status, brief(message));
}
function unreachable(server, { message, trouble }) {
  return trouble === "certificate" ? new CaptureError(`the certificate of the API server ${server.host} is not trusted: ${brief(message)}`) : new CaptureError(`the API server ${server.host} cannot be read: ${brief(message)}`);
}

// src/capture/resources.ts
var KUBERNETES = [
  { name: "", version: "v1", needed: ["namespaces", "pods", "serviceaccounts", "services"], helpful: ["nodes"] },
  { name: "networking.k8s.io", version: "v1", needed: ["networkpolicies"], helpful: [] },
  { name: "discovery.k8s.io", version: "v1", needed: ["endpointslices"], helpful: [] },
  { name: "apps", version: "v1", needed: [], helpful: ["deployments", "statefulsets", "daemonsets", "replicasets"] },
  { name: "batch", version: "v1", needed: [], helpful: ["jobs", "cronjobs"] }
];
var ADMIN_GROUP = "policy.networking.k8s.io";
var ADMIN2 = ["clusternetworkpolicies", "adminnetworkpolicies", "baselineadminnetworkpolicies"];
var CALICO_GROUP = "projectcalico.org";
var STORED_GROUP = "crd.projectcalico.org";
var TIERED = [
  "networkpolicies",
  "globalnetworkpolicies",
  "stagednetworkpolicies",
  "stagedglobalnetworkpolicies"
];
var CALICO_NEEDED = [
  "tiers",
  ...TIERED,
  "stagedkubernetesnetworkpolicies",
  "networksets",
  "globalnetworksets",
  "hostendpoints",
  "profiles"
];
var CALICO_HELPFUL = [
  "ippools",
  "felixconfigurations",
  "bgpconfigurations",
  "kubecontrollersconfigurations",
  "clusterinformations"
];
var DECLARING2 = [
  ["networking.k8s.io", ["ingresses", "ingressclasses"]],
  ["gateway.networking.k8s.io", ["gateways", "httproutes", "grpcroutes", "tcproutes", "tlsroutes", "udproutes"]],
  ["admissionregistration.k8s.io", ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"]],
  ["apiregistration.k8s.io", ["apiservices"]],
  ["monitoring.coreos.com", ["prometheuses", "servicemonitors", "podmonitors"]]
];
var FOREIGN = ["cilium.io", "crd.antrea.io", "networking.k8s.aws", "k8s.ovn.org"];
async function resourcesOf(api) {
  const served = await servedGroups(api);
  const plain = KUBERNETES.flatMap(({ helpful, name, needed, version }) => [
    ...needed.map((one) => resource(name, version, one, true)),
    ...helpful.map((one) => resource(name, version, one, false))
  ]);
  const admin = await firstVersions(api, ADMIN_GROUP, served.get(ADMIN_GROUP) ?? [], ADMIN2, true);
  const declaring = [];
  for (const [group, names] of DECLARING2)
    declaring.push(...await firstVersions(api, group, served.get(group) ?? [], names, false));
  const foreign = FOREIGN.filter((one) => served.has(one));
  if (served.get(CALICO_GROUP)?.includes("v3") === true) {
    const has = await resourceNames(api, CALICO_GROUP, "v3");
    const of2 = (names, needed) => names.filter((one) => has.has(one)).map((one) => resource(CALICO_GROUP, "v3", one, needed));
    const untiered = CALICO_NEEDED.filter((one) => one !== "tiers" && !TIERED.includes(one));
    return {
      plain: [...plain, ...admin, ...of2(untiered, true), ...of2(CALICO_HELPFUL, false), ...declaring],
      tiers: of2(["tiers"], true)[0],
      tiered: of2(TIERED, true),
      foreign
    };
  }
  const stored = served.has(STORED_GROUP) ? await storedResources(api) : [];
  return { plain: [...plain, ...admin, ...stored, ...declaring], tiers: void 0, tiered: [], foreign };
}
function resource(group, version, name, needed) {
  const prefix2 = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return { path: `${prefix2}/${name}`, name: group === "" ? name : `${name}.${group}`, needed };
}
async function servedGroups(api) {
  const { groups } = await api.get("/apis");
  return new Map(
    listOf(groups).map((group) => [
      String(group["name"]),
      listOf(group["versions"]).map(({ version }) => String(version))
    ])
  );
}
var listOf = (value) => Array.isArray(value) ? value.filter(isObject2) : [];
async function resourceNames(api, group, version) {
  const { resources } = await api.get(`/apis/${group}/${version}`);
  return new Set(listOf(resources).map(({ name }) => String(name)));
}
async function firstVersions(api, group, versions, wanted, needed) {
  const found = /* @__PURE__ */ new Map();
  for (const version of versions) {
    const names = await resourceNames(api, group, version);
    for (const name of wanted)
      if (names.has(name) && !found.has(name)) found.set(name, resource(group, version, name, needed));
    if (found.size === wanted.length) break;
  }
  return [...found.values()];
}
async function storedResources(api) {
  const has = await resourceNames(api, STORED_GROUP, "v1");
  return [
    ...CALICO_NEEDED.map((one) => resource(STORED_GROUP, "v1", one, true)),
    ...CALICO_HELPFUL.map((one) => resource(STORED_GROUP, "v1", one, false))
  ].filter(({ path: path5 }) => has.has(path5.slice(path5.lastIndexOf("/") + 1)));
}

// src/capture/cluster-objects.ts
var TIER_LABEL = "projectcalico.org/tier";
async function readClusterObjects(api, world) {
  const reading = new Reading(api, world);
  const resources = await reading.discover();
  for (const resource2 of resources.plain) await reading.read(resource2);
  const tiers = resources.tiers === void 0 ? [] : await reading.read(resources.tiers);
  for (const tier of tiers.map(nameOf2)) for (const resource2 of resources.tiered) await reading.read(resource2, tier);
  for (const resource2 of resources.tiered) await reading.read(resource2);
  return reading.finish(resources);
}
var Reading = class {
  #api;
  #world;
  #inventory = new InventoryBuilder();
  #refused = [];
  constructor(api, world) {
    this.#api = api;
    this.#world = world;
  }
  async discover() {
    try {
      return await resourcesOf(this.#api);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      throw new CaptureError(
        `the API server ${this.#api.server.host} does not say what it serves (${String(error.status)}): ${error.message}`
      );
    }
  }
  /** Everything of a resource, or of one tier of it; nothing where it could not be read, which `finish` knows of */
  async read({ name, needed, path: path5 }, tier) {
    const query = tier === void 0 ? {} : { labelSelector: `${TIER_LABEL}=${tier}` };
    const what = tier === void 0 ? name : `${name} of the tier ${tier}`;
    this.#world.log(`reading ${what}`);
    try {
      return await this.#api.list(path5, (item) => this.#inventory.add(item) ? named2(item) : void 0, query);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const why = `${String(error.status)}, ${brief(error.message)}`;
      if (needed) this.#refused.push(`${what} (${why})`);
      else this.#inventory.missing({ what, why });
      return [];
    }
  }
  finish({ foreign }) {
    if (this.#refused.length > 0)
      throw new CaptureError(
        `a snapshot without these would judge wrongly, and they cannot be read: ${this.#refused.join("; ")}. The roles in capture/kubernetes grant what a capture needs`
      );
    for (const group of foreign)
      this.#inventory.missing({ what: `policies of ${group}`, why: "this project does not know what they do" });
    return this.#inventory.build();
  }
};
var named2 = ({ metadata }) => ({ name: isObject2(metadata) ? metadata["name"] : void 0 });
var nameOf2 = ({ name }) => typeof name === "string" ? name : "";

// src/capture/flow-table.ts
var FlowTable = class {
  #entries = /* @__PURE__ */ new Map();
  #traces = /* @__PURE__ */ new Map();
  /** Records that are none of Whisker's */
  unreadable = 0;
  get size() {
    return this.#entries.size;
  }
  add(record) {
    const { action: action2, dest_name, end_time, reporter, source_name, start_time } = record;
    const texts2 = [action2, dest_name, reporter, source_name, start_time, end_time];
    if (!texts2.every((one2) => typeof one2 === "string" && one2 !== "")) {
      this.unreadable++;
      return;
    }
    const counters2 = [
      countOf2(record["packets_in"]),
      countOf2(record["packets_out"]),
      countOf2(record["bytes_in"]),
      countOf2(record["bytes_out"])
    ];
    if (String(start_time).startsWith("1970-") && counters2.every((count2) => count2 === 0)) return;
    const names = namesOf(record);
    const trace = this.#traceOf(record["policies"]);
    const one = {
      start: String(start_time),
      end: String(end_time),
      sourceLabels: textOf3(record, "source_labels"),
      destinationLabels: textOf3(record, "dest_labels"),
      counters: counters2,
      names,
      trace
    };
    const key = `${JSON.stringify(names)} ${String(trace.number)}`;
    const known3 = this.#entries.get(key);
    if (known3 === void 0) this.#entries.set(key, one);
    else merge(known3, one);
  }
  #traceOf(value) {
    const policies = policiesOf(value);
    const text = JSON.stringify(policies);
    const known3 = this.#traces.get(text);
    if (known3 !== void 0) return known3;
    const trace = { number: this.#traces.size, text, policies };
    this.#traces.set(text, trace);
    return trace;
  }
  /** As Whisker would write them, in an order that does not depend on how they came */
  *records() {
    const entries = [...this.#entries].sort(
      ([a, one], [b, other]) => byText(a.slice(0, a.lastIndexOf(" ")), b.slice(0, b.lastIndexOf(" "))) || byText(one.trace.text, other.trace.text)
    );
    for (const [, entry] of entries) yield recordOf(entry);
  }
};
function merge(known3, one) {
  if (Date.parse(one.start) < Date.parse(known3.start)) known3.start = one.start;
  if (Date.parse(one.end) > Date.parse(known3.end)) known3.end = one.end;
  known3.sourceLabels = common(known3.sourceLabels, one.sourceLabels);
  known3.destinationLabels = common(known3.destinationLabels, one.destinationLabels);
  one.counters.forEach((count2, i) => {
    known3.counters[i] = Math.min((known3.counters[i] ?? 0) + count2, Number.MAX_SAFE_INTEGER);
  });
}
var SEPARATOR = " | ";
function common(a, b) {
  if (a === b) return a;
  const others = new Set(b.split(SEPARATOR));
  return a.split(SEPARATOR).filter((label) => others.has(label)).join(SEPARATOR);
}
var textOf3 = (record, name) => typeof record[name] === "string" ? record[name] : "";
function countOf2(value) {
  const count2 = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof count2 === "number" && count2 >= 0 ? Math.min(count2, Number.MAX_SAFE_INTEGER) : 0;
}
var namesOf = (record) => ({
  action: textOf3(record, "action"),
  source_name: textOf3(record, "source_name"),
  source_namespace: textOf3(record, "source_namespace"),
  ...addresses(record, "source_ips"),
  dest_name: textOf3(record, "dest_name"),
  dest_namespace: textOf3(record, "dest_namespace"),
  ...addresses(record, "dest_ips"),
  protocol: textOf3(record, "protocol"),
  dest_port: countOf2(record["dest_port"]),
  reporter: textOf3(record, "reporter")
});
function policiesOf(value) {
  const policies = isObject2(value) ? value : {};
  return { enforced: hitsOf(policies["enforced"]), pending: hitsOf(policies["pending"]) };
}
function addresses(record, name) {
  const list = record[name];
  return Array.isArray(list) ? { [name]: list.filter((one) => typeof one === "string").sort(byText) } : {};
}
var MOST_TRIGGERS = 4;
function hitsOf(value) {
  if (!Array.isArray(value)) return null;
  const hits = value.filter(isObject2).map((hit) => hitOf(hit, MOST_TRIGGERS));
  return hits.sort((a, b) => countOf2(a["policy_index"]) - countOf2(b["policy_index"]));
}
function hitOf(hit, triggers) {
  const index = (name) => typeof hit[name] === "number" ? hit[name] : 0;
  const trigger = hit["trigger"];
  return {
    kind: textOf3(hit, "kind"),
    name: textOf3(hit, "name"),
    namespace: textOf3(hit, "namespace"),
    tier: textOf3(hit, "tier"),
    action: textOf3(hit, "action"),
    policy_index: index("policy_index"),
    rule_index: index("rule_index"),
    trigger: isObject2(trigger) && triggers > 0 ? hitOf(trigger, triggers - 1) : null
  };
}
function recordOf({ counters: counters2, destinationLabels, end, names, sourceLabels, start, trace }) {
  const { action: action2, source_name, source_namespace, source_ips, dest_name, dest_namespace, dest_ips, ...rest } = names;
  const [packets_in, packets_out, bytes_in, bytes_out] = counters2;
  return {
    start_time: start,
    end_time: end,
    action: action2,
    source_name,
    source_namespace,
    source_labels: sourceLabels,
    ...source_ips !== void 0 && { source_ips },
    dest_name,
    dest_namespace,
    dest_labels: destinationLabels,
    ...dest_ips !== void 0 && { dest_ips },
    ...rest,
    policies: trace.policies,
    packets_in,
    packets_out,
    bytes_in,
    bytes_out
  };
}

// src/base/diagnostic.ts
var SEVERITIES = {
  // text → objects
  "yaml-syntax": "error",
  "json-syntax": "error",
  "yaml-too-deep": "error",
  "yaml-too-many-aliases": "error",
  "file-too-large": "error",
  "file-not-utf8": "error",
  "too-many-documents": "error",
  "duplicate-key": "error",
  "template-not-rendered": "notice",
  "not-an-object": "notice",
  "missing-name": "error",
  "bad-metadata": "error",
  "default-namespace-used": "notice",
  "namespace-on-global": "warning",
  "duplicate-object": "error",
  "duplicate-object-before": "warning",
  // objects → model
  "wrong-type": "error",
  "missing-field": "error",
  "unknown-field": "error",
  "unknown-field-pruned": "warning",
  "repeated-entry": "warning",
  "bad-value": "error",
  "bad-selector": "error",
  "bad-cidr": "error",
  "cidr-host-bits": "error",
  "bad-port": "error",
  "bad-protocol": "error",
  "port-without-protocol": "error",
  "rule-refused": "error",
  "fields-exclude-each-other": "error",
  "field-requires": "error",
  "felix-drops-policy": "warning",
  "rule-dropped": "warning",
  "rule-becomes-deny-all": "warning",
  "unknown-tier": "warning",
  "field-not-modelled": "warning",
  "kind-not-modelled": "warning",
  "not-watched": "warning",
  "service-without-namespace": "warning",
  "rules-without-type": "warning",
  "condition-ignored": "warning",
  // snapshot
  "snapshot-unreadable": "error",
  "snapshot-empty": "error",
  "snapshots-differ": "error",
  "snapshot-public": "warning",
  "record-unreadable": "warning",
  "record-unresolved": "warning",
  "html-not-flows": "error",
  "file-not-recognised": "notice",
  "dialect-refused": "warning",
  "dialect-not-used": "notice",
  "object-twice": "notice",
  "snapshot-object-unreadable": "warning",
  "age-unknown": "error",
  // configuration
  "config-invalid": "error",
  "config-unknown-key": "error",
  "input-invalid": "error",
  "expectation-invalid": "error",
  "expectation-unmatched": "warning",
  "waiver-expired": "error",
  // the run as a whole: these stop it
  "snapshot-missing": "error",
  "snapshot-too-old": "error",
  "snapshot-untrusted": "error",
  "snapshot-contradicted": "error",
  "side-unreadable": "error",
  "github-permission": "error",
  "github-api": "error",
  internal: "error"
};
var InputError = class extends Error {
  diagnostics;
  constructor(diagnostics) {
    super(diagnostics.map((one) => `${one.code}: ${one.args.join(", ")}`).join("; "));
    this.name = "InputError";
    this.diagnostics = diagnostics;
  }
};
var stop = (code2, args, at3) => new InputError([{ code: code2, at: at3, args }]);

// src/files/snapshot-files.ts
import { statSync as statSync2 } from "node:fs";
import { basename as basename2, join as join2 } from "node:path";

// src/files/file-sections.ts
import { createHash as createHash2 } from "node:crypto";
import { closeSync, fstatSync, openSync, readFileSync as readFileSync3 } from "node:fs";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

// src/files/byte-range.ts
import { readSync } from "node:fs";
var CHUNK_BYTES = 256 * 1024;
var NEWLINE = 10;
function* bytesBetween(file, from, to) {
  const room = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, to - from));
  for (let at3 = from; at3 < to; ) {
    const count2 = readSync(file, room, 0, Math.min(room.length, to - at3), at3);
    if (count2 === 0) return;
    at3 += count2;
    yield room.subarray(0, count2);
  }
}
function lineBehind(file, from, to) {
  let at3 = from;
  for (const bytes of bytesBetween(file, from, to)) {
    const newline = bytes.indexOf(NEWLINE);
    if (newline >= 0) return at3 + newline + 1 < to ? at3 + newline + 1 : void 0;
    at3 += bytes.length;
  }
  return void 0;
}

// src/files/decode.ts
var PIECE_BYTES = 64 * 1024;
async function* decodeText(parts, name, budget) {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const bytes of parts) {
      budget.leftBytes -= bytes.length;
      if (budget.leftBytes < 0) throw stop("snapshot-unreadable", [name, "it unpacks to more than a snapshot may hold"]);
      for (let at3 = 0; at3 < bytes.length; at3 += PIECE_BYTES) {
        const text = decoder.decode(bytes.subarray(at3, at3 + PIECE_BYTES), { stream: true });
        if (text !== "") yield text;
      }
    }
    decoder.decode();
  } catch (error) {
    throw error instanceof InputError ? error : stop("snapshot-unreadable", [name, whyOf(error)]);
  }
}
function whyOf(error) {
  const code2 = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code2 === "ERR_ENCODING_INVALID_ENCODED_DATA") return "it is not UTF-8 text";
  return /^(?:Z_|ZSTD_|\d+$)/.test(code2) ? "it is damaged" : causeOf(error);
}

// src/files/file-sections.ts
var THREADING = {
  // Beside the bundle that this is part of, or in its place among the sources
  program: new URL(import.meta.url.endsWith(".ts") ? "../reader-worker.ts" : "./reader.js", import.meta.url),
  digest: false ? void 0 : "f8950096910f33696b82d7059bca7485b1b4ca4870520455eb7e3e0ce750a964",
  threads: Math.min(4, availableParallelism()),
  leastBytes: 64 * 1024 * 1024
};
var LIMITS2 = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 };
function splitFile(file, form, threading = THREADING) {
  const { budget, path: path5, reach } = file;
  const left = (reach.of?.size ?? 0) - reach.at;
  if (reach.at === 0 || left < threading.leastBytes || left > budget.leftBytes) return void 0;
  if (threading.threads < 2 || !isOurs(threading)) return void 0;
  const opened = openAgain(path5, reach);
  if (opened === void 0) return void 0;
  const starts = startsOf(opened, reach, threading.threads);
  const [first2] = starts;
  if (first2 === void 0) {
    closeSync(opened);
    return void 0;
  }
  reach.to = first2;
  const size = reach.at + left;
  const { threads } = threading;
  const tasks = starts.map((from, i) => ({ file: opened, from, to: starts[i + 1] ?? size, form, threads }));
  const started = tasks.map((task) => ({ task, thread: startThread(threading.program, task) }));
  return {
    sections: started.map(({ task, thread }) => sectionOf(file, task, thread.content)),
    close: async () => {
      await Promise.all(started.map(({ thread }) => thread.end()));
      closeSync(opened);
    }
  };
}
function isOurs({ digest, program }) {
  try {
    const found = createHash2("sha256").update(readFileSync3(program)).digest("hex");
    return digest === void 0 || found === digest;
  } catch {
    return false;
  }
}
function openAgain(path5, { of: of2 }) {
  let opened;
  try {
    opened = openSync(path5, "r");
    const now = fstatSync(opened);
    if (now.dev === of2?.dev && now.ino === of2.ino && now.size === of2.size) return opened;
  } catch {
  }
  if (opened !== void 0) closeSync(opened);
  return void 0;
}
function startsOf(file, { at: at3, of: of2 }, threads) {
  const to = of2?.size ?? 0;
  const starts = [];
  for (let i = 1; i < threads; i++) {
    const from = Math.max(starts.at(-1) ?? at3, at3 + Math.floor((to - at3) / threads * i));
    try {
      const start = lineBehind(file, from, to);
      if (start !== void 0) starts.push(start);
    } catch {
      return [];
    }
  }
  return starts;
}
function sectionOf({ budget, name }, task, content) {
  const { file, from, to } = task;
  return {
    content: content.then((one) => {
      if (one !== void 0) budget.leftBytes -= to - from;
      return one;
    }),
    chunks: () => decodeText(bytesBetween(file, from, to), name, budget)
  };
}
function startThread(program, task) {
  let worker;
  try {
    worker = new Worker(program, { workerData: task, resourceLimits: LIMITS2, execArgv: [] });
  } catch {
    return { content: Promise.resolve(void 0), end: () => Promise.resolve() };
  }
  const content = new Promise((resolve) => {
    const nothing = () => {
      resolve(void 0);
    };
    worker.once("message", (said) => {
      resolve(said);
    });
    worker.once("messageerror", nothing).once("error", nothing).once("exit", nothing);
  });
  return { content, end: () => worker.terminate() };
}

// src/files/tree.ts
import { closeSync as closeSync2, constants, lstatSync, openSync as openSync2, readSync as readSync2, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

// node_modules/balanced-match/dist/esm/index.js
var range = (a, b, str) => {
  let begs, beg, left, right = void 0, result2;
  let ai = str.indexOf(a);
  let bi = str.indexOf(b, ai + 1);
  let i = ai;
  if (ai >= 0 && bi > 0) {
    if (a === b) {
      return [ai, bi];
    }
    begs = [];
    left = str.length;
    while (i >= 0 && !result2) {
      if (i === ai) {
        begs.push(i);
        ai = str.indexOf(a, i + 1);
      } else if (begs.length === 1) {
        const r = begs.pop();
        if (r !== void 0)
          result2 = [r, bi];
      } else {
        beg = begs.pop();
        if (beg !== void 0 && beg < left) {
          left = beg;
          right = bi;
        }
        bi = str.indexOf(b, i + 1);
      }
      i = ai < bi && ai >= 0 ? ai : bi;
    }
    if (begs.length && right !== void 0) {
      result2 = [left, right];
    }
  }
  return result2;
};

// node_modules/brace-expansion/dist/esm/index.js
var escSlash = "\0SLASH" + Math.random().toFixed(16) + "\0";
var escOpen = "\0OPEN" + Math.random().toFixed(16) + "\0";
var escClose = "\0CLOSE" + Math.random().toFixed(16) + "\0";
var escComma = "\0COMMA" + Math.random().toFixed(16) + "\0";
var escPeriod = "\0PERIOD" + Math.random().toFixed(16) + "\0";
var escSlashPattern = new RegExp(escSlash, "g");
var escOpenPattern = new RegExp(escOpen, "g");
var escClosePattern = new RegExp(escClose, "g");
var escCommaPattern = new RegExp(escComma, "g");
var escPeriodPattern = new RegExp(escPeriod, "g");
var slashPattern = /\\\\/g;
var openPattern = /\\{/g;
var closePattern = /\\}/g;
var commaPattern = /\\,/g;
var periodPattern = /\\\./g;
var EXPANSION_MAX = 1e5;
var EXPANSION_MAX_LENGTH = 4e6;
var EXPANSION_MAX_DEPTH = 1e3;
var EXPANSION_MAX_REWRITES = 1e3;
var EXPANSION_MAX_STEPS = 2e7;
var CALL_STEPS = 16;
function numeric(str) {
  return !isNaN(str) ? parseInt(str, 10) : str.charCodeAt(0);
}
function escapeBraces(str) {
  return str.replace(slashPattern, escSlash).replace(openPattern, escOpen).replace(closePattern, escClose).replace(commaPattern, escComma).replace(periodPattern, escPeriod);
}
function unescapeBraces(str) {
  return str.replace(escSlashPattern, "\\").replace(escOpenPattern, "{").replace(escClosePattern, "}").replace(escCommaPattern, ",").replace(escPeriodPattern, ".");
}
function pushAll(target, items) {
  for (let i = 0; i < items.length; i++) {
    target.push(items[i]);
  }
}
function balancedWithBudget(str, masked, budget) {
  if (budget.remaining < 0) {
    return void 0;
  }
  const r = range("{", "}", masked);
  const unmatched = r !== void 0 && masked.indexOf("{") < r[0];
  budget.remaining -= r && !unmatched ? r[1] + 1 : str.length;
  if (!r || budget.remaining < 0) {
    return void 0;
  }
  return {
    end: r[1],
    pre: str.slice(0, r[0]),
    body: str.slice(r[0] + 1, r[1]),
    post: str.slice(r[1] + 1),
    unmatched
  };
}
function maskUnmatchedOpens(masked, budget) {
  budget.remaining -= masked.length;
  const open2 = [];
  for (let i = 0; i < masked.length; i++) {
    const c = masked.charCodeAt(i);
    if (c === 123) {
      open2.push(i);
    } else if (c === 125 && open2.length) {
      open2.pop();
    }
  }
  let out = "";
  let last2 = 0;
  for (let i = 0; i < open2.length; i++) {
    const at3 = open2[i];
    out += masked.slice(last2, at3) + "\0";
    last2 = at3 + 1;
  }
  return out + masked.slice(last2);
}
function commaSetFollows(str, budget) {
  budget.remaining -= str.length;
  if (budget.remaining < 0) {
    return false;
  }
  let close = false;
  for (let i = str.length - 1; i >= 0; i--) {
    const c = str.charCodeAt(i);
    if (c === 125) {
      close = true;
    } else if (c === 10 || c === 13 || c === 8232 || c === 8233) {
      close = false;
    } else if (c === 44 && close && str.charCodeAt(i + 1) !== 44) {
      return true;
    }
  }
  return false;
}
function parseCommaParts(str, budget) {
  const parts = [];
  let carry = "";
  for (; ; ) {
    const m = balancedWithBudget(str, str, budget);
    if (budget.remaining < 0) {
      return void 0;
    }
    if (!m) {
      const tail = str.split(",");
      tail[0] = carry + tail[0];
      pushAll(parts, tail);
      return parts;
    }
    const { pre, body, post } = m;
    const p = pre.split(",");
    p[0] = carry + p[0];
    p[p.length - 1] += "{" + body + "}";
    if (!post.length) {
      pushAll(parts, p);
      return parts;
    }
    carry = p.pop();
    pushAll(parts, p);
    str = post;
  }
}
function bound(value, fallback) {
  return value === void 0 || isNaN(value) ? fallback : value;
}
function expand(str, options = {}) {
  if (!str) {
    return [];
  }
  const max = bound(options.max, EXPANSION_MAX);
  const maxLength = bound(options.maxLength, EXPANSION_MAX_LENGTH);
  const maxDepth = bound(options.maxDepth, EXPANSION_MAX_DEPTH);
  const maxRewrites = bound(options.maxRewrites, EXPANSION_MAX_REWRITES);
  const maxSteps = bound(options.maxSteps, EXPANSION_MAX_STEPS);
  if (str.slice(0, 2) === "{}") {
    str = "\\{\\}" + str.slice(2);
  }
  return expand_(escapeBraces(str), max, maxLength, maxDepth, 0, maxRewrites, { remaining: maxSteps }, true).map(unescapeBraces);
}
function embrace(str) {
  return "{" + str + "}";
}
function isPadded(el) {
  return /^-?0\d/.test(el);
}
function lte(i, y) {
  return i <= y;
}
function gte(i, y) {
  return i >= y;
}
function combine(acc, pre, values, max, maxLength, dropEmpties, budget) {
  const out = [];
  let length = 0;
  let nonEmpty;
  outer: for (let a = 0; a < acc.length; a++) {
    const prefix2 = acc[a] + pre;
    let vs = values;
    if (dropEmpties && !prefix2) {
      if (!nonEmpty)
        nonEmpty = values.filter((v) => v);
      vs = nonEmpty;
    }
    for (let v = 0; v < vs.length; v++) {
      if (out.length >= max)
        break outer;
      const expansion = prefix2 + vs[v];
      if (length + expansion.length > maxLength)
        break outer;
      out.push(expansion);
      length += expansion.length;
    }
  }
  budget.remaining -= out.length;
  return out;
}
function expandSequence(body, isAlphaSequence, max, maxLength, budget) {
  const n = body.split(/\.\./);
  const N = [];
  if (n[0] === void 0 || n[1] === void 0) {
    return N;
  }
  const x = numeric(n[0]);
  const y = numeric(n[1]);
  const width = Math.max(n[0].length, n[1].length);
  let incr = n.length === 3 && n[2] !== void 0 ? Math.max(Math.abs(numeric(n[2])), 1) : 1;
  let test = lte;
  const reverse = y < x;
  if (reverse) {
    incr *= -1;
    test = gte;
  }
  const pad = n.some(isPadded);
  const cost = pad ? width : 1;
  let length = 0;
  for (let i = x; test(i, y) && N.length < max; i += incr) {
    budget.remaining -= cost;
    if (budget.remaining < 0) {
      return void 0;
    }
    let c;
    if (isAlphaSequence) {
      c = String.fromCharCode(i);
      if (c === "\\") {
        c = "";
      }
    } else {
      c = String(i);
      if (pad) {
        const need = width - c.length;
        if (need > 0) {
          const z = new Array(need + 1).join("0");
          if (i < 0) {
            c = "-" + z + c.slice(1);
          } else {
            c = z + c;
          }
        }
      }
    }
    if (length + c.length > maxLength)
      break;
    N.push(c);
    length += c.length;
  }
  return N;
}
function expand_(str, max, maxLength, maxDepth, depth, maxRewrites, budget, isTop) {
  budget.remaining -= CALL_STEPS;
  if (depth > maxDepth) {
    return [str];
  }
  let acc = [""];
  let rewrites = 0;
  let dropEmpties = false;
  let firstGroup = true;
  let masked = str;
  for (; ; ) {
    const m = balancedWithBudget(str, masked, budget);
    if (!m) {
      return combine(acc, str, [""], max, maxLength, dropEmpties, budget);
    }
    if (m.unmatched) {
      masked = maskUnmatchedOpens(masked, budget);
    }
    const pre = m.pre;
    const literal2 = () => combine(acc, pre + "{" + m.body + "}" + m.post, [""], max, maxLength, dropEmpties, budget);
    if (/\$$/.test(pre)) {
      acc = combine(acc, pre + "{" + m.body + "}", [""], max, maxLength, dropEmpties && !m.post.length, budget);
      firstGroup = false;
      if (!m.post.length)
        break;
      str = m.post;
      masked = masked.slice(m.end + 1);
      continue;
    }
    const isNumericSequence = /^-?\d+\.\.-?\d+(?:\.\.-?\d+)?$/.test(m.body);
    const isAlphaSequence = /^[a-zA-Z]\.\.[a-zA-Z](?:\.\.-?\d+)?$/.test(m.body);
    const isSequence = isNumericSequence || isAlphaSequence;
    const isOptions = m.body.indexOf(",") >= 0;
    if (!isSequence && !isOptions) {
      if (rewrites < maxRewrites && commaSetFollows(m.post, budget)) {
        rewrites++;
        str = m.pre + "{" + m.body + escClose + m.post;
        masked = masked.slice(0, m.end) + escClose + masked.slice(m.end + 1);
        isTop = true;
        continue;
      }
      return literal2();
    }
    if (firstGroup) {
      dropEmpties = isTop && !isSequence;
      firstGroup = false;
    }
    let values;
    if (isSequence) {
      values = expandSequence(m.body, isAlphaSequence, max, maxLength, budget);
      if (!values) {
        return literal2();
      }
    } else {
      let n = parseCommaParts(m.body, budget);
      if (!n) {
        return literal2();
      }
      if (n.length === 1 && n[0] !== void 0) {
        n = expand_(n[0], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false).map(embrace);
        if (budget.remaining < 0) {
          return literal2();
        }
        if (n.length === 1) {
          const next2 = combine(acc, pre + n[0], [""], max, maxLength, dropEmpties && !m.post.length, budget);
          if (budget.remaining < 0) {
            return literal2();
          }
          acc = next2;
          if (!m.post.length)
            break;
          str = m.post;
          masked = masked.slice(m.end + 1);
          continue;
        }
      }
      let dropsEmpties = dropEmpties && !m.post.length && !pre;
      for (let d = 0; dropsEmpties && d < acc.length; d++) {
        if (acc[d]) {
          dropsEmpties = false;
        }
      }
      values = [];
      let valuesLength = 0;
      outer: for (let j = 0; j < n.length; j++) {
        const expanded = expand_(n[j], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false);
        if (budget.remaining < 0) {
          return literal2();
        }
        for (let k = 0; k < expanded.length; k++) {
          const v = expanded[k];
          if (dropsEmpties && !v)
            continue;
          if (values.length >= max || valuesLength + v.length > maxLength) {
            break outer;
          }
          values.push(v);
          valuesLength += v.length;
        }
      }
    }
    const next = combine(acc, pre, values, max, maxLength, dropEmpties && !m.post.length, budget);
    if (budget.remaining < 0) {
      return literal2();
    }
    acc = next;
    if (!m.post.length)
      break;
    str = m.post;
    masked = masked.slice(m.end + 1);
  }
  return acc;
}

// node_modules/@isaacs/nonrecursive-glob-match/dist/esm/numeric-range.js
var digit = (a, b) => a === b ? { t: "lit", ch: String(a) } : { t: "class", re: new RegExp(`^[${a}-${b}]$`) };
var prefix = (d, alts) => alts.map((s) => [digit(d, d), ...s]);
var fixed = (a, b) => {
  if (!a)
    return [[]];
  let lo = +a[0];
  let hi = +b[0];
  const ra = a.slice(1);
  const rb2 = b.slice(1);
  if (lo === hi)
    return prefix(lo, fixed(ra, rb2));
  const zeros = "0".repeat(ra.length);
  const nines = "9".repeat(ra.length);
  const out = [];
  if (ra !== zeros)
    out.push(...prefix(lo++, fixed(ra, nines)));
  const last2 = rb2 === nines ? [] : prefix(hi--, fixed(zeros, rb2));
  if (lo <= hi) {
    out.push([digit(lo, hi), ...Array.from(ra, () => digit(0, 9))]);
  }
  out.push(...last2);
  return out;
};
var nonneg = (a, b, width) => {
  if (width) {
    return fixed(String(a).padStart(width, "0"), String(b).padStart(width, "0"));
  }
  const out = [];
  for (let len = String(a).length; len <= String(b).length; len++) {
    const lo = Math.max(a, len === 1 ? 0 : 10 ** (len - 1));
    const hi = Math.min(b, 10 ** len - 1);
    out.push(...fixed(String(lo), String(hi)));
  }
  return out;
};
var numericRange = (loStr, hiStr) => {
  let lo = Number(loStr);
  let hi = Number(hiStr);
  if (!Number.isSafeInteger(lo) || !Number.isSafeInteger(hi))
    return;
  if (lo > hi)
    [lo, hi] = [hi, lo];
  const padded = /^-?0\d/.test(loStr) || /^-?0\d/.test(hiStr);
  const width = padded ? Math.max(loStr.length, hiStr.length) : 0;
  const out = [];
  if (lo < 0) {
    const neg = nonneg(Math.max(-hi, 1), -lo, width && width - 1);
    out.push(...neg.map((s) => [{ t: "lit", ch: "-" }, ...s]));
  }
  if (hi >= 0)
    out.push(...nonneg(Math.max(lo, 0), hi, width));
  return out;
};

// node_modules/@isaacs/nonrecursive-glob-match/dist/esm/parse-class.js
var posixClasses = {
  "[:alnum:]": ["\\p{L}\\p{Nl}\\p{Nd}"],
  "[:alpha:]": ["\\p{L}\\p{Nl}"],
  "[:ascii:]": ["\\x00-\\x7f"],
  "[:blank:]": ["\\p{Zs}\\t"],
  "[:cntrl:]": ["\\p{Cc}"],
  "[:digit:]": ["\\p{Nd}"],
  "[:graph:]": ["\\p{Z}\\p{C}", true],
  "[:lower:]": ["\\p{Ll}"],
  "[:print:]": ["\\p{C}", true],
  "[:punct:]": ["\\p{P}\\p{S}"],
  "[:space:]": ["\\p{Z}\\t\\r\\n\\v\\f"],
  "[:upper:]": ["\\p{Lu}"],
  "[:word:]": ["\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}"],
  "[:xdigit:]": ["A-Fa-f0-9"]
};
var braceEscape = (s) => s.replace(/[[\]\\-]/g, "\\$&");
var noMatch = /$./;
var parseClass = (glob, position, nocase = false, form) => {
  const norm = (c) => {
    const n = form ? c.normalize(form) : c;
    return [...n].length === 1 ? n : c;
  };
  const pos = position;
  if (glob.charAt(pos) !== "[") {
    throw new Error("not in a brace expression");
  }
  const ranges = [];
  const negs = [];
  let i = pos + 1;
  let sawStart = false;
  let escaping = false;
  let negate = false;
  let endPos = pos;
  let rangeStart = "";
  WHILE: while (i < glob.length) {
    const c = String.fromCodePoint(glob.codePointAt(i));
    if ((c === "!" || c === "^") && i === pos + 1) {
      negate = true;
      i++;
      continue;
    }
    if (c === "]" && sawStart && !escaping) {
      endPos = i + 1;
      break;
    }
    sawStart = true;
    if (c === "\\") {
      if (!escaping) {
        escaping = true;
        i++;
        continue;
      }
    }
    if (c === "[" && !escaping) {
      for (const [cls, [unip, neg]] of Object.entries(posixClasses)) {
        if (glob.startsWith(cls, i)) {
          if (rangeStart) {
            return [noMatch, glob.length - pos];
          }
          i += cls.length;
          if (neg)
            negs.push(unip);
          else
            ranges.push(unip);
          continue WHILE;
        }
      }
    }
    escaping = false;
    const n = norm(c);
    if (rangeStart) {
      if (n.codePointAt(0) > rangeStart.codePointAt(0)) {
        ranges.push(braceEscape(rangeStart) + "-" + braceEscape(n));
      } else if (n === rangeStart) {
        ranges.push(braceEscape(n));
      }
      rangeStart = "";
      i += c.length;
      continue;
    }
    if (glob.startsWith("-]", i + c.length)) {
      ranges.push(braceEscape(n + "-"));
      i += c.length + 1;
      continue;
    }
    if (glob.startsWith("-", i + c.length)) {
      rangeStart = n;
      i += c.length + 1;
      continue;
    }
    ranges.push(braceEscape(n));
    i += c.length;
  }
  if (endPos < i) {
    return [noMatch, 0];
  }
  if (!ranges.length && !negs.length) {
    return [noMatch, glob.length - pos];
  }
  const sranges = "[" + (negate ? "^" : "") + ranges.join("") + "]";
  const snegs = "[" + (negate ? "" : "^") + negs.join("") + "]";
  const comb = "^" + (ranges.length && negs.length ? "(" + sranges + "|" + snegs + ")" : ranges.length ? sranges : snegs);
  return [new RegExp(comb, nocase ? "iu" : "u"), endPos - pos];
};

// node_modules/@isaacs/nonrecursive-glob-match/dist/esm/index.js
var MATCH = { t: "match", id: 0 };
var extTypes = "!?+*@";
var lit = (ch) => ({ t: "lit", ch });
var reEscape = (s) => s.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
var newFoldRe = (s) => new RegExp(`^${reEscape(s)}$`, "iu");
var foldCache = /* @__PURE__ */ new Map();
var foldRe = (ch) => {
  let re = foldCache.get(ch);
  if (!re) {
    re = newFoldRe(ch);
    if (foldCache.size >= 1e3)
      foldCache.clear();
    foldCache.set(ch, re);
  }
  return re;
};
var litMatch = (l, c) => {
  if (c === l.ch)
    return true;
  if (!l.re)
    return false;
  const code2 = c.charCodeAt(0);
  if (code2 >= 128)
    return l.re.test(c);
  const ascii = l.ascii ??= new Uint8Array(128);
  ascii[code2] ||= l.re.test(c) ? 1 : 2;
  return ascii[code2] === 1;
};
var tokenize = (p, nocase, noext, form, mark) => {
  const toks = [];
  for (let i = 0; i < p.length; ) {
    const c = String.fromCodePoint(p.codePointAt(i));
    if (mark) {
      const m = c === "\\" && p.startsWith(mark, i + 1) ? 1 : 0;
      if (m || c === mark) {
        const start = i + m + mark.length;
        const end = p.indexOf(mark, start);
        const r = /^(-?\d+)\.\.(-?\d+)$/.exec(p.slice(start, end));
        const alts = end !== -1 && r && numericRange(r[1], r[2]);
        if (alts) {
          toks.push({ t: "ext", type: "@", alts });
          i = end + mark.length;
          continue;
        }
      }
    }
    if (c === "\\") {
      const e = p.codePointAt(i + 1);
      const ch = e === void 0 ? c : String.fromCodePoint(e);
      toks.push(lit(ch));
      i += 1 + ch.length;
      continue;
    }
    if (c === "[") {
      const [re, consumed] = parseClass(p, i, nocase, form);
      if (consumed) {
        toks.push({ t: "class", re });
        i += consumed;
        continue;
      }
    }
    if (!noext && extTypes.includes(c) && p[i + 1] === "(") {
      toks.push({ t: "open", type: c });
      i += 2;
      continue;
    }
    toks.push(!noext && c === "|" ? { t: "bar" } : !noext && c === ")" ? { t: "close" } : c === "*" ? { t: "star" } : c === "?" ? { t: "any" } : lit(c));
    i += c.length;
  }
  return toks;
};
var pair = (toks) => {
  const pairs = /* @__PURE__ */ new Map();
  const stack = [];
  toks.forEach((tok, i) => {
    if (tok.t === "open")
      stack.push(i);
    else if (tok.t === "close" && stack.length)
      pairs.set(stack.pop(), i);
  });
  return pairs;
};
var build = (toks, pairs, start, end, top) => {
  let seq = [];
  const alts = [seq];
  for (let i = start; i < end; i++) {
    const tok = toks[i];
    const close = pairs.get(i);
    if (tok.t === "open" && close !== void 0) {
      const sub = build(toks, pairs, i + 1, close, false);
      seq.push({ t: "ext", type: tok.type, alts: sub });
      i = close;
    } else if (tok.t === "bar" && !top) {
      alts.push(seq = []);
    } else if (tok.t === "open") {
      seq.push(lit(tok.type), lit("("));
    } else if (tok.t === "bar") {
      seq.push(lit("|"));
    } else if (tok.t === "close") {
      seq.push(lit(")"));
    } else {
      seq.push(tok);
    }
  }
  return alts;
};
var normalize = (items, form) => {
  const out = [];
  let run = "";
  const flush = () => {
    for (const ch of run.normalize(form))
      out.push(lit(ch));
    run = "";
  };
  for (const it of items) {
    if (it.t === "lit") {
      run += it.ch;
      continue;
    }
    flush();
    out.push(it.t === "ext" ? { ...it, alts: it.alts.map((a) => normalize(a, form)) } : it);
  }
  flush();
  return out;
};
var compile = (items, nocase) => {
  let id = 1;
  const split2 = (out) => ({ t: "split", id: id++, out });
  const seq = (items2, next) => items2.reduceRight((next2, it) => item(it, next2), next);
  const item = (it, next) => {
    switch (it.t) {
      case "lit":
        const re = nocase ? foldRe(it.ch) : void 0;
        return { t: "lit", id: id++, ch: it.ch, re, next };
      case "any":
      case "star":
        return { t: it.t, id: id++, next };
      case "class":
        return { t: "class", id: id++, re: it.re, next };
    }
    const alts = (next2) => it.alts.map((a) => seq(a, next2));
    switch (it.type) {
      case "@":
        return split2(alts(next));
      case "?":
        return split2([next, ...alts(next)]);
      case "!":
        return { t: "neg", id: id++, sub: split2(alts(MATCH)), next };
    }
    const after = split2([]);
    const entry = split2(alts(after));
    after.out.push(next, entry);
    return it.type === "*" ? after : entry;
  };
  const start = seq(items, MATCH);
  return [start, id];
};
var show = (start) => {
  const lines2 = [];
  const seen = /* @__PURE__ */ new Set();
  const ref = (n) => n.t === "match" ? "match" : String(n.id);
  const walk = (n, indent) => {
    if (n.t === "match" || seen.has(n))
      return;
    seen.add(n);
    const line = (desc) => lines2.push(`${indent}${n.id}: ${desc}`);
    switch (n.t) {
      case "split":
        line(`split -> ${n.out.map(ref).join(", ")}`);
        for (const o of n.out)
          walk(o, indent);
        return;
      case "neg":
        line(`!(${ref(n.sub)}) -> ${ref(n.next)}`);
        walk(n.sub, indent + "  ");
        return walk(n.next, indent);
      case "lit":
        line(`${JSON.stringify(n.ch)} -> ${ref(n.next)}`);
        break;
      case "class":
        line(`${n.re} -> ${ref(n.next)}`);
        break;
      default:
        line(`${n.t === "any" ? "?" : "*"} -> ${ref(n.next)}`);
    }
    walk(n.next, indent);
  };
  walk(start, "");
  return [`start -> ${ref(start)}`, ...lines2].join("\n");
};
var State = class {
  // set by the Sim, to mark the nodes that this state has
  gen;
  threads = [];
  match = false;
  runs = [];
  // the sorted ids of the threads, with 0 for a match, once the
  // state is done
  ids = [];
  constructor(gen) {
    this.gen = gen;
  }
  // no threads, so nothing more can match
  get dead() {
    return !this.threads.length && !this.match && !this.runs.length;
  }
};
var sameState = (a, b) => {
  if (a.ids.length !== b.ids.length)
    return false;
  if (a.runs.length !== b.runs.length)
    return false;
  if (a.ids.some((id, i) => id !== b.ids[i]))
    return false;
  return a.runs.every((r) => b.runs.some((o) => o.neg === r.neg && sameState(o.state, r.state)));
};
var marks = (size) => ({
  has: new Float64Array(size),
  seen: new Float64Array(size),
  gen: 0
});
var Sim = class {
  // `.` and `..` only match literal dots, even with `dot:true`
  dots;
  // the string starts with `.`, and `dot:true` is not set
  dotStart;
  #marks;
  constructor(dots, dotStart, marks2) {
    this.dots = dots;
    this.dotStart = dotStart;
    this.#marks = marks2;
  }
  state() {
    return new State(++this.#marks.gen);
  }
  // sort the ids of a state, once it has all of its threads
  done(state) {
    state.ids = state.threads.map((n) => n.id).sort((a, b) => a - b);
    if (state.match)
      state.ids.unshift(MATCH.id);
    return state;
  }
  // true the first time that the state walks through the node, so
  // that loops in the graph stop
  #visit(state, node) {
    const { seen } = this.#marks;
    if (seen[node.id] === state.gen)
      return false;
    seen[node.id] = state.gen;
    return true;
  }
  #addThread(state, node) {
    const { has } = this.#marks;
    if (has[node.id] === state.gen)
      return false;
    has[node.id] = state.gen;
    state.threads.push(node);
    return true;
  }
  // wildcards only match a leading dot if `dot:true`. In a negated
  // sub-pattern, this does not apply, because the negation itself
  // can not match a leading dot.
  restricted(i, top) {
    return top && (this.dots || this.dotStart && i === 0);
  }
  add(state, node, i, top) {
    switch (node.t) {
      case "split":
        if (!this.#visit(state, node))
          return;
        for (const o of node.out)
          this.add(state, o, i, top);
        return;
      case "neg":
        if (!this.#visit(state, node))
          return;
        const sub = this.state();
        this.add(sub, node.sub, i, false);
        this.done(sub);
        return this.addRun(state, { t: "run", neg: node, state: sub }, i, top);
      case "star":
        if (this.restricted(i, top))
          return;
        if (this.#addThread(state, node))
          this.add(state, node.next, i, top);
        return;
      case "match":
        state.match = true;
        return;
      default:
        this.#addThread(state, node);
    }
  }
  addRun(state, run, i, top) {
    for (const r of state.runs) {
      if (r.neg === run.neg && sameState(r.state, run.state))
        return;
    }
    state.runs.push(run);
    if (!run.state.match) {
      this.add(state, run.neg.next, i, top);
    }
  }
  // the threads after char `c`, at index `i`
  step(state, c, i, top) {
    const next = this.state();
    for (const th of state.threads) {
      switch (th.t) {
        case "lit":
          if (litMatch(th, c)) {
            this.add(next, th.next, i + 1, top);
          }
          break;
        case "any":
          if (!this.restricted(i, top))
            this.add(next, th.next, i + 1, top);
          break;
        case "class":
          if (!this.restricted(i, top) && th.re.test(c)) {
            this.add(next, th.next, i + 1, top);
          }
          break;
        case "star":
          if (!this.restricted(i, top))
            this.add(next, th, i + 1, top);
      }
    }
    if (!this.restricted(i, top)) {
      for (const run of state.runs) {
        if (run.state.dead) {
          this.addRun(next, run, i + 1, top);
          continue;
        }
        const sub = this.step(run.state, c, i, false);
        this.addRun(next, { t: "run", neg: run.neg, state: sub }, i + 1, top);
      }
    }
    return this.done(next);
  }
};
var stateKey = (state) => {
  const ids = state.ids.join();
  if (!state.runs.length)
    return ids;
  const runs = state.runs.map((r) => `${r.neg.id}(${stateKey(r.state)})`);
  return `${ids}|${runs.sort().join("|")}`;
};
var DFA_BUDGET = 1 << 18;
var Dfa = class {
  #start;
  #states = /* @__PURE__ */ new Map();
  #size = 0;
  #plain;
  #dotStart;
  #sim;
  #dotSim;
  constructor(start, marks2) {
    this.#start = start;
    this.#sim = new Sim(false, false, marks2);
    this.#dotSim = new Sim(false, true, marks2);
  }
  #make(state) {
    return {
      state,
      match: state.match,
      dead: state.dead,
      next: /* @__PURE__ */ new Map()
    };
  }
  #intern(state) {
    const key = stateKey(state);
    const found = this.#states.get(key);
    if (found)
      return found;
    if (this.#size > DFA_BUDGET)
      this.#clear();
    const d = this.#make(state);
    this.#states.set(key, d);
    this.#size += key.length + 1;
    return d;
  }
  #clear() {
    this.#states.clear();
    this.#size = 0;
    this.#plain = void 0;
    this.#dotStart = void 0;
  }
  start(dotStart) {
    if (dotStart) {
      if (this.#dotStart)
        return this.#dotStart;
      const state2 = this.#dotSim.state();
      this.#dotSim.add(state2, this.#start, 0, true);
      return this.#dotStart = this.#make(this.#dotSim.done(state2));
    }
    if (this.#plain)
      return this.#plain;
    const state = this.#sim.state();
    this.#sim.add(state, this.#start, 0, true);
    return this.#plain = this.#intern(this.#sim.done(state));
  }
  // the next state, after a miss in `d.ascii`
  next(d, c) {
    const code2 = c.charCodeAt(0);
    const found = code2 < 128 ? void 0 : d.next.get(c);
    if (found)
      return found;
    const n = d === this.#dotStart ? this.#intern(this.#dotSim.step(d.state, c, 0, true)) : this.#intern(this.#sim.step(d.state, c, 1, true));
    if (code2 < 128) {
      if (!d.ascii) {
        d.ascii = new Array(128);
        this.#size += 128;
      }
      d.ascii[code2] = n;
    } else {
      d.next.set(c, n);
    }
    this.#size++;
    return n;
  }
};
var linear = (start) => {
  const nodes = [];
  for (let n = start; n.t !== "match"; n = n.next) {
    if (n.t === "split" || n.t === "neg")
      return void 0;
    nodes.push(n);
  }
  return nodes;
};
var testLinear = (nodes, chars, start, end) => {
  let ni = 0;
  let ci = start;
  let starNi = -1;
  let starCi = 0;
  while (ci < end) {
    const n = nodes[ni];
    if (n?.t === "star") {
      starNi = ni++;
      starCi = ci;
      continue;
    }
    const c = chars[ci];
    if (n && (n.t === "any" || n.t === "lit" && litMatch(n, c) || n.t === "class" && n.re.test(c))) {
      ni++;
      ci++;
      continue;
    }
    if (starNi === -1)
      return false;
    ni = starNi + 1;
    ci = ++starCi;
  }
  while (nodes[ni]?.t === "star")
    ni++;
  return ni === nodes.length;
};
var lengths = (items) => {
  let min = 0;
  let max = 0;
  for (const it of items) {
    const [lo, hi] = itemLengths(it);
    min += lo;
    max += hi;
  }
  return [min, max];
};
var itemLengths = (it) => {
  if (it.t === "star")
    return [0, Infinity];
  if (it.t !== "ext")
    return [1, 1];
  if (it.type === "!")
    return [0, Infinity];
  const alts = it.alts.map(lengths);
  const min = Math.min(...alts.map((a) => a[0]));
  const max = Math.max(...alts.map((a) => a[1]));
  const loop = max === 0 ? 0 : Infinity;
  return it.type === "@" ? [min, max] : it.type === "?" ? [0, max] : it.type === "*" ? [0, loop] : [min, loop];
};
var hasAffix = (lits, chars, start) => {
  for (let j = 0; j < lits.length; j++) {
    if (!litMatch(lits[j], chars[start + j]))
      return false;
  }
  return true;
};
var slashOrSurrogate = /[/\ud800-\udfff]/;
var surrogate = /[\ud800-\udfff]/;
var codePoints = (s) => surrogate.test(s) ? [...s] : s;
var noSlash = (s) => {
  if (s.includes("/")) {
    throw new Error("can only match a single path portion, got: " + s);
  }
};
var Matcher = class {
  pattern;
  options;
  #start;
  // the number of node ids
  #size;
  #marks;
  // the Sim for strings that are only `.` or `..`
  #dotsSim;
  // the string to compare, if the pattern has no magic. With
  // `nocase:true`, the RegExp that folds case is made when it is
  // first used.
  #literal;
  #literalFold = false;
  #literalRe;
  // the nodes between the prefix and suffix, if the graph is a
  // single chain
  #linear;
  // the linear nodes are only `*` and `?`, so the length bounds and
  // the prefix and suffix decide the match
  #wild = false;
  // the least and most chars that a match can have
  #min = 0;
  #max = Infinity;
  // the literals that a match must start and end with. Each one
  // matches exactly one char, and they are distinct items in the
  // pattern, so a string that does not have them can not match.
  #prefix = [];
  #suffix = [];
  // the prefix and suffix as strings, if they do not fold case
  #prefixStr;
  #suffixStr;
  // there is a prefix or suffix to check
  #affix = false;
  #dfa;
  #form;
  constructor(pattern, options = {}) {
    if (pattern.includes("/")) {
      throw new Error("can only match a single path portion, got pattern: " + pattern);
    }
    this.pattern = pattern;
    this.options = options;
    const { nocase = false, noext = false, normalize: n } = options;
    this.#form = n === true ? "NFC" : n || void 0;
    const literal2 = /^[?*+@]\(\)$/.test(pattern);
    const toks = tokenize(pattern, nocase, noext || literal2, this.#form, options.rangeMark);
    let [items] = build(toks, pair(toks), 0, toks.length, true);
    if (this.#form)
      items = normalize(items, this.#form);
    const [start, size] = compile(items, nocase);
    this.#start = start;
    this.#size = size;
    if (items.every((it) => it.t === "lit")) {
      this.#literal = items.map((it) => it.ch).join("");
      this.#literalFold = nocase;
    } else {
      const lit2 = (it) => it.t !== "lit" ? void 0 : nocase ? { ch: it.ch, re: foldRe(it.ch) } : { ch: it.ch };
      for (const it of items) {
        const l = lit2(it);
        if (!l)
          break;
        this.#prefix.push(l);
      }
      for (let j = items.length - 1; j >= 0; j--) {
        const l = lit2(items[j]);
        if (!l)
          break;
        this.#suffix.unshift(l);
      }
      this.#affix = !!(this.#prefix.length || this.#suffix.length);
      if (!nocase) {
        this.#prefixStr = this.#prefix.map((l) => l.ch).join("");
        this.#suffixStr = this.#suffix.map((l) => l.ch).join("");
      }
      this.#linear = linear(this.#start)?.slice(this.#prefix.length, -this.#suffix.length || void 0);
      this.#wild = !!this.#linear?.every((n2) => n2.t === "star" || n2.t === "any");
      const [min, max] = lengths(items);
      this.#min = min;
      this.#max = max;
    }
  }
  test(s) {
    if (this.#form) {
      noSlash(s);
      return this.#test(s.normalize(this.#form));
    }
    if (slashOrSurrogate.test(s)) {
      noSlash(s);
      return this.#test(s, [...s]);
    }
    return this.#test(s, s);
  }
  /**
   * The same as {@link Matcher#test}, but the string is not checked
   * for `/` chars, so the result for a string that has one is not
   * defined. Only use it for a string that is known to be one path
   * portion, such as a part of a path that was split on `/`. It can
   * be faster, because some patterns do not need to look at each char
   * of the string.
   */
  testUnchecked(s) {
    return this.#test(this.#form ? s.normalize(this.#form) : s);
  }
  // Test a string that has no `/`. `chars` indexes it by code point.
  // If it is not given, it is only found if a step needs it.
  #test(s, chars) {
    if (this.#literal !== void 0) {
      return this.#literalFold ? (this.#literalRe ??= newFoldRe(this.#literal)).test(s) : s === this.#literal;
    }
    const min = this.#min;
    const max = this.#max;
    if (chars === void 0) {
      const most = s.length;
      const least = most + 1 >> 1;
      if (most < min || least > max)
        return false;
      if (least < min || most > max)
        chars = codePoints(s);
    }
    if (chars !== void 0 && (chars.length < min || chars.length > max)) {
      return false;
    }
    const prefix2 = this.#prefix.length;
    if (this.#affix) {
      if (this.#prefixStr !== void 0 && this.#suffixStr !== void 0) {
        if (!s.startsWith(this.#prefixStr) || !s.endsWith(this.#suffixStr)) {
          return false;
        }
      } else {
        chars ??= codePoints(s);
        const end = chars.length - this.#suffix.length;
        if (!hasAffix(this.#prefix, chars, 0) || !hasAffix(this.#suffix, chars, end)) {
          return false;
        }
      }
    }
    const dotStart = !this.options.dot && s.startsWith(".");
    if (this.#linear) {
      if (s === "." || s === "..")
        return false;
      if (dotStart && !prefix2)
        return false;
      if (this.#wild)
        return true;
      chars ??= codePoints(s);
      const end = chars.length - this.#suffix.length;
      return testLinear(this.#linear, chars, prefix2, end);
    }
    chars ??= codePoints(s);
    if (s === "." || s === "..") {
      this.#marks ??= marks(this.#size);
      const sim = this.#dotsSim ??= new Sim(true, false, this.#marks);
      const start = sim.state();
      sim.add(start, this.#start, 0, true);
      let state = sim.done(start);
      for (let i = 0; i < chars.length; i++) {
        state = sim.step(state, chars[i], i, true);
      }
      return state.match;
    }
    this.#marks ??= marks(this.#size);
    const dfa = this.#dfa ??= new Dfa(this.#start, this.#marks);
    let d = dfa.start(dotStart);
    const str = chars === s;
    for (let i = 0; i < chars.length; i++) {
      if (d.dead)
        return false;
      const code2 = str ? s.charCodeAt(i) : chars[i].charCodeAt(0);
      d = d.ascii?.[code2] ?? dfa.next(d, chars[i]);
    }
    return d.match;
  }
  /** a readable listing of the state machine */
  toString() {
    return show(this.#start);
  }
};

// node_modules/minimatch/dist/esm/assert-valid-pattern.js
var MAX_PATTERN_LENGTH = 1024 * 64;
var assertValidPattern = (pattern) => {
  if (typeof pattern !== "string") {
    throw new TypeError("invalid pattern");
  }
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new TypeError("pattern is too long");
  }
};

// node_modules/minimatch/dist/esm/escape.js
var escape = (s, { windowsPathsNoEscape = false, magicalBraces = false } = {}) => {
  const e = magicalBraces ? windowsPathsNoEscape ? s.replace(/[?*()[\]{}]/g, "[$&]") : s.replace(/[?*()[\]\\{}]/g, "\\$&") : windowsPathsNoEscape ? s.replace(/[?*()[\]]/g, "[$&]") : s.replace(/[?*()[\]\\]/g, "\\$&");
  const c = e.charAt(0);
  if (c === "#") {
    return (windowsPathsNoEscape ? "[#]" : "\\#") + e.slice(1);
  }
  if (c === "!") {
    return (windowsPathsNoEscape ? "@(!)" : "\\!") + e.slice(1);
  }
  return e;
};

// node_modules/minimatch/dist/esm/unescape.js
var unescape = (s, { windowsPathsNoEscape = false, magicalBraces = true } = {}) => {
  if (windowsPathsNoEscape && s.startsWith("@(!)")) {
    return "!" + unescape(s.slice(4), { windowsPathsNoEscape, magicalBraces });
  }
  if (magicalBraces) {
    return windowsPathsNoEscape ? s.replace(/\[([^/\\])\]/g, "$1") : s.replace(/((?!\\).|^)\[([^/\\])\]/g, "$1$2").replace(/\\([^/])/g, "$1");
  }
  return windowsPathsNoEscape ? s.replace(/\[([^/\\{}])\]/g, "$1") : s.replace(/((?!\\).|^)\[([^/\\{}])\]/g, "$1$2").replace(/\\([^/{}])/g, "$1");
};

// node_modules/minimatch/dist/esm/index.js
var DEFAULT_BRACE_EXPAND_MAX = 1e5;
var DEFAULT_GLOB_STAR_RECURSION_MAX = 200;
var AWE_KEY = "allowWindowsEscape";
var minimatch = (p, pattern, options) => {
  assertValidPattern(pattern);
  if (!options?.nocomment && pattern.charAt(0) === "#") {
    return false;
  }
  return cachedMinimatch(pattern, options).match(p);
};
var cache = /* @__PURE__ */ new Map();
var oldCache = /* @__PURE__ */ new Map();
var cacheSize = 0;
var cacheTotalWeight = 0;
var cacheMax = 256;
var cacheMaxWeight = 1 << 15;
var cacheMaxEntryWeight = 1 << 12;
var cacheWeight = (mm) => {
  let w = mm.pattern.length;
  for (const s of mm.globSet) {
    w += s.length + 1;
    if (w > cacheMaxEntryWeight)
      break;
  }
  return w;
};
var tri = (v) => v === void 0 ? 0 : v ? 2 : 1;
var booleanWeights = new Map(Object.keys({
  nobrace: 0,
  nocomment: 0,
  nonegate: 0,
  noglobstar: 0,
  noext: 0,
  nonull: 0,
  partial: 0,
  dot: 0,
  nocase: 0,
  nocaseMagicOnly: 0,
  magicalBraces: 0,
  matchBase: 0,
  flipNegate: 0,
  preserveMultipleSlashes: 0,
  windowsNoMagicRoot: 0
}).map((k, i) => [k, 24 * 3 ** i]));
var optionsKey = (o) => {
  let n = 0;
  let wpe = false;
  for (const k in o) {
    const v = o[k];
    switch (k) {
      // the same test as the Minimatch constructor
      case "windowsPathsNoEscape":
        if (v)
          wpe = true;
        break;
      case AWE_KEY:
        if (v === false)
          wpe = true;
        break;
      case "platform": {
        const p = v || defaultPlatform;
        if (p === defaultPlatform)
          break;
        if (p === "darwin")
          n += 3;
        else if (p === "win32")
          n += 6;
        else if (p === "linux")
          n += 9;
        else
          return JSON.stringify(o);
        break;
      }
      case "optimizationLevel":
        if (v === void 0)
          break;
        n += v >= 2 ? 1 : v >= 1 ? 0 : 2;
        break;
      case "braceExpandMax":
        if (v !== void 0 && v !== DEFAULT_BRACE_EXPAND_MAX) {
          return JSON.stringify(o);
        }
        break;
      case "maxGlobstarRecursion":
        if (v !== void 0 && v !== DEFAULT_GLOB_STAR_RECURSION_MAX) {
          return JSON.stringify(o);
        }
        break;
      case "normalize":
        if (v !== void 0)
          return JSON.stringify(o);
        break;
      default:
        n += (booleanWeights.get(k) ?? 0) * tri(v);
    }
  }
  return wpe ? n + 12 : n;
};
var copyOptions = (o) => {
  const copy = {};
  for (const k in o)
    copy[k] = o[k];
  return copy;
};
var cachedMinimatch = (pattern, options) => {
  const key = options ? optionsKey(options) : 0;
  let mm = cache.get(key)?.get(pattern);
  if (mm)
    return mm;
  mm = oldCache.get(key)?.get(pattern) ?? new Minimatch(pattern, copyOptions(options));
  const weight = cacheWeight(mm);
  if (weight > cacheMaxEntryWeight)
    return mm;
  if (cacheSize >= cacheMax || cacheTotalWeight + weight > cacheMaxWeight) {
    oldCache = cache;
    cache = /* @__PURE__ */ new Map();
    cacheSize = 0;
    cacheTotalWeight = 0;
  }
  let byPattern = cache.get(key);
  if (!byPattern)
    cache.set(key, byPattern = /* @__PURE__ */ new Map());
  byPattern.set(pattern, mm);
  cacheSize++;
  cacheTotalWeight += weight;
  return mm;
};
var defaultPlatform = typeof process === "object" && process ? process.env?.__MINIMATCH_TESTING_PLATFORM__ || process.platform : "posix";
var path2 = {
  win32: { sep: "\\" },
  posix: { sep: "/" }
};
var sep = defaultPlatform === "win32" ? path2.win32.sep : path2.posix.sep;
minimatch.sep = sep;
var GLOBSTAR = /* @__PURE__ */ Symbol("globstar **");
minimatch.GLOBSTAR = GLOBSTAR;
var filter = (pattern, options) => {
  let mm;
  return (p) => (mm ??= cachedMinimatch(pattern, options)).match(p);
};
minimatch.filter = filter;
var ext = (a, b = {}) => Object.assign({}, a, b);
var defaults = (def) => {
  if (!def || typeof def !== "object" || !Object.keys(def).length) {
    return minimatch;
  }
  const orig = minimatch;
  const m = (p, pattern, options = {}) => orig(p, pattern, ext(def, options));
  return Object.assign(m, {
    Minimatch: class Minimatch extends orig.Minimatch {
      constructor(pattern, options = {}) {
        super(pattern, ext(def, options));
      }
      static defaults(options) {
        return orig.defaults(ext(def, options)).Minimatch;
      }
    },
    unescape: (s, options = {}) => orig.unescape(s, ext(def, options)),
    escape: (s, options = {}) => orig.escape(s, ext(def, options)),
    filter: (pattern, options = {}) => orig.filter(pattern, ext(def, options)),
    defaults: (options) => orig.defaults(ext(def, options)),
    braceExpand: (pattern, options = {}) => orig.braceExpand(pattern, ext(def, options)),
    match: (list, pattern, options = {}) => orig.match(list, pattern, ext(def, options)),
    sep: orig.sep,
    GLOBSTAR
  });
};
minimatch.defaults = defaults;
var braceExpand = (pattern, options = {}) => {
  assertValidPattern(pattern);
  if (options.nobrace || !/\{(?:(?!\{).)*\}/.test(pattern)) {
    return [pattern];
  }
  let p = pattern.replace(/\\\\/g, "\\\\\\\\");
  if (options.windowsPathsNoEscape || options[AWE_KEY] === false) {
    p = p.replace(/\[([{}])\]/g, "[\\$1]");
  }
  return expand(p, { max: options.braceExpandMax });
};
minimatch.braceExpand = braceExpand;
var RANGE_MIN = 100;
var rangeRe = /(?<![\\$])\{(-?\d+)\.\.(-?\d+)\}/g;
var inRepeatOrNegExt = (portion, mark) => {
  const stack = [];
  for (let i = 0; i < portion.length; i++) {
    const c = portion.charAt(i);
    if (c === "\\") {
      i++;
    } else if (c === mark) {
      if (stack.some((t) => t !== "@" && t !== "?"))
        return true;
    } else if (portion.charAt(i + 1) === "(" && "!?+*@".includes(c)) {
      stack.push(c);
      i++;
    } else if (c === ")") {
      stack.pop();
    }
  }
  return false;
};
var match = (list, pattern, options = {}) => {
  const mm = new Minimatch(pattern, options);
  list = list.filter((f) => mm.match(f));
  if (mm.options.nonull && !list.length) {
    list.push(pattern);
  }
  return list;
};
minimatch.match = match;
var globMagic = /[?*]|[+@!]\(.*?\)|\[|\]/;
var classEnd = (pattern, start) => {
  let i = start + 1;
  if (pattern.charAt(i) === "!" || pattern.charAt(i) === "^")
    i++;
  let sawStart = false;
  for (; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "]" && sawStart)
      return i;
    sawStart = true;
    if (c === "\\")
      i++;
  }
  return -1;
};
var literal = (pattern, noext) => {
  if (!noext && (pattern === "+()" || pattern === "@()"))
    return pattern;
  let lit2 = "";
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "\\") {
      lit2 += pattern.charAt(++i) || c;
    } else if (c === "*" || c === "?") {
      return void 0;
    } else if (c === "[") {
      const close = classEnd(pattern, i);
      if (close === -1) {
        lit2 += c;
        continue;
      }
      let body = pattern.slice(i + 1, close);
      if (body.startsWith("\\"))
        body = body.slice(1);
      if ([...body].length !== 1 || "!^".includes(pattern.charAt(i + 1))) {
        return void 0;
      }
      lit2 += body;
      i = close;
    } else if (!noext && "+@!".includes(c) && pattern.charAt(i + 1) === "(" && pattern.includes(")", i + 2)) {
      return void 0;
    } else {
      lit2 += c;
    }
  }
  return lit2;
};
var MAX_EXTGLOBS = 256;
var extglobCount = (pattern) => {
  let n = 0;
  for (let i = 0; i < pattern.length - 1; i++) {
    const c = pattern.charAt(i);
    if (c === "\\") {
      i++;
    } else if ("+@!?*".includes(c) && pattern.charAt(i + 1) === "(") {
      n++;
      i++;
    }
  }
  return n;
};
var assertValidExtglobs = (pattern) => {
  if (extglobCount(pattern) > MAX_EXTGLOBS) {
    throw new TypeError("pattern has too many extglobs");
  }
};
var extSafe = (pattern) => {
  if (/^[?*+@]\(\)$/.test(pattern) || pattern.includes("[:"))
    return false;
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    if (c === "\\") {
      if (++i === pattern.length)
        return false;
    } else if (c === "[") {
      const close = classEnd(pattern, i);
      if (close !== -1)
        i = close;
    } else if ("+@!?*".includes(c) && pattern.charAt(i + 1) === "(") {
      depth++;
      i++;
    } else if (c === ")") {
      if (!depth--)
        return false;
    } else if (c === "|" && !depth) {
      return false;
    }
  }
  return !depth;
};
var lastSplit;
var lastChecked;
var portionMatch = (p, f) => typeof p === "string" ? f === p : f !== "" && p.testUnchecked(f);
var endIndex = (p, last2, lastStart, prev, prevStart) => portionMatch(p, last2) ? lastStart : prev !== void 0 && portionMatch(p, prev) ? prevStart : -1;
var isDots = (p) => p === "." || p === "..";
var isDrive = (p) => typeof p === "string" && /^[a-z]:$/i.test(p);
var isLongUNC = (p) => typeof p === "string" && /^unc$/i.test(p);
var uncHost = (p) => {
  if (p[0] !== "" || p[1] !== "")
    return -1;
  const h = p[2] !== "?" ? 2 : isLongUNC(p[3]) ? 4 : -1;
  const host = p[h];
  const share = p[h + 1];
  return h !== -1 && host !== void 0 && host !== "" && host !== GLOBSTAR && share !== void 0 && share !== "" && share !== GLOBSTAR ? h : -1;
};
var walkable = (p, dot) => !isDots(p) && (dot || !p.startsWith("."));
var dotPortion = (f, start, end, dot, sep2) => {
  for (let k = start; k < end; ) {
    if (f.charCodeAt(k) === 46) {
      if (!dot)
        return true;
      const n = f.charCodeAt(k + 1) === 46 ? k + 2 : k + 1;
      if (n >= end || isSep(f.charCodeAt(n), sep2))
        return true;
    }
    const s = nextSep(f, k, sep2);
    if (s === -1)
      return false;
    k = s + 1;
    while (k < end && isSep(f.charCodeAt(k), sep2))
      k++;
  }
  return false;
};
var isSep = (c, sep2) => sep2 === "/" ? c === 47 : sep2 === "\\" ? c === 92 : c === 47 || c === 92;
var nextSep = (f, from, sep2) => {
  if (sep2 !== "both")
    return f.indexOf(sep2, from);
  const s = f.indexOf("/", from);
  const b = f.indexOf("\\", from);
  return s === -1 ? b : b === -1 ? s : Math.min(s, b);
};
var lastSep = (f, from, sep2) => sep2 !== "both" ? f.lastIndexOf(sep2, from) : Math.max(f.lastIndexOf("/", from), f.lastIndexOf("\\", from));
var PENDING = {};
var Minimatch = class {
  options;
  set;
  pattern;
  windowsPathsNoEscape;
  nonegate;
  negate;
  comment;
  empty;
  preserveMultipleSlashes;
  partial;
  globSet;
  globParts;
  nocase;
  isWindows;
  platform;
  windowsNoMagicRoot;
  maxGlobstarRecursion;
  // the path can be checked against the last portion, and the string
  // portions, of each row before it is split. See #canMatch.
  #endCheck;
  #literalCheck;
  // level 2 resolves `.` and `..` portions in the path
  #level2;
  // the unicode normalization form, if any
  #form;
  // the string portions of each row in the set
  #literals = [];
  // the rows that #canMatch can match without splitting the path
  #shapes = [];
  // the rows whose last portion can be checked against the path's
  #endRows = [];
  // brace expansion can make the same portion in many rows, so they
  // share one Matcher, and the states that it caches
  #matchers = /* @__PURE__ */ new Map();
  // parse() returns PENDING in place of a Matcher
  #pending = false;
  // the char that marks numeric ranges in globSet, if any
  #rangeMark;
  // the GlobstarParts of each pattern row, by start index and partial
  #globstarParts = /* @__PURE__ */ new WeakMap();
  constructor(pattern, options = {}) {
    assertValidPattern(pattern);
    options = options || {};
    this.options = options;
    this.maxGlobstarRecursion = options.maxGlobstarRecursion ?? DEFAULT_GLOB_STAR_RECURSION_MAX;
    this.pattern = pattern;
    this.platform = options.platform || defaultPlatform;
    this.isWindows = this.platform === "win32";
    this.windowsPathsNoEscape = !!options.windowsPathsNoEscape || options[AWE_KEY] === false;
    if (this.windowsPathsNoEscape) {
      this.pattern = this.pattern.replace(/\\/g, "/");
    }
    this.preserveMultipleSlashes = !!options.preserveMultipleSlashes;
    this.negate = false;
    this.nonegate = !!options.nonegate;
    this.comment = false;
    this.empty = false;
    this.partial = !!options.partial;
    this.nocase = !!this.options.nocase;
    this.windowsNoMagicRoot = options.windowsNoMagicRoot !== void 0 ? options.windowsNoMagicRoot : !!(this.isWindows && this.nocase);
    this.globSet = [];
    this.globParts = [];
    this.set = [];
    this.#endCheck = !this.preserveMultipleSlashes;
    this.#level2 = (options.optimizationLevel ?? 1) >= 2;
    const n = options.normalize;
    this.#form = n === true ? "NFC" : n || void 0;
    this.make();
    const drives = this.set.map((row) => this.#rootIndex(row));
    this.#endRows = this.set.map((row, r) => this.#endCheck && row.length - 1 > drives[r]);
    this.#literals = this.set.map((row, r) => {
      const end = this.#endRows[r] ? row.length - 1 : row.length;
      const lits = row.slice(drives[r] + 1, end).filter((p) => typeof p === "string" && !!p);
      return [...new Set(lits)];
    });
    this.#literalCheck = this.#literals.some((l) => l.length);
    this.#shapes = this.set.map((row, r) => {
      const [p0, p1, p2] = row;
      if (this.#endRows[r] && row.length === 2) {
        if (p0 === GLOBSTAR && p1 !== GLOBSTAR)
          return "tail";
      }
      if (this.#endRows[r] && options.matchBase && row.length === 1 && p0 !== GLOBSTAR && p0 !== "") {
        return "base";
      }
      if (!this.#endCheck || drives[r] !== -1)
        return void 0;
      if (row.length === 3 && p0 === GLOBSTAR && p2 === GLOBSTAR && p1 !== GLOBSTAR && p1 !== "" && // the portion between is only matched below this limit
      this.maxGlobstarRecursion > 0) {
        return "mid";
      }
      if (row.length === 2 && p1 === GLOBSTAR && p0 !== GLOBSTAR && p0 !== "") {
        return "head";
      }
      return void 0;
    });
  }
  // a string portion of a pattern, normalized if the option is set
  #norm(p) {
    return this.#form ? p.normalize(this.#form) : p;
  }
  // On Windows, the index of the last root portion of a row, as
  // #matchRow finds it: 0 for `c:/...`, 3 for `//?/c:/...` and
  // `//host/share/...`, and 5 for `//?/UNC/host/share/...`. Otherwise
  // -1.
  #rootIndex(row) {
    if (!this.isWindows)
      return -1;
    if (isDrive(row[0]))
      return 0;
    const uncDrive = row[0] === "" && row[1] === "" && row[2] === "?" && isDrive(row[3]);
    if (uncDrive)
      return 3;
    const h = uncHost(row);
    return h === -1 ? -1 : h + 1;
  }
  hasMagic() {
    if (this.options.magicalBraces && this.set.length > 1) {
      return true;
    }
    for (const pattern of this.set) {
      for (const part of pattern) {
        if (typeof part !== "string")
          return true;
      }
    }
    return false;
  }
  make() {
    const pattern = this.pattern;
    const options = this.options;
    if (!options.nocomment && pattern.charAt(0) === "#") {
      this.comment = true;
      return;
    }
    if (!pattern) {
      this.empty = true;
      return;
    }
    this.parseNegate();
    this.globSet = [...new Set(this.#expandBraces())];
    const rawGlobParts = this.globSet.map((s) => this.#slashSplit(s));
    this.globParts = this.preprocess(rawGlobParts);
    this.#pending = true;
    let set = this.globParts.map((s, _, __) => {
      if (this.isWindows && this.windowsNoMagicRoot) {
        const n = s[2] === "?" && isLongUNC(s[3]) ? 6 : 4;
        const isUNC = s[0] === "" && s[1] === "" && (s[2] === "?" || !globMagic.test(s[2])) && s.slice(3, n).every((p) => !globMagic.test(p));
        const isDrive2 = /^[a-z]:/i.test(s[0]);
        if (isUNC) {
          return [
            ...s.slice(0, n).map((p) => this.#norm(p)),
            ...s.slice(n).map((ss) => this.parse(ss))
          ];
        } else if (isDrive2) {
          return [
            this.#norm(s[0]),
            ...s.slice(1).map((ss) => this.parse(ss))
          ];
        }
      }
      return s.map((ss) => this.parse(ss));
    });
    this.set = set.filter((s) => s.indexOf(false) === -1);
    if (this.isWindows) {
      for (let i = 0; i < this.set.length; i++) {
        const p = this.set[i];
        if (p[0] === "" && p[1] === "" && this.globParts[i][2] === "?" && (isDrive(p[3]) || isLongUNC(this.globParts[i][3]))) {
          if (isLongUNC(this.globParts[i][3]))
            p[3] = "UNC";
          p[2] = "?";
        }
      }
    }
    if (!options.noext)
      this.mergeRows();
    this.#pending = false;
    this.set.forEach((row, i) => {
      for (let k = 0; k < row.length; k++) {
        if (row[k] === PENDING) {
          row[k] = this.parse(this.globParts[i][k]);
        }
      }
    });
  }
  // Merge rows that only differ in one portion, where each of them
  // is a Matcher, into one row that matches any of them with
  // `@(a|b|...)`. Then a path is only walked once for all of them,
  // for example with `**/*.{js,ts}`.
  mergeRows() {
    let merged = true;
    while (merged) {
      merged = false;
      if (this.set.length < 2)
        return;
      let keys = this.#mergeKeys();
      const len = Math.max(0, ...this.set.map((r) => r.length));
      for (let k = 0; k < len; k++) {
        const groups = /* @__PURE__ */ new Map();
        const R = this.set.length + 1;
        this.set.forEach((row, i) => {
          if (!(row[k] instanceof Matcher || row[k] === PENDING) || !extSafe(this.globParts[i][k])) {
            return;
          }
          const { pre, suf } = keys[i];
          const key = pre[k] * R + suf[k + 1];
          const g = groups.get(key);
          if (g)
            g.push(i);
          else
            groups.set(key, [i]);
        });
        const drop = /* @__PURE__ */ new Set();
        for (const g of groups.values()) {
          if (g.length < 2)
            continue;
          const [first2, ...rest] = g;
          const alts = g.map((i) => this.globParts[i][k]);
          const glob = `@(${alts.join("|")})`;
          if (extglobCount(glob) > MAX_EXTGLOBS)
            continue;
          this.globParts[first2][k] = glob;
          this.set[first2][k] = this.parse(glob);
          for (const i of rest)
            drop.add(i);
        }
        if (drop.size) {
          merged = true;
          this.set = this.set.filter((_, i) => !drop.has(i));
          this.globParts = this.globParts.filter((_, i) => !drop.has(i));
          if (this.set.length < 2)
            return;
          keys = this.#mergeKeys();
        }
      }
    }
  }
  // For each row, number ids for its prefixes and suffixes, such that
  // pre[k] identifies parts[0..k) and suf[k] identifies parts[k..n).
  // Two rows are the same other than at portion k exactly when they
  // have the same pre[k] and suf[k + 1]. This is linear in the size of
  // the rows, where joining the whole row for every k was quadratic.
  #mergeKeys() {
    const partIds = /* @__PURE__ */ new Map();
    const ids = this.globParts.map((parts) => parts.map((s) => {
      let id = partIds.get(s);
      if (id === void 0)
        partIds.set(s, id = partIds.size);
      return id;
    }));
    const P = partIds.size;
    const len = Math.max(0, ...ids.map((r) => r.length));
    const keys = ids.map((r) => ({
      pre: [0],
      suf: new Array(r.length + 1).fill(0)
    }));
    for (let k = 0; k < len; k++) {
      const m = /* @__PURE__ */ new Map();
      ids.forEach((r, i) => {
        if (k >= r.length)
          return;
        const { pre } = keys[i];
        const key = pre[k] * P + r[k];
        let id = m.get(key);
        if (id === void 0)
          m.set(key, id = m.size + 1);
        pre.push(id);
      });
    }
    for (let k = len - 1; k >= 0; k--) {
      const m = /* @__PURE__ */ new Map();
      ids.forEach((r, i) => {
        if (k >= r.length)
          return;
        const { suf } = keys[i];
        const key = suf[k + 1] * P + r[k];
        let id = m.get(key);
        if (id === void 0)
          m.set(key, id = m.size + 1);
        suf[k] = id;
      });
    }
    return keys;
  }
  // various transforms to equivalent pattern sets that are
  // faster to process in a filesystem walk.  The goal is to
  // eliminate what we can, and push all ** patterns as far
  // to the right as possible, even if it increases the number
  // of patterns that we have to process.
  preprocess(globParts) {
    if (this.options.noglobstar) {
      for (const partset of globParts) {
        for (let j = 0; j < partset.length; j++) {
          if (partset[j] === "**") {
            partset[j] = "*";
          }
        }
      }
    }
    const { optimizationLevel = 1 } = this.options;
    if (optimizationLevel >= 2) {
      globParts = this.firstPhasePreProcess(globParts);
      globParts = this.secondPhasePreProcess(globParts);
    } else if (optimizationLevel >= 1) {
      globParts = this.levelOneOptimize(globParts);
    } else {
      globParts = this.adjascentGlobstarOptimize(globParts);
    }
    return globParts;
  }
  // just get rid of adjascent ** portions
  adjascentGlobstarOptimize(globParts) {
    return globParts.map((parts) => {
      let gs = -1;
      while (-1 !== (gs = parts.indexOf("**", gs + 1))) {
        let i = gs;
        while (parts[i + 1] === "**") {
          i++;
        }
        if (i !== gs) {
          parts.splice(gs, i - gs);
        }
      }
      return parts;
    });
  }
  // get rid of adjascent ** and resolve .. portions
  levelOneOptimize(globParts) {
    return globParts.map((parts) => {
      const root = this.#rootIndex(parts) + 1;
      parts = parts.reduce((set, part) => {
        const prev = set[set.length - 1];
        if (part === "**" && prev === "**") {
          return set;
        }
        if (part === "..") {
          if (set.length > root && prev && prev !== ".." && prev !== "." && prev !== "**") {
            set.pop();
            return set;
          }
        }
        set.push(part);
        return set;
      }, []);
      return parts.length === 0 ? [""] : parts;
    });
  }
  // Check the path against each row before it is split. 'no' if no
  // row can match, so it does not need to be split. 'yes' if a row of
  // `**` and one more portion matches. 'maybe' if it must be split to
  // know. None of this applies with partial, where the path can end
  // before the row does.
  //
  // On Windows, `\` is a separator in the path too, and the portions of
  // a row up to its drive letter or UNC share are not checked (see
  // #rootIndex).
  //
  // Each string portion of a row must be a portion of the path, so the
  // path must contain it. Level 2 can only take portions out of the
  // path, so this is still true then.
  //
  // The last portion of a row must match the last portion of the path,
  // or the one before a trailing `/` (as a/* and a/**/* match a/b/).
  // This does not apply to rows that end in **, rows that end in a
  // root, or preserveMultipleSlashes (which can leave more
  // than one '' at the end). At level 2, it does not apply if that
  // portion is `.` or `..`, which can be
  // resolved away. Level 2 only takes other portions out of the
  // middle of the path.
  //
  // A row of `**/x` then matches if the ** can walk the portions
  // before the one that x matches, the same as #matchGlobstar. At
  // level 2, this is only known if none of them are `.` or `..`, so
  // that the path does not change when it is resolved.
  #canMatch(f) {
    const sep2 = !this.isWindows || !f.includes("\\") ? "/" : f.includes("/") ? "both" : "\\";
    let ends = this.#endCheck ? 0 : -1;
    let last2 = "";
    let lastStart = 0;
    let prev;
    let prevStart = 0;
    const dot = !!this.options.dot;
    ROWS: for (let r = 0; r < this.set.length; r++) {
      const row = this.set[r];
      const p = row[row.length - 1];
      let end = ends !== -1 && this.#endRows[r] && p !== GLOBSTAR;
      if (end && ends === 0) {
        const i = lastSep(f, f.length, sep2);
        lastStart = i + 1;
        last2 = f.slice(lastStart);
        if (last2 === "" && i >= 0) {
          let j = i;
          while (j > 0 && isSep(f.charCodeAt(j - 1), sep2))
            j--;
          prevStart = j === 0 ? 0 : lastSep(f, j - 1, sep2) + 1;
          prev = f.slice(prevStart, j);
        }
        const resolves = this.#level2 && (isDots(last2) || last2 === "" && prev !== void 0 && isDots(prev));
        ends = resolves ? -1 : 1;
        end = !resolves;
      }
      let tailStart = -1;
      if (end && typeof p === "string") {
        tailStart = endIndex(p, last2, lastStart, prev, prevStart);
        if (tailStart === -1)
          continue;
      }
      if (this.#literalCheck) {
        for (const l of this.#literals[r]) {
          if (!f.includes(l))
            continue ROWS;
        }
      }
      if (end && typeof p === "object") {
        tailStart = endIndex(p, last2, lastStart, prev, prevStart);
        if (tailStart === -1)
          continue;
      }
      const shape = this.#shapes[r];
      if (shape === "base" && end)
        return "yes";
      if (shape === "tail" && end) {
        if (this.#level2 && dotPortion(f, 0, tailStart, true, sep2)) {
          return "maybe";
        }
        if (!dotPortion(f, 0, tailStart, dot, sep2))
          return "yes";
        continue;
      }
      if (shape === "mid" || shape === "head") {
        const m = this.#walk(f, row, shape === "head", dot, sep2);
        if (m !== "no")
          return m;
        continue;
      }
      return "maybe";
    }
    return "no";
  }
  // Match a row of a known shape against the split path, the same as
  // #matchGlobstar and #matchGlobStarBodySections do. None of these
  // rows have a drive letter, so they start at the first portion.
  #matchShape(file, row, shape) {
    const dot = !!this.options.dot;
    const n = file.length;
    if (shape === "head") {
      if (n < 2 || !portionMatch(row[0], file[0])) {
        return false;
      }
      for (let i = 1; i < n; i++)
        if (!walkable(file[i], dot))
          return false;
      return true;
    }
    const x = row[1];
    if (shape === "tail") {
      let t = n - 1;
      if (!portionMatch(x, file[t])) {
        if (file[t] !== "" || n === 1 || !portionMatch(x, file[--t])) {
          return false;
        }
      }
      for (let i = 0; i < t; i++)
        if (!walkable(file[i], dot))
          return false;
      return true;
    }
    for (let k = 0; k < n; k++) {
      if (portionMatch(x, file[k]) && k + 1 < n) {
        let i = k + 1;
        while (i < n && walkable(file[i], dot))
          i++;
        if (i === n)
          return true;
      }
      if (!walkable(file[k], dot))
        return false;
    }
    return false;
  }
  // Match a row of `**/x/**` or `x/**` against the path, the same as
  // #matchGlobstar and #matchGlobStarBodySections do once it is split.
  // x must match a portion (the first one, for `x/**`), the ** before
  // it must be able to walk the portions before that one, and there
  // must be a portion after it, which the ** after it can walk. At
  // level 2, this is only known if no portion is `.` or `..`.
  #walk(f, row, head, dot, sep2) {
    if (this.#level2 && dotPortion(f, 0, f.length, true, sep2))
      return "maybe";
    const x = row[head ? 0 : 1];
    let s = 0;
    for (let e = nextSep(f, s, sep2); e !== -1; e = nextSep(f, s, sep2)) {
      let next = e + 1;
      while (next < f.length && isSep(f.charCodeAt(next), sep2))
        next++;
      const hit = typeof x === "string" ? e - s === x.length && f.startsWith(x, s) : e > s && x.testUnchecked(f.slice(s, e));
      if (hit && !dotPortion(f, next, f.length, dot, sep2))
        return "yes";
      if (head || dotPortion(f, s, next, dot, sep2))
        return "no";
      s = next;
    }
    return "no";
  }
  // the last split, if it was the same path with the same split
  // settings
  #cachedSplit(f) {
    const last2 = lastSplit;
    return last2?.f === f && last2.isWindows === this.isWindows && last2.preserveMultipleSlashes === this.preserveMultipleSlashes && last2.normalize === this.#form ? last2 : void 0;
  }
  // split a path for match(), and keep the parts for the next call
  #split(f) {
    const { isWindows, preserveMultipleSlashes } = this;
    let parts = this.#slashSplit(isWindows ? f.split("\\").join("/") : f);
    const normalize2 = this.#form;
    if (normalize2)
      parts = parts.map((p) => p.normalize(normalize2));
    lastSplit = {
      f,
      isWindows,
      preserveMultipleSlashes,
      normalize: normalize2,
      parts
    };
    return lastSplit;
  }
  // resolve `.` and `..` portions of a path, for level 2
  #levelTwoFileOptimize(file) {
    const parts = [...file];
    let didSomething = false;
    do {
      didSomething = false;
      if (!this.preserveMultipleSlashes) {
        for (let i = 1; i < parts.length - 1; i++) {
          const p = parts[i];
          if (i === 1 && p === "" && parts[0] === "")
            continue;
          if (p === "." || p === "") {
            didSomething = true;
            parts.splice(i, 1);
            i--;
          }
        }
        if (parts[0] === "." && parts.length === 2 && (parts[1] === "." || parts[1] === "")) {
          didSomething = true;
          parts.pop();
        }
      }
      const root = this.#rootIndex(parts) + 1;
      let dd = root;
      while (-1 !== (dd = parts.indexOf("..", dd + 1))) {
        const p = parts[dd - 1];
        if (p && p !== "." && p !== ".." && p !== "**") {
          didSomething = true;
          parts.splice(dd - 1, 2);
          dd = Math.max(dd - 2, root);
        }
      }
    } while (didSomething);
    return parts.length === 0 ? [""] : parts;
  }
  // First phase: single-pattern processing
  // <pre> is 1 or more portions
  // <rest> is 1 or more portions
  // <p> is any portion other than ., .., '', or **
  // <e> is . or ''
  //
  // **/.. is *brutal* for filesystem walking performance, because
  // it effectively resets the recursive walk each time it occurs,
  // and ** cannot be reduced out by a .. pattern part like a regexp
  // or most strings (other than .., ., and '') can be.
  //
  // <pre>/**/../<p>/<p>/<rest> -> {<pre>/../<p>/<p>/<rest>,<pre>/**/<p>/<p>/<rest>}
  // <pre>/<e>/<rest> -> <pre>/<rest>
  // <pre>/<p>/../<rest> -> <pre>/<rest>
  // **/**/<rest> -> **/<rest>
  //
  // **/*/<rest> -> */**/<rest> <== not valid because ** doesn't follow
  // this WOULD be allowed if ** did follow symlinks, or * didn't
  firstPhasePreProcess(globParts) {
    const { braceExpandMax = DEFAULT_BRACE_EXPAND_MAX } = this.options;
    let splitCells = 0;
    const maxSplitCells = 1e6;
    let didSomething = false;
    do {
      didSomething = false;
      for (let parts of globParts) {
        let gs = -1;
        while (-1 !== (gs = parts.indexOf("**", gs + 1))) {
          let gss = gs;
          while (parts[gss + 1] === "**") {
            gss++;
          }
          if (gss > gs) {
            parts.splice(gs + 1, gss - gs);
          }
          let next = parts[gs + 1];
          const p = parts[gs + 2];
          const p2 = parts[gs + 3];
          if (next !== "..")
            continue;
          if (!p || p === "." || p === ".." || !p2 || p2 === "." || p2 === "..") {
            continue;
          }
          const addedCells = parts.length - 1;
          if (globParts.length >= braceExpandMax || splitCells + addedCells > maxSplitCells) {
            throw new RangeError(`optimizationLevel 2: too many patterns from '**/..'`);
          }
          didSomething = true;
          parts.splice(gs, 1);
          const other = parts.slice(0);
          other[gs] = "**";
          splitCells += addedCells;
          globParts.push(other);
          gs--;
        }
        if (!this.preserveMultipleSlashes) {
          for (let i = 1; i < parts.length - 1; i++) {
            const p = parts[i];
            if (i === 1 && p === "" && parts[0] === "")
              continue;
            if (p === "." || p === "") {
              didSomething = true;
              parts.splice(i, 1);
              i--;
            }
          }
          if (parts[0] === "." && parts.length === 2 && (parts[1] === "." || parts[1] === "")) {
            didSomething = true;
            parts.pop();
          }
        }
        const root = this.#rootIndex(parts) + 1;
        let dd = root;
        while (-1 !== (dd = parts.indexOf("..", dd + 1))) {
          const p = parts[dd - 1];
          if (p && p !== "." && p !== ".." && p !== "**") {
            didSomething = true;
            const needDot = dd === 1 && parts[dd + 1] === "**";
            const splin = needDot ? ["."] : [];
            parts.splice(dd - 1, 2, ...splin);
            if (parts.length === 0)
              parts.push("");
            dd = Math.max(dd - 2, root);
          }
        }
      }
    } while (didSomething);
    return globParts;
  }
  // second phase: multi-pattern dedupes
  // {<pre>/<rest>,<pre>/<rest>} -> <pre>/<rest>
  // {<pre>/*/<rest>,<pre>/<p>/<rest>} -> <pre>/*/<rest>
  secondPhasePreProcess(globParts) {
    const keys = /* @__PURE__ */ new Set();
    const rows = globParts.filter((parts) => {
      const key = parts.join("/");
      if (keys.has(key))
        return false;
      keys.add(key);
      return true;
    });
    const stars = /* @__PURE__ */ new Map();
    for (const parts of rows) {
      const s = [];
      for (let i = 0; i < parts.length; i++) {
        if (parts[i] === "*")
          s.push(i);
      }
      if (s.length)
        stars.set(s.join(","), s);
    }
    if (!stars.size || rows.length * stars.size > 1e5)
      return rows;
    const { dot } = this.options;
    return rows.filter((parts) => {
      for (const s of stars.values()) {
        if (s[s.length - 1] >= parts.length)
          continue;
        const c = [...parts];
        let ok = true;
        let changed = false;
        for (const i of s) {
          const p = parts[i];
          if (p === "*")
            continue;
          if (!p || p === "**" || !dot && p.startsWith(".")) {
            ok = false;
            break;
          }
          c[i] = "*";
          changed = true;
        }
        if (ok && changed && keys.has(c.join("/")))
          return false;
      }
      return true;
    });
  }
  parseNegate() {
    if (this.nonegate)
      return;
    const pattern = this.pattern;
    let negate = false;
    let negateOffset = 0;
    for (let i = 0; i < pattern.length && pattern.charAt(i) === "!"; i++) {
      negate = !negate;
      negateOffset++;
    }
    if (negateOffset)
      this.pattern = pattern.slice(negateOffset);
    this.negate = negate;
  }
  // Match the parts of a path against one row of the set. `resolved`
  // is the parts after level 2 resolves `.` and `..` in them, or the
  // same parts below level 2. Set partial to true to test if, for
  // example, "/a/b" matches the start of "/*/b/*/d". Partial means, if
  // you run out of file before you run out of pattern, then that's
  // fine, as long as all the parts match.
  #matchRow(file, resolved, pattern, partial) {
    let fileStartIndex = 0;
    let patternStartIndex = 0;
    const fh = this.isWindows ? uncHost(resolved) : -1;
    const ph = fh === -1 ? -1 : uncHost(pattern);
    if (ph !== -1) {
      const host = pattern[ph];
      const share = pattern[ph + 1];
      if (typeof host !== "string" || typeof share !== "string") {
        fileStartIndex = fh;
        patternStartIndex = ph;
      } else if (resolved[fh].toLowerCase() === host.toLowerCase() && resolved[fh + 1].toLowerCase() === share.toLowerCase()) {
        fileStartIndex = fh + 2;
        patternStartIndex = ph + 2;
      }
    } else if (this.isWindows) {
      const fileDrive = typeof file[0] === "string" && /^[a-z]:$/i.test(file[0]);
      const fileUNC = !fileDrive && file[0] === "" && file[1] === "" && file[2] === "?" && /^[a-z]:$/i.test(file[3]);
      const patternDrive = typeof pattern[0] === "string" && /^[a-z]:$/i.test(pattern[0]);
      const patternUNC = !patternDrive && pattern[0] === "" && pattern[1] === "" && pattern[2] === "?" && typeof pattern[3] === "string" && /^[a-z]:$/i.test(pattern[3]);
      const fdi = fileUNC ? 3 : fileDrive ? 0 : void 0;
      const pdi = patternUNC ? 3 : patternDrive ? 0 : void 0;
      if (typeof fdi === "number" && typeof pdi === "number") {
        const [fd, pd] = [
          file[fdi],
          pattern[pdi]
        ];
        if (fd.toLowerCase() === pd.toLowerCase()) {
          patternStartIndex = pdi + 1;
          fileStartIndex = fdi + 1;
        }
      }
    }
    file = resolved;
    if (pattern.includes(GLOBSTAR)) {
      return this.#matchGlobstar(file, pattern, partial, fileStartIndex, patternStartIndex);
    }
    return this.#matchOne(file, pattern, partial, fileStartIndex, patternStartIndex);
  }
  #matchGlobstar(file, pattern, partial, fileIndex, patternIndex) {
    const { head, body, tail, segments } = this.#getGlobstarParts(pattern, partial, patternIndex);
    if (head.length) {
      const headEnd = fileIndex + head.length;
      if (!this.#matchOne(file, head, partial, fileIndex, 0, headEnd)) {
        return false;
      }
      fileIndex += head.length;
      patternIndex += head.length;
    }
    let fileTailMatch = 0;
    if (tail.length) {
      if (tail.length + fileIndex > file.length)
        return false;
      let tailStart = file.length - tail.length;
      if (this.#matchOne(file, tail, partial, tailStart, 0)) {
        fileTailMatch = tail.length;
      } else {
        if (file[file.length - 1] !== "" || fileIndex + tail.length === file.length) {
          return false;
        }
        tailStart--;
        if (!this.#matchOne(file, tail, partial, tailStart, 0)) {
          return false;
        }
        fileTailMatch = tail.length + 1;
      }
    }
    if (!body.length) {
      let sawSome = !!fileTailMatch;
      for (let i = fileIndex; i < file.length - fileTailMatch; i++) {
        const f = String(file[i]);
        sawSome = true;
        if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) {
          return false;
        }
      }
      return partial || sawSome;
    }
    return !!this.#matchGlobStarBodySections(file, segments, file.length - fileTailMatch, fileIndex, 0, partial, 0, !!fileTailMatch, /* @__PURE__ */ new Set());
  }
  // Split the pattern into head, tail, and middle of ** delimited
  // parts. The tail has to be at the end, and the others just have to
  // be found in order from the head. These only depend on the pattern
  // row, so they are kept for the next path.
  #getGlobstarParts(pattern, partial, patternIndex) {
    let byStart = this.#globstarParts.get(pattern);
    if (!byStart) {
      byStart = [];
      this.#globstarParts.set(pattern, byStart);
    }
    const key = patternIndex * 2 + (partial ? 1 : 0);
    const found = byStart[key];
    if (found)
      return found;
    const firstgs = pattern.indexOf(GLOBSTAR, patternIndex);
    const lastgs = pattern.lastIndexOf(GLOBSTAR);
    const head = pattern.slice(patternIndex, firstgs);
    const body = pattern.slice(firstgs + 1, partial ? void 0 : lastgs);
    const tail = partial ? [] : pattern.slice(lastgs + 1);
    const segments = [[[], 0]];
    let current = segments[0];
    let nonGsParts = 0;
    const nonGsPartsSums = [0];
    for (const b of body) {
      if (b === GLOBSTAR) {
        nonGsPartsSums.push(nonGsParts);
        current = [[], 0];
        segments.push(current);
      } else {
        current[0].push(b);
        nonGsParts++;
      }
    }
    segments.forEach((b, i) => {
      b[1] = nonGsParts - nonGsPartsSums[i];
    });
    const parts = { head, body, tail, segments };
    byStart[key] = parts;
    return parts;
  }
  // return false for "nope, not matching"
  // return null for "not matching, cannot keep trying"
  #matchGlobStarBodySections(file, bodySegments, fileLength, fileIndex, bodyIndex, partial, globStarDepth, sawTail, tried) {
    const bs = bodySegments[bodyIndex];
    if (!bs) {
      if (partial) {
        return fileIndex >= fileLength || fileIndex === fileLength - 1 && file[fileIndex] === "";
      }
      for (let i = fileIndex; i < fileLength; i++) {
        sawTail = true;
        const f = file[i];
        if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) {
          return false;
        }
      }
      return sawTail;
    }
    const [body, need] = bs;
    const after = partial ? fileLength : fileLength - need;
    while (fileIndex <= after) {
      const key = bodyIndex * (file.length + 1) + fileIndex;
      if (tried.has(key))
        return false;
      tried.add(key);
      const m = this.#matchOne(file, body, partial, fileIndex, 0, fileIndex + body.length);
      if (m && globStarDepth < this.maxGlobstarRecursion) {
        const sub = this.#matchGlobStarBodySections(file, bodySegments, fileLength, fileIndex + body.length, bodyIndex + 1, partial, globStarDepth + 1, sawTail, tried);
        if (sub !== false) {
          return sub;
        }
      }
      if (fileIndex === after)
        break;
      const f = file[fileIndex];
      if (f === "." || f === ".." || !this.options.dot && f.startsWith(".")) {
        return false;
      }
      fileIndex++;
    }
    return partial || null;
  }
  #matchOne(file, pattern, partial, fileIndex, patternIndex, fileEnd = file.length) {
    let fi;
    let pi;
    let pl;
    let fl;
    for (fi = fileIndex, pi = patternIndex, fl = Math.min(fileEnd, file.length), pl = pattern.length; fi < fl && pi < pl; fi++, pi++) {
      let p = pattern[pi];
      let f = file[fi];
      if (p === false || p === GLOBSTAR) {
        return false;
      }
      if (!portionMatch(p, f))
        return false;
    }
    if (fi === fl && pi === pl) {
      return true;
    } else if (fi === fl) {
      return partial;
    } else if (pi === pl) {
      return fi === fl - 1 && file[fi] === "";
    } else {
      throw new Error("wtf?");
    }
  }
  braceExpand() {
    return braceExpand(this.pattern, this.options);
  }
  // Expand braces, except numeric ranges such as {0..999} with at
  // least RANGE_MIN values. Each of those stays in its pattern as
  // `<mark>0..999<mark>`, for the Matcher to test. If a range might
  // be inside a [...] class, expand all of them instead.
  #expandBraces() {
    const { pattern } = this;
    if (this.options.nobrace)
      return this.braceExpand();
    let code2 = 57344;
    while (pattern.includes(String.fromCharCode(code2))) {
      if (++code2 > 63743)
        return this.braceExpand();
    }
    const mark = String.fromCharCode(code2);
    let found = false;
    const marked = pattern.replace(rangeRe, (m, lo, hi) => {
      const a = Number(lo);
      const b = Number(hi);
      if (!Number.isSafeInteger(a) || !Number.isSafeInteger(b) || Math.abs(a - b) + 1 < RANGE_MIN) {
        return m;
      }
      found = true;
      return `${mark}${lo}..${hi}${mark}`;
    });
    if (!found)
      return this.braceExpand();
    const set = braceExpand(marked, this.options);
    for (const p of set) {
      for (const portion of p.split("/")) {
        const c = portion.indexOf("[");
        if (c !== -1 && c < portion.lastIndexOf(mark)) {
          return this.braceExpand();
        }
        if (!this.options.noext && inRepeatOrNegExt(portion, mark)) {
          return this.braceExpand();
        }
      }
    }
    this.#rangeMark = mark;
    return set;
  }
  parse(pattern) {
    assertValidPattern(pattern);
    const options = this.options;
    if (pattern === "**")
      return GLOBSTAR;
    if (pattern === "")
      return "";
    const { nocase, nocaseMagicOnly, noext = false, dot, normalize: normalize2 } = options;
    const rangeMark = this.#rangeMark;
    const lit2 = rangeMark && pattern.includes(rangeMark) ? void 0 : literal(pattern, noext);
    if (lit2 !== void 0 && !(nocase && !nocaseMagicOnly && pattern.toUpperCase() !== pattern.toLowerCase())) {
      return this.#norm(lit2);
    }
    if (this.#pending)
      return PENDING;
    let m = this.#matchers.get(pattern);
    if (!m) {
      if (!noext)
        assertValidExtglobs(pattern);
      m = new Matcher(pattern, {
        nocase,
        noext,
        dot,
        normalize: normalize2,
        ...rangeMark && { rangeMark }
      });
      this.#matchers.set(pattern, m);
    }
    return m;
  }
  #slashSplit(p) {
    if (this.preserveMultipleSlashes) {
      return p.split("/");
    } else if (this.isWindows && /^\/\/[^/]+/.test(p)) {
      return ["", ...p.split(/\/+/)];
    } else {
      return p.split(/\/+/);
    }
  }
  match(f, partial = this.partial) {
    if (this.comment) {
      return false;
    }
    if (this.empty) {
      return f === "";
    }
    if (f === "/" && partial) {
      return true;
    }
    const options = this.options;
    let split2 = this.#cachedSplit(f);
    if (!split2) {
      if (!partial && !this.#form && (this.#endCheck || this.#literalCheck) && lastChecked !== f) {
        lastChecked = f;
        const can = this.#canMatch(f);
        if (can === "no")
          return options.flipNegate ? false : this.negate;
        if (can === "yes")
          return options.flipNegate ? true : !this.negate;
      }
      split2 = this.#split(f);
    }
    const ff = split2.parts;
    const resolved = this.#level2 ? split2.resolved ??= this.#levelTwoFileOptimize(ff) : ff;
    const set = this.set;
    let filename = ff[ff.length - 1];
    if (!filename) {
      for (let i = ff.length - 2; !filename && i >= 0; i--) {
        filename = ff[i];
      }
    }
    for (let r = 0; r < set.length; r++) {
      const pattern = set[r];
      const shape = partial ? void 0 : this.#shapes[r];
      const hit = shape === "base" ? portionMatch(pattern[0], filename) : shape ? this.#matchShape(resolved, pattern, shape) : options.matchBase && pattern.length === 1 ? this.#matchRow([filename], [filename], pattern, partial) : this.#matchRow(ff, resolved, pattern, partial);
      if (hit) {
        if (options.flipNegate) {
          return true;
        }
        return !this.negate;
      }
    }
    if (options.flipNegate) {
      return false;
    }
    return this.negate;
  }
  static defaults(def) {
    return minimatch.defaults(def).Minimatch;
  }
};
minimatch.Minimatch = Minimatch;
minimatch.escape = escape;
minimatch.unescape = unescape;

// src/files/side-files.ts
var SIDE_LIMITS = {
  fileBytes: 10 * 1024 * 1024,
  files: 5e4,
  totalBytes: 256 * 1024 * 1024
};
var PEEK_BYTES = 64 * 1024;
var SKIPPED_FOLDERS = /* @__PURE__ */ new Set([".git", "node_modules"]);

// src/files/tree.ts
function* filesIn(root, folder, enters) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path5 = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) yield path5;
    else if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name) && enters(path5)) yield* filesIn(root, path5, enters);
  }
}

// src/files/unpack.ts
import { readSync as readSync3 } from "node:fs";
import { open } from "node:fs/promises";
import { Readable, pipeline } from "node:stream";
import { setImmediate } from "node:timers/promises";
import * as zlib from "node:zlib";

// node_modules/fzstd/esm/index.mjs
var ab = ArrayBuffer;
var u8 = Uint8Array;
var u16 = Uint16Array;
var i16 = Int16Array;
var i32 = Int32Array;
var slc = function(v, s, e) {
  if (u8.prototype.slice)
    return u8.prototype.slice.call(v, s, e);
  if (s == null || s < 0)
    s = 0;
  if (e == null || e > v.length)
    e = v.length;
  var n = new u8(e - s);
  n.set(v.subarray(s, e));
  return n;
};
var fill = function(v, n, s, e) {
  if (u8.prototype.fill)
    return u8.prototype.fill.call(v, n, s, e);
  if (s == null || s < 0)
    s = 0;
  if (e == null || e > v.length)
    e = v.length;
  for (; s < e; ++s)
    v[s] = n;
  return v;
};
var cpw = function(v, t, s, e) {
  if (u8.prototype.copyWithin)
    return u8.prototype.copyWithin.call(v, t, s, e);
  if (s == null || s < 0)
    s = 0;
  if (e == null || e > v.length)
    e = v.length;
  while (s < e) {
    v[t++] = v[s++];
  }
};
var ec = [
  "invalid zstd data",
  "window size too large (>2046MB)",
  "invalid block type",
  "FSE accuracy too high",
  "match distance too far back",
  "unexpected EOF"
];
var err = function(ind, msg, nt) {
  var e = new Error(msg || ec[ind]);
  e.code = ind;
  if (Error.captureStackTrace)
    Error.captureStackTrace(e, err);
  if (!nt)
    throw e;
  return e;
};
var rb = function(d, b, n) {
  var i = 0, o = 0;
  for (; i < n; ++i)
    o |= d[b++] << (i << 3);
  return o;
};
var b4 = function(d, b) {
  return (d[b] | d[b + 1] << 8 | d[b + 2] << 16 | d[b + 3] << 24) >>> 0;
};
var rzfh = function(dat, w) {
  var n3 = dat[0] | dat[1] << 8 | dat[2] << 16;
  if (n3 == 3126568 && dat[3] == 253) {
    var flg = dat[4];
    var ss = flg >> 5 & 1, cc = flg >> 2 & 1, df = flg & 3, fcf = flg >> 6;
    if (flg & 8)
      err(0);
    var bt = 6 - ss;
    var db = df == 3 ? 4 : df;
    var di = rb(dat, bt, db);
    bt += db;
    var fsb = fcf ? 1 << fcf : ss;
    var fss = rb(dat, bt, fsb) + (fcf == 1 && 256);
    var ws = fss;
    if (!ss) {
      var wb = 1 << 10 + (dat[5] >> 3);
      ws = wb + (wb >> 3) * (dat[5] & 7);
    }
    if (ws > 2145386496)
      err(1);
    var buf = new u8((w == 1 ? fss || ws : w ? 0 : ws) + 12);
    buf[0] = 1, buf[4] = 4, buf[8] = 8;
    return {
      b: bt + fsb,
      y: 0,
      l: 0,
      d: di,
      w: w && w != 1 ? w : buf.subarray(12),
      e: ws,
      o: new i32(buf.buffer, 0, 3),
      u: fss,
      c: cc,
      m: Math.min(131072, ws)
    };
  } else if ((n3 >> 4 | dat[3] << 20) == 25481893) {
    return b4(dat, 4) + 8;
  }
  err(0);
};
var msb = function(val) {
  var bits = 0;
  for (; 1 << bits <= val; ++bits)
    ;
  return bits - 1;
};
var rfse = function(dat, bt, mal) {
  var tpos = (bt << 3) + 4;
  var al = (dat[bt] & 15) + 5;
  if (al > mal)
    err(3);
  var sz = 1 << al;
  var probs = sz, sym = -1, re = -1, i = -1, ht = sz;
  var buf = new ab(512 + (sz << 2));
  var freq = new i16(buf, 0, 256);
  var dstate = new u16(buf, 0, 256);
  var nstate = new u16(buf, 512, sz);
  var bb1 = 512 + (sz << 1);
  var syms = new u8(buf, bb1, sz);
  var nbits = new u8(buf, bb1 + sz);
  while (sym < 255 && probs > 0) {
    var bits = msb(probs + 1);
    var cbt = tpos >> 3;
    var msk = (1 << bits + 1) - 1;
    var val = (dat[cbt] | dat[cbt + 1] << 8 | dat[cbt + 2] << 16) >> (tpos & 7) & msk;
    var msk1fb = (1 << bits) - 1;
    var msv = msk - probs - 1;
    var sval = val & msk1fb;
    if (sval < msv)
      tpos += bits, val = sval;
    else {
      tpos += bits + 1;
      if (val > msk1fb)
        val -= msv;
    }
    freq[++sym] = --val;
    if (val == -1) {
      probs += val;
      syms[--ht] = sym;
    } else
      probs -= val;
    if (!val) {
      do {
        var rbt = tpos >> 3;
        re = (dat[rbt] | dat[rbt + 1] << 8) >> (tpos & 7) & 3;
        tpos += 2;
        sym += re;
      } while (re == 3);
    }
  }
  if (sym > 255 || probs)
    err(0);
  var sympos = 0;
  var sstep = (sz >> 1) + (sz >> 3) + 3;
  var smask = sz - 1;
  for (var s = 0; s <= sym; ++s) {
    var sf = freq[s];
    if (sf < 1) {
      dstate[s] = -sf;
      continue;
    }
    for (i = 0; i < sf; ++i) {
      syms[sympos] = s;
      do {
        sympos = sympos + sstep & smask;
      } while (sympos >= ht);
    }
  }
  if (sympos)
    err(0);
  for (i = 0; i < sz; ++i) {
    var ns = dstate[syms[i]]++;
    var nb = nbits[i] = al - msb(ns);
    nstate[i] = (ns << nb) - sz;
  }
  return [tpos + 7 >> 3, {
    b: al,
    s: syms,
    n: nbits,
    t: nstate
  }];
};
var rhu = function(dat, bt) {
  var i = 0, wc = -1;
  var buf = new u8(292), hb = dat[bt];
  var hw = buf.subarray(0, 256);
  var rc = buf.subarray(256, 268);
  var ri = new u16(buf.buffer, 268);
  if (hb < 128) {
    var _a = rfse(dat, bt + 1, 6), ebt = _a[0], fdt = _a[1];
    bt += hb;
    var epos = ebt << 3;
    var lb = dat[bt];
    if (!lb)
      err(0);
    var st1 = 0, st2 = 0, btr1 = fdt.b, btr2 = btr1;
    var fpos = (++bt << 3) - 8 + msb(lb);
    for (; ; ) {
      fpos -= btr1;
      if (fpos < epos)
        break;
      var cbt = fpos >> 3;
      st1 += (dat[cbt] | dat[cbt + 1] << 8) >> (fpos & 7) & (1 << btr1) - 1;
      hw[++wc] = fdt.s[st1];
      fpos -= btr2;
      if (fpos < epos)
        break;
      cbt = fpos >> 3;
      st2 += (dat[cbt] | dat[cbt + 1] << 8) >> (fpos & 7) & (1 << btr2) - 1;
      hw[++wc] = fdt.s[st2];
      btr1 = fdt.n[st1];
      st1 = fdt.t[st1];
      btr2 = fdt.n[st2];
      st2 = fdt.t[st2];
    }
    if (++wc > 255)
      err(0);
  } else {
    wc = hb - 127;
    for (; i < wc; i += 2) {
      var byte = dat[++bt];
      hw[i] = byte >> 4;
      hw[i + 1] = byte & 15;
    }
    ++bt;
  }
  var wes = 0;
  for (i = 0; i < wc; ++i) {
    var wt = hw[i];
    if (wt > 11)
      err(0);
    wes += wt && 1 << wt - 1;
  }
  var mb = msb(wes) + 1;
  var ts = 1 << mb;
  var rem = ts - wes;
  if (rem & rem - 1)
    err(0);
  hw[wc++] = msb(rem) + 1;
  for (i = 0; i < wc; ++i) {
    var wt = hw[i];
    ++rc[hw[i] = wt && mb + 1 - wt];
  }
  var hbuf = new u8(ts << 1);
  var syms = hbuf.subarray(0, ts), nb = hbuf.subarray(ts);
  ri[mb] = 0;
  for (i = mb; i > 0; --i) {
    var pv = ri[i];
    fill(nb, i, pv, ri[i - 1] = pv + rc[i] * (1 << mb - i));
  }
  if (ri[0] != ts)
    err(0);
  for (i = 0; i < wc; ++i) {
    var bits = hw[i];
    if (bits) {
      var code2 = ri[bits];
      fill(syms, i, code2, ri[bits] = code2 + (1 << mb - bits));
    }
  }
  return [bt, {
    n: nb,
    b: mb,
    s: syms
  }];
};
var dllt = rfse(/* @__PURE__ */ new u8([
  81,
  16,
  99,
  140,
  49,
  198,
  24,
  99,
  12,
  33,
  196,
  24,
  99,
  102,
  102,
  134,
  70,
  146,
  4
]), 0, 6)[1];
var dmlt = rfse(/* @__PURE__ */ new u8([
  33,
  20,
  196,
  24,
  99,
  140,
  33,
  132,
  16,
  66,
  8,
  33,
  132,
  16,
  66,
  8,
  33,
  68,
  68,
  68,
  68,
  68,
  68,
  68,
  68,
  36,
  9
]), 0, 6)[1];
var doct = rfse(/* @__PURE__ */ new u8([
  32,
  132,
  16,
  66,
  102,
  70,
  68,
  68,
  68,
  68,
  36,
  73,
  2
]), 0, 5)[1];
var b2bl = function(b, s) {
  var len = b.length, bl = new i32(len);
  for (var i = 0; i < len; ++i) {
    bl[i] = s;
    s += 1 << b[i];
  }
  return bl;
};
var llb = /* @__PURE__ */ new u8((/* @__PURE__ */ new i32([
  0,
  0,
  0,
  0,
  16843009,
  50528770,
  134678020,
  202050057,
  269422093
])).buffer, 0, 36);
var llbl = /* @__PURE__ */ b2bl(llb, 0);
var mlb = /* @__PURE__ */ new u8((/* @__PURE__ */ new i32([
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  0,
  16843009,
  50528770,
  117769220,
  185207048,
  252579084,
  16
])).buffer, 0, 53);
var mlbl = /* @__PURE__ */ b2bl(mlb, 3);
var dhu = function(dat, out, hu) {
  var len = dat.length, ss = out.length, lb = dat[len - 1], msk = (1 << hu.b) - 1, eb = -hu.b;
  if (!lb)
    err(0);
  var st = 0, btr = hu.b, pos = (len << 3) - 8 + msb(lb) - btr, i = -1;
  for (; pos > eb && i < ss; ) {
    var cbt = pos >> 3;
    var val = (dat[cbt] | dat[cbt + 1] << 8 | dat[cbt + 2] << 16) >> (pos & 7);
    st = (st << btr | val) & msk;
    out[++i] = hu.s[st];
    pos -= btr = hu.n[st];
  }
  if (pos != eb || i + 1 != ss)
    err(0);
};
var dhu4 = function(dat, out, hu) {
  var bt = 6;
  var ss = out.length, sz1 = ss + 3 >> 2, sz2 = sz1 << 1, sz3 = sz1 + sz2;
  dhu(dat.subarray(bt, bt += dat[0] | dat[1] << 8), out.subarray(0, sz1), hu);
  dhu(dat.subarray(bt, bt += dat[2] | dat[3] << 8), out.subarray(sz1, sz2), hu);
  dhu(dat.subarray(bt, bt += dat[4] | dat[5] << 8), out.subarray(sz2, sz3), hu);
  dhu(dat.subarray(bt), out.subarray(sz3), hu);
};
var rzb = function(dat, st, out) {
  var _a;
  var bt = st.b;
  var b0 = dat[bt], btype = b0 >> 1 & 3;
  st.l = b0 & 1;
  var sz = b0 >> 3 | dat[bt + 1] << 5 | dat[bt + 2] << 13;
  var ebt = (bt += 3) + sz;
  if (btype == 1) {
    if (bt >= dat.length)
      return;
    st.b = bt + 1;
    if (out) {
      fill(out, dat[bt], st.y, st.y += sz);
      return out;
    }
    return fill(new u8(sz), dat[bt]);
  }
  if (ebt > dat.length)
    return;
  if (btype == 0) {
    st.b = ebt;
    if (out) {
      out.set(dat.subarray(bt, ebt), st.y);
      st.y += sz;
      return out;
    }
    return slc(dat, bt, ebt);
  }
  if (btype == 2) {
    var b3 = dat[bt], lbt = b3 & 3, sf = b3 >> 2 & 3;
    var lss = b3 >> 4, lcs = 0, s4 = 0;
    if (lbt < 2) {
      if (sf & 1)
        lss |= dat[++bt] << 4 | (sf & 2 && dat[++bt] << 12);
      else
        lss = b3 >> 3;
    } else {
      s4 = sf;
      if (sf < 2)
        lss |= (dat[++bt] & 63) << 4, lcs = dat[bt] >> 6 | dat[++bt] << 2;
      else if (sf == 2)
        lss |= dat[++bt] << 4 | (dat[++bt] & 3) << 12, lcs = dat[bt] >> 2 | dat[++bt] << 6;
      else
        lss |= dat[++bt] << 4 | (dat[++bt] & 63) << 12, lcs = dat[bt] >> 6 | dat[++bt] << 2 | dat[++bt] << 10;
    }
    ++bt;
    var buf = out ? out.subarray(st.y, st.y + st.m) : new u8(st.m);
    var spl = buf.length - lss;
    if (lbt == 0)
      buf.set(dat.subarray(bt, bt += lss), spl);
    else if (lbt == 1)
      fill(buf, dat[bt++], spl);
    else {
      var hu = st.h;
      if (lbt == 2) {
        var hud = rhu(dat, bt);
        lcs += bt - (bt = hud[0]);
        st.h = hu = hud[1];
      } else if (!hu)
        err(0);
      (s4 ? dhu4 : dhu)(dat.subarray(bt, bt += lcs), buf.subarray(spl), hu);
    }
    var ns = dat[bt++];
    if (ns) {
      if (ns == 255)
        ns = (dat[bt++] | dat[bt++] << 8) + 32512;
      else if (ns > 127)
        ns = ns - 128 << 8 | dat[bt++];
      var scm = dat[bt++];
      if (scm & 3)
        err(0);
      var dts = [dmlt, doct, dllt];
      for (var i = 2; i > -1; --i) {
        var md = scm >> (i << 1) + 2 & 3;
        if (md == 1) {
          var rbuf = new u8([0, 0, dat[bt++]]);
          dts[i] = {
            s: rbuf.subarray(2, 3),
            n: rbuf.subarray(0, 1),
            t: new u16(rbuf.buffer, 0, 1),
            b: 0
          };
        } else if (md == 2) {
          _a = rfse(dat, bt, 9 - (i & 1)), bt = _a[0], dts[i] = _a[1];
        } else if (md == 3) {
          if (!st.t)
            err(0);
          dts[i] = st.t[i];
        }
      }
      var _b = st.t = dts, mlt = _b[0], oct = _b[1], llt = _b[2];
      var lb = dat[ebt - 1];
      if (!lb)
        err(0);
      var spos = (ebt << 3) - 8 + msb(lb) - llt.b, cbt = spos >> 3, oubt = 0;
      var lst = (dat[cbt] | dat[cbt + 1] << 8) >> (spos & 7) & (1 << llt.b) - 1;
      cbt = (spos -= oct.b) >> 3;
      var ost = (dat[cbt] | dat[cbt + 1] << 8) >> (spos & 7) & (1 << oct.b) - 1;
      cbt = (spos -= mlt.b) >> 3;
      var mst = (dat[cbt] | dat[cbt + 1] << 8) >> (spos & 7) & (1 << mlt.b) - 1;
      for (++ns; --ns; ) {
        var llc = llt.s[lst];
        var lbtr = llt.n[lst];
        var mlc = mlt.s[mst];
        var mbtr = mlt.n[mst];
        var ofc = oct.s[ost];
        var obtr = oct.n[ost];
        cbt = (spos -= ofc) >> 3;
        var ofp = 1 << ofc;
        var off = ofp + ((dat[cbt] | dat[cbt + 1] << 8 | dat[cbt + 2] << 16 | dat[cbt + 3] << 24) >>> (spos & 7) & ofp - 1);
        cbt = (spos -= mlb[mlc]) >> 3;
        var ml = mlbl[mlc] + ((dat[cbt] | dat[cbt + 1] << 8 | dat[cbt + 2] << 16) >> (spos & 7) & (1 << mlb[mlc]) - 1);
        cbt = (spos -= llb[llc]) >> 3;
        var ll = llbl[llc] + ((dat[cbt] | dat[cbt + 1] << 8 | dat[cbt + 2] << 16) >> (spos & 7) & (1 << llb[llc]) - 1);
        cbt = (spos -= lbtr) >> 3;
        lst = llt.t[lst] + ((dat[cbt] | dat[cbt + 1] << 8) >> (spos & 7) & (1 << lbtr) - 1);
        cbt = (spos -= mbtr) >> 3;
        mst = mlt.t[mst] + ((dat[cbt] | dat[cbt + 1] << 8) >> (spos & 7) & (1 << mbtr) - 1);
        cbt = (spos -= obtr) >> 3;
        ost = oct.t[ost] + ((dat[cbt] | dat[cbt + 1] << 8) >> (spos & 7) & (1 << obtr) - 1);
        if (off > 3) {
          st.o[2] = st.o[1];
          st.o[1] = st.o[0];
          st.o[0] = off -= 3;
        } else {
          var idx = off - (ll != 0);
          if (idx) {
            off = idx == 3 ? st.o[0] - 1 : st.o[idx];
            if (idx > 1)
              st.o[2] = st.o[1];
            st.o[1] = st.o[0];
            st.o[0] = off;
          } else
            off = st.o[0];
        }
        for (var i = 0; i < ll; ++i) {
          buf[oubt + i] = buf[spl + i];
        }
        oubt += ll, spl += ll;
        var stin = oubt - off;
        if (stin < 0) {
          var len = -stin;
          var bs = st.e + stin;
          if (len > ml)
            len = ml;
          for (var i = 0; i < len; ++i) {
            buf[oubt + i] = st.w[bs + i];
          }
          oubt += len, ml -= len, stin = 0;
        }
        for (var i = 0; i < ml; ++i) {
          buf[oubt + i] = buf[stin + i];
        }
        oubt += ml;
      }
      if (oubt != spl) {
        while (spl < buf.length) {
          buf[oubt++] = buf[spl++];
        }
      } else
        oubt = buf.length;
      if (out)
        st.y += oubt;
      else
        buf = slc(buf, 0, oubt);
    } else if (out) {
      st.y += lss;
      if (spl) {
        for (var i = 0; i < lss; ++i) {
          buf[i] = buf[spl + i];
        }
      }
    } else if (spl)
      buf = slc(buf, spl);
    st.b = ebt;
    return buf;
  }
  err(2);
};
var cct = function(bufs, ol) {
  if (bufs.length == 1)
    return bufs[0];
  var buf = new u8(ol);
  for (var i = 0, b = 0; i < bufs.length; ++i) {
    var chk = bufs[i];
    buf.set(chk, b);
    b += chk.length;
  }
  return buf;
};
var Decompress = /* @__PURE__ */ (function() {
  function Decompress2(ondata) {
    this.ondata = ondata;
    this.c = [];
    this.l = 0;
    this.z = 0;
  }
  Decompress2.prototype.push = function(chunk, final) {
    if (typeof this.s == "number") {
      var sub = Math.min(chunk.length, this.s);
      chunk = chunk.subarray(sub);
      this.s -= sub;
    }
    var sl = chunk.length;
    var ncs = sl + this.l;
    if (!this.s) {
      if (final) {
        if (!ncs) {
          this.ondata(new u8(0), true);
          return;
        }
        if (ncs < 5)
          err(5);
      } else if (ncs < 18) {
        this.c.push(chunk);
        this.l = ncs;
        return;
      }
      if (this.l) {
        this.c.push(chunk);
        chunk = cct(this.c, ncs);
        this.c = [];
        this.l = 0;
      }
      if (typeof (this.s = rzfh(chunk)) == "number")
        return this.push(chunk, final);
    }
    if (typeof this.s != "number") {
      if (ncs < (this.z || 3)) {
        if (final)
          err(5);
        this.c.push(chunk);
        this.l = ncs;
        return;
      }
      if (this.l) {
        this.c.push(chunk);
        chunk = cct(this.c, ncs);
        this.c = [];
        this.l = 0;
      }
      if (!this.z && ncs < (this.z = chunk[this.s.b] & 2 ? 4 : 3 + (chunk[this.s.b] >> 3 | chunk[this.s.b + 1] << 5 | chunk[this.s.b + 2] << 13))) {
        if (final)
          err(5);
        this.c.push(chunk);
        this.l = ncs;
        return;
      } else
        this.z = 0;
      for (; ; ) {
        var blk = rzb(chunk, this.s);
        if (!blk) {
          if (final)
            err(5);
          var adc = chunk.subarray(this.s.b);
          this.s.b = 0;
          this.c.push(adc), this.l += adc.length;
          return;
        } else {
          this.ondata(blk, false);
          cpw(this.s.w, 0, blk.length);
          this.s.w.set(blk, this.s.w.length - blk.length);
        }
        if (this.s.l) {
          var rest = chunk.subarray(this.s.b);
          this.s = this.s.c * 4;
          this.push(rest, final);
          return;
        }
      }
    } else if (final)
      err(5);
  };
  return Decompress2;
})();

// src/files/unpack.ts
var CHUNK_BYTES2 = 256 * 1024;
var readText = (path5, name, budget, reach = { of: void 0, at: 0, to: Infinity }) => decodeText(unpackedFile(path5, reach), name, budget);
async function* unpackedFile(path5, reach) {
  const file = await open(path5, "r");
  try {
    reach.of = await file.stat();
    const { size } = reach.of;
    yield* unpacked({ size, from: (offset) => chunksOf(file, offset), inTurn: () => chunksInTurn(file, reach) });
  } finally {
    await file.close();
  }
}
async function* chunksOf(file, from) {
  for (let at3 = from; ; ) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES2), 0, CHUNK_BYTES2, at3);
    if (bytesRead === 0) return;
    at3 += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
async function* chunksInTurn(file, reach) {
  const room = Buffer.allocUnsafe(CHUNK_BYTES2);
  for (let i = 1; reach.at < reach.to; i++) {
    const count2 = readSync3(file.fd, room, 0, Math.min(CHUNK_BYTES2, reach.to - reach.at), reach.at);
    if (count2 === 0) return;
    reach.at += count2;
    yield room.subarray(0, count2);
    if (i % 16 === 0) await setImmediate();
  }
}
async function* unpacked(packed) {
  const head = await startOf(packed);
  if (head.startsWith("1f8b")) yield* through(packed.from(0), zlib.createGunzip({ chunkSize: CHUNK_BYTES2 }));
  else if (head !== "28b52ffd") yield* packed.inTurn();
  else if ("createZstdDecompress" in zlib) yield* nativeZstd(packed);
  else yield* unpackZstd(packed.from(0));
}
async function startOf(packed) {
  for await (const bytes of packed.from(0)) return Buffer.from(bytes.subarray(0, 4)).toString("hex");
  return "";
}
async function* nativeZstd({ size, from }) {
  for (let at3 = 0; at3 < size; ) {
    const frame = zlib.createZstdDecompress({ chunkSize: CHUNK_BYTES2 });
    yield* through(from(at3), frame);
    if (frame.bytesWritten === 0) throw new Error("it is damaged");
    at3 += frame.bytesWritten;
  }
}
async function* through(parts, unpacking) {
  pipeline(Readable.from(parts), unpacking, () => void 0);
  yield* unpacking;
}
var PUSH_BYTES = 1024;
async function* unpackZstd(chunks) {
  const ready = [];
  const unpacking = new Decompress((bytes) => {
    ready.push(bytes.slice());
  });
  for await (const chunk of chunks) {
    for (let at3 = 0; at3 < chunk.length; at3 += PUSH_BYTES) {
      unpacking.push(chunk.subarray(at3, at3 + PUSH_BYTES));
      yield* ready.splice(0);
    }
  }
  unpacking.push(new Uint8Array(), true);
  yield* ready;
}

// src/files/snapshot-files.ts
var SNAPSHOT_LIMITS = {
  files: 1e4,
  packedBytes: 1024 ** 3,
  textBytes: 4 * 1024 ** 3
};
var READ = /\.(?:json|jsonl|ndjson|yaml|yml|sse)(?:\.(?:gz|zst))?$/i;
function readSnapshotFiles(path5, limits = SNAPSHOT_LIMITS, threading) {
  try {
    const isFile = statSync2(path5).isFile();
    const found = isFile ? [basename2(path5)] : [...filesIn(path5, "", () => true)].filter((one) => READ.test(one));
    const files = found.sort(byText).map((one) => ({ path: one, full: isFile ? path5 : join2(path5, one) }));
    const packedBytes = files.reduce((sum, { full }) => sum + statSync2(full).size, 0);
    if (files.length > limits.files || packedBytes > limits.packedBytes) {
      const limit = `the limit is ${String(limits.files)} files and ${String(limits.packedBytes)} bytes`;
      const why = `it holds ${String(files.length)} files of ${String(packedBytes)} bytes; ${limit}`;
      throw stop("snapshot-unreadable", [path5, why]);
    }
    const budget = { leftBytes: limits.textBytes };
    return files.map((file) => fileOf(file.path, file.full, budget, threading));
  } catch (error) {
    throw error instanceof InputError ? error : stop("snapshot-unreadable", [path5, causeOf(error)]);
  }
}
function fileOf(name, path5, budget, threading) {
  const reach = { of: void 0, at: 0, to: Infinity };
  return {
    path: name,
    chunks: readText(path5, name, budget, reach),
    split: (form) => splitFile({ path: path5, name, budget, reach }, form, threading)
  };
}

// src/base/canonical.ts
function canonical(value) {
  return JSON.stringify(value, (_key, inner) => {
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    const entries = Object.entries(inner).filter(([, one]) => one !== null && one !== void 0);
    return Object.fromEntries(entries.sort(([a], [b]) => byText(a, b)));
  });
}

// src/base/location.ts
function valueAt(data, pointer) {
  let value = data;
  for (const step of pointer) {
    if (Array.isArray(value) && typeof step === "number") value = value[step];
    else if (typeof value === "object" && value !== null && Object.hasOwn(value, step))
      value = value[step];
    else return void 0;
  }
  return value;
}
function clusterOrigin(path5, data) {
  return {
    path: path5,
    fromCluster: true,
    locate: () => ({ path: path5, line: 1, column: 1 }),
    read: (pointer) => valueAt(data, pointer)
  };
}
var asOfCluster = (origin) => ({
  path: origin.path,
  fromCluster: true,
  locate: (pointer) => origin.locate(pointer),
  read: (pointer) => origin.read(pointer)
});

// src/base/lines.ts
var Lines = class {
  #text;
  #starts;
  constructor(text) {
    this.#text = text;
  }
  /** The place of an offset in UTF-16 code units; one outside the text is taken as its nearest end */
  at(offset) {
    this.#starts ??= lineStarts(this.#text);
    const wanted = Math.max(0, Math.min(offset, this.#text.length));
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = low + high + 1 >> 1;
      if ((this.#starts[middle] ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: wanted - (this.#starts[low] ?? 0) + 1 };
  }
};
function lineStarts(text) {
  const starts = [0];
  for (const lineBreak of text.matchAll(/\r\n?|\n/g)) starts.push(lineBreak.index + lineBreak[0].length);
  return starts;
}

// src/manifest/json.ts
function scanJson(text) {
  const values = [];
  for (let start = skip(SPACE, text, 0); start < text.length; ) {
    const end = endOfValue(text, start);
    if (typeof end !== "number") return { values, fault: end };
    values.push({ start, end });
    start = skip(SPACE, text, end);
  }
  return { values, fault: void 0 };
}
var MOST_OPEN = MAX_DEPTH - 2;
var SPACE = /[ \t\r\n]*/y;
var LITERAL = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)?/y;
var ESCAPE = /(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))?/y;
var ALLOWED = {
  value: "{[sl",
  "first item": "{[sl]",
  key: "s",
  "first key": "s}",
  colon: ":",
  "end of item": ",]",
  "end of entry": ",}"
};
function endOfValue(text, start) {
  const open2 = [];
  let expected = "value";
  let at3 = start;
  do {
    at3 = skip(SPACE, text, at3);
    const { is, end } = tokenAt(text, at3);
    if (is === void 0) return unexpected(text, end);
    if (!ALLOWED[expected].includes(is)) return unexpected(text, at3);
    if (is === "}" || is === "]") open2.pop();
    if ((is === "{" || is === "[") && open2.push(is) > MOST_OPEN) {
      return { code: "yaml-too-deep", offset: at3, args: [String(MAX_DEPTH)] };
    }
    expected = expectedAfter(is, expected, open2.at(-1));
    at3 = end;
  } while (open2.length > 0);
  return at3;
}
function expectedAfter(is, expected, open2) {
  if (is === "{") return "first key";
  if (is === "[") return "first item";
  if (is === ":") return "value";
  if (is === ",") return open2 === "{" ? "key" : "value";
  if (expected === "key" || expected === "first key" && is === "s") return "colon";
  return open2 === "{" ? "end of entry" : "end of item";
}
function tokenAt(text, at3) {
  const char = text[at3] ?? "";
  if (char !== "" && "{}[],:".includes(char)) return { is: char, end: at3 + 1 };
  if (char === '"') return stringAt(text, at3);
  const end = skip(LITERAL, text, at3);
  return { is: end === at3 ? void 0 : "l", end };
}
function stringAt(text, at3) {
  let i = at3 + 1;
  for (let code2 = text.charCodeAt(i); code2 !== 34; code2 = text.charCodeAt(i)) {
    if (!(code2 >= 32)) return { is: void 0, end: i };
    const next = code2 === 92 ? skip(ESCAPE, text, i) : i + 1;
    if (next === i) return { is: void 0, end: i };
    i = next;
  }
  return { is: "s", end: i + 1 };
}
function skip(pattern, text, at3) {
  pattern.lastIndex = at3;
  pattern.test(text);
  return pattern.lastIndex;
}
function unexpected(text, offset) {
  const found = text.codePointAt(offset);
  return {
    code: "json-syntax",
    offset,
    args: [found === void 0 ? "unexpected end" : `unexpected ${JSON.stringify(String.fromCodePoint(found))}`]
  };
}

// src/manifest/documents.ts
var TEXT_LIMITS = { characters: 4 * 1024 * 1024, documents: 1e4 };
function readDocuments(source2, options = {}) {
  const { limits = TEXT_LIMITS, concerns = () => true } = options;
  const text = source2.text.startsWith("\uFEFF") ? source2.text.slice(1) : source2.text;
  if (!concerns(text)) return [];
  const file = { path: source2.path, text, lines: new Lines(text), concerns };
  const refused2 = (code2, ...args) => [
    broken2(file, { start: 0, end: text.length }, code2, 0, args)
  ];
  if (text.length > limits.characters) {
    return refused2("file-too-large", String(text.length), String(limits.characters));
  }
  const documents = [];
  for (const document of jsonDocuments(file) ?? yamlDocuments(file)) {
    documents.push(document);
    if (documents.length > limits.documents) return refused2("too-many-documents", String(limits.documents));
  }
  return documents;
}
function* yamlDocuments(file) {
  for (const range2 of yamlRanges(file.text)) yield* yamlDocument(file, range2);
}
var MARKER = /(?:^|\n|\r)(?:---(?=[ \t\r\n#]|$)|\.\.\.(?=[ \t\r\n]|$))/g;
function* yamlRanges(text) {
  let start = 0;
  for (const marker of text.matchAll(MARKER)) {
    const end = marker.index + marker[0].length - 3;
    if (end === start || isDirectives(text.slice(start, end))) continue;
    yield { start, end };
    start = end;
  }
  yield { start, end: text.length };
}
var isDirectives = (text) => /(?:^|[\n\r])%/.test(text) && text.replace(/^\.\.\./, "").split(/\r\n?|\n/).every((line) => /^%|^[ \t]*(?:#|$)/.test(line));
function yamlDocument(file, range2) {
  const whole = file.text.slice(range2.start, range2.end);
  if (!file.concerns(whole)) return [];
  const body = whole.startsWith("---#") ? { start: range2.start + 3, end: range2.end } : range2;
  const text = body === range2 ? whole : file.text.slice(body.start, body.end);
  const result2 = parseYaml(text);
  if (!result2.ok) {
    const { code: code2, offset, args } = result2.fault;
    return [broken2(file, range2, code2, body.start + offset, args, result2.lenient)];
  }
  const isEmpty = result2.values.every((value) => value === null || value === void 0);
  const passedOver = isEmpty ? void 0 : unreadByKubectl(whole);
  if (passedOver !== void 0) return [broken2(file, range2, "yaml-syntax", range2.start, [passedOver], result2.values[0])];
  return result2.values.flatMap((value, index) => {
    if (value === null || value === void 0) return [];
    const origin = new DocumentOrigin(file, body, index, value);
    return [{ path: file.path, text: whole, content: { ok: true, value, origin, braces: result2.braces } }];
  });
}
function unreadByKubectl(document) {
  const hasMarker = /[\r\n]---/.test(document);
  if (document.startsWith("...")) return hasMarker ? void 0 : "what follows ... without a --- is not read";
  return /^---[ \t]+[^ \t\r\n#]/.test(document) ? "nothing may stand beside ---" : void 0;
}
function jsonDocuments(file) {
  if (!/^\s*(?:\{(?!\{)|\[)/.test(file.text)) return void 0;
  const scan = scanJson(file.text);
  return scan.fault === void 0 || file.path.endsWith(".json") ? scannedDocuments(file, scan) : void 0;
}
function* scannedDocuments(file, { values, fault }) {
  for (const range2 of values) yield jsonDocument(file, range2);
  if (fault === void 0) return;
  const rest = { start: values.at(-1)?.end ?? 0, end: file.text.length };
  yield broken2(file, rest, fault.code, fault.offset, fault.args);
}
function jsonDocument(file, range2) {
  const text = file.text.slice(range2.start, range2.end);
  const value = JSON.parse(text);
  if (text.includes('"apiVersion"') && text.includes('"kind"')) {
    const strict = parseYaml(text, "json");
    if (!strict.ok && strict.fault.code === "duplicate-key") {
      return broken2(file, range2, "duplicate-key", range2.start + strict.fault.offset, strict.fault.args, value);
    }
  }
  const origin = new DocumentOrigin(file, range2, 0, value);
  return { path: file.path, text, content: { ok: true, value, origin, braces: false } };
}
function broken2(file, range2, code2, offset, args, lenient) {
  const at3 = { path: file.path, ...file.lines.at(offset) };
  return {
    path: file.path,
    text: file.text.slice(range2.start, range2.end),
    content: { ok: false, code: code2, at: at3, args, lenient }
  };
}
var DocumentOrigin = class {
  path;
  fromCluster = false;
  #file;
  #range;
  #index;
  #value;
  #mark;
  constructor(file, range2, index, value) {
    this.path = file.path;
    this.#file = file;
    this.#range = range2;
    this.#index = index;
    this.#value = value;
  }
  locate(pointer) {
    const { start, end } = this.#range;
    this.#mark ??= yamlMarks(this.#file.text.slice(start, end))[this.#index] ?? { offset: 0, children: void 0 };
    return { path: this.path, ...this.#file.lines.at(start + offsetAt(this.#mark, pointer)) };
  }
  read(pointer) {
    return valueAt(this.#value, pointer);
  }
};
function originBelow(origin, prefix2) {
  if (prefix2.length === 0) return origin;
  return {
    path: origin.path,
    fromCluster: origin.fromCluster,
    locate: (pointer) => origin.locate([...prefix2, ...pointer]),
    read: (pointer) => origin.read([...prefix2, ...pointer])
  };
}

// src/manifest/fields.ts
var isMapping = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
function describe(value) {
  if (value === void 0) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (isMapping(value)) return "a mapping";
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

// src/manifest/guess.ts
function kindsIn(text) {
  return [...text.matchAll(/\bkind["']?[ \t]*:[ \t]*["']?([A-Za-z]+)/g)].map(([, kind = ""]) => kind);
}
var FAR = 5e4;
function guessObject(whole) {
  const text = whole.slice(0, FAR);
  const metadata = /(?:^|[\n\r{,])[ \t]*["']?metadata["']?[ \t]*:/.exec(text);
  const inside = metadata === null ? "" : text.slice(metadata.index + metadata[0].length);
  return {
    apiVersion: valueOf("apiVersion", text),
    kind: valueOf("kind", text),
    namespace: valueOf("namespace", blockOf(inside)),
    name: valueOf("name", blockOf(inside))
  };
}
function valueOf(key, text) {
  const pattern = new RegExp(
    `(?:^|[\\n\\r{,])([ \\t]*)["']?${key}["']?[ \\t]*:(?:[ \\t]+|(?=["']))["']?([^\\s"',}#]+)`,
    "g"
  );
  let best;
  for (const [, indent = "", value = ""] of text.matchAll(pattern)) {
    if (best === void 0 || indent.length < best.indent) best = { indent: indent.length, value };
  }
  return best === void 0 || best.value.includes("{{") ? void 0 : best.value;
}
function blockOf(text) {
  const flow = /^\s*\{([^{}]*)/.exec(text);
  if (flow !== null) return `{${flow[1] ?? ""}`;
  return /^[^\n\r]*(?:(?:\r\n?|\n)(?:[ \t][^\n\r]*)?)*/.exec(text)?.[0] ?? "";
}
function looksLikeTemplate(text) {
  if (!text.includes("{{")) return false;
  let closes;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? "";
    if (char === "\n" || char === "\r") closes = void 0;
    else if (closes === '"' && char === "\\") i++;
    else if (closes !== void 0) closes = char === closes ? void 0 : closes;
    else if (text.startsWith("{{", i)) return true;
    else closes = closerOf(char, text[i - 1]);
  }
  return false;
}
function closerOf(char, before) {
  if (char === '"' || char === "'") return char;
  const isComment = char === "#" && (before === void 0 || /\s/.test(before));
  return isComment ? "\n" : void 0;
}

// src/manifest/metadata.ts
function judge(value, kind, braces) {
  if (isPatch(value) || isPatch(value["spec"])) return { is: "passed over", because: "$patch" };
  const metadata = value["metadata"] ?? {};
  if (!isMapping(metadata)) return refused("bad-metadata", ["metadata"], "a mapping", describe(metadata));
  const name = metadata["name"] ?? "";
  const namespace = metadata["namespace"] ?? "";
  if (name === "") {
    const isGenerated = typeof metadata["generateName"] === "string";
    if (isGenerated) return { is: "passed over", because: "generateName" };
    return refused("missing-name", ["metadata"], kind);
  }
  if (typeof name !== "string") return refused("bad-metadata", ["metadata", "name"], "text", describe(name));
  if (typeof namespace !== "string") {
    return refused("bad-metadata", ["metadata", "namespace"], "text", describe(namespace));
  }
  if (isTemplate(value, name, namespace, braces)) return { is: "template" };
  return { is: "object", name, namespace: namespace === "" ? void 0 : namespace };
}
var isTemplate = (value, name, namespace, braces) => name.includes("{{") || namespace.includes("{{") || braces && holdsBraces(value);
var refused = (code2, pointer, ...args) => ({
  is: "refused",
  code: code2,
  pointer,
  args
});
var isPatch = (value) => isMapping(value) && Object.hasOwn(value, "$patch");
var OTHER_LANGUAGES = /* @__PURE__ */ new Set(["annotations", "args", "command", "env", "data"]);
function holdsBraces(value) {
  if (typeof value === "string") return value.includes("{{");
  if (Array.isArray(value)) return value.some(holdsBraces);
  if (!isMapping(value)) return false;
  return Object.keys(value).some((key) => key.includes("{{") || !OTHER_LANGUAGES.has(key) && holdsBraces(value[key]));
}
function looksLikePolicy(value) {
  const { apiVersion, kind, spec } = value;
  if (typeof kind === "string") return kind.endsWith("NetworkPolicy");
  if (typeof apiVersion === "string") return isPolicyGroup(groupOf(apiVersion));
  if (!isMapping(spec)) return false;
  const hasRules = Array.isArray(spec["ingress"]) || Array.isArray(spec["egress"]);
  const hasSubject = ["podSelector", "selector", "types"].some((name) => Object.hasOwn(spec, name));
  return Object.hasOwn(spec, "policyTypes") || hasRules && hasSubject;
}
function identityOf(value) {
  const top = isMapping(value) ? value : {};
  const metadata = isMapping(top["metadata"]) ? top["metadata"] : {};
  return {
    apiVersion: textOf4(top["apiVersion"]),
    kind: textOf4(top["kind"]),
    namespace: textOf4(metadata["namespace"]),
    name: textOf4(metadata["name"])
  };
}
var textOf4 = (value) => typeof value === "string" ? value : void 0;

// src/manifest/object.ts
var objectKey = (group, kind, namespace, name) => `${group}|${kind}|${namespace ?? ""}|${name}`;
function readManifests(source2, options) {
  const reading = new Reading2(options);
  const text = { concerns: mayHoldObject, ...options.limits && { limits: options.limits } };
  for (const document of readDocuments(source2, text)) reading.document(document);
  return reading;
}
function manifestsFromObject(value, path5, options) {
  const reading = new Reading2(options);
  const origin = clusterOrigin(path5, value);
  if (isDeeperThan(value, MAX_DEPTH)) {
    const at3 = origin.locate([]);
    options.report({ code: "yaml-too-deep", at: at3, args: [String(MAX_DEPTH)] });
    reading.broken.push({ ...identityOf(value), path: path5, at: at3, why: "yaml-too-deep", text: "" });
  } else reading.value(value, { origin, braces: false, list: void 0 });
  return reading;
}
var mayHoldObject = (text) => text.includes("kind") && text.includes("apiVersion") || /policyTypes|podSelector|projectcalico\.org|\\[xuU\r\n]/.test(text);
var Reading2 = class {
  manifests = [];
  broken = [];
  unrendered = [];
  #options;
  #wanted;
  #said;
  constructor(options) {
    this.#options = options;
    this.#wanted = options.wanted ?? affectsPolicy;
    this.#said = options.said ?? /* @__PURE__ */ new Set();
  }
  document({ path: path5, text, content }) {
    if (content.ok) this.value(content.value, { origin: content.origin, braces: content.braces, list: void 0 });
    else this.#unreadable(path5, text, content);
  }
  value(value, from) {
    if (!isMapping(value)) return;
    const apiVersion = value["apiVersion"] ?? from.list?.apiVersion;
    const kind = value["kind"] ?? from.list?.kind;
    if (typeof apiVersion === "string" && typeof kind === "string") this.#typed(value, { apiVersion, kind }, from);
    else if (looksLikePolicy(value)) this.#passOver(from.origin, typeof kind === "string" ? "apiVersion" : "kind");
  }
  #typed(value, { apiVersion, kind }, { origin, braces }) {
    const { items, objects } = value;
    if (kind.endsWith("List") && Array.isArray(items)) {
      const list = kind === "List" ? void 0 : { apiVersion, kind: kind.slice(0, -"List".length) };
      items.forEach((item, i) => {
        this.value(item, { origin: originBelow(origin, ["items", i]), braces, list });
      });
    } else if (kind === "Template" && Array.isArray(objects)) this.#openShiftTemplate(objects, origin);
    else if (apiVersion.includes("{{") && this.#isWantedSomewhere(kind)) this.#template(value, origin, "helm");
    else if (this.#wanted(groupOf(apiVersion), kind)) this.#wantedObject(value, { apiVersion, kind }, origin, braces);
    else if (this.#isWritten(origin)) this.#misspelt(value, { apiVersion, kind }, origin);
  }
  /** By somebody's hand, and all that affects policy is asked for */
  #isWritten(origin) {
    return this.#options.wanted === void 0 && this.#options.fromCluster !== true && !origin.fromCluster;
  }
  /** The API server knows no such kind, so what was there before stays: unknown effect, for the kind that was meant */
  #misspelt(value, written, origin) {
    const meant = meantKind(written.apiVersion, written.kind);
    if (meant === void 0) return;
    const { apiVersion, field, kind } = meant;
    const at3 = origin.locate([field]);
    this.#say("bad-value", at3, field, written[field], meant[field]);
    const object = { ...identityOf(value), apiVersion, kind };
    this.broken.push({ ...object, path: origin.path, at: at3, why: "bad-value", text: JSON.stringify(value) });
  }
  #wantedObject(value, type, origin, braces) {
    const judged = judge(value, type.kind, braces);
    if (judged.is === "object") this.#accept(value, type, judged, origin);
    else if (judged.is === "template") this.#template(value, origin, "helm");
    else if (judged.is === "passed over") this.#passOver(origin, judged.because);
    else {
      const { code: why, pointer, args } = judged;
      const at3 = origin.locate(pointer);
      this.#say(why, at3, ...args);
      this.broken.push({ ...identityOf(value), ...type, path: origin.path, at: at3, why, text: JSON.stringify(value) });
    }
  }
  #accept(value, { apiVersion, kind }, { name, namespace: given }, origin) {
    const group = groupOf(apiVersion);
    const version = apiVersion.slice(apiVersion.indexOf("/") + 1);
    const scope = scopeOf(group, kind);
    let namespace = given;
    if (scope === "cluster" && given !== void 0) {
      this.#say("namespace-on-global", origin.locate(["metadata", "namespace"]), kind, name, given);
      namespace = void 0;
    }
    if (scope === "namespaced" && given === void 0) namespace = this.#defaultNamespace(kind, name, origin);
    const key = objectKey(group, kind, namespace, name);
    const from = this.#options.fromCluster === true ? asOfCluster(origin) : origin;
    this.manifests.push({ apiVersion, group, version, kind, namespace, name, value, origin: from, key });
  }
  #defaultNamespace(kind, name, origin) {
    const { defaultNamespace } = this.#options;
    if (!this.#said.has("default-namespace-used")) {
      this.#said.add("default-namespace-used");
      this.#say("default-namespace-used", origin.locate(["metadata"]), defaultNamespace, kind, name);
    }
    return defaultNamespace;
  }
  /** A text that is no YAML or no JSON: a template, an error where it seems to be about policy, or nobody's business */
  #unreadable(path5, text, { code: code2, at: at3, args, lenient }) {
    if (!this.#concerns(text)) return;
    const guessed = lenient === void 0 ? guessObject(text) : identityOf(lenient);
    if ((code2 === "yaml-syntax" || code2 === "json-syntax") && looksLikeTemplate(text)) {
      this.#sayTemplate(at3, "helm");
      this.unrendered.push({ ...guessed, path: path5, at: at3, why: "template-not-rendered", text });
    } else {
      this.#say(code2, at3, ...args);
      this.broken.push({ ...guessed, path: path5, at: at3, why: code2, text });
    }
  }
  /** Whether a text that cannot be read seems to hold an object of interest */
  #concerns(text) {
    const { apiVersion, kind } = guessObject(text);
    const isOne = apiVersion !== void 0 && kind !== void 0 && !/(?:List|Template)$/.test(kind);
    return isOne ? this.#wanted(groupOf(apiVersion), kind) : kindsIn(text).some((one) => this.#isWantedSomewhere(one));
  }
  #isWantedSomewhere(kind) {
    return groupsWith(kind).some((group) => this.#wanted(group, kind));
  }
  /** OpenShift's Template has parameters, which `oc process` fills in */
  #openShiftTemplate(objects, origin) {
    objects.forEach((one, i) => {
      const { apiVersion, kind } = identityOf(one);
      const isWanted = apiVersion !== void 0 && kind !== void 0 && this.#wanted(groupOf(apiVersion), kind);
      if (isWanted) this.#template(one, originBelow(origin, ["objects", i]), "openshift");
    });
  }
  #template(value, origin, by) {
    const at3 = origin.locate([]);
    this.#sayTemplate(at3, by);
    const text = JSON.stringify(value);
    this.unrendered.push({ ...identityOf(value), path: origin.path, at: at3, why: "template-not-rendered", text });
  }
  /** Once a file, for a chart has many */
  #sayTemplate(at3, by) {
    if (this.unrendered.length === 0) this.#say("template-not-rendered", at3, by);
  }
  #passOver(origin, because) {
    this.#say("not-an-object", origin.locate([]), because);
  }
  #say(code2, at3, ...args) {
    this.#options.report({ code: code2, at: at3, args });
  }
};
function isDeeperThan(value, limit) {
  if (typeof value !== "object" || value === null) return false;
  return limit === 0 || Object.values(value).some((child) => isDeeperThan(child, limit - 1));
}

// src/snapshot/code-units.ts
var Mark = class {
  length;
  /** Its letters four at a time, the first in the lowest byte; those left over are units */
  words;
  units;
  constructor(text) {
    this.units = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    this.length = this.units.length;
    const view = new DataView(this.units.buffer);
    this.words = Int32Array.from({ length: this.length >> 2 }, (_, i) => view.getInt32(i * 4, true));
  }
};
var CodeUnits = class {
  /** As many as the text has */
  units;
  /** The same memory, for reading several units at once */
  #view;
  /** 0 for units of one byte, 1 for units of two: by how many bits a place is to be shifted */
  #shift;
  constructor(units) {
    this.units = units;
    this.#view = new DataView(units.buffer, units.byteOffset, units.byteLength);
    this.#shift = units.BYTES_PER_ELEMENT === 2 ? 1 : 0;
  }
  /** Whether a mark stands at a place */
  isAt({ length, units: wanted, words }, at3) {
    if (at3 + length > this.units.length) return false;
    let i = 0;
    if (this.#shift === 0) {
      for (let word = 0; word < words.length; word++, i += 4)
        if (this.#view.getInt32(at3 + i, true) !== words[word]) return false;
    }
    for (; i < length; i++) if (this.units[at3 + i] !== wanted[i]) return false;
    return true;
  }
  /** A number made of the units from `from` to before `end`: equal for equal ones of texts of one width */
  hash(from, end) {
    const view = this.#view;
    const last2 = end << this.#shift;
    let i = from << this.#shift;
    let [a, b] = [end - from, 0];
    for (; i + 7 < last2; i += 8) {
      a = Math.imul(a ^ view.getInt32(i, true), 2246822507);
      b = Math.imul(b ^ view.getInt32(i + 4, true), 3266489909);
      a ^= a >>> 15;
      b ^= b >>> 15;
    }
    for (; i < last2; i++) a = Math.imul(a ^ view.getUint8(i), 2246822507) ^ a >>> 13;
    return a ^ Math.imul(b, 31) | 0;
  }
};
var CodeUnitBuffer = class {
  #encoder = new TextEncoder();
  #bytes = new Uint8Array(0);
  /** They hold until the next call, which may use the same memory */
  of(text) {
    const { length } = text;
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length * 2);
    const bytes = this.#bytes.subarray(0, length);
    if (this.#encoder.encodeInto(text, bytes).read === length) return new CodeUnits(bytes);
    const units = new Uint16Array(length);
    for (let i = 0; i < length; i++) units[i] = text.charCodeAt(i);
    return new CodeUnits(units);
  }
};

// src/snapshot/json-scan.ts
var INCOMPLETE = -1;
var BROKEN = -2;
var NEWLINE2 = 10;
var QUOTE = 34;
var BACKSLASH = 92;
var COMMA = 44;
var OPEN_BRACE = 123;
var CLOSE_BRACE = 125;
var OPEN_BRACKET = 91;
var CLOSE_BRACKET = 93;
var SPACE2 = 32;
function skipBlanks(text, at3) {
  let i = at3;
  for (; i < text.length; i++) {
    const code2 = text.charCodeAt(i);
    if (code2 > SPACE2 && code2 !== COMMA && code2 !== 65279) break;
  }
  return i;
}
function skipBlanksBack(text, at3) {
  let i = at3 - 1;
  for (; i >= 0; i--) {
    const code2 = text.charCodeAt(i);
    if (code2 > SPACE2 && code2 !== COMMA) break;
  }
  return i + 1;
}
function skipString(text, at3) {
  for (let i = at3 + 1; i < text.length; i++) {
    const code2 = text.charCodeAt(i);
    if (code2 === QUOTE) return i + 1;
    if (code2 === BACKSLASH) i++;
    else if (code2 === NEWLINE2) return BROKEN;
  }
  return INCOMPLETE;
}
function skipValue(text, at3) {
  const code2 = text.charCodeAt(at3);
  if (code2 === QUOTE) return skipString(text, at3);
  if (code2 === OPEN_BRACE || code2 === OPEN_BRACKET) return skipBrackets(text, at3);
  let i = at3;
  while (i < text.length && isScalar(text.charCodeAt(i))) i++;
  if (i === text.length) return INCOMPLETE;
  return i === at3 ? BROKEN : i;
}
function skipBrackets(text, at3) {
  let depth = 0;
  let i = at3;
  while (i < text.length) {
    const code2 = text.charCodeAt(i);
    if (code2 === QUOTE) {
      i = skipString(text, i);
      if (i < 0) return i;
      continue;
    }
    i++;
    if (code2 === OPEN_BRACE || code2 === OPEN_BRACKET) depth++;
    else if ((code2 === CLOSE_BRACE || code2 === CLOSE_BRACKET) && --depth === 0) return i;
  }
  return INCOMPLETE;
}
var isScalar = (code2) => code2 >= 48 && code2 <= 57 || code2 >= 97 && code2 <= 122 || code2 >= 65 && code2 <= 90 || code2 === 43 || code2 === 45 || code2 === 46;

// src/snapshot/json-values.ts
var EVENT_DATA = "data:";
var LIST_KEYS = /* @__PURE__ */ new Set(["items", "flows", "objects", "hits"]);
var JsonValues = class {
  #sink;
  /** Values stand behind `data:` at the beginning of lines, as in a stream of server-sent events */
  #events;
  #text = "";
  /** Of `#text`, once somebody asks */
  #codes;
  #codeBuffer = new CodeUnitBuffer();
  #at = 0;
  #waiting = [];
  #waitingLength = 0;
  #ended = false;
  /** The last object stood on one line */
  #onLines = false;
  /** A list was broken: there is no telling where its next element begins */
  #lost = false;
  #frames = [];
  /** Where the first character of `#text` stands */
  /** Of `#endOfLine`; what is before where the reading stands says nothing */
  #lineEnd = -1;
  #line = 1;
  #column = 1;
  constructor(sink, options) {
    this.#sink = sink;
    this.#events = options.events;
  }
  write(text) {
    if (this.#lost) return;
    this.#waiting.push(text);
    this.#waitingLength += text.length;
    if (this.#waitingLength >= this.#text.length) this.#run();
  }
  end() {
    if (this.#lost) return;
    this.#ended = true;
    this.#run();
    if (this.#frames.length > 0 || this.#at < this.#text.length) this.#sink.broken(this.#place(), "end");
  }
  /** Every value so far that matters to the next one stood on a line of its own: no list is open, and none was broken */
  get readsLines() {
    return this.#frames.length === 0 && !this.#lost && (this.#events || this.#onLines);
  }
  /** All of the text so far was taken, so that nothing in it waits for what follows */
  get isAtRest() {
    return this.#waitingLength === 0 && this.#text === "";
  }
  /** The line that the next character stands on */
  get line() {
    return this.#line;
  }
  /** So many lines are not in the text that follows, but were there */
  passLines(lines2) {
    this.#line += lines2;
  }
  #run() {
    if (this.#waitingLength > 0) {
      this.#drop();
      this.#text = this.#text === "" && this.#waiting.length === 1 ? this.#waiting[0] ?? "" : this.#text + this.#waiting.join("");
      this.#codes = void 0;
      this.#lineEnd = -1;
      this.#waiting = [];
      this.#waitingLength = 0;
    }
    while (this.#step()) ;
    this.#drop();
  }
  /** Forgets the text before `#at` */
  #drop() {
    if (this.#at === 0) return;
    const place = this.#place();
    this.#line = place.line;
    this.#column = place.column;
    this.#text = this.#text.slice(this.#at);
    this.#codes = void 0;
    this.#lineEnd = -1;
    this.#at = 0;
  }
  #place() {
    let line = this.#line;
    let start = -1;
    for (let i = this.#text.indexOf("\n"); i >= 0 && i < this.#at; i = this.#text.indexOf("\n", i + 1)) {
      line++;
      start = i;
    }
    return { line, column: start < 0 ? this.#column + this.#at : this.#at - start };
  }
  /** Takes one value or bracket; false where the text does not reach */
  #step() {
    const frame = this.#frames.at(-1);
    this.#at = skipBlanks(this.#text, this.#at);
    if (this.#at >= this.#text.length) return false;
    if (frame === void 0) return this.#events ? this.#stepEvent() : this.#stepTop();
    return frame.is === "list" ? this.#stepList(frame) : this.#stepHolder(frame);
  }
  #stepTop() {
    const opening = this.#text[this.#at];
    if (opening === "[") return this.#enter({ is: "list", head: void 0 }, this.#at + 1);
    if (opening !== "{") return this.#passLine("line");
    return this.#quickLine(this.#at) || this.#open(this.#at) || this.#passCutLine();
  }
  /**
   * Where values stand on lines, passes over a line that breaks off within an object, if the next one begins another:
   * the object would swallow it, and all that follow
   */
  #passCutLine() {
    return this.#cutBehind(this.#at) < Infinity && this.#passLine("line");
  }
  /** Where the line ends behind which an object that begins on it has broken off; Infinity where it has not */
  #cutBehind(start) {
    const end = this.#onLines ? this.#endOfLine(start) : Infinity;
    return this.#text[end + 1] === "{" ? end : Infinity;
  }
  /** Of the line on which a character stands; Infinity where the text does not reach. Many values may stand on one line */
  #endOfLine(at3) {
    if (this.#lineEnd < at3) {
      const newline = this.#text.indexOf("\n", at3);
      this.#lineEnd = newline < 0 ? Infinity : newline;
    }
    return this.#lineEnd;
  }
  /** Other fields than `data` say nothing about a flow */
  #stepEvent() {
    const newline = this.#text.indexOf("\n", this.#at);
    if (newline < 0 && !this.#ended) return false;
    const end = newline < 0 ? this.#text.length : newline;
    if (this.#text.startsWith(EVENT_DATA, this.#at)) {
      const from = skipBlanks(this.#text, this.#at + EVENT_DATA.length);
      const to = skipBlanksBack(this.#text, end);
      const { quick, opening } = this.#sink;
      if (quick === void 0 || !this.#text.startsWith(opening, from) || !this.#take(quick, from, to)) {
        const json = this.#text.slice(from, to);
        if (json.startsWith("{") && skipValue(json, 0) === json.length) this.#sink.value(json, void 0);
        else this.#sink.broken(this.#place(), "line");
      }
    }
    this.#at = Math.min(end + 1, this.#text.length);
    return true;
  }
  /** Takes the line that begins at `at` as one value, where values have stood on lines so far */
  #quickLine(at3) {
    const { quick, opening } = this.#sink;
    if (quick === void 0 || !this.#text.startsWith(opening, at3)) return false;
    const newline = this.#endOfLine(at3);
    if (newline === Infinity && !this.#ended) return false;
    const end = Math.min(newline, this.#text.length);
    const close = skipBlanksBack(this.#text, end);
    if (this.#text[close - 1] !== "}" || !this.#take(quick, at3, close)) return false;
    this.#onLines = true;
    this.#at = end;
    return true;
  }
  #stepList(frame) {
    const at3 = this.#at;
    if (this.#text[at3] === "]") return this.#leave();
    const next = this.#quickElement(at3);
    if (next > 0) {
      this.#at = next;
      return true;
    }
    const end = skipValue(this.#text, at3);
    if (end === INCOMPLETE) return false;
    if (end === BROKEN) return this.#passRest();
    this.#sink.value(this.#text.slice(at3, end), frame.head);
    this.#at = end;
    return true;
  }
  /**
   * Takes the element up to the next one that begins alike. A quote behind a brace always opens a key, so the opening
   * never lies within a string; an element within the element is told by `quick`, which checks all of its text.
   */
  #quickElement(at3) {
    const { quick, opening } = this.#sink;
    if (quick === void 0 || !this.#text.startsWith(opening, at3)) return 0;
    const next = this.#text.indexOf(opening, at3 + 1);
    if (next < 0) return 0;
    const end = skipBlanksBack(this.#text, next);
    return this.#text[end - 1] === "}" && this.#take(quick, at3, end) ? next : 0;
  }
  #take(quick, from, to) {
    this.#codes ??= this.#codeBuffer.of(this.#text);
    return quick(this.#text, this.#codes, from, to);
  }
  #stepHolder(frame) {
    if (this.#text[this.#at] === "}") return this.#leave();
    const member = this.#member(this.#at);
    if (typeof member === "number") return member === INCOMPLETE ? false : this.#passRest();
    if (isList2(this.#text, member)) return this.#enter({ is: "list", head: frame.head }, member.value + 1);
    const end = skipValue(this.#text, member.value);
    if (end < 0) return end === INCOMPLETE ? false : this.#passRest();
    this.#at = end;
    return true;
  }
  /** The object at `start`: a value, unless it holds a list to be read element by element */
  #open(start) {
    let at3 = start + 1;
    const cut2 = this.#cutBehind(start);
    for (; ; ) {
      at3 = skipBlanks(this.#text, at3);
      if (at3 >= this.#text.length) return false;
      if (at3 > cut2) return this.#passLine("line");
      if (this.#text[at3] === "}") break;
      const member = this.#member(at3);
      if (typeof member === "number") return member === INCOMPLETE ? false : this.#passLine("line");
      if (member.value > cut2) return this.#passLine("line");
      if (isList2(this.#text, member)) {
        const head = this.#text.slice(start, at3);
        this.#frames.push({ is: "holder", head });
        return this.#enter({ is: "list", head }, member.value + 1);
      }
      if (member.key === "hits" && this.#text[member.value] === "{") {
        this.#frames.push({ is: "holder", head: void 0 });
        const opened = this.#open(member.value);
        if (!opened) this.#frames.pop();
        return opened;
      }
      at3 = skipValue(this.#text, member.value);
      if (at3 < 0) return at3 === INCOMPLETE ? false : this.#passLine("line");
    }
    this.#at = at3 + 1;
    const value = this.#text.slice(start, this.#at);
    this.#onLines = !value.includes("\n");
    this.#sink.value(value, void 0);
    return true;
  }
  /** The key at `at` and where its value begins; INCOMPLETE or BROKEN */
  #member(at3) {
    if (this.#text[at3] !== '"') return BROKEN;
    const keyEnd = skipString(this.#text, at3);
    if (keyEnd < 0) return keyEnd;
    const colon = skipBlanks(this.#text, keyEnd);
    const value = skipBlanks(this.#text, colon + 1);
    if (value >= this.#text.length) return INCOMPLETE;
    return this.#text[colon] === ":" ? { key: this.#text.slice(at3 + 1, keyEnd - 1), value } : BROKEN;
  }
  #enter(frame, at3) {
    this.#frames.push(frame);
    this.#at = at3;
    return true;
  }
  #leave() {
    this.#frames.pop();
    this.#at++;
    return true;
  }
  #passLine(what) {
    const newline = this.#text.indexOf("\n", this.#at);
    if (newline < 0 && !this.#ended) return false;
    this.#sink.broken(this.#place(), what);
    this.#at = newline < 0 ? this.#text.length : newline + 1;
    return true;
  }
  #passRest() {
    this.#sink.broken(this.#place(), "list");
    this.#lost = true;
    this.#frames.length = 0;
    this.#at = this.#text.length;
    return false;
  }
};
var isList2 = (text, member) => LIST_KEYS.has(member.key) && text[member.value] === "[";

// src/snapshot/calico-end.ts
var NETWORKS2 = {
  pub: "pub",
  pvt: "pvt",
  "PUBLIC NETWORK": "pub",
  "PRIVATE NETWORK": "pvt"
};
var TYPES = {
  "1": "pod",
  "2": "host",
  "3": "network-set",
  "4": "network",
  workloadendpoint: "pod",
  hostendpoint: "host",
  networkset: "network-set",
  network: "network",
  wep: "pod",
  hep: "host",
  ns: "network-set",
  net: "network"
};
function calicoEnd({ ips, name: rawName, namespace: rawNamespace, type }) {
  const [name, namespace] = [nameOf(rawName), namespaceOf(rawNamespace)];
  if (name === void 0 || namespace === void 0 || name === "") return void 0;
  const network = namespace === "" && Object.hasOwn(NETWORKS2, name) ? NETWORKS2[name] : void 0;
  const end = { namespace, name: network ?? name, owner: void 0, ips, byAddress: false };
  return { ...end, is: network === void 0 ? typeOf(type, name, namespace) : "network" };
}
function typeOf(type, name, namespace) {
  const word = String(type).toLowerCase();
  const known3 = Object.hasOwn(TYPES, word) ? TYPES[word] : void 0;
  if (known3 !== void 0 && known3 !== "network") return known3;
  return namespace !== "" && name.endsWith("*") ? "pod" : "unknown";
}
function calicoService(protocolValue, portValue) {
  const [protocol2, port] = [protocolOf(protocolValue), portOf(portValue)];
  if (protocol2 === void 0) return "protocol";
  return port === void 0 ? "port" : { protocol: protocol2, port };
}

// src/snapshot/dialect.ts
var LIST = Infinity;
function countPart(part) {
  return {
    ...part,
    quotes: 0,
    read(record) {
      const counts = [];
      for (const key of part.keys) {
        const value = record[key];
        const count2 = value === void 0 || value === null ? void 0 : countOf(value);
        if (count2 === void 0 && value !== void 0 && value !== null) return key;
        counts.push(count2);
      }
      return part.fromCounts(counts);
    }
  };
}
var NEUTRAL = {
  source: 0,
  destination: 0,
  sourceLabels: 0,
  destinationLabels: 0,
  protocol: 0,
  port: 0,
  icmp: 0,
  reporter: 0,
  action: 0,
  enforced: 0,
  pending: 0,
  weak: false,
  sourcePort: 0,
  start: 0,
  end: 0,
  packets: 0,
  connections: -1
};
function readRow(dialect2, record, tables) {
  const rows = [];
  for (const part of dialect2.parts) {
    const row = part.read(record, tables);
    if (typeof row === "string") return row;
    rows.push(row);
  }
  return join3(rows, givers(dialect2));
}
function givers(dialect2) {
  const by = (field) => {
    const at3 = dialect2.parts.findIndex((part) => part.gives.includes(field));
    return at3 < 0 ? dialect2.parts.length : at3;
  };
  return {
    source: by("source"),
    destination: by("destination"),
    sourceLabels: by("sourceLabels"),
    destinationLabels: by("destinationLabels"),
    protocol: by("protocol"),
    port: by("port"),
    icmp: by("icmp"),
    reporter: by("reporter"),
    action: by("action"),
    enforced: by("enforced"),
    pending: by("pending"),
    weak: by("weak"),
    sourcePort: by("sourcePort"),
    start: by("start"),
    end: by("end"),
    packets: by("packets"),
    connections: by("connections")
  };
}
function join3(rows, by) {
  const from = (index) => rows[index] ?? NEUTRAL;
  return {
    source: from(by.source).source,
    destination: from(by.destination).destination,
    sourceLabels: from(by.sourceLabels).sourceLabels,
    destinationLabels: from(by.destinationLabels).destinationLabels,
    protocol: from(by.protocol).protocol,
    port: from(by.port).port,
    icmp: from(by.icmp).icmp,
    reporter: from(by.reporter).reporter,
    action: from(by.action).action,
    enforced: from(by.enforced).enforced,
    pending: from(by.pending).pending,
    weak: from(by.weak).weak,
    sourcePort: from(by.sourcePort).sourcePort,
    start: from(by.start).start,
    end: from(by.end).end,
    packets: from(by.packets).packets,
    connections: from(by.connections).connections
  };
}

// src/snapshot/trace.ts
var KINDS3 = [
  ["KindUnspecified", "unknown"],
  ["CalicoNetworkPolicy", "np"],
  ["GlobalNetworkPolicy", "gnp"],
  ["StagedNetworkPolicy", "snp"],
  ["StagedGlobalNetworkPolicy", "sgnp"],
  ["StagedKubernetesNetworkPolicy", "sknp"],
  ["NetworkPolicy", "knp"],
  ["AdminNetworkPolicy", "kanp"],
  ["BaselineAdminNetworkPolicy", "kbanp"],
  ["Profile", "pro"],
  ["EndOfTier", "end-of-tier"],
  ["ClusterNetworkPolicy", "kcnp"]
];
var KIND_BY_NAME = new Map(KINDS3.map(([name, kind]) => [name.toLowerCase(), kind]));
var UNKNOWN_RULE = -2;
var PROFILE_TIER = "__PROFILE__";
function hitsOf2(value, keys) {
  if (!Array.isArray(value) || value.length === 0) return void 0;
  const hits = [];
  for (const one of value) {
    if (!isObject(one)) return void 0;
    const hit = hitOf2(one, keys);
    if (hit === void 0) return void 0;
    hits.push({ index: Number(one[keys.policyIndex] ?? 0), hit });
  }
  return hits.sort(byKeys(({ index }) => index)).map(({ hit }) => hit);
}
function hitOf2(value, keys) {
  const kind = kindOf(value["kind"]);
  const action2 = actionOf(value["action"]);
  const tier = nameOf(value["tier"]);
  const rule = Number(value[keys.ruleIndex] ?? 0);
  if (action2 === void 0 || tier === void 0 || !Number.isInteger(rule)) return void 0;
  if (kind === "pro") return named3(PROFILE_TIER, kind, value, rule, action2);
  if (kind !== "end-of-tier") return named3(tier, kind, value, rule === -1 ? "end-of-tier" : rule, action2);
  const trigger = value["trigger"];
  if (!isObject(trigger)) return { tier, kind: "unknown", namespace: "", name: "", rule: "end-of-tier", action: action2 };
  const triggerKind = kindOf(trigger["kind"]);
  return named3(tier, triggerKind === "end-of-tier" ? "unknown" : triggerKind, trigger, "end-of-tier", action2);
}
function named3(tier, kind, from, rule, action2) {
  const [namespace, name] = [nameOf(from["namespace"]), nameOf(from["name"])];
  return namespace === void 0 || name === void 0 ? void 0 : { tier, kind, namespace, name, rule, action: action2 };
}
function kindOf(value) {
  if (typeof value === "number") return KINDS3[value]?.[1] ?? "unknown";
  if (typeof value !== "string") return "unknown";
  return (/^\d+$/.test(value) ? KINDS3[Number(value)]?.[1] : KIND_BY_NAME.get(value.toLowerCase())) ?? "unknown";
}
var ACTIONS = /* @__PURE__ */ new Map([
  [1, "allow"],
  [2, "deny"],
  [3, "pass"],
  ["1", "allow"],
  ["2", "deny"],
  ["3", "pass"],
  ["allow", "allow"],
  ["deny", "deny"],
  ["pass", "pass"]
]);
var actionOf = (value) => ACTIONS.get(typeof value === "string" ? value.toLowerCase() : value);
function actionCode(value) {
  const action2 = actionOf(value);
  return action2 === "allow" ? 1 : action2 === "deny" ? 2 : 0;
}
var REPORTERS = /* @__PURE__ */ new Map([
  [1, 1],
  [2, 2],
  ["1", 1],
  ["2", 2],
  ["src", 1],
  ["dst", 2],
  ["source", 1],
  ["destination", 2]
]);
var reporterCode = (value) => REPORTERS.get(typeof value === "string" ? value.toLowerCase() : value) ?? 0;
var SHORT_KINDS = {
  np: "np",
  gnp: "gnp",
  snp: "snp",
  sgnp: "sgnp",
  sknp: "sknp",
  knp: "knp",
  kcnp: "kcnp",
  kanp: "kanp",
  kbanp: "kbanp",
  pro: "pro"
};
function hitsOfStrings(value) {
  if (!Array.isArray(value) || value.length === 0) return void 0;
  const hits = [];
  for (const one of value) {
    const hit = typeof one === "string" ? hitOfString(one) : void 0;
    if (hit === void 0) return void 0;
    hits.push(hit);
  }
  return hits.sort(byKeys(({ index }) => index)).map(({ hit }) => hit);
}
var POLICY_STRING = /^(\d+)\|([^|]*)\|(.*)\|([A-Za-z]+)(?:\|(-?\d+))?$/s;
function hitOfString(text) {
  const [, index, tier, policy, actionText, ruleText] = POLICY_STRING.exec(text) ?? [];
  const action2 = actionOf(actionText);
  if (index === void 0 || tier === void 0 || policy === void 0 || action2 === void 0) return void 0;
  const rule = ruleText === void 0 ? UNKNOWN_RULE : Number(ruleText);
  const { kind, name, namespace } = policyOf(policy, tier);
  if (nameOf(name) === void 0 || nameOf(namespace) === void 0 || nameOf(tier) === void 0) return void 0;
  const hit = { tier, kind, namespace, name, rule: rule === -1 ? "end-of-tier" : rule, action: action2 };
  return { index: Number(index), hit };
}
function policyOf(text, tier) {
  const [, short, rest] = /^([a-z]+):(.*)$/s.exec(text) ?? [];
  if (short !== void 0 && rest !== void 0 && Object.hasOwn(SHORT_KINDS, short)) {
    const [namespace2, name] = split(rest);
    return { kind: SHORT_KINDS[short] ?? "unknown", namespace: namespace2, name };
  }
  if (tier === PROFILE_TIER) return { kind: "pro", namespace: "", name: withoutPrefix(text, `${PROFILE_TIER}.`) };
  const [namespace, full] = split(text);
  return olderPolicy(namespace, full, tier);
}
function olderPolicy(namespace, full, tier) {
  const staged = full.includes("staged:");
  const name = full.replace("staged:", "");
  const at3 = (prefix2) => name.startsWith(prefix2);
  if (at3("knp.default.")) return { kind: staged ? "sknp" : "knp", namespace, name: name.slice("knp.default.".length) };
  if (at3("kanp.")) return { kind: "kanp", namespace, name: withoutPrefix(name.slice(5), "adminnetworkpolicy.") };
  if (at3("kbanp."))
    return { kind: "kbanp", namespace, name: withoutPrefix(name.slice(6), "baselineadminnetworkpolicy.") };
  const bare = withoutPrefix(name, `${tier}.`);
  if (namespace === "") return { kind: staged ? "sgnp" : "gnp", namespace, name: bare };
  return { kind: staged ? "snp" : "np", namespace, name: bare };
}
function split(text) {
  const slash = text.indexOf("/");
  return slash < 0 ? ["", text] : [text.slice(0, slash), text.slice(slash + 1)];
}
var withoutPrefix = (text, prefix2) => text.startsWith(prefix2) ? text.slice(prefix2.length) : text;

// src/snapshot/goldmane.ts
var snake = (key) => key;
var camel = (key) => key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
function dialect(spell) {
  const key = (name) => spell(name);
  const keys = (...names) => names.map(spell);
  const mark = (name) => `"${spell(name)}":`;
  const hitKeys = { policyIndex: key("policy_index"), ruleIndex: key("rule_index") };
  function readEnd2(record, side, tables) {
    const end = calicoEnd({
      name: record[key(`${side}_name`)],
      namespace: record[key(`${side}_namespace`)],
      type: record[key(`${side}_type`)],
      ips: ipsOf(record[key(`${side}_ips`)])
    });
    return end === void 0 ? key(`${side}_name`) : tables.endNumber(end);
  }
  const source2 = {
    mark: mark("source_name"),
    quotes: 6,
    keys: keys("source_name", "source_namespace", "source_type"),
    gives: ["source"],
    read(record, tables) {
      const end = readEnd2(record, "source", tables);
      return typeof end === "string" ? end : { ...NEUTRAL, source: end };
    }
  };
  const destination2 = {
    mark: mark("dest_name"),
    quotes: 6,
    keys: keys("dest_name", "dest_namespace", "dest_type"),
    gives: ["destination"],
    read(record, tables) {
      const end = readEnd2(record, "dest", tables);
      return typeof end === "string" ? end : { ...NEUTRAL, destination: end };
    }
  };
  const port = {
    mark: mark("dest_port"),
    quotes: 0,
    keys: keys("dest_port"),
    gives: ["port"],
    fromCounts: ([count2]) => portRow(count2),
    read: (record) => portRow(record[key("dest_port")])
  };
  const portRows = /* @__PURE__ */ new Map();
  function portRow(value) {
    const number = portOf(value);
    if (number === void 0) return key("dest_port");
    let row = portRows.get(number);
    if (row === void 0) {
      row = { ...NEUTRAL, port: number };
      portRows.set(number, row);
    }
    return row;
  }
  const service2 = {
    mark: mark("dest_service_name"),
    quotes: 21,
    keys: keys(
      ...["dest_service_name", "dest_service_namespace", "dest_service_port_name", "dest_service_port"],
      ...["proto", "reporter", "action"]
    ),
    gives: ["protocol", "reporter", "action"],
    read(record) {
      const protocol2 = protocolOf(record["proto"]);
      if (protocol2 === void 0) return "proto";
      return {
        ...NEUTRAL,
        protocol: protocol2,
        reporter: reporterCode(record["reporter"]),
        action: actionCode(record["action"])
      };
    }
  };
  const tracePart = (name, gives, parts) => ({
    quotes: LIST,
    gives: [gives],
    ...parts,
    read(record, tables) {
      const { policies } = record;
      const hits = isObject(policies) ? policies[key(name)] : record[key(name)];
      return { ...NEUTRAL, [gives]: tables.traceNumber(hitsOf2(hits, hitKeys)) };
    }
  });
  const enforced2 = tracePart("enforced_policies", "enforced", {
    mark: `"policies":{${mark("enforced_policies")}`,
    keys: ["policies"],
    opens: 1
  });
  const pending2 = tracePart("pending_policies", "pending", {
    follows: "enforced",
    mark: mark("pending_policies"),
    keys: keys("pending_policies"),
    closes: 2
  });
  const time = {
    mark: mark("start_time"),
    quotes: 0,
    keys: keys("start_time", "end_time"),
    gives: ["start", "end"],
    // Hardly ever the same twice, and numbers wherever machines write them
    fromCounts: ([start, end]) => timesOf3(start, end),
    read: (record) => timesOf3(record[key("start_time")], record[key("end_time")])
  };
  function timesOf3(startValue, endValue) {
    const [start, end] = [timeOf(startValue), timeOf(endValue)];
    if (start === void 0) return key("start_time");
    return end === void 0 ? key("end_time") : { ...NEUTRAL, start, end };
  }
  const labels = (side, gives) => ({
    mark: mark(`${side}_labels`),
    quotes: LIST,
    keys: keys(`${side}_labels`),
    gives: [gives],
    follows: side === "source" ? "source" : "destination",
    read: (record, tables) => ({
      ...NEUTRAL,
      [gives]: tables.labelsNumber(labelPairsOf(record[key(`${side}_labels`)]))
    })
  });
  const counters2 = countPart({
    mark: mark("packets_in"),
    keys: [
      ...keys("packets_in", "packets_out", "bytes_in", "bytes_out"),
      ...keys("num_connections_started", "num_connections_completed", "num_connections_live")
    ],
    gives: ["packets", "connections"],
    fromCounts: ([into, out, , , started]) => ({
      ...NEUTRAL,
      packets: (into ?? 0) + (out ?? 0),
      connections: started ?? 0
    })
  });
  return {
    parts: [
      source2,
      destination2,
      port,
      service2,
      enforced2,
      pending2,
      time,
      labels("source", "sourceLabels"),
      labels("dest", "destinationLabels"),
      counters2
    ],
    prefix: /^\{\s*(?:"id":\s*"?\d+"?,\s*)?(?:"flow":\s*\{\s*)?"Key":\s*\{\s*$/
  };
}
var GOLDMANE_SNAKE = dialect(snake);
var GOLDMANE_CAMEL = dialect(camel);
function flatGoldmane(value) {
  const flow = isObject(value["flow"]) ? value["flow"] : value;
  const key = flow["Key"] ?? flow["key"];
  return isObject(key) ? { ...key, ...flow } : void 0;
}
var isBareKey = (value) => "reporter" in value && "proto" in value && ("source_name" in value || "sourceName" in value);
function goldmaneDialect(flat2) {
  if ("sourceName" in flat2 || "destName" in flat2) return "goldmane-protojson";
  return typeof flat2["reporter"] === "number" ? "goldmane-go" : "goldmane-python";
}

// src/snapshot/stretches.ts
var MEMORY = 2e5;
var TRIES2 = 24;
var QUOTE2 = 34;
var OPEN_BRACKET2 = 91;
var CLOSE_BRACKET2 = 93;
var CLOSE_BRACE2 = 125;
var Stretches = class {
  /** How many quotes the beginning reaches over, where it is no list: as far as stretches usually differ */
  #quotes;
  /** Length of what all of them begin with */
  #common;
  #known = /* @__PURE__ */ new Map();
  #size = 0;
  /** Of the last `find` */
  #number = 0;
  /** Behind the stretch that was found last */
  end = 0;
  constructor(common2, quotes) {
    this.#common = common2;
    this.#quotes = quotes;
  }
  /** Whether the stretch stands at `at`, and ends there with a value; sets `end` */
  isAt(stretch, text, at3) {
    const end = at3 + stretch.text.length;
    if (text.slice(at3, end) !== stretch.text || isInner(text.charCodeAt(end))) return false;
    this.end = end;
    return true;
  }
  /** The known stretch that stands at `at`; sets `end`. `codes`: those of the text */
  find(text, codes, at3) {
    this.#number = this.#numberAt(codes, at3 + this.#common);
    const first2 = this.#known.get(this.#number);
    let before;
    let tries = 0;
    for (let known3 = first2; known3 !== void 0 && tries < TRIES2; known3 = known3.next, tries++) {
      if (this.isAt(known3, text, at3)) {
        if (before !== void 0) {
          before.next = known3.next;
          known3.next = first2;
          this.#known.set(this.#number, known3);
        }
        return known3;
      }
      before = known3;
    }
    return void 0;
  }
  /** Remembers the stretch from `at`, where `find` has just looked, to `end` */
  learn(text, at3, end, value) {
    if (this.#size >= MEMORY) {
      this.#known.clear();
      this.#size = 0;
    }
    this.#size++;
    const known3 = {
      text: detached(text.slice(at3, end)),
      value,
      companion: void 0,
      next: this.#known.get(this.#number)
    };
    this.#known.set(this.#number, known3);
    return known3;
  }
  /** Made of all of a list, and of anything else as far as `quotes` reach, or its object */
  #numberAt(codes, from) {
    const { units } = codes;
    const isList3 = units[from] === OPEN_BRACKET2;
    return codes.hash(from, isList3 ? units.indexOf(CLOSE_BRACKET2, from) : this.#endOfBeginning(units, from));
  }
  #endOfBeginning(units, from) {
    let quotes = this.#quotes;
    for (let i = from; i < units.length; i++) {
      const code2 = units[i];
      if (code2 === CLOSE_BRACE2 || code2 === QUOTE2 && --quotes === 0) return i;
    }
    return units.length;
  }
};
var isInner = (code2) => code2 > 32 && code2 !== 44 && code2 !== CLOSE_BRACE2;
var detached = (text) => ` ${text}`.slice(1);

// src/snapshot/quick-record.ts
var QUOTE3 = 34;
var COMMA2 = 44;
var SPACE3 = 32;
var ZERO = 48;
var CLOSE_BRACE3 = 125;
var DIGITS = 15;
var QuickRecords = class {
  #dialect;
  #tables;
  #parts;
  #givers;
  /** Of the record that is read: what each part gives, and the stretch that it is */
  #rows = [];
  #stretches = [];
  #counts = [];
  #codes = new CodeUnits(new Uint8Array(0));
  #prefix = "";
  #prefixOpens = 0;
  /** Objects opened and not closed where the reading stands */
  #open = 0;
  /** Where the part that was read last ends, and what follows it begins */
  #end = 0;
  /** Where the record ends */
  #to = 0;
  constructor(dialect2, tables) {
    this.#dialect = dialect2;
    this.#tables = tables;
    this.#givers = givers(dialect2);
    this.#parts = dialect2.parts.map((part) => ({
      part,
      stretches: new Stretches(part.mark.length, part.quotes),
      foreign: new Set(dialect2.parts.filter((other) => other !== part).flatMap((other) => other.keys)),
      absent: part.closes === void 0 ? rowOf(part.read({}, tables)) : void 0,
      follows: dialect2.parts.findIndex(({ gives }) => part.follows !== void 0 && gives.includes(part.follows)),
      mark: new Mark(part.mark),
      countMarks: part.fromCounts === void 0 ? [] : part.keys.map((key) => new Mark(`"${key}":`))
    }));
  }
  /**
   * The object from the brace at `from` to the one before `to`. Undefined: to be parsed instead, if it is a record at
   * all. `codes`: those of all of the text, which is not cut, for that slows down every look at it.
   */
  read(json, codes, from, to) {
    this.#codes = codes;
    this.#to = to;
    let at3 = this.#skipPrefix(json, from);
    if (at3 < 0) return void 0;
    for (let i = 0; i < this.#parts.length; i++) {
      const learnt = this.#parts[i];
      if (learnt === void 0) return void 0;
      this.#stretches[i] = void 0;
      const row = at3 < to ? this.#readPart(json, at3, i, learnt) : learnt.absent;
      if (row === void 0) return void 0;
      if (row !== learnt.absent) at3 = this.#end;
      if (at3 < 0) return void 0;
      this.#rows[i] = row;
    }
    return at3 === to && this.#open === 0 ? join3(this.#rows, this.#givers) : void 0;
  }
  /** The offset of the first part, or a negative number where something unexpected stands before it */
  #skipPrefix(json, from) {
    if (this.#prefix !== "" && json.startsWith(this.#prefix, from)) {
      this.#open = this.#prefixOpens;
      return from + this.#prefix.length;
    }
    const record = json.slice(from, this.#to);
    const first2 = record.indexOf(this.#dialect.parts[0]?.mark ?? "");
    const prefix2 = record.slice(0, Math.max(0, first2));
    if (first2 < 0 || !this.#dialect.prefix.test(prefix2)) return -1;
    this.#open = prefix2.split("{").length - 1;
    if (!/\d/.test(prefix2)) {
      this.#prefix = ` ${prefix2}`.slice(1);
      this.#prefixOpens = this.#open;
    }
    return from + first2;
  }
  /** Sets `#end`, unless the part is not there */
  #readPart(json, at3, i, learnt) {
    const { follows, part, stretches } = learnt;
    if (part.fromCounts !== void 0)
      return this.#codes.isAt(learnt.mark, at3) ? this.#readCounts(at3, learnt) : learnt.absent;
    const leader = follows < 0 ? void 0 : this.#stretches[follows];
    const guess = leader?.companion;
    if (guess !== void 0 && stretches.isAt(guess, json, at3)) return this.#take(i, part, guess, stretches.end);
    const known3 = stretches.find(json, this.#codes, at3);
    if (known3 !== void 0) {
      if (leader !== void 0) leader.companion = known3;
      return this.#take(i, part, known3, stretches.end);
    }
    return json.startsWith(part.mark, at3) ? this.#readStretch(json, at3, i, learnt) : learnt.absent;
  }
  #take(i, part, stretch, end) {
    this.#stretches[i] = stretch;
    this.#open += part.opens ?? 0;
    this.#end = this.#skipBetween(end);
    return stretch.value;
  }
  #readStretch(json, at3, i, { foreign, part, stretches }) {
    const rest = json.slice(at3, this.#to);
    const opens = part.opens ?? 0;
    const next = this.#nextMark(rest, i);
    const closes = next < 0 ? this.#open + opens : part.closes ?? 0;
    const end = closed(rest, skipBlanksBack(rest, next < 0 ? rest.length : next), closes);
    const value = end < 0 ? void 0 : parsed2(`{${rest.slice(0, end)}${"}".repeat(1 + opens)}`);
    if (value === void 0) return void 0;
    for (const key of Object.keys(value)) if (foreign.has(key)) return void 0;
    const row = rowOf(part.read(value, this.#tables));
    if (row === void 0) return void 0;
    return this.#take(i, part, stretches.learn(json, at3, at3 + end, row), at3 + end);
  }
  /** Where the next part that is there begins; negative where none is */
  #nextMark(rest, i) {
    for (let j = i + 1; j < this.#parts.length; j++) {
      const next = rest.indexOf(this.#parts[j]?.part.mark ?? "");
      if (next >= 0) return next;
    }
    return -1;
  }
  /** The counts of a part, each there or not, in their order */
  #readCounts(from, { countMarks, part }) {
    const counts = this.#counts;
    counts.length = 0;
    this.#end = from;
    for (const mark of countMarks) {
      const count2 = this.#codes.isAt(mark, this.#end) ? this.#readCount(this.#end + mark.length) : void 0;
      if (count2 === -1 || this.#end < 0) return void 0;
      counts.push(count2);
    }
    return part.fromCounts === void 0 ? void 0 : rowOf(part.fromCounts(counts));
  }
  /** -1 for what is no count. Sets `#end` behind it */
  #readCount(from) {
    const { units } = this.#codes;
    let i = from;
    while ((units[i] ?? ZERO) <= SPACE3) i++;
    const quoted = units[i] === QUOTE3;
    if (quoted) i++;
    const first2 = i;
    let count2 = 0;
    for (; ; ) {
      const digit2 = (units[i] ?? 0) - ZERO;
      if (!(digit2 >= 0 && digit2 <= 9)) break;
      count2 = count2 * 10 + digit2;
      i++;
    }
    if (i === first2 || i - first2 > DIGITS || quoted && units[i] !== QUOTE3) return -1;
    this.#end = this.#skipBetween(quoted ? i + 1 : i);
    return count2;
  }
  /** Behind a value: closing braces, then the comma before the next key or the end of the record; -1 for anything else */
  #skipBetween(from) {
    const { units } = this.#codes;
    let i = from;
    let commas = 0;
    for (; i < this.#to; i++) {
      const code2 = units[i] ?? 0;
      if (code2 === CLOSE_BRACE3 && commas === 0) this.#open--;
      else if (code2 === COMMA2) commas++;
      else if (code2 > SPACE3) break;
    }
    return i === this.#to ? commas === 0 ? i : -1 : commas === 1 ? i : -1;
  }
};
var rowOf = (row) => typeof row === "string" ? void 0 : row;
function parsed2(json) {
  try {
    const value = JSON.parse(json);
    return isObject(value) ? value : void 0;
  } catch {
    return void 0;
  }
}
function closed(json, end, count2) {
  let at3 = end;
  for (let i = 0; i < count2; i++) {
    if (json.charCodeAt(at3 - 1) !== CLOSE_BRACE3) return -1;
    at3 = skipBlanksBack(json, at3 - 1);
  }
  return at3;
}

// src/snapshot/enterprise.ts
function enterpriseRow(record, tables) {
  const source2 = endOf(record, "source");
  if (source2 === void 0) return "source_name_aggr";
  const destination2 = endOf(record, "dest");
  if (destination2 === void 0) return "dest_name_aggr";
  const service2 = calicoService(record["proto"], record["dest_port"]);
  if (typeof service2 === "string") return service2 === "port" ? "dest_port" : "proto";
  const [start, end] = [timeOf(record["start_time"]), timeOf(record["end_time"])];
  if (start === void 0) return "start_time";
  if (end === void 0) return "end_time";
  const [into, out] = [countOf(record["packets_in"]), countOf(record["packets_out"])];
  const started = countOf(record["num_flows_started"]);
  if (into === void 0 || out === void 0 || started === void 0) return "packets_in";
  const policies = isObject(record["policies"]) ? record["policies"] : {};
  return {
    ...NEUTRAL,
    ...service2,
    source: tables.endNumber(source2),
    destination: tables.endNumber(destination2),
    sourceLabels: tables.labelsNumber(labelPairsOf(record["source_labels"])),
    destinationLabels: tables.labelsNumber(labelPairsOf(record["dest_labels"])),
    reporter: reporterCode(record["reporter"]),
    action: actionCode(record["action"]),
    enforced: tables.traceNumber(hitsOfStrings(policies["enforced_policies"] ?? policies["all_policies"])),
    pending: tables.traceNumber(hitsOfStrings(policies["pending_policies"])),
    sourcePort: portOf(record["source_port"]) ?? 0,
    start,
    end,
    packets: into + out,
    connections: "num_flows_started" in record ? started : -1
  };
}
function endOf(record, side) {
  const type = record[`${side}_type`];
  const full = type === "wep" ? nameOf(record[`${side}_name`]) : "";
  return calicoEnd({
    name: full === void 0 || full === "" ? record[`${side}_name_aggr`] : full,
    namespace: record[`${side}_namespace`],
    type,
    ips: ipsOf(record[`${side}_ip`])
  });
}

// src/snapshot/hubble.ts
function hubbleFlow(value) {
  const flow = isObject(value["flow"]) ? value["flow"] : value;
  return "verdict" in flow && (isObject(flow["IP"]) || isObject(flow["ip"])) ? flow : void 0;
}
function hubbleLost(value) {
  const lost = value["lost_events"] ?? value["lostEvents"];
  if (isObject(lost)) {
    const count2 = Number(lost["num_events_lost"] ?? lost["numEventsLost"] ?? 1);
    return Number.isFinite(count2) ? count2 : 1;
  }
  return "node_status" in value || "nodeStatus" in value ? 0 : void 0;
}
var DROP = 1;
var TRACE = 4;
var POLICY_VERDICT = 5;
var EVENTS = [DROP, TRACE, POLICY_VERDICT, void 0];
var POLICY_REASONS = /* @__PURE__ */ new Set([133, 181, "133", "181", "POLICY_DENIED", "POLICY_DENY"]);
function hubbleRow(flow, tables) {
  const type = eventType(flow);
  const isReply = get2(flow, "is_reply");
  if (isReply === true || get2(flow, "Type", "type") === "L7" || !EVENTS.includes(type)) return "nothing";
  const weak = type === TRACE || type === void 0;
  if (weak && isReply === void 0 && !beginsConnection(flow)) return "nothing";
  const action2 = verdictOf(flow);
  return action2 === void 0 ? "nothing" : rowOf2(flow, action2, weak, tables);
}
function rowOf2(flow, action2, weak, tables) {
  const [source2, destination2] = [endOf2(flow, "source"), endOf2(flow, "destination")];
  if (source2 === void 0) return { bad: "source" };
  if (destination2 === void 0) return { bad: "destination" };
  const service2 = serviceOf(flow);
  if (service2 === void 0) return { bad: "l4" };
  const time = timeOf(flow["time"]);
  if (time === void 0) return { bad: "time" };
  return {
    ...NEUTRAL,
    ...service2,
    source: tables.endNumber(source2),
    destination: tables.endNumber(destination2),
    sourceLabels: tables.labelsNumber(labelsOf(flow, "source")),
    destinationLabels: tables.labelsNumber(labelsOf(flow, "destination")),
    reporter: REPORTERS2.get(get2(flow, "traffic_direction")) ?? 0,
    // That a packet was seen on its way says nothing about the policy of one end (flow-formats 5.1).
    action: weak ? 0 : action2,
    weak,
    start: time,
    end: time,
    packets: 1,
    connections: weak ? -1 : 1
  };
}
function get2(value, snake2, other) {
  const camel2 = snake2.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  return value[snake2] ?? value[camel2] ?? (other === void 0 ? void 0 : value[other]);
}
function eventType(flow) {
  const type = get2(flow, "event_type");
  const number = Number(isObject(type) ? type["type"] : type);
  return Number.isInteger(number) && number > 0 ? number : void 0;
}
var REPORTERS2 = /* @__PURE__ */ new Map([
  ["EGRESS", 1],
  ["INGRESS", 2],
  [2, 1],
  [1, 2]
]);
function verdictOf(flow) {
  switch (flow["verdict"]) {
    case "FORWARDED":
    case "REDIRECTED":
    case "AUDIT":
    case 1:
    case 4:
    case 5:
      return 1;
    case "DROPPED":
    case 2:
      return POLICY_REASONS.has(get2(flow, "drop_reason_desc", "drop_reason")) ? 2 : void 0;
    default:
      return void 0;
  }
}
var layer4 = (flow) => {
  const value = flow["l4"];
  return isObject(value) ? value : {};
};
function beginsConnection(flow) {
  const tcp = layer4(flow)["TCP"] ?? layer4(flow)["tcp"];
  const flags = isObject(tcp) ? tcp["flags"] : void 0;
  return isObject(flags) && flags["SYN"] === true && flags["ACK"] !== true;
}
var PORT_PROTOCOLS = [
  ["TCP", 6],
  ["UDP", 17],
  ["SCTP", 132]
];
var ICMP_PROTOCOLS = [
  ["ICMPv4", ICMP],
  ["ICMPv6", ICMPV6]
];
function serviceOf(flow) {
  const l4 = layer4(flow);
  const named4 = (name) => l4[name] ?? l4[name.toLowerCase()];
  for (const [name, protocol2] of PORT_PROTOCOLS) {
    const of2 = named4(name);
    if (isObject(of2)) return portService(of2, protocol2);
  }
  for (const [name, protocol2] of ICMP_PROTOCOLS) {
    const of2 = named4(name);
    if (isObject(of2)) return icmpService(of2, protocol2);
  }
  return void 0;
}
function portService(of2, protocol2) {
  const [port, sourcePort] = [portOf(get2(of2, "destination_port")), portOf(get2(of2, "source_port"))];
  return port === void 0 || sourcePort === void 0 ? void 0 : { protocol: protocol2, port, icmp: 0, sourcePort };
}
function icmpService(of2, protocol2) {
  const [type, code2] = [Number(of2["type"] ?? 0), Number(of2["code"] ?? 0)];
  const isByte2 = (value) => Number.isInteger(value) && value >= 0 && value <= 255;
  return isByte2(type) && isByte2(code2) ? { protocol: protocol2, port: 0, icmp: type * 256 + code2 + 1, sourcePort: 0 } : void 0;
}
function endOf2(flow, side) {
  const addresses2 = isObject(flow["IP"]) ? flow["IP"] : flow["ip"];
  const text = isObject(addresses2) ? addresses2[side] : void 0;
  const ip = typeof text === "string" ? parseIp(text) : void 0;
  const end = isObject(flow[side]) ? flow[side] : {};
  const [namespace, name] = [nameOf(end["namespace"]), nameOf(get2(end, "pod_name"))];
  const ips = ip === void 0 ? [] : [ip];
  if (namespace && name) return { is: "pod", namespace, name, owner: ownerOf(end), ips, byAddress: false };
  if (ip === void 0) return void 0;
  return { is: "network", namespace: "", name: "", owner: void 0, ips, byAddress: false };
}
function ownerOf(end) {
  const workloads = Array.isArray(end["workloads"]) ? end["workloads"] : [];
  const [workload] = workloads;
  if (!isObject(workload)) return void 0;
  const [name, kind] = [nameOf(workload["name"]), nameOf(workload["kind"])];
  return name && kind ? { kind, name } : void 0;
}
var NAMESPACE_LABEL = "io.cilium.k8s.namespace.labels.";
var CALICO_LABELS = {
  "io.kubernetes.pod.namespace": "projectcalico.org/namespace",
  "io.cilium.k8s.policy.serviceaccount": "projectcalico.org/serviceaccount"
};
function labelsOf(flow, side) {
  const end = flow[side];
  const labels = isObject(end) && Array.isArray(end["labels"]) ? end["labels"] : [];
  return labels.flatMap((label) => {
    if (typeof label !== "string" || !label.startsWith("k8s:")) return [];
    const text = label.slice("k8s:".length);
    if (text.startsWith(NAMESPACE_LABEL)) return [`pcns.${text.slice(NAMESPACE_LABEL.length)}`];
    const [key = ""] = text.split("=", 1);
    if (Object.hasOwn(CALICO_LABELS, key)) return [`${CALICO_LABELS[key] ?? ""}${text.slice(key.length)}`];
    return text.startsWith("io.cilium.") ? [] : [text];
  });
}

// src/snapshot/tuple.ts
function tupleEnd(value) {
  if (!isObject(value)) return void 0;
  const { ip: ipText, pod } = value;
  const ip = typeof ipText === "string" ? parseIp(ipText) : void 0;
  if (ip === void 0 && ipText !== void 0 && ipText !== null) return void 0;
  if (pod === void 0 || pod === null) return ip === void 0 ? void 0 : addressEnd(ip);
  if (typeof pod !== "string") return void 0;
  const slash = pod.indexOf("/");
  const [namespace, name] = [nameOf(pod.slice(0, Math.max(0, slash))), nameOf(pod.slice(slash + 1))];
  if (!namespace || !name || name.includes("/")) return void 0;
  return { is: "pod", namespace, name, owner: void 0, ips: ip === void 0 ? [] : [ip], byAddress: false };
}
var addressEnd = (ip) => ({
  is: "network",
  namespace: "",
  name: "",
  owner: void 0,
  ips: [ip],
  byAddress: true
});
function endPart(key, gives) {
  return {
    mark: `"${key}":`,
    quotes: 8,
    keys: [key],
    gives: [gives],
    read(record, tables) {
      const end = tupleEnd(record[key]);
      return end === void 0 ? key : { ...NEUTRAL, [gives]: tables.endNumber(end) };
    }
  };
}
var protocol = {
  mark: '"protocol":',
  quotes: 2,
  keys: ["protocol"],
  gives: ["protocol"],
  read(record) {
    const number = protocolOf(record["protocol"]);
    return number === void 0 ? "protocol" : { ...NEUTRAL, protocol: number };
  }
};
var LAST_PORT = 65535;
var portPart = (key, gives) => countPart({
  mark: `"${key}":`,
  keys: [key],
  gives: [gives],
  fromCounts([port = 0]) {
    if (port > LAST_PORT) return key;
    return gives === "port" ? { ...NEUTRAL, port } : { ...NEUTRAL, sourcePort: port };
  }
});
var icmp = {
  mark: '"icmp":',
  quotes: 4,
  keys: ["icmp"],
  gives: ["icmp"],
  read(record) {
    const value = record["icmp"];
    if (value === void 0 || value === null) return NEUTRAL;
    const [type, code2] = isObject(value) ? [value["type"], value["code"] ?? 0] : [];
    return isByte(type) && isByte(code2) ? { ...NEUTRAL, icmp: type * 256 + code2 + 1 } : "icmp";
  }
};
var count = countPart({
  mark: '"count":',
  keys: ["count"],
  gives: ["connections"],
  fromCounts: ([connections]) => ({ ...NEUTRAL, connections: connections ?? 1 })
});
var lastSeen = {
  mark: '"lastSeen":',
  quotes: 2,
  keys: ["lastSeen"],
  gives: ["end"],
  read(record) {
    const end = timeOf(record["lastSeen"]);
    return end === void 0 ? "lastSeen" : { ...NEUTRAL, end };
  }
};
var isByte = (value) => typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 255;
var TUPLES = {
  parts: [
    endPart("src", "source"),
    endPart("dst", "destination"),
    protocol,
    portPart("sourcePort", "sourcePort"),
    portPart("destinationPort", "port"),
    icmp,
    count,
    lastSeen
  ],
  prefix: /^\{\s*$/
};

// src/snapshot/whisker.ts
var timePart = (key, gives) => ({
  mark: `"${key}":`,
  quotes: 2,
  keys: [key],
  gives: [gives],
  read(record) {
    const time = timeOf(record[key]);
    return time === void 0 ? key : { ...NEUTRAL, [gives]: time };
  }
});
var action = {
  mark: '"action":',
  quotes: 2,
  keys: ["action"],
  gives: ["action"],
  read: (record) => ({ ...NEUTRAL, action: actionCode(record["action"]) })
};
function readEnd(record, side, tables) {
  const end = calicoEnd({
    name: record[`${side}_name`],
    namespace: record[`${side}_namespace`],
    type: void 0,
    ips: ipsOf(record[`${side}_ips`])
  });
  if (end === void 0) return `${side}_name`;
  return [tables.endNumber(end), tables.labelsNumber(labelPairsOf(record[`${side}_labels`]))];
}
var source = {
  mark: '"source_name":',
  quotes: 6,
  keys: ["source_name", "source_namespace", "source_labels", "source_ips"],
  gives: ["source", "sourceLabels"],
  read(record, tables) {
    const end = readEnd(record, "source", tables);
    return typeof end === "string" ? end : { ...NEUTRAL, source: end[0], sourceLabels: end[1] };
  }
};
var destination = {
  mark: '"dest_name":',
  quotes: 6,
  keys: ["dest_name", "dest_namespace", "dest_labels", "dest_ips"],
  gives: ["destination", "destinationLabels"],
  read(record, tables) {
    const end = readEnd(record, "dest", tables);
    return typeof end === "string" ? end : { ...NEUTRAL, destination: end[0], destinationLabels: end[1] };
  }
};
var service = {
  mark: '"protocol":',
  quotes: 8,
  keys: ["protocol", "dest_port", "reporter"],
  gives: ["protocol", "port", "reporter"],
  read(record) {
    const of2 = calicoService(record["protocol"], record["dest_port"]);
    if (typeof of2 === "string") return of2 === "port" ? "dest_port" : of2;
    return { ...NEUTRAL, ...of2, reporter: reporterCode(record["reporter"]) };
  }
};
var HIT_KEYS = { policyIndex: "policy_index", ruleIndex: "rule_index" };
var enforced = {
  mark: '"policies":{"enforced":',
  quotes: LIST,
  keys: ["policies"],
  gives: ["enforced"],
  opens: 1,
  read(record, tables) {
    const { policies } = record;
    return {
      ...NEUTRAL,
      enforced: tables.traceNumber(hitsOf2(isObject(policies) ? policies["enforced"] : void 0, HIT_KEYS))
    };
  }
};
var pending = {
  mark: '"pending":',
  quotes: LIST,
  keys: ["pending"],
  gives: ["pending"],
  follows: "enforced",
  closes: 1,
  read(record, tables) {
    const { policies } = record;
    const hits = isObject(policies) ? policies["pending"] : record["pending"];
    return { ...NEUTRAL, pending: tables.traceNumber(hitsOf2(hits, HIT_KEYS)) };
  }
};
var counters = countPart({
  mark: '"packets_in":',
  keys: ["packets_in", "packets_out", "bytes_in", "bytes_out"],
  gives: ["packets", "connections"],
  fromCounts: ([into, out]) => ({ ...NEUTRAL, packets: (into ?? 0) + (out ?? 0) })
});
var WHISKER = {
  parts: [
    timePart("start_time", "start"),
    timePart("end_time", "end"),
    action,
    source,
    destination,
    service,
    enforced,
    pending,
    counters
  ],
  prefix: /^\{\s*$/
};

// src/snapshot/recognise.ts
function recognise(value, events, tables) {
  if (!isObject(value)) return { is: "unknown" };
  const metadata = metadataOf(value);
  if (metadata !== void 0) return { is: "metadata", metadata };
  const list = listOf2(value);
  if (list !== void 0) return list;
  if (typeof value["apiVersion"] === "string" && typeof value["kind"] === "string") return { is: "object" };
  return recordOf2(value, events, tables) ?? aside(value);
}
function listOf2(value) {
  for (const key of ["items", "flows", "objects"])
    if (Array.isArray(value[key])) return { is: "list", items: value[key], head: value };
  return "total" in value && value["items"] === null ? { is: "nothing" } : void 0;
}
function recordOf2(value, events, tables) {
  const source2 = value["_source"];
  if (isObject(source2)) return recordOf2(source2, events, tables);
  const flat2 = flatGoldmane(value);
  if (flat2 !== void 0) return goldmaneRecord(flat2, tables);
  const event = hubbleFlow(value);
  return event === void 0 ? flatRecordOf(value, events, tables) : hubbleEvent(event, tables);
}
function goldmaneRecord(flat2, tables) {
  const dialect2 = goldmaneDialect(flat2);
  return result(dialect2, readRow(dialect2 === "goldmane-protojson" ? GOLDMANE_CAMEL : GOLDMANE_SNAKE, flat2, tables));
}
function bareKey(value, tables) {
  const recognised = goldmaneRecord(value, tables);
  return recognised.is === "record" ? { ...recognised, row: { ...recognised.row, connections: 1 } } : recognised;
}
function hubbleEvent(event, tables) {
  const row = hubbleRow(event, tables);
  if (row === "nothing") return { is: "nothing" };
  return result("hubble", "bad" in row ? row.bad : row);
}
function flatRecordOf(value, events, tables) {
  if ("source_name_aggr" in value || "dest_name_aggr" in value)
    return result("enterprise", enterpriseRow(value, tables));
  if (isBareKey(value)) return bareKey(value, tables);
  if ("source_name" in value && "dest_name" in value && "reporter" in value)
    return result(events ? "whisker-stream" : "whisker-list", readRow(WHISKER, value, tables));
  if (isObject(value["src"]) && isObject(value["dst"]) && "protocol" in value)
    return result("tuples", readRow(TUPLES, value, tables));
  return void 0;
}
function result(dialect2, row) {
  return typeof row === "string" ? { is: "bad-record", dialect: dialect2, field: row } : { is: "record", dialect: dialect2, row };
}
function aside(value) {
  const events = hubbleLost(value);
  if (events !== void 0) return events === 0 ? { is: "nothing" } : { is: "lost", events };
  const error = value["error"];
  const message = isObject(error) ? error["message"] : error;
  return typeof message === "string" && Object.keys(value).length <= 3 ? { is: "error", message } : { is: "unknown" };
}

// src/model/policy.ts
var FELIX_KIND = {
  np: "NetworkPolicy",
  gnp: "GlobalNetworkPolicy",
  knp: "KubernetesNetworkPolicy",
  kcnp: "KubernetesClusterNetworkPolicy",
  kanp: "KubernetesAdminNetworkPolicy",
  kbanp: "KubernetesBaselineAdminNetworkPolicy",
  snp: "StagedNetworkPolicy",
  sgnp: "StagedGlobalNetworkPolicy",
  sknp: "StagedKubernetesNetworkPolicy",
  pro: "Profile"
};

// src/snapshot/stored.ts
var STORED_VERSION = 1;

// src/snapshot/stored-head.ts
var isStoredHead = (value) => value["kind"] === METADATA_KIND && "windows" in value;
function readHead(value, tables) {
  if (value["version"] !== STORED_VERSION)
    return `its version is ${JSON.stringify(value["version"] ?? null)}, and this program reads version ${String(STORED_VERSION)}`;
  const captures = each(value["captures"], (one) => isObject(one) ? captureOf(one) : void 0);
  const windows = each(value["windows"], windowOf);
  const ends = each(value["ends"], (one) => {
    const end = endOf3(one);
    return end === void 0 ? void 0 : tables.endNumber(end);
  });
  const labels = each(value["labels"], (one) => isTexts(one) ? tables.labelsNumber(one) : void 0);
  const traces = each(value["traces"], (one) => {
    const hits = each(one, hitOf3);
    return hits === void 0 ? void 0 : tables.traceNumber(hits);
  });
  if (captures === void 0) return "its `captures` are not as they should be";
  if (windows === void 0) return "its `windows` are not as they should be";
  if (ends === void 0 || labels === void 0 || traces === void 0)
    return "its `ends`, `labels` or `traces` are not as they should be";
  const { pseudonyms } = value;
  return {
    pseudonyms: typeof pseudonyms === "string" ? pseudonyms : void 0,
    captures,
    windows,
    ends,
    labels,
    traces
  };
}
function each(value, read) {
  if (!Array.isArray(value)) return void 0;
  const out = [];
  for (const item of value) {
    const one = read(item);
    if (one === void 0) return void 0;
    out.push(one);
  }
  return out;
}
var isTexts = (value) => Array.isArray(value) && value.every((one) => typeof one === "string");
var isCount = (value) => typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
var DIALECTS = {
  "goldmane-go": true,
  "goldmane-protojson": true,
  "goldmane-python": true,
  "whisker-list": true,
  "whisker-stream": true,
  enterprise: true,
  hubble: true,
  tuples: true
};
var isDialect = (value) => typeof value === "string" && Object.hasOwn(DIALECTS, value);
function windowOf(value) {
  if (!isObject(value)) return void 0;
  const { dialect: dialect2, id, records } = value;
  const [start, end] = [timeOf(value["start"]), timeOf(value["end"])];
  if (typeof id !== "string" || !/^[0-9a-f]{16,64}$/.test(id) || !isDialect(dialect2)) return void 0;
  if (start === void 0 || end === void 0 || !isCount(records)) return void 0;
  return { id, dialect: dialect2, start, end, records };
}
var IS = ["pod", "host", "network-set", "network", "unknown"];
function endOf3(value) {
  if (!isObject(value)) return void 0;
  const is = IS.find((one) => one === value["is"]);
  const [namespace, name] = [nameOf(value["namespace"]), nameOf(value["name"])];
  const ips = value["ips"] === void 0 ? [] : each(value["ips"], ipOf);
  if (is === void 0 || namespace === void 0 || name === void 0 || ips === void 0) return void 0;
  if (name === "" && ips.length === 0) return void 0;
  return { is, namespace, name, owner: ownerOf2(value["owner"]), ips, byAddress: value["byAddress"] === true };
}
var ipOf = (value) => typeof value === "string" ? parseIp(value) : void 0;
function ownerOf2(value) {
  if (!isObject(value)) return void 0;
  const [kind, name] = [nameOf(value["kind"]), nameOf(value["name"])];
  return kind && name ? { kind, name } : void 0;
}
var isKind = (value) => value === "unknown" || Object.hasOwn(FELIX_KIND, value);
function hitOf3(value) {
  if (!Array.isArray(value)) return void 0;
  const [tier, kind, namespace, name, rule, actionText] = value;
  const action2 = actionText === "log" ? actionText : actionOf(actionText);
  if (action2 === void 0 || typeof kind !== "string" || !isKind(kind)) return void 0;
  if (rule !== "end-of-tier" && (typeof rule !== "number" || !Number.isInteger(rule))) return void 0;
  const names = [tier, namespace, name].map((one) => one === void 0 ? void 0 : nameOf(one));
  const [tierName, space, own] = names;
  if (tierName === void 0 || space === void 0 || own === void 0) return void 0;
  return { tier: tierName, kind, namespace: space, name: own, rule, action: action2 };
}

// src/snapshot/tables.ts
var Numbered = class {
  #numbers = /* @__PURE__ */ new Map();
  values = [];
  number(key, make) {
    const known3 = this.#numbers.get(key);
    if (known3 !== void 0) return known3;
    const number = this.values.length;
    this.#numbers.set(key, number);
    this.values.push(make());
    return number;
  }
  /** Each value with its key, in the order of their numbers */
  get entries() {
    const keys = [...this.#numbers.keys()];
    return this.values.map((value, number) => [keys[number] ?? "", value]);
  }
  /** Numbers the values of others; gives by their number there the one here */
  adopt(entries) {
    return entries.map(([key, value]) => this.number(key, () => value));
  }
};
var NO_LABELS = /* @__PURE__ */ new Map();
var NO_TRACE = 0;
var Tables = class {
  ends = new Numbered();
  labels = new Numbered();
  traces = new Numbered();
  #common = /* @__PURE__ */ new Map();
  constructor() {
    this.traces.number("", () => void 0);
    this.labelsNumber([]);
  }
  get content() {
    return { ends: this.ends.entries, labels: this.labels.entries, traces: this.traces.entries };
  }
  adopt({ ends, labels, traces }) {
    return { ends: this.ends.adopt(ends), labels: this.labels.adopt(labels), traces: this.traces.adopt(traces) };
  }
  endNumber(end) {
    const { byAddress, ips, is, name, namespace, owner } = end;
    let key = `${is}
${namespace}
${name}
${String(byAddress)}`;
    if (owner !== void 0) key += `
${owner.kind}
${owner.name}`;
    for (const ip of ips) key += `
${String(ip.family)} ${ip.value.toString(36)}`;
    return this.ends.number(key, () => end);
  }
  /** `key=value` texts; one without or with a second `=` is split at the first, as Kubernetes values hold none */
  labelsNumber(pairs) {
    const sorted = pairs.map((pair2) => {
      const at3 = pair2.indexOf("=");
      return at3 < 0 ? ["", ""] : [pair2.slice(0, at3).trim(), pair2.slice(at3 + 1).trim()];
    }).filter(([key]) => key !== "").sort(([a], [b]) => byText(a, b));
    return this.#labelsNumber(sorted);
  }
  #labelsNumber(sorted) {
    return this.labels.number(JSON.stringify(sorted), () => new Map(sorted));
  }
  /** The labels that both have */
  commonLabels(a, b) {
    if (a === b) return a;
    const [low, high] = a < b ? [a, b] : [b, a];
    const pair2 = low * 2 ** 26 + high;
    const known3 = this.#common.get(pair2);
    if (known3 !== void 0) return known3;
    const other = this.labels.values[high] ?? NO_LABELS;
    const shared = [...this.labels.values[low] ?? NO_LABELS].filter(([key, value]) => other.get(key) === value);
    const number = this.#labelsNumber(shared);
    this.#common.set(pair2, number);
    return number;
  }
  /** NO_TRACE for undefined */
  traceNumber(hits) {
    if (hits === void 0) return NO_TRACE;
    return this.traces.number(traceText(hits), () => hits);
  }
};
var traceText = (hits) => hits.map(
  ({ action: action2, kind, name, namespace, rule, tier }) => `${tier} ${kind} ${namespace}/${name} ${String(rule)} ${action2}`
).join("\n");

// src/snapshot/stored-flow.ts
function storedRows(value, head) {
  const who = whoOf(value, head);
  if (typeof who === "string") return who;
  const service2 = serviceOf2(value);
  if (typeof service2 === "string") return service2;
  const { seen } = value;
  if (!Array.isArray(seen)) return "seen";
  const rows = [];
  for (const one of seen) {
    const figures = figuresOf(one, head.windows.length);
    if (figures === void 0) return "seen";
    const { records, window, ...counts } = figures;
    rows.push({ window, records, row: { ...NEUTRAL, ...who, ...service2, ...counts } });
  }
  return rows;
}
var REPORTERS3 = { source: 1, destination: 2 };
var ACTIONS2 = { allow: 1, deny: 2 };
function whoOf(value, { ends, labels, traces }) {
  const source2 = at(ends, value["source"]);
  if (source2 === void 0) return "source";
  const destination2 = at(ends, value["destination"]);
  if (destination2 === void 0) return "destination";
  const sourceLabels = at(labels, value["sourceLabels"], 0);
  if (sourceLabels === void 0) return "sourceLabels";
  const destinationLabels = at(labels, value["destinationLabels"], 0);
  if (destinationLabels === void 0) return "destinationLabels";
  const enforced2 = at(traces, value["enforced"], NO_TRACE);
  if (enforced2 === void 0) return "enforced";
  const pending2 = at(traces, value["pending"], NO_TRACE);
  if (pending2 === void 0) return "pending";
  const { action: action2, reporter, weak } = value;
  return {
    source: source2,
    destination: destination2,
    sourceLabels,
    destinationLabels,
    enforced: enforced2,
    pending: pending2,
    reporter: reporter === "source" || reporter === "destination" ? REPORTERS3[reporter] : 0,
    action: action2 === "allow" || action2 === "deny" ? ACTIONS2[action2] : 0,
    weak: weak === true
  };
}
function at(numbers, place, absent) {
  if (place === void 0 || place === null) return absent;
  return typeof place === "number" ? numbers[place] : void 0;
}
function serviceOf2(value) {
  const { icmp: icmp2, port, protocol: protocol2, sourcePort } = value;
  if (!isUpTo(protocol2, 255)) return "protocol";
  if (port !== void 0 && !isUpTo(port, 65535)) return "port";
  if (sourcePort !== void 0 && !isUpTo(sourcePort, 65535)) return "sourcePort";
  const none = { protocol: protocol2, port: port ?? 0, icmp: 0, sourcePort: sourcePort ?? 0 };
  if (icmp2 === void 0) return none;
  const [type, code2] = isObject(icmp2) ? [icmp2["type"], icmp2["code"]] : [];
  return isUpTo(type, 255) && isUpTo(code2, 255) ? { ...none, icmp: type * 256 + code2 + 1 } : "icmp";
}
var isUpTo = (value, most) => isCount(value) && value <= most;
function figuresOf(value, windows) {
  if (!Array.isArray(value)) return void 0;
  const [window, records, packets, connections, start, end] = value;
  if (!isCount(window) || window >= windows || !isCount(records) || !isCount(packets)) return void 0;
  const [begun, from, to] = [numberOr(connections, -1), numberOr(start, 0), numberOr(end, 0)];
  if (begun === void 0 || from === void 0 || to === void 0) return void 0;
  return { window, records, packets, connections: begun, start: from, end: to };
}
var numberOr = (value, none) => value === null ? none : typeof value === "number" && value >= 0 && Number.isFinite(value) ? value : void 0;

// src/snapshot/stored-reader.ts
var StoredReader = class _StoredReader {
  #path;
  #into;
  #head;
  /** By the place of the window; undefined where another file has given it already */
  #groups;
  constructor(path5, into, head) {
    this.#path = path5;
    this.#into = into;
    this.#head = head;
    this.#groups = head.windows.map((window) => into.records.storedGroup(path5, window));
  }
  /** Undefined for a head that is none; a sentence where it cannot be used */
  static open(path5, head, into) {
    if (!isStoredHead(head)) return void 0;
    const read = readHead(head, into.records.tables);
    if (typeof read === "string") return read;
    into.pseudonyms(read.pseudonyms);
    for (const capture2 of read.captures) into.capture(capture2);
    return new _StoredReader(path5, into, read);
  }
  /** Undefined for a line that is neither an object nor a flow of a merged snapshot */
  take(value) {
    const { seen, ...object } = value;
    if (typeof value["kind"] === "string" && typeof value["apiVersion"] === "string") {
      this.#into.object(object, this.#path, seenOf(isObject(seen) ? seen : {}));
      return "taken";
    }
    if (!Array.isArray(seen)) return void 0;
    const rows = storedRows(value, this.#head);
    if (typeof rows === "string") return { bad: rows };
    for (const { records, row, window } of rows) {
      const group = this.#groups[window];
      if (group !== void 0) this.#into.records.addSeen(group, row, records);
    }
    return "taken";
  }
};
function seenOf({ first: first2, last: last2, states }) {
  const seen = { first: knownTime(first2), last: knownTime(last2) };
  return isObject(states) && Object.keys(states).length > 1 ? { ...seen, states: new Map(Object.entries(states).map(([state, time]) => [state, knownTime(time)])) } : seen;
}
function knownTime(value) {
  const time = timeOf(value);
  return time === 0 ? void 0 : time;
}

// src/snapshot/text-form.ts
var SNIFF = 16384;
var REFUSED = [
  {
    dialect: "the AWS VPC CNI network policy agent",
    lacks: "its log names neither pods nor labels, and usually no allowed connection; capture Whisker or Hubble flows",
    looks: /\bFlow Info:|\bPolicyVerdict:|"Src IP"\s*:/
  },
  {
    dialect: "OVN-Kubernetes ACL logging",
    lacks: "its log names no pods and is a sample of at most 20 messages a second",
    looks: /\bacl_log\(|"acl_log"/
  },
  {
    dialect: "the Antrea flow exporter",
    lacks: "this dialect is not read yet; write its connections as exact tuples instead",
    looks: /"(?:sourcePodNamespace|ingressNetworkPolicyRuleAction|flowEndSeconds\w*)"\s*:/
  },
  {
    dialect: "GKE network policy logging",
    lacks: "it logs only pods that some policy selects, and names no policy where it denies",
    looks: /"disposition"\s*:\s*"(?:allow|deny)"/
  },
  {
    dialect: "syslog",
    lacks: "lines of keys and values name no pods and no policies; export the flow logs as JSON",
    looks: /\bcalico-packet:|^<\d{1,3}>|\b(?:src_ip|source_ip|SRC)=\S+.*\b(?:dst_ip|dest_ip|destination_ip|DST)=/m
  }
];
function formOf(text) {
  const start = text.trimStart();
  if (/^(?:<!doctype|<html|<\?xml|<head|<body)/i.test(start)) return { is: "html" };
  if (/^(?::[^\n]*\n|(?:event|id|retry):[^\n]*\n|\s*\n)*data:\s*\{/.test(start)) return { is: "events" };
  if (start.startsWith("{") || start.startsWith("[")) return { is: "json" };
  if (/^(?:apiVersion|kind|items|metadata)\s*:/m.test(start)) return { is: "yaml" };
  const refused2 = refusedForm(start);
  if (refused2 !== void 0) return refused2;
  return { is: /^[{[]/m.test(start) ? "json" : "unknown" };
}
function refusedForm(text) {
  const found = REFUSED.find(({ looks }) => looks.test(text));
  return found === void 0 ? void 0 : { is: "refused", dialect: found.dialect, lacks: found.lacks };
}
function withoutHttpHead(text) {
  if (!text.startsWith("HTTP/")) return text;
  const end = /\r?\n\r?\n/.exec(text);
  return end === null ? text : text.slice(end.index + end[0].length);
}

// src/snapshot/file-reader.ts
var QUICK = {
  "goldmane-go": GOLDMANE_SNAKE,
  "goldmane-protojson": GOLDMANE_CAMEL,
  "goldmane-python": GOLDMANE_SNAKE,
  "whisker-list": WHISKER,
  "whisker-stream": WHISKER,
  tuples: TUPLES
};
var FileReader = class {
  #path;
  #into;
  #report;
  #form;
  /** Until the form is known; all of it where that is YAML */
  #head = [];
  #headLength = 0;
  #values;
  quick = void 0;
  opening = "";
  #quickBy = /* @__PURE__ */ new Map();
  /** Of the metadata that stand above: what lines of a merged snapshot refer to */
  #stored;
  /** When objects below the metadata of a capture were there */
  #seen;
  #recognised = 0;
  #unknown = 0;
  /** Lines passed over where nothing else says so, and bad records, by what is wrong; each with its first place */
  #bad = /* @__PURE__ */ new Map();
  /** `form`: where the text does not begin with the file, what is known from there */
  constructor(path5, into, report, form) {
    this.#path = path5;
    this.#into = into;
    this.#report = report;
    if (form === void 0) return;
    this.#form = { is: form };
    this.#values = new JsonValues(this, { events: form === "events" });
  }
  /** Nothing of the text so far was passed over */
  get understood() {
    return this.#bad.size === 0 && this.#unknown === 0;
  }
  /**
   * How lines are read, where nothing that stands above has a meaning for records that stand below: they come line by line, are
   * known by what they are, and are of no stored window. Undefined anywhere else.
   */
  get lineForm() {
    const is = this.#form?.is;
    if (is !== "json" && is !== "events") return void 0;
    return this.quick !== void 0 && this.#stored === void 0 && this.#values?.readsLines === true ? is : void 0;
  }
  /** So many lines were read; undefined where they leave something open, so that others do not stand for themselves */
  get lines() {
    return this.lineForm !== void 0 && this.#values?.isAtRest === true ? this.#values.line - 1 : void 0;
  }
  /** Takes the lines that follow as somebody else has read them; false where they must be written to be understood */
  take({ lines: lines2, records }) {
    if (this.lines === void 0 || !this.#into.records.adopt(this.#path, records)) return false;
    this.#values?.passLines(lines2);
    return true;
  }
  write(chunk) {
    if (this.#values !== void 0) this.#values.write(chunk);
    else if (this.#form === void 0 || this.#form.is === "yaml") {
      this.#head.push(chunk);
      this.#headLength += chunk.length;
      if (this.#form === void 0 && this.#headLength >= SNIFF) this.#begin();
    }
  }
  end() {
    if (this.#form === void 0) this.#begin();
    this.#values?.end();
    if (this.#form?.is === "yaml") this.#into.yaml(this.#head.join(""), this.#path);
    this.#head = [];
    this.#conclude();
  }
  #begin() {
    const text = withoutHttpHead(this.#head.join("").replace(/^\uFEFF/, ""));
    this.#form = formOf(text.slice(0, SNIFF));
    if (this.#form.is === "yaml") return;
    this.#head = [];
    if (this.#form.is !== "json" && this.#form.is !== "events") return;
    this.#values = new JsonValues(this, { events: this.#form.is === "events" });
    this.#values.write(text);
  }
  /** A complete value as text */
  value(json, head) {
    const value = parsed3(json);
    if (value === void 0) this.#count(NOT_JSON, void 0);
    else this.#take(value, json, headOf(head));
  }
  #take(value, json, head) {
    if (isObject(value) && this.#takeStored(value)) {
      this.#recognised++;
      return;
    }
    const recognised = recognise(withType(value, head), this.#form?.is === "events", this.#into.records.tables);
    if (recognised.is !== "unknown") this.#recognised++;
    this.#enter(recognised, value, json, head);
  }
  /** False for what is no part of a merged snapshot */
  #takeStored(value) {
    const opened = StoredReader.open(this.#path, value, this.#into);
    if (typeof opened === "string") this.#cannotRead(opened);
    else if (opened !== void 0) this.#stored = opened;
    if (opened !== void 0) return true;
    const taken = this.#stored?.take(value);
    if (typeof taken === "object") this.#count(wrongField(taken.bad), void 0);
    return taken !== void 0;
  }
  #cannotRead(why) {
    this.#report({ code: "snapshot-unreadable", at: void 0, args: [this.#path, why] });
  }
  #enter(recognised, value, json, head) {
    switch (recognised.is) {
      case "object":
        this.#into.object(withType(value, head), this.#path, this.#seen);
        break;
      case "record":
        this.#record(recognised.dialect, recognised.row, json);
        break;
      case "bad-record":
        this.#count(wrongField(recognised.field), void 0);
        break;
      case "lost":
        this.#count("the source lost events before it wrote them", void 0, recognised.events);
        break;
      case "metadata":
        this.#metadata(recognised.metadata);
        break;
      case "error":
        this.#cannotRead(`the server answered: ${recognised.message.slice(0, LONGEST_MESSAGE)}`);
        break;
      case "list":
        for (const item of recognised.items) this.#take(item, "", recognised.head);
        break;
      case "nothing":
        break;
      case "unknown":
        this.#pass(json);
    }
  }
  /** Objects that follow in the file are those of this capture */
  #metadata(metadata) {
    this.#into.metadata(metadata);
    const { capturedAt: at3 } = metadata;
    this.#seen = at3 === void 0 ? void 0 : { first: at3, last: at3 };
    this.#stored = void 0;
  }
  #record(dialect2, row, json) {
    const group = this.#into.records.group(this.#path, dialect2);
    this.#into.records.add(group, row);
    this.#quicken(dialect2, group, json);
  }
  #pass(json) {
    if (this.#unknown === 0 && this.#recognised === 0) {
      const refused2 = refusedForm(json.slice(0, SNIFF));
      if (refused2 !== void 0) this.#form = refused2;
    }
    this.#unknown++;
  }
  /** From now on, values that begin like this one are first taken for its kind */
  #quicken(id, group, json) {
    const dialect2 = QUICK[id];
    const opening = /^\{\s*"\w+":/.exec(json)?.[0];
    if (dialect2 === void 0 || opening === void 0) return;
    const records = this.#quickBy.get(id) ?? new QuickRecords(dialect2, this.#into.records.tables);
    this.#quickBy.set(id, records);
    this.opening = opening;
    this.quick = (text, codes, from, to) => {
      const row = records.read(text, codes, from, to);
      if (row === void 0) return false;
      this.#into.records.add(group, row);
      return true;
    };
  }
  broken(place, what) {
    if (what === "line") {
      this.#count(NOT_JSON, place);
      return;
    }
    const at3 = { path: this.#path, ...place };
    const why = what === "end" ? "the file ends within a value" : "its list is broken here";
    this.#report({ code: "json-syntax", at: at3, args: [`${why}; what stands before was read`] });
  }
  #count(what, at3, times = 1) {
    const known3 = this.#bad.get(what);
    if (known3 === void 0) this.#bad.set(what, { count: times, at: at3 });
    else known3.count += times;
  }
  /** What is worth saying of the file as a whole */
  #conclude() {
    const form = this.#form;
    if (form?.is === "html") this.#say("html-not-flows", [this.#path]);
    else if (form?.is === "refused") this.#say("dialect-refused", [form.dialect, form.lacks]);
    else if (form?.is === "unknown" || this.#unknown > 0 && this.#recognised === 0)
      this.#say("file-not-recognised", [this.#path]);
    else this.#sayBad();
  }
  #sayBad() {
    if (this.#unknown > 0) this.#count("it is of no known kind", void 0, this.#unknown);
    for (const [what, { at: at3, count: count2 }] of this.#bad) {
      const place = { path: this.#path, line: at3?.line ?? 1, column: at3?.column ?? 1 };
      const others = count2 === 1 ? "" : ` (${String(count2)} times in this file)`;
      this.#report({ code: "record-unreadable", at: place, args: [`${what}${others}`] });
    }
  }
  #say(code2, args) {
    this.#report({ code: code2, at: { path: this.#path, line: 1, column: 1 }, args });
  }
};
var NOT_JSON = "it is no JSON";
var wrongField = (field) => `its ${field} is missing or no ${field}`;
var LONGEST_MESSAGE = 200;
function parsed3(json) {
  try {
    return JSON.parse(json);
  } catch {
    return void 0;
  }
}
function headOf(head) {
  if (head === void 0 || !head.includes("List")) return void 0;
  const value = parsed3(`${head.replace(/,\s*$/, "")}}`);
  return isObject(value) ? value : void 0;
}
function withType(value, head) {
  if (!isObject(value)) return {};
  const kind = head?.["kind"];
  if (typeof kind !== "string" || !kind.endsWith("List") || kind === "List" || "kind" in value) return value;
  return { apiVersion: head?.["apiVersion"], kind: kind.slice(0, -"List".length), ...value };
}

// src/base/fingerprint.ts
function fingerprint(text) {
  let [a, b] = [2166136261, 3735928559];
  for (let i = 0; i < text.length; i++) {
    const code2 = text.charCodeAt(i);
    a = Math.imul(a ^ code2, 16777619);
    b = Math.imul(b ^ code2, 1540483477);
  }
  a = Math.imul(a ^ a >>> 16 ^ b >>> 13, 2246822507);
  b = Math.imul(b ^ b >>> 15 ^ a >>> 11, 3266489909);
  const hex = (value) => (value >>> 0).toString(16).padStart(8, "0");
  return hex(a ^ a >>> 13) + hex(b ^ b >>> 16);
}

// src/snapshot/inventory.ts
var UNSEEN = { first: void 0, last: void 0 };
var Inventory = class {
  #byKey = /* @__PURE__ */ new Map();
  #broken = [];
  /** Objects that one capture has in two states */
  #changed = /* @__PURE__ */ new Set();
  add({ broken: broken3, manifests }, seen = UNSEEN) {
    this.#broken.push(...broken3);
    const { first: first2, last: last2 } = seen;
    for (const manifest of manifests) this.#enter({ manifest, first: first2, last: last2, states: statesOf(manifest, seen) });
  }
  /** Takes all of another one over. `capturedAt`: of its objects that no capture claims */
  join(other, capturedAt) {
    this.#broken.push(...other.#broken);
    for (const key of other.#changed) this.#changed.add(key);
    for (const entry of other.entries(capturedAt)) this.#enter({ ...entry, states: new Map(entry.states) });
  }
  #enter(entry) {
    const known3 = this.#byKey.get(entry.manifest.key);
    if (known3 === void 0) this.#byKey.set(entry.manifest.key, entry);
    else this.#join(known3, entry);
  }
  #join(known3, one) {
    if (known3.last === one.last && compareVersions(versionOf(known3.manifest), versionOf(one.manifest)) !== 0)
      this.#changed.add(known3.manifest.key);
    if (compareEntries(known3, one) < 0) known3.manifest = one.manifest;
    for (const [state, last2] of one.states) known3.states.set(state, later(known3.states.get(state), last2));
    known3.first = sooner(known3.first, one.first);
    known3.last = later(known3.last, one.last);
  }
  /** In order of their keys, whatever the order of the files. `capturedAt`: of objects that no capture claims */
  entries(capturedAt) {
    return [...this.#byKey.values()].map(({ first: first2, last: last2, manifest, states }) => ({
      manifest,
      first: first2 ?? capturedAt,
      last: last2 ?? capturedAt,
      states: new Map([...states].map(([state, time]) => [state, time ?? capturedAt]))
    })).sort((a, b) => byText(a.manifest.key, b.manifest.key));
  }
  broken() {
    return [...this.#broken].sort((a, b) => byText(a.path, b.path) || a.at.line - b.at.line);
  }
  /** One word for all, as a capture of beginning and end has many of them */
  sayTwice(report) {
    const [first2, ...others] = [...this.#changed].sort(byText);
    const manifest = first2 === void 0 ? void 0 : this.#byKey.get(first2)?.manifest;
    if (manifest === void 0) return;
    const name = manifest.namespace === void 0 ? manifest.name : `${manifest.namespace}/${manifest.name}`;
    const more = others.length === 0 ? "" : ` (and ${String(others.length)} more)`;
    report({ code: "object-twice", at: void 0, args: [`${manifest.kind} ${name}${more}`] });
  }
};
var isTracked = ({ kind }) => /NetworkPolicy$|^Tier$|NetworkSet$/.test(kind);
function statesOf(manifest, { last: last2, states }) {
  const own = isTracked(manifest) ? [[stateOf(manifest), last2]] : [];
  return new Map(isTracked(manifest) && states !== void 0 ? states : own);
}
function stateOf({ value }) {
  const metadata = isObject(value["metadata"]) ? value["metadata"] : {};
  const annotations2 = isObject(metadata["annotations"]) ? metadata["annotations"] : {};
  return fingerprint(canonical([metadata["labels"], annotations2["projectcalico.org/metadata"], value["spec"]]));
}
function compareEntries(a, b) {
  const [one, other] = [versionOf(a.manifest), versionOf(b.manifest)];
  return compareVersions(one, other) || (one.resourceVersion === "" ? (a.last ?? 0) - (b.last ?? 0) : 0) || byText(canonical(a.manifest.value), canonical(b.manifest.value)) || byText(b.manifest.origin.path, a.manifest.origin.path);
}
var sooner = (a, b) => a === void 0 ? b : b === void 0 ? a : Math.min(a, b);
var later = (a, b) => a === void 0 ? b : b === void 0 ? a : Math.max(a, b);
function versionOf(manifest) {
  const metadata = isObject(manifest.value["metadata"]) ? manifest.value["metadata"] : {};
  const { resourceVersion, uid } = metadata;
  const text = typeof resourceVersion === "string" ? resourceVersion.replace(/^0+/, "") : "";
  return { hasUid: typeof uid === "string" && uid !== "", resourceVersion: /^\d*$/.test(text) ? text : "" };
}
var compareVersions = (a, b) => Number(a.hasUid) - Number(b.hasUid) || a.resourceVersion.length - b.resourceVersion.length || byText(a.resourceVersion, b.resourceVersion);

// src/snapshot/policy-changes.ts
function policyHistory(entries, present2, from, captureTimes) {
  const found = entries.filter(({ manifest }) => isTracked(manifest)).flatMap((entry) => {
    const change = changeOf(entry, present2.has(entry.manifest.key), from ?? Infinity, captureTimes);
    if (change === void 0) return [];
    const { kind, name, namespace } = entry.manifest;
    return [{ ...change, kind, namespace, name }];
  }).sort(
    byKeys(
      ({ kind }) => kind,
      ({ namespace }) => namespace ?? "",
      ({ name }) => name
    )
  );
  return {
    changes: found.map(({ at: at3, is, kind, name, namespace }) => ({ is, kind, namespace, name, at: isoTime(at3) })),
    since: Math.max(0, ...found.map(({ at: at3 }) => at3))
  };
}
function changeOf({ first: first2, last: last2, manifest, states }, isPresent, from, captureTimes) {
  if (!isPresent) {
    const at3 = captureTimes.find((time) => last2 !== void 0 && time > last2);
    return at3 === void 0 ? void 0 : { is: "removed", at: at3 };
  }
  const { created, written } = timesOf2(manifest.value);
  if (created !== void 0 && created > from) return { is: "created", at: created };
  if (written !== void 0 && written > from) return { is: "edited", at: written };
  const changed = lastOfOthers(states, stateOf(manifest));
  if (changed !== void 0) return { is: "edited", at: captureTimes.find((time) => time > changed) ?? changed };
  const [oldest] = captureTimes;
  if (created === void 0 && first2 !== void 0 && oldest !== void 0 && first2 > oldest)
    return { is: "created", at: first2 };
  return void 0;
}
function lastOfOthers(states, now) {
  const times = [...states].flatMap(([state, time]) => state === now ? [] : time ?? []);
  return times.length === 0 ? void 0 : Math.max(...times);
}
function timesOf2({ metadata }) {
  if (!isObject(metadata)) return {};
  const fields = Array.isArray(metadata["managedFields"]) ? metadata["managedFields"] : [];
  const written = fields.flatMap(
    (field) => isObject(field) && field["subresource"] !== "status" ? timeOf(field["time"]) ?? [] : []
  );
  const created = timeOf(metadata["creationTimestamp"]) ?? 0;
  return {
    ...created > 0 && { created },
    ...written.length > 0 && { written: Math.max(...written) }
  };
}

// src/snapshot/presence.ts
var FROM_API = "Kubernetes API";
var REMEMBERED = /* @__PURE__ */ new Set([
  "Namespace",
  "ServiceAccount",
  "Node",
  "Pod",
  "Deployment",
  "StatefulSet",
  "DaemonSet",
  "ReplicaSet",
  "ReplicationController",
  "Job",
  "CronJob"
]);
function presentManifests(entries, captures) {
  const newest = new NewestCaptures(captures);
  const gone = new Set(entries.filter((entry) => newest.misses(entry)));
  if (gone.size === 0) return entries.map(({ manifest }) => manifest);
  const pods = new GonePods(entries, gone);
  return entries.flatMap((entry) => {
    if (!gone.has(entry)) return [entry.manifest];
    if (entry.manifest.kind === "Pod" && entry.manifest.group === "") return pods.remember(entry.manifest);
    return REMEMBERED.has(entry.manifest.kind) ? [entry.manifest] : [];
  });
}
var NewestCaptures = class {
  #captures;
  #byKind = /* @__PURE__ */ new Map();
  constructor(captures) {
    this.#captures = captures;
  }
  /** The object is in an older capture and not in the newest one that looked for its kind */
  misses({ last: last2, manifest: { group, kind } }) {
    if (last2 === void 0) return false;
    const key = `${group}|${kind}`;
    if (!this.#byKind.has(key)) this.#byKind.set(key, this.#newest(group, kind));
    const newest = this.#byKind.get(key);
    return newest !== void 0 && last2 < newest;
  }
  #newest(group, kind) {
    const times = this.#captures.flatMap(
      (capture2) => capture2.capturedAt !== void 0 && hasRead(capture2, group, kind) ? [capture2.capturedAt] : []
    );
    return times.length === 0 ? void 0 : Math.max(...times);
  }
};
function hasRead({ said: { counts, sources, unread = [] } }, group, kind) {
  const isNamed = Object.keys(counts?.objects ?? {}).some((name) => {
    const space = name.indexOf(" ");
    return name.slice(space + 1) === kind && groupOf(name.slice(0, space)) === group;
  });
  if (isNamed) return true;
  if (sources?.objects !== FROM_API || counts === void 0) return false;
  return !unread.some(({ what }) => what.startsWith(kind.toLowerCase()));
}
var GonePods = class {
  #byKey = /* @__PURE__ */ new Map();
  /** Workloads of which a pod or the object itself is there */
  #alive = /* @__PURE__ */ new Set();
  #addresses = /* @__PURE__ */ new Set();
  constructor(entries, gone) {
    for (const entry of entries) {
      const { kind, name, namespace } = entry.manifest;
      this.#byKey.set(keyOf2(namespace, { kind, name }), { manifest: entry.manifest, gone: gone.has(entry) });
    }
    for (const entry of entries) {
      if (gone.has(entry) || !REMEMBERED.has(entry.manifest.kind)) continue;
      this.#alive.add(this.#rootOf(entry.manifest));
      for (const address of addressesOf(entry.manifest)) this.#addresses.add(address);
    }
  }
  /**
   * The pod, without addresses that others have now; nothing where other pods took its place, for then they are what a
   * change would touch. Runs of a CronJob are told apart by their names, so that theirs stay.
   */
  remember(pod) {
    const isRun = ownerOf3(pod)?.kind === "Job";
    if (!isRun && this.#alive.has(this.#rootOf(pod))) return [];
    const taken = addressesOf(pod).some((address) => this.#addresses.has(address));
    return [taken ? withoutAddresses(pod) : pod];
  }
  /** The workload that a pod belongs to in the end */
  #rootOf(manifest) {
    let key = keyOf2(manifest.namespace, manifest);
    for (let at3 = manifest, steps = 0; at3 !== void 0 && steps < MOST_OWNERS; steps++) {
      const owner = ownerOf3(at3);
      if (owner === void 0 || owner.kind === "Node") break;
      key = keyOf2(manifest.namespace, owner);
      at3 = this.#byKey.get(key)?.manifest;
    }
    return key;
  }
};
var MOST_OWNERS = 8;
var keyOf2 = (namespace, { kind, name }) => `${kind}|${namespace ?? ""}|${name}`;
var metadataOf2 = ({ value }) => isObject(value["metadata"]) ? value["metadata"] : {};
function ownerOf3(manifest) {
  const references = metadataOf2(manifest)["ownerReferences"];
  const all = Array.isArray(references) ? references : [];
  const objects = all.filter(isObject);
  const { kind, name } = objects.find((one) => one["controller"] === true) ?? objects[0] ?? {};
  return typeof kind === "string" && typeof name === "string" ? { kind, name } : void 0;
}
function addressesOf({ kind, value }) {
  const status = isObject(value["status"]) ? value["status"] : {};
  if (kind !== "Pod" || ["Succeeded", "Failed"].includes(String(status["phase"]))) return [];
  const list = Array.isArray(status["podIPs"]) ? status["podIPs"] : [];
  const texts2 = [status["podIP"], ...list.map((one) => isObject(one) ? one["ip"] : void 0)];
  return texts2.filter((one) => typeof one === "string" && one !== "");
}
function withoutAddresses(pod) {
  const status = isObject(pod.value["status"]) ? pod.value["status"] : {};
  return { ...pod, value: { ...pod.value, status: { ...status, phase: "Succeeded" } } };
}

// src/snapshot/row-table.ts
var KEYS = 6;
var WHOLES = 3;
var FIGURES = 5;
var ROOM = 64;
var MIXED_PORTS = -1;
var PORTS = 65536;
var SERVICES = PORTS * 2;
var serviceNumber = (row) => row.protocol * SERVICES + (row.icmp > 0 ? PORTS + row.icmp - 1 : row.port);
var RowTable = class {
  #tables;
  /** Group, then KEYS numbers, a row */
  #keys = new Int32Array(ROOM * (KEYS + 1));
  #wholes = new Int32Array(ROOM * WHOLES);
  #figures = new Float64Array(ROOM * FIGURES);
  /** 0, or the number of a row + 1 in the lower bits, with the upper ones of its hash above it */
  #slots = new Int32Array(ROOM * 2);
  /** Rows may be the same */
  #isApart = false;
  size = 0;
  constructor(tables) {
    this.#tables = tables;
  }
  /** Puts every row at a place of its own, below the size. Nothing can be added from here on */
  move(places) {
    const [keys, wholes, figures] = [this.#keys, this.#wholes, this.#figures];
    const { size } = this;
    const movedKeys = new Int32Array(size * (KEYS + 1));
    const movedWholes = new Int32Array(size * WHOLES);
    const movedFigures = new Float64Array(size * FIGURES);
    for (let row = 0; row < size; row++) {
      const place = places[row] ?? 0;
      for (let i = 0; i <= KEYS; i++) movedKeys[place * (KEYS + 1) + i] = keys[row * (KEYS + 1) + i] ?? 0;
      for (let i = 0; i < WHOLES; i++) movedWholes[place * WHOLES + i] = wholes[row * WHOLES + i] ?? 0;
      for (let i = 0; i < FIGURES; i++) movedFigures[place * FIGURES + i] = figures[row * FIGURES + i] ?? 0;
    }
    this.#slots = new Int32Array(0);
    this.#keys = movedKeys;
    this.#wholes = movedWholes;
    this.#figures = movedFigures;
  }
  /** The same record may be added to several groups, and is kept apart there; `records`: how many the row stands for */
  add(group, row, records = 1) {
    const who = row.reporter + 3 * row.action + (row.weak ? 9 : 0);
    this.#add(group, row, serviceNumber(row), who, records);
  }
  /** In the memory of this table: whoever gives them away gives the table away, and saves the copy */
  get numbers() {
    const { size } = this;
    return {
      size,
      keys: this.#keys.subarray(0, size * (KEYS + 1)),
      wholes: this.#wholes.subarray(0, size * WHOLES),
      figures: this.#figures.subarray(0, size * FIGURES)
    };
  }
  /**
   * Adds the rows of another table, in their order; `groups` and `by`: by the numbers there, those here. What both tables
   * have stays apart, for looking for it takes longer than anything else
   */
  adopt({ figures, keys, size, wholes }, groups, by) {
    const first2 = this.size;
    this.size += size;
    while (this.size * FIGURES > this.#figures.length) this.#growRows();
    this.#isApart = true;
    const own = { keys: this.#keys, wholes: this.#wholes, figures: this.#figures };
    for (let row = 0; row < size; row++) {
      const from = row * (KEYS + 1);
      const to = (first2 + row) * (KEYS + 1);
      own.keys[to] = at2(groups, at2(keys, from));
      own.keys[to + 1] = at2(by.ends, at2(keys, from + 1));
      own.keys[to + 2] = at2(by.ends, at2(keys, from + 2));
      own.keys[to + 3] = at2(keys, from + 3);
      own.keys[to + 4] = at2(keys, from + 4);
      own.keys[to + 5] = at2(by.traces, at2(keys, from + 5));
      own.keys[to + 6] = at2(by.traces, at2(keys, from + 6));
      const whole = (first2 + row) * WHOLES;
      own.wholes[whole] = at2(by.labels, at2(wholes, row * WHOLES));
      own.wholes[whole + 1] = at2(by.labels, at2(wholes, row * WHOLES + 1));
      own.wholes[whole + 2] = at2(wholes, row * WHOLES + 2);
    }
    own.figures.set(figures, first2 * FIGURES);
  }
  /** Brings together what adopting left apart. Rows keep their order, and get other numbers */
  unite() {
    if (!this.#isApart) return;
    const { figures, keys, size, wholes } = this.numbers;
    this.#isApart = false;
    const room = Math.max(ROOM, size);
    this.#keys = new Int32Array(room * (KEYS + 1));
    this.#wholes = new Int32Array(room * WHOLES);
    this.#figures = new Float64Array(room * FIGURES);
    this.#slots = new Int32Array(ROOM * 2);
    this.size = 0;
    for (let row = 0; row < size; row++) {
      const i = row * (KEYS + 1);
      const j = row * WHOLES;
      const k = row * FIGURES;
      const one = {
        source: at2(keys, i + 1),
        destination: at2(keys, i + 2),
        enforced: at2(keys, i + 5),
        pending: at2(keys, i + 6),
        sourceLabels: at2(wholes, j),
        destinationLabels: at2(wholes, j + 1),
        sourcePort: at2(wholes, j + 2),
        packets: at2(figures, k + 1),
        connections: at2(figures, k + 2),
        start: at2(figures, k + 3),
        end: at2(figures, k + 4)
      };
      this.#add(at2(keys, i), one, at2(keys, i + 3), at2(keys, i + 4), at2(figures, k));
    }
  }
  #add(group, row, service2, who, records) {
    const { destination: destination2, enforced: enforced2, pending: pending2, source: source2 } = row;
    const hash = hashOf(group, source2, destination2, service2, who, enforced2, pending2);
    const slot = this.#find(hash, group, row, service2, who);
    const at3 = ((this.#slots[slot] ?? 0) & ROW) - 1;
    if (at3 >= 0) this.#merge(at3, row, records);
    else this.#insert(slot, hash, group, row, service2, who, records);
  }
  /** The slot that holds the row, or the free one where it belongs */
  #find(hash, group, row, service2, who) {
    const keys = this.#keys;
    const slots = this.#slots;
    const mask = slots.length - 1;
    const { destination: destination2, enforced: enforced2, pending: pending2, source: source2 } = row;
    let slot = hash & mask;
    for (; ; ) {
      const known3 = slots[slot] ?? 0;
      if (known3 === 0) return slot;
      const at3 = ((known3 & ROW) - 1) * (KEYS + 1);
      if (known3 >>> ROW_BITS === hash >>> ROW_BITS && keys[at3 + 1] === source2 && keys[at3 + 2] === destination2 && keys[at3 + 3] === service2 && keys[at3 + 4] === who && keys[at3 + 5] === enforced2 && keys[at3 + 6] === pending2 && keys[at3] === group)
        return slot;
      slot = slot + 1 & mask;
    }
  }
  #insert(slot, hash, group, row, service2, who, records) {
    const at3 = this.size++;
    if (at3 * FIGURES >= this.#figures.length) this.#growRows();
    const keys = this.#keys;
    const i = at3 * (KEYS + 1);
    keys[i] = group;
    keys[i + 1] = row.source;
    keys[i + 2] = row.destination;
    keys[i + 3] = service2;
    keys[i + 4] = who;
    keys[i + 5] = row.enforced;
    keys[i + 6] = row.pending;
    const wholes = this.#wholes;
    const j = at3 * WHOLES;
    wholes[j] = row.sourceLabels;
    wholes[j + 1] = row.destinationLabels;
    wholes[j + 2] = row.sourcePort;
    const figures = this.#figures;
    const k = at3 * FIGURES;
    figures[k] = records;
    figures[k + 1] = row.packets;
    figures[k + 2] = row.connections;
    figures[k + 3] = row.start;
    figures[k + 4] = row.end;
    this.#slots[slot] = slotOf(hash, at3);
    if (this.size * 2 > this.#slots.length) this.#growSlots();
  }
  #merge(at3, row, records) {
    const figures = this.#figures;
    const i = at3 * FIGURES;
    figures[i] = (figures[i] ?? 0) + records;
    figures[i + 1] = (figures[i + 1] ?? 0) + row.packets;
    figures[i + 2] = addCounts(figures[i + 2] ?? -1, row.connections);
    figures[i + 3] = earlier(figures[i + 3] ?? 0, row.start);
    figures[i + 4] = Math.max(figures[i + 4] ?? 0, row.end);
    const wholes = this.#wholes;
    const j = at3 * WHOLES;
    if (wholes[j] !== row.sourceLabels) wholes[j] = this.#tables.commonLabels(wholes[j] ?? 0, row.sourceLabels);
    if (wholes[j + 1] !== row.destinationLabels)
      wholes[j + 1] = this.#tables.commonLabels(wholes[j + 1] ?? 0, row.destinationLabels);
    if (wholes[j + 2] !== row.sourcePort) wholes[j + 2] = MIXED_PORTS;
  }
  #growRows() {
    this.#keys = grown(this.#keys, new Int32Array(this.#keys.length * 2));
    this.#wholes = grown(this.#wholes, new Int32Array(this.#wholes.length * 2));
    this.#figures = grown(this.#figures, new Float64Array(this.#figures.length * 2));
  }
  #growSlots() {
    if (this.size > ROW) throw new Error("INVARIANT: a slot has room for the number of every row");
    if (this.#slots.length === 0) throw new Error("INVARIANT: nothing is added to rows that have been moved");
    let { length } = this.#slots;
    while (length < this.size * 2) length *= 2;
    const slots = new Int32Array(length);
    const mask = slots.length - 1;
    const keys = this.#keys;
    for (let row = 0; row < this.size; row++) {
      const at3 = row * (KEYS + 1);
      const key = (offset) => keys[at3 + offset] ?? 0;
      const hash = hashOf(key(0), key(1), key(2), key(3), key(4), key(5), key(6));
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = slot + 1 & mask;
      slots[slot] = slotOf(hash, row);
    }
    this.#slots = slots;
  }
  /** Whether two rows are one record but for the group and what is added up */
  isAlike(a, b) {
    const keys = this.#keys;
    const [i, j] = [a * (KEYS + 1), b * (KEYS + 1)];
    for (let k = 1; k <= KEYS; k++) if (keys[i + k] !== keys[j + k]) return false;
    return true;
  }
  /** Equal for rows that are alike, and for no others */
  identityOf(row) {
    return this.#keys.subarray(row * (KEYS + 1) + 1, (row + 1) * (KEYS + 1)).join(" ");
  }
  groupOf(row) {
    return this.#keys[row * (KEYS + 1)] ?? 0;
  }
  sourceOf(row) {
    return this.#keys[row * (KEYS + 1) + 1] ?? 0;
  }
  destinationOf(row) {
    return this.#keys[row * (KEYS + 1) + 2] ?? 0;
  }
  /** For `serviceOf` */
  serviceOf(row) {
    return this.#keys[row * (KEYS + 1) + 3] ?? 0;
  }
  reporterOf(row) {
    return code(this.#who(row) % 3);
  }
  actionOf(row) {
    return code(Math.floor(this.#who(row) / 3) % 3);
  }
  isWeak(row) {
    return this.#who(row) >= 9;
  }
  #who(row) {
    return this.#keys[row * (KEYS + 1) + 4] ?? 0;
  }
  enforcedOf(row) {
    return this.#keys[row * (KEYS + 1) + 5] ?? 0;
  }
  pendingOf(row) {
    return this.#keys[row * (KEYS + 1) + 6] ?? 0;
  }
  sourceLabelsOf(row) {
    return this.#wholes[row * WHOLES] ?? 0;
  }
  destinationLabelsOf(row) {
    return this.#wholes[row * WHOLES + 1] ?? 0;
  }
  /** Undefined where the records do not say, or do not agree */
  sourcePortOf(row) {
    const port = this.#wholes[row * WHOLES + 2] ?? 0;
    return port > 0 ? port : void 0;
  }
  figuresOf(row) {
    const figures = this.#figures;
    const at3 = row * FIGURES;
    return {
      records: figures[at3] ?? 0,
      packets: figures[at3 + 1] ?? 0,
      connections: figures[at3 + 2] ?? -1,
      start: figures[at3 + 3] ?? 0,
      end: figures[at3 + 4] ?? 0
    };
  }
};
var ROW_BITS = 23;
var ROW = 2 ** ROW_BITS - 1;
var slotOf = (hash, row) => hash >>> ROW_BITS << ROW_BITS | row + 1;
var addCounts = (a, b) => a < 0 || b < 0 ? -1 : a + b;
var earlier = (a, b) => a === 0 ? b : b === 0 ? a : Math.min(a, b);
var at2 = (numbers, place) => numbers[place] ?? 0;
var code = (value) => value === 1 ? 1 : value === 2 ? 2 : 0;
function hashOf(a, b, c, d, e, f, g) {
  let h = Math.imul(a ^ 2654435769, 2246822507);
  h = Math.imul(h ^ h >>> 15 ^ b | 0, 2246822507);
  h = Math.imul(h ^ h >>> 13 ^ c | 0, 3266489909);
  h = Math.imul(h ^ h >>> 15 ^ d | 0, 2246822507);
  h = Math.imul(h ^ h >>> 13 ^ e | 0, 3266489909);
  h = Math.imul(h ^ h >>> 15 ^ f | 0, 2246822507);
  h = Math.imul(h ^ h >>> 13 ^ g | 0, 3266489909);
  return (h ^ h >>> 16) >>> 0;
}
function grown(from, to) {
  to.set(from);
  return to;
}

// src/snapshot/sources.ts
var RANKS = {
  enterprise: 0,
  "goldmane-go": 1,
  "goldmane-protojson": 2,
  "goldmane-python": 3,
  "whisker-list": 4,
  "whisker-stream": 5,
  hubble: 6,
  tuples: 7
};
var ADDED = /* @__PURE__ */ new Set(["enterprise", "hubble", "tuples"]);
function chooseGroups(groups, windows) {
  const uses = groups.map((_, i) => ({ is: "used", window: i, stretch: i }));
  const order = groups.map((group, i) => ({ group, i })).filter(({ group }) => group.records > 0).sort((a, b) => rankOf(a.group) - rankOf(b.group) || byText(a.group.path, b.group.path));
  const used = [];
  for (const one of order) {
    const richer = used.find(({ group }) => group.dialect !== one.group.dialect && isSameWindow(group, one.group));
    if (richer !== void 0 || isBackfill(one.group, windows)) {
      uses[one.i] = { is: "left", for: richer?.group };
      continue;
    }
    used.push(one);
  }
  const byTime = used.sort((a, b) => compareTimes(a.group, b.group));
  for (const dialect2 of new Set(used.map(({ group }) => group.dialect))) {
    const some = byTime.filter(({ group }) => group.dialect === dialect2);
    const isAdded = ADDED.has(dialect2);
    const windows2 = isAdded ? [] : leaders(some, isSameWindow);
    const stretches = leaders(some, isAdded ? isSameWindow : isSameTime);
    some.forEach(({ i }, at3) => {
      uses[i] = { is: "used", window: windows2[at3] ?? i, stretch: stretches[at3] ?? i };
    });
  }
  return uses;
}
function leaders(some, isSame) {
  const found = [];
  return some.map((one) => {
    const leader = found.findLast(({ group }) => isSame(group, one.group));
    if (leader === void 0) found.push(one);
    return (leader ?? one).i;
  });
}
var compareTimes = (a, b) => Number(a.end === 0) - Number(b.end === 0) || a.start - b.start || a.end - b.end || byText(a.path, b.path);
var rankOf = (group) => RANKS[group.dialect] + (group.end === 0 && group.dialect !== "tuples" ? 10 : 0);
var isBackfill = (group, windows) => group.id === void 0 && group.dialect === "whisker-stream" && windows.length > 0 && windows.every(({ end, start }) => group.end <= start || group.start >= end);
function isSameWindow(a, b) {
  if (a.dialect === "tuples" || b.dialect === "tuples") return false;
  if (a.end === 0 || b.end === 0) return true;
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  const shorter = Math.min(a.end - a.start, b.end - b.start);
  return shorter === 0 ? shared >= 0 : shared > 0 && shared * 2 >= shorter;
}
function isSameTime(a, b) {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  const whole = Math.max(a.end, b.end) - Math.min(a.start, b.start);
  return shared >= 0 && shared * 10 >= whole * 9;
}

// src/snapshot/record-store.ts
var MOST_ROWS = 8e6;
var RecordStore = class {
  tables = new Tables();
  rows = new RowTable(this.tables);
  groups = [];
  #numbers = /* @__PURE__ */ new Map();
  #windows = [];
  #uses;
  #mostRows;
  /** Records were left out for want of room */
  full = false;
  constructor(mostRows = MOST_ROWS) {
    this.#mostRows = mostRows;
  }
  group(path5, dialect2) {
    const key = `${dialect2}
${path5}`;
    const known3 = this.#numbers.get(key);
    if (known3 !== void 0) return known3;
    this.#numbers.set(key, this.groups.length);
    this.groups.push({ path: path5, dialect: dialect2, start: 0, end: 0, records: 0 });
    this.#uses = void 0;
    return this.groups.length - 1;
  }
  /** The group of a stored window, for `addSeen`; undefined where it is there already, so that its records are too */
  storedGroup(path5, { dialect: dialect2, end, id, records, start }) {
    if (this.#numbers.has(id)) return void 0;
    this.#numbers.set(id, this.groups.length);
    this.groups.push({ path: `${path5} (window ${id.slice(0, 8)})`, dialect: dialect2, id, start, end, records });
    this.#uses = void 0;
    return this.groups.length - 1;
  }
  /** A row of a stored group that stands for so many records */
  addSeen(number, row, records) {
    if (this.rows.size >= this.#mostRows) this.full = true;
    else this.rows.add(number, row, records);
  }
  /** False where the record is an empty one, of which nothing is known, or there is no room for it */
  add(number, row) {
    const group = this.groups[number];
    if (group === void 0 || row.end === 0 && row.start === 0 && row.packets === 0 && row.connections <= 0)
      return false;
    if (this.rows.size >= this.#mostRows) {
      this.full = true;
      return false;
    }
    this.rows.add(number, row);
    group.records++;
    widen(group, row);
    return true;
  }
  /** Of records as a file holds them, which no stored window is among */
  get content() {
    const groups = this.groups.map(({ dialect: dialect2, end, records, start }) => ({ dialect: dialect2, start, end, records }));
    return { groups, tables: this.tables.content, rows: this.rows.numbers };
  }
  /** Adds records of the file `path` that another store took. False, and nothing is, where there may be no room for them */
  adopt(path5, { groups, rows, tables }) {
    if (this.rows.size + rows.size > this.#mostRows) return false;
    const numbers = groups.map((group) => {
      const number = this.group(path5, group.dialect);
      const known3 = this.groups[number];
      if (known3 !== void 0) {
        known3.records += group.records;
        widen(known3, group);
      }
      return number;
    });
    this.rows.adopt(rows, numbers, this.tables.adopt(tables));
    return true;
  }
  /** A capture says that it covers this window */
  addWindow(window) {
    this.#windows.push(window);
    this.#uses = void 0;
  }
  /** How each group is used, by its number; to be asked for when all records are in */
  get uses() {
    this.#uses ??= chooseGroups(this.groups, this.#windows);
    return this.#uses;
  }
};
function widen(group, { end, start }) {
  if (start > 0 && (group.start === 0 || start < group.start)) group.start = start;
  if (end > group.end) group.end = end;
}

// src/snapshot/read-file.ts
async function readFile2(file, { chunks, split: split2 }) {
  let below;
  try {
    let isAsked = false;
    for await (const chunk of chunks) {
      file.write(chunk);
      const form = file.lineForm;
      if (isAsked || form === void 0) continue;
      isAsked = true;
      below = split2?.(form);
    }
    for (const section of below?.sections ?? []) {
      const content = file.lines === void 0 ? void 0 : await section.content;
      if (content !== void 0 && file.take(content)) continue;
      for await (const chunk of section.chunks()) file.write(chunk);
    }
  } finally {
    await below?.close();
  }
  file.end();
}

// src/snapshot/spans.ts
var PAUSE_SECONDS = 60;
function spansOf(groups, captures) {
  const asked = captures.map(({ windowEnd: end = 0, windowStart: start = 0 }) => ({ start, end }));
  const all = [...groups, ...asked].filter(({ end, start }) => start > 0 && end >= start);
  const spans = [];
  for (const { end, start } of all.sort((a, b) => a.start - b.start)) {
    const last2 = spans.at(-1);
    if (last2 !== void 0 && start <= last2.end + PAUSE_SECONDS) last2.end = Math.max(last2.end, end);
    else spans.push({ start, end });
  }
  return spans.map(({ end, start }) => ({ start: isoTime(start), end: isoTime(end) }));
}

// src/snapshot/reader.ts
function createSnapshotReader(options, report) {
  const parts = /* @__PURE__ */ new Map();
  const records = new RecordStore();
  const captures = /* @__PURE__ */ new Map();
  const keys = /* @__PURE__ */ new Set();
  const reading = {
    defaultNamespace: options.defaultNamespace ?? "default",
    report,
    said: /* @__PURE__ */ new Set(),
    wanted: (group, kind) => affectsPolicy(group, kind) || declaresFlows(group, kind)
  };
  const intoPart = (part, file) => {
    const { capturedAt, inventory, paths } = of(parts, part, newPart);
    paths.add(file);
    return {
      records,
      object: (value, path5, seen) => {
        inventory.add(manifestsFromObject(value, path5, reading), seen);
      },
      yaml: (text, path5) => {
        inventory.add(readManifests({ path: path5, text }, { ...reading, fromCluster: true }));
      },
      metadata: (one) => {
        keys.add(void 0);
        captures.set(canonical(one.said), one);
        capturedAt.push(one.capturedAt);
        const { windowEnd: end, windowStart: start } = one;
        if (start !== void 0 && end !== void 0) records.addWindow({ start, end });
      },
      capture: (said) => {
        captures.set(canonical(said), timesOf(said));
        capturedAt.push(timesOf(said).capturedAt);
      },
      pseudonyms: (key) => {
        keys.add(key);
      }
    };
  };
  return {
    async add(text) {
      const { part, path: path5 } = text;
      await readFile2(new FileReader(path5, intoPart(part, path5), report), text);
    },
    addText(path5, text) {
      const file = new FileReader(path5, intoPart(void 0, path5), report);
      file.write(text);
      file.end();
    },
    finish() {
      const inventory = joined(parts, records);
      inventory.sayTwice(report);
      sayLeft(records, report);
      if (records.full) {
        const why = `it holds more than ${String(MOST_ROWS)} different records, and the others were left out`;
        report({ code: "snapshot-unreadable", at: void 0, args: ["", why] });
      }
      const { groups, uses } = records;
      const used = groups.filter((group, i) => group.records > 0 && uses[i]?.is === "used");
      const all = [...captures].sort(([a], [b]) => byText(a, b)).map(([, one]) => one);
      const said = joinMetadata(all);
      const entries = inventory.entries(said.capturedAt ?? newestOf(used));
      const manifests = presentManifests(entries, all);
      const history = policyHistory(
        entries,
        new Set(manifests.map(({ key }) => key)),
        first(used.map(({ start }) => known2(start))) ?? said.windowStart,
        all.flatMap(({ capturedAt }) => capturedAt ?? []).sort((a, b) => a - b)
      );
      const meta = {
        ...metaOf(records, used, said, all),
        policyChanges: history.changes,
        policiesSince: history.since
      };
      return {
        manifests,
        inventory: entries,
        broken: inventory.broken(),
        captures: all,
        pseudonyms: keys.size === 1 ? [...keys][0] : void 0,
        mixedPseudonyms: keys.size > 1,
        records,
        meta
      };
    }
  };
}
var newPart = () => ({ inventory: new Inventory(), capturedAt: [], paths: /* @__PURE__ */ new Set() });
function joined(parts, { groups }) {
  const all = new Inventory();
  for (const [part, { capturedAt, inventory, paths }] of parts) {
    const newest = last(capturedAt) ?? newestOf(groups.filter(({ path: path5 }) => paths.has(path5)));
    all.join(inventory, part === void 0 ? void 0 : newest);
  }
  return all;
}
function of(all, key, make) {
  const known3 = all.get(key);
  if (known3 !== void 0) return known3;
  const made = make();
  all.set(key, made);
  return made;
}
function sayLeft({ groups, uses }, report) {
  const left = groups.flatMap((group, i) => {
    const use = uses[i];
    return use?.is === "left" ? [{ group, richer: use.for }] : [];
  });
  for (const { group, richer } of left.sort(byKeys(({ group: { path: path5 } }) => path5))) {
    const name = ({ dialect: dialect2, path: path5 }) => path5 === richer?.path && path5 === group.path ? DIALECTS2[dialect2] : path5;
    const args = [name(group), richer === void 0 ? "the capture’s own window" : name(richer)];
    report({ code: "dialect-not-used", at: void 0, args });
  }
}
var DIALECTS2 = {
  "goldmane-go": "Goldmane",
  "goldmane-protojson": "Goldmane",
  "goldmane-python": "Goldmane",
  "whisker-list": "Whisker",
  "whisker-stream": "Whisker stream",
  enterprise: "Calico Enterprise flow log",
  hubble: "Hubble",
  tuples: "exact tuples"
};
function metaOf({ groups, uses }, used, said, captures) {
  const newest = newestOf(used);
  const iso3 = (seconds) => seconds === void 0 ? void 0 : isoTime(seconds);
  const clusters = new Set(captures.flatMap(({ clusterId }) => clusterId ?? []));
  return {
    capturedAt: iso3(said.capturedAt ?? newest),
    windowStart: iso3(said.windowStart ?? first(used.map(({ start }) => known2(start)))),
    windowEnd: iso3(said.windowEnd ?? newest),
    sources: [...new Set(used.map(({ dialect: dialect2 }) => DIALECTS2[dialect2]))].sort(byText),
    recordCount: used.reduce((sum, { records }) => sum + records, 0),
    clusterId: said.clusterId,
    clusterIds: [...clusters].sort(byText),
    windowCount: new Set(uses.flatMap((use, i) => use.is === "used" && groups[i]?.records !== 0 ? use.stretch : [])).size,
    spans: spansOf(used, captures),
    unread: unreadOf(captures)
  };
}
var newestOf = (used) => last(used.map(({ end }) => known2(end)));
function unreadOf(captures) {
  const newest = last(captures.map(({ capturedAt }) => capturedAt));
  const gaps = captures.filter(({ capturedAt }) => capturedAt === newest).flatMap(({ said: { unread = [] } }) => unread.map(({ what, why }) => `${what}: ${why}`));
  return [...new Set(gaps)].sort(byText);
}
var known2 = (seconds) => seconds === 0 ? void 0 : seconds;

// src/capture/object-files.ts
async function readObjectFiles(paths, world) {
  const diagnostics = [];
  const reader = createSnapshotReader({}, (diagnostic) => void diagnostics.push(diagnostic));
  try {
    for (const path5 of paths) for (const file of readSnapshotFiles(path5)) await reader.add(file);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const [{ args }] = error.diagnostics;
    throw new CaptureError(`${args[0] ?? "the objects"} cannot be read: ${args[1] ?? "it is damaged"}`);
  }
  const { manifests } = reader.finish();
  const damage = diagnostics.find(({ code: code2 }) => SEVERITIES[code2] === "error" || code2 === "record-unreadable");
  if (damage !== void 0) throw damaged(damage);
  const inventory = new InventoryBuilder();
  const left = /* @__PURE__ */ new Set();
  for (const { apiVersion, group, kind, value } of manifests)
    if (!inventory.add({ ...value, apiVersion, kind }) && affectsPolicy(group, kind)) left.add(`${kind} of ${group}`);
  for (const what of left) inventory.missing({ what, why: "this project does not know what they do" });
  const built = inventory.build();
  if (built.objects.length === 0) throw new CaptureError(`there are no objects in ${paths.join(", ")}`);
  world.log(`${String(built.objects.length)} objects read from files`);
  return built;
}
function damaged({ args, at: at3, code: code2 }) {
  const place = at3 === void 0 ? "" : `${at3.path}, line ${String(at3.line)}: `;
  return new CaptureError(`${place}the objects cannot be read: ${[code2, ...args].join(", ")}`);
}

// src/capture/slices.ts
var BUCKET_SECONDS = 15;
function windowBefore(nowMillis, seconds) {
  const end = Math.floor(nowMillis / 1e3 / BUCKET_SECONDS) * BUCKET_SECONDS;
  return { start: end - Math.ceil(seconds / BUCKET_SECONDS) * BUCKET_SECONDS, end };
}
async function collectFlows(whisker, window, table, world) {
  const reading = new Reading3(whisker, table, world);
  await reading.slice(window);
  return reading.gaps;
}
var Reading3 = class {
  gaps = [];
  #whisker;
  #table;
  #world;
  #destinations;
  #hasRead = false;
  constructor(whisker, table, world) {
    this.#whisker = whisker;
    this.#table = table;
    this.#world = world;
  }
  async slice(window) {
    const answer = await this.#ask(window, {});
    const buckets = (window.end - window.start) / BUCKET_SECONDS;
    if (answer.is === "items") this.#take(answer);
    else if (buckets <= 1) await this.#bySource(window, answer.why);
    else await this.#halves(window, buckets, answer.why);
  }
  async #halves(window, buckets, why) {
    this.#world.log(`Whisker refuses ${shown(window)} (${why}); asking for halves`);
    const middle = window.start + Math.floor(buckets / 2) * BUCKET_SECONDS;
    await this.slice({ start: window.start, end: middle });
    await this.slice({ start: middle, end: window.end });
  }
  async #bySource(window, why) {
    for (const source2 of this.#whisker.sourceNamespaces) {
      const answer = await this.#ask(window, filters({ source: source2 }));
      if (answer.is === "items") this.#take(answer);
      else await this.#byDestination(window, source2);
    }
    if (!this.#hasRead)
      throw new CaptureError(`Whisker refuses every question for flows (${why}); look at its log, and at Goldmane's`);
  }
  async #byDestination(window, source2) {
    this.#destinations ??= await this.#whisker.destinationNamespaces();
    for (const destination2 of this.#destinations) {
      const answer = await this.#ask(window, filters({ source: source2, destination: destination2 }));
      if (answer.is === "items") this.#take(answer);
      else this.gaps.push({ what: `flows from ${source2} to ${destination2}, ${shown(window)}`, why: answer.why });
    }
  }
  #take({ items }) {
    this.#hasRead = true;
    for (const item of items) this.#table.add(item);
  }
  async #ask({ end, start }, extra) {
    return await this.#whisker.flows({ startTimeGte: String(start), startTimeLt: String(end), ...extra });
  }
};
function filters(by) {
  const exactly = (value) => [{ value, type: "Exact" }];
  const json = JSON.stringify({
    source_namespaces: exactly(by.source),
    ...by.destination !== void 0 && { dest_namespaces: exactly(by.destination) }
  });
  return { filters: json };
}
var iso = (seconds) => new Date(seconds * 1e3).toISOString().replace(".000Z", "Z");
var shown = ({ end, start }) => `${iso(start)} to ${iso(end)}`;

// src/capture/snapshot-file.ts
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import path3 from "node:path";
import { Readable as Readable2 } from "node:stream";
import { pipeline as pipeline2 } from "node:stream/promises";
import { createGzip } from "node:zlib";
var PIECE = 64 * 1024;
async function writeSnapshotFile(file, lines2) {
  const unfinished = `${file}.${String(process.pid)}.part`;
  try {
    await mkdir(path3.dirname(path3.resolve(file)), { recursive: true });
    await pipeline2(
      Readable2.from(pieces(lines2)),
      createGzip({ level: 9 }),
      createWriteStream(unfinished, { mode: 384 })
    );
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => void 0);
    throw new CaptureError(`the snapshot ${file} cannot be written: ${causeOf(error)}`);
  }
}
function* pieces(lines2) {
  let piece = "";
  for (const line of lines2) {
    piece += `${JSON.stringify(line)}
`;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

// src/capture/whisker.ts
var HINTS = "flows-filter-hints";
var MOST_HINTS = 1e4;
var Whisker = class _Whisker {
  #door;
  #world;
  /** The namespaces that flows come from, `-` for what has none */
  sourceNamespaces;
  /** Milliseconds since 1970 by Whisker's own clock, when the way in was found */
  now;
  constructor(door, world, first2) {
    this.#door = door;
    this.#world = world;
    this.sourceNamespaces = first2.namespaces;
    this.now = first2.now;
  }
  get name() {
    return this.#door.name;
  }
  /** Takes the first door that Whisker's backend answers at. Throws CaptureErrors */
  static async find({ doors }, world) {
    const tried = [];
    for (const door of doors) {
      const found = await knock(door, world);
      if (typeof found !== "string") return new _Whisker(door, world, found);
      world.log(`${door.name}: ${found}`);
      tried.push(`${door.name}: ${found}`);
    }
    throw new CaptureError(`Whisker's backend was not found. Tried: ${tried.join("; ")}`);
  }
  /** The flows that the parameters choose. Throws CaptureErrors */
  async flows(parameters) {
    return await this.#ask("flows", parameters);
  }
  async destinationNamespaces() {
    const answer = await this.#ask(HINTS, hintParameters("DestNamespace"));
    return answer.is === "items" ? namespacesOf(answer.items) : [];
  }
  async #ask(path5, parameters) {
    for (let failed = 0; ; ) {
      const answer = await settled(this.#door.ask(`${path5}?${new URLSearchParams(parameters).toString()}`));
      const read = answer instanceof TransferError ? answer : readAnswer2(answer);
      if (!(read instanceof TransferError)) return read;
      if (read.trouble === "large") return { is: "refused", why: read.message };
      failed++;
      const pause = pauseAfter(failed, answer instanceof TransferError ? void 0 : answer.headers["retry-after"]);
      if (pause === void 0 && read.trouble === "slow") return { is: "refused", why: read.message };
      if (pause === void 0)
        throw new CaptureError(`Whisker (${this.#door.name}) does not answer: ${brief(read.message)}`);
      this.#world.log(`Whisker: ${brief(read.message)}; trying again`);
      await this.#world.wait(pause);
    }
  }
};
async function settled(asked) {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof TransferError) return error;
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 429 || error.status >= 500) return new TransferError("cut", error.message);
    throw new CaptureError(`the port-forward to Whisker was refused (${String(error.status)}): ${error.message}`);
  }
}
function readAnswer2(answer) {
  const { headers, status, text } = answer;
  if (isBusy(answer)) return new TransferError(status === 504 ? "slow" : "cut", `status ${String(status)}`);
  const value = parsed4(text);
  if (status === 500) return { is: "refused", why: errorIn(value) ?? "status 500" };
  if (isHtml(text))
    return new TransferError("cut", `a web page (status ${String(status)}, ${headers["content-type"] ?? "no type"})`);
  if (value === void 0) return new TransferError("cut", "the answer is no JSON, or a piece of it");
  const { items } = value;
  if (status === 200 && "total" in value)
    return { is: "items", items: Array.isArray(items) ? items.filter(isObject2) : [] };
  throw new CaptureError(`Whisker does not take the question: ${errorIn(value) ?? `status ${String(status)}`}`);
}
var isBusy = ({ status }) => status === 429 || status > 500 && status < 600;
var errorIn = (value) => typeof value?.["error"] === "string" ? brief(value["error"]) : void 0;
function parsed4(text) {
  try {
    const value = JSON.parse(text);
    return isObject2(value) ? value : void 0;
  } catch {
    return void 0;
  }
}
var hintParameters = (type) => ({
  type,
  pageSize: String(MOST_HINTS)
});
var namespacesOf = (items) => [
  ...new Set(items.map(({ value }) => value === "Global" || value === "" ? "-" : String(value)))
];
async function knock(door, world) {
  const query = new URLSearchParams(hintParameters("SourceNamespace")).toString();
  for (let failed = 0; ; ) {
    const answer = await settled(door.ask(`${HINTS}?${query}`));
    if (answer instanceof TransferError) return brief(answer.message);
    const read = foundIn(answer, world);
    if (read !== "again") return read;
    failed++;
    const pause = pauseAfter(failed, answer.headers["retry-after"]);
    if (pause === void 0)
      throw new CaptureError(
        `Whisker answers, but has no flows (status ${String(answer.status)}): is Goldmane running?`
      );
    await world.wait(pause);
  }
}
function foundIn({ headers, status, text }, world) {
  if (isHtml(text)) return `a web page, status ${String(status)}`;
  const value = parsed4(text);
  if (value === void 0)
    return status === 429 || status === 503 ? "again" : `no answer of Whisker, status ${String(status)}`;
  if (status >= 500 && typeof value["error"] === "string") return "again";
  if (status !== 200 || !("total" in value)) return `no answer of Whisker, status ${String(status)}`;
  const date = Date.parse(headers["date"] ?? "");
  const items = Array.isArray(value["items"]) ? value["items"].filter(isObject2) : [];
  return { namespaces: namespacesOf(items), now: Number.isNaN(date) ? world.now() : date };
}

// src/capture/whisker-doors.ts
import http4 from "node:http";
import https3 from "node:https";
import tls2 from "node:tls";

// src/capture/port-forward.ts
import http3 from "node:http";

// src/capture/spdy.ts
import { Duplex } from "node:stream";
var VERSION = 32771;
var SYN_STREAM = 1;
var SYN_REPLY = 2;
var RST_STREAM = 3;
var PING = 6;
var GOAWAY = 7;
var FIN = 1;
var HEAD_BYTES = 8;
var MOST_DATA = 32 * 1024;
var SpdySession = class {
  #socket;
  #streams = /* @__PURE__ */ new Map();
  #nextId = 1;
  #received = [];
  #receivedBytes = 0;
  #ended;
  /** The first headers are preceded by the head of the compressed stream that all of them make up */
  #isFirst = true;
  /** `head`: what has arrived behind the answer that made the connection a SPDY one */
  constructor(socket, head) {
    this.#socket = socket;
    socket.on("data", (bytes) => this.#receive(bytes));
    socket.on("error", (error) => this.#end(error.message));
    socket.on("close", () => this.#end("it was closed"));
    socket.on("end", () => this.#end("it was closed"));
    if (head.length > 0) this.#receive(head);
  }
  get isOpen() {
    return this.#ended === void 0;
  }
  /** A stream that the server has agreed to. Rejects with a TransferError */
  open(headers) {
    if (this.#ended !== void 0) return Promise.reject(this.#ended);
    const id = this.#nextId;
    this.#nextId += 2;
    const block = headerBlock(headers, this.#isFirst);
    this.#isFirst = false;
    const ids = Buffer.alloc(10);
    ids.writeUInt32BE(id, 0);
    return new Promise((resolve, reject) => {
      const stream = new SpdyStream({
        send: (data, isLast, sent) => this.#send(dataFrame(id, data, isLast ? FIN : 0), sent),
        opened: () => resolve(stream),
        forget: () => this.#forget(id, stream),
        wanted: () => this.#socket.resume()
      });
      stream.once("error", reject);
      this.#streams.set(id, stream);
      this.#send(controlFrame(SYN_STREAM, Buffer.concat([ids, block])));
    });
  }
  close() {
    this.#end("it was closed");
    this.#socket.destroy();
  }
  #send(frame, sent) {
    if (this.#ended === void 0) this.#socket.write(frame, sent);
    else sent?.(this.#ended);
  }
  /** One that is not at its end is broken off, so that the server stops too */
  #forget(id, stream) {
    if (!this.#streams.delete(id) || stream.isDone) return;
    const body = Buffer.alloc(8);
    body.writeUInt32BE(id, 0);
    body.writeUInt32BE(CANCEL, 4);
    this.#send(controlFrame(RST_STREAM, body));
  }
  #end(why) {
    if (this.#ended !== void 0) return;
    this.#ended = new TransferError("cut", `the connection to the pod ended: ${why}`);
    for (const stream of [...this.#streams.values()]) stream.broken(this.#ended);
    this.#streams.clear();
  }
  #receive(bytes) {
    this.#received.push(bytes);
    this.#receivedBytes += bytes.length;
    while (this.#receivedBytes >= HEAD_BYTES && this.#ended === void 0) {
      const all = this.#received.length === 1 ? this.#received[0] ?? bytes : Buffer.concat(this.#received);
      const end = HEAD_BYTES + all.readUIntBE(5, 3);
      this.#received = [all];
      if (all.length < end) return;
      this.#received = [all.subarray(end)];
      this.#receivedBytes = all.length - end;
      this.#frame(all.subarray(0, end));
    }
  }
  #frame(frame) {
    const first2 = frame.readUInt32BE(0);
    const flags = frame.readUInt8(4);
    const body = frame.subarray(HEAD_BYTES);
    if (first2 < 2147483648) {
      const stream = this.#streams.get(first2);
      if (stream?.receive(body, (flags & FIN) !== 0) === false) this.#socket.pause();
    } else if (first2 >>> 16 === VERSION) this.#control(first2 & 65535, flags, body, frame);
    else this.#end("it does not speak SPDY/3.1");
  }
  #control(type, flags, body, frame) {
    const id = body.length < 4 ? 0 : body.readUInt32BE(0);
    const stream = this.#streams.get(id);
    if (type === GOAWAY) this.#end("the server went away");
    else if (type === PING && id % 2 === 0) this.#send(frame);
    else if (type === SYN_REPLY) stream?.replied((flags & FIN) !== 0);
    else if (type === RST_STREAM) stream?.broken(new TransferError("cut", "the pod broke off the connection"));
  }
};
var CANCEL = 5;
var SpdyStream = class extends Duplex {
  #end;
  #isRemoteDone = false;
  constructor(end) {
    super({ allowHalfOpen: true });
    this.#end = end;
  }
  /** Both sides have said all they had to say */
  get isDone() {
    return this.#isRemoteDone && this.writableFinished;
  }
  replied(isLast) {
    this.#end.opened();
    if (isLast) this.receive(Buffer.alloc(0), true);
  }
  /** False where no more should come for now */
  receive(data, isLast) {
    if (this.destroyed || this.#isRemoteDone) return true;
    const more = data.length === 0 || this.push(data);
    if (isLast) {
      this.#isRemoteDone = true;
      this.push(null);
    }
    return more || isLast;
  }
  broken(error) {
    this.destroy(error);
  }
  _read() {
    this.#end.wanted();
  }
  _write(chunk, _encoding, done) {
    const [now, later2] = [chunk.subarray(0, MOST_DATA), chunk.subarray(MOST_DATA)];
    this.#end.send(now, false, (error) => {
      if (error || later2.length === 0) done(error);
      else this._write(later2, _encoding, done);
    });
  }
  _final(done) {
    this.#end.send(Buffer.alloc(0), true, done);
  }
  _destroy(error, done) {
    this.#end.forget();
    this.#end.wanted();
    done(error);
  }
};
function controlFrame(type, body) {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt16BE(VERSION, 0);
  head.writeUInt16BE(type, 2);
  head.writeUIntBE(body.length, 5, 3);
  return Buffer.concat([head, body]);
}
function dataFrame(id, data, flags) {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(id, 0);
  head.writeUInt8(flags, 4);
  head.writeUIntBE(data.length, 5, 3);
  return Buffer.concat([head, data]);
}
var FLUSH = Buffer.from([0, 0, 0, 255, 255]);
function headerBlock(headers, isFirst) {
  const length = (number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(number);
    return bytes;
  };
  const text = (value) => Buffer.concat([length(Buffer.byteLength(value)), Buffer.from(value)]);
  const entries = Object.entries(headers);
  const plain = Buffer.concat([
    length(entries.length),
    ...entries.flatMap(([name, value]) => [text(name.toLowerCase()), text(value)])
  ]);
  const stored = Buffer.alloc(5);
  stored.writeUInt16LE(plain.length, 1);
  stored.writeUInt16LE(65535 ^ plain.length, 3);
  return Buffer.concat([Buffer.from(isFirst ? [120, 1] : []), stored, plain, FLUSH]);
}

// src/capture/port-forward.ts
var PROTOCOL = "portforward.k8s.io";
var UPGRADE_MILLIS = 6e4;
var MOST_ERROR_BYTES = 16 * 1024;
var PortForward = class {
  #api;
  #pod;
  #session;
  #requests = 0;
  constructor(api, pod) {
    this.#api = api;
    this.#pod = pod;
  }
  /**
   * A connection to a port of the pod; when the one to the API server has ended, there is a new one. Rejects with an
   * ApiError where the API server says no, and with a TransferError where there is no connection
   */
  async connect(port) {
    const session = await this.#openSession();
    const shared = { port: String(port), requestID: String(this.#requests++) };
    const errors = await session.open({ streamType: "error", ...shared });
    errors.end();
    const data = await session.open({ streamType: "data", ...shared });
    return { data, complaint: textOf5(errors).then((text) => brief(text)) };
  }
  close() {
    const session = this.#session;
    this.#session = void 0;
    session?.then(
      (open2) => open2.close(),
      () => void 0
    );
  }
  async #openSession() {
    const known3 = await this.#session?.catch(() => void 0);
    if (known3?.isOpen === true) return known3;
    this.#session = openSession(this.#api, this.#pod);
    return await this.#session;
  }
};
async function textOf5(stream) {
  const parts = [];
  let bytes = 0;
  try {
    for await (const part of stream) {
      bytes += part.length;
      if (bytes <= MOST_ERROR_BYTES) parts.push(part);
    }
  } catch {
  }
  return Buffer.concat(parts).toString("utf8");
}
async function openSession(api, { name, namespace }) {
  const url = api.urlOf(`/api/v1/namespaces/${namespace}/pods/${name}/portforward`);
  const { credentials, socket } = await api.open();
  return await new Promise((resolve, reject) => {
    const request = http3.request({
      method: "POST",
      host: url.hostname,
      path: url.pathname,
      createConnection: () => socket,
      timeout: UPGRADE_MILLIS,
      headers: {
        ...credentials.headers,
        host: url.host,
        "user-agent": USER_AGENT,
        connection: "Upgrade",
        upgrade: "SPDY/3.1",
        "x-stream-protocol-version": PROTOCOL,
        "content-length": "0"
      }
    });
    const fail = (error) => {
      request.destroy();
      socket.destroy();
      reject(error);
    };
    request.on("upgrade", (response, stream, head) => {
      request.setTimeout(0);
      const spoken = response.headers["upgrade"];
      if (/^spdy\/3\.1$/i.test(spoken ?? "")) resolve(new SpdySession(stream, head));
      else
        fail(
          new CaptureError(
            `${api.server.host} made the port-forward a ${spoken ?? "nameless"} connection, not SPDY/3.1`
          )
        );
    });
    request.on("response", (response) => {
      void textOf5(response).then((text) => fail(refusal(response.statusCode ?? 0, text, api)));
    });
    request.on("timeout", () => fail(new TransferError("slow", "the API server did not open the port-forward in time")));
    request.on("error", (error) => fail(transferError(error)));
    request.end();
  });
}
function refusal(status, text, api) {
  let message = brief(text);
  try {
    const value = JSON.parse(text);
    if (isObject2(value) && typeof value["message"] === "string") message = brief(value["message"]);
  } catch {
  }
  if (status < 400)
    return new CaptureError(
      `${api.server.host} answered the port-forward with ${String(status)} and not with a connection: a proxy before the API server may not let SPDY through; use kubectl port-forward and --whisker-url`
    );
  return new ApiError(status, message || `status ${String(status)}`);
}

// src/capture/whisker-doors.ts
var LIMITS3 = { idleMillis: 12e4, totalMillis: 3e5, mostBytes: 64 * 1024 * 1024 };
var PREFIXES = ["/whisker-backend/", "/"];
function doorsAt(address) {
  const url = urlOf(address, "address of Whisker", ["http:", "https:"]);
  url.search = "";
  url.hash = "";
  const agent = url.protocol === "https:" ? new https3.Agent({ keepAlive: true, rejectUnauthorized: !isLoopback(url.hostname) }) : new http4.Agent({ keepAlive: true });
  const path5 = url.pathname.replace(/\/+$/, "");
  const bases = path5.endsWith("/flows") ? [path5.slice(0, -"flows".length)] : PREFIXES.map((prefix2) => path5 + prefix2);
  const doors = bases.map((base) => ({
    name: new URL(base, url).href,
    ask: (rest) => get({ url: new URL(base + rest, url), agent, limits: LIMITS3 })
  }));
  return { doors, close: () => agent.destroy() };
}
var BACKEND2 = [
  { port: 3002, isTls: false, prefix: "/" },
  { port: 3002, isTls: true, prefix: "/" }
];
async function doorsOfPod(api, namespace) {
  const path5 = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  try {
    const { spec } = await api.get(`${path5}/services/whisker`);
    const service2 = isObject2(spec) ? spec : {};
    const pod = await podBehind(api, path5, service2);
    const name = textOf6(pod["metadata"], "name");
    const forward = new PortForward(api, { namespace, name });
    const ports = [...portsOf(service2, pod), ...BACKEND2];
    const doors = ports.map((one) => podDoor(forward, `${namespace}/${name}`, one));
    return { doors, close: () => forward.close() };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 404)
      throw new CaptureError(
        `there is no Service whisker in ${namespace}: install Whisker (Calico 3.30 and later), or give --whisker-namespace, --whisker-url or --no-flows`
      );
    throw new CaptureError(`Whisker in ${namespace} cannot be reached (${String(error.status)}): ${error.message}`);
  }
}
async function podBehind(api, path5, service2) {
  const selector = isObject2(service2["selector"]) ? service2["selector"] : {};
  const labels = Object.entries(selector).map(([key, value]) => `${key}=${String(value)}`);
  if (labels.length === 0) throw new CaptureError("the Service whisker selects no pods; give --whisker-url");
  const pods = await api.list(`${path5}/pods`, (pod2) => pod2, { labelSelector: labels.join(",") });
  const ready = pods.filter(isReady).sort((a, b) => textOf6(a["metadata"], "name") < textOf6(b["metadata"], "name") ? -1 : 1);
  const [pod] = ready;
  if (pod === void 0) throw new CaptureError(`none of the ${String(pods.length)} pods of Whisker is ready`);
  return pod;
}
function isReady({ metadata, status }) {
  if (!isObject2(status) || status["phase"] !== "Running") return false;
  if (isObject2(metadata) && metadata["deletionTimestamp"] !== void 0) return false;
  const ready = listOf3(status["conditions"]).find(({ type }) => type === "Ready");
  return ready === void 0 || ready["status"] === "True";
}
var listOf3 = (value) => Array.isArray(value) ? value.filter(isObject2) : [];
function textOf6(value, key) {
  const text = isObject2(value) ? value[key] : void 0;
  return typeof text === "string" ? text : "";
}
function portsOf(service2, pod) {
  return listOf3(service2["ports"]).flatMap((one) => {
    const target = one["targetPort"] ?? one["port"];
    const port = typeof target === "string" ? namedPort(pod, target) : target;
    if (typeof port !== "number" || port === 0) return [];
    const isTls = [one["port"], port].includes(8443) || textOf6(one, "name").includes("https");
    return [isTls, !isTls].map((secured) => ({ port, isTls: secured, prefix: PREFIXES[0] }));
  });
}
function namedPort({ spec }, name) {
  const containers = isObject2(spec) ? listOf3(spec["containers"]) : [];
  const ports = containers.flatMap((container) => listOf3(container["ports"]));
  return ports.find((port) => port["name"] === name)?.["containerPort"];
}
function podDoor(forward, pod, { isTls, port, prefix: prefix2 }) {
  const scheme = isTls ? "https" : "http";
  return {
    name: `port ${String(port)} of the pod ${pod} (${scheme.toUpperCase()})`,
    ask: async (rest) => {
      const { complaint, data } = await forward.connect(port);
      const connection = isTls ? tls2.connect({ socket: data, rejectUnauthorized: false }) : data;
      try {
        const url = new URL(`${scheme}://localhost:${String(port)}${prefix2}${rest}`);
        return await get({ url, connection, limits: LIMITS3 });
      } catch (error) {
        const said = await soon(complaint);
        throw said === "" ? error : new TransferError("cut", said);
      } finally {
        connection.destroy();
        data.destroy();
      }
    }
  };
}
var COMPLAINT_MILLIS = 500;
function soon(complaint) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(""), COMPLAINT_MILLIS);
    void complaint.then((text) => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}

// src/capture/capture.ts
async function capture(settings, world) {
  const startedAt = world.now();
  const cluster = new Cluster(settings, world);
  try {
    const inventory = settings.objects.length > 0 ? await readObjectFiles(settings.objects, world) : await readClusterObjects(cluster.api, world);
    const flows = settings.withFlows ? await readFlows(settings, cluster, world) : void 0;
    return await write(settings, inventory, flows, { startedAt, capturedAt: world.now() });
  } finally {
    cluster.close();
  }
}
var Cluster = class {
  #settings;
  #world;
  #api;
  constructor(settings, world) {
    this.#settings = settings;
    this.#world = world;
  }
  get api() {
    if (this.#api !== void 0) return this.#api;
    const access = readKubeconfig(this.#settings, this.#world) ?? inClusterAccess(this.#world);
    if (access === void 0)
      throw new CaptureError("there is no kubeconfig, and this is no pod of a cluster; give --kubeconfig, or --objects");
    this.#api = new KubeApi(access, this.#world);
    return this.#api;
  }
  close() {
    this.#api?.close();
  }
};
async function readFlows(settings, cluster, world) {
  const { sinceSeconds, whiskerNamespace, whiskerUrl } = settings;
  const doors = whiskerUrl === void 0 ? await doorsOfPod(cluster.api, whiskerNamespace) : doorsAt(whiskerUrl);
  try {
    const whisker = await Whisker.find(doors, world);
    world.log(`reading flows from ${whisker.name}`);
    const table = new FlowTable();
    const window = windowBefore(whisker.now, sinceSeconds);
    const gaps = [...await collectFlows(whisker, window, table, world)];
    if (table.unreadable > 0)
      gaps.push({ what: `${String(table.unreadable)} flow records`, why: "they have not the form of Whisker" });
    return { table, window, source: whiskerUrl === void 0 ? "Whisker, port-forward" : "Whisker", gaps };
  } finally {
    doors.close();
  }
}
async function write(settings, inventory, flows, times) {
  const { output } = settings;
  const file = output.endsWith("/") ? path4.join(output, `snapshot-${compact(times.capturedAt)}.json.gz`) : output;
  const unread = [...inventory.unread, ...flows?.gaps ?? []];
  const metadata = metadataOf3(settings, inventory, flows, times, unread);
  await writeSnapshotFile(file, lines(metadata, inventory, flows));
  return {
    path: file,
    objectCount: inventory.objects.length,
    flowCount: flows?.table.size ?? 0,
    clusterId: inventory.clusterId,
    window: flows?.window,
    unread
  };
}
function* lines(metadata, { objects }, flows) {
  yield metadata;
  yield* objects;
  if (flows !== void 0) yield* flows.table.records();
}
function metadataOf3({ objects, withFlows }, inventory, flows, { capturedAt, startedAt }, unread) {
  const kinds = /* @__PURE__ */ new Map();
  for (const { apiVersion, kind } of inventory.objects) {
    const name = `${apiVersion} ${kind}`;
    kinds.set(name, (kinds.get(name) ?? 0) + 1);
  }
  return {
    kind: METADATA_KIND,
    tool: TOOL,
    startedAt: iso2(startedAt),
    capturedAt: iso2(capturedAt),
    ...inventory.clusterId !== void 0 && { clusterId: inventory.clusterId },
    ...flows && { window: { start: iso2(flows.window.start * 1e3), end: iso2(flows.window.end * 1e3) } },
    sources: {
      objects: objects.length > 0 ? "kubectl" : "Kubernetes API",
      flows: flows?.source ?? (withFlows ? "none" : "not asked for")
    },
    counts: { objects: Object.fromEntries(kinds), flows: flows?.table.size ?? 0 },
    unread
  };
}
var iso2 = (millis) => new Date(millis).toISOString().replace(/\.\d{3}Z$/, "Z");
var compact = (millis) => iso2(millis).replace(/[-:]/g, "");

// src/capture/settings.ts
var OUTPUT = "snapshot.json.gz";
var NAMESPACE = "calico-system";
var SINCE = "1h";
var CAPTURE_OPTIONS = [
  {
    name: "kubeconfig",
    value: "PATH",
    description: "How to reach the cluster. Default: KUBECONFIG, ~/.kube/config, or the service account of the pod."
  },
  { name: "context", value: "NAME", description: "Context of the kubeconfig. Default: its current one." },
  {
    name: "output",
    value: "PATH",
    description: `Where to write; a folder if it ends in /, with the time in the name of the file. Default: ${OUTPUT}`
  },
  {
    name: "objects",
    value: "PATH",
    many: true,
    description: "Files or folders of `kubectl get -o json`, instead of reading objects from the cluster."
  },
  {
    name: "whisker-url",
    value: "URL",
    description: "Where Whisker answers, as http://localhost:8081. Default: its pod, through a port-forward."
  },
  {
    name: "whisker-namespace",
    value: "NAME",
    description: `Where the Service whisker is. Default: ${NAMESPACE}`
  },
  {
    name: "since",
    value: "DURATION",
    description: `How far back flows are read, as 30m. Default: ${SINCE}, all there is.`
  },
  { name: "no-flows", value: void 0, description: "Write objects only." }
];
function captureSettings(values) {
  const one = (name) => values.get(name)?.find((value) => value !== "");
  return {
    kubeconfig: one("kubeconfig"),
    context: one("context"),
    objects: (values.get("objects") ?? []).filter((path5) => path5 !== ""),
    whiskerUrl: one("whisker-url"),
    whiskerNamespace: namespaceOf2(one("whisker-namespace") ?? NAMESPACE),
    sinceSeconds: secondsOf(one("since") ?? SINCE),
    withFlows: !values.has("no-flows"),
    output: one("output") ?? OUTPUT
  };
}
function namespaceOf2(name) {
  if (/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) return name;
  throw new CaptureError(`whisker-namespace is ${name}, which is no name of a namespace`);
}
var MOST_SECONDS = 3600;
var LEAST_SECONDS = 15;
var UNITS = { s: 1, m: 60, h: 3600 };
function secondsOf(text) {
  const [, number = "", unit = ""] = /^(\d{1,5})([smh])$/.exec(text) ?? [];
  const seconds = Number(number) * (UNITS[unit] ?? 0);
  if (seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS) return seconds;
  throw new CaptureError(`since is ${text}; expected a time from 15s to 1h, which is all that Goldmane remembers`);
}

// src/capture/summary.ts
function summaryOf({ clusterId, flowCount, objectCount, path: path5, window }) {
  const minutes = window === void 0 ? 0 : Math.round((window.end - window.start) / 60);
  const flows = window === void 0 ? "no flows" : `${String(flowCount)} flows of ${String(minutes)} minutes`;
  const cluster = clusterId === void 0 ? "" : ` of the cluster ${clusterId.slice(0, "sha256:".length + 12)}…`;
  return `${path5}: ${String(objectCount)} objects and ${flows}${cluster}`;
}

// src/capture/program.ts
async function captureProgram(world) {
  const isAction = world.env["GITHUB_ACTIONS"] === "true" && world.args.length === 0;
  const say = (line) => world.write(`${logLine(line)}
`);
  try {
    if (isAction) warnOfPublic(world);
    const values = isAction ? inputsOf(world.env) : optionsOf(world.args);
    const summary = await capture(captureSettings(values), {
      env: world.env,
      now: world.now,
      wait: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
      log: say
    });
    for (const { what, why } of summary.unread)
      told(world, isAction, "warning", `not in the snapshot: ${what} (${why})`);
    say(summaryOf(summary));
    if (isAction) setOutputs(world.env, summary);
    return 0;
  } catch (error) {
    if (!(error instanceof CaptureError)) {
      for (const line of (error instanceof Error ? error.stack ?? error.message : String(error)).split("\n"))
        say(line);
      told(world, isAction, "error", `this is a bug; please report it with the lines above (${messageOf(error)})`);
    } else told(world, isAction, "error", error.message);
    return 2;
  }
}
function told({ write: write2 }, isAction, level, message) {
  write2(isAction ? `::${level} title=Netpol capture::${commandData(message)}
` : `${TOOL.name}: ${logLine(message)}
`);
}
function optionsOf(args) {
  const options = Object.fromEntries(
    CAPTURE_OPTIONS.map(({ name, value }) => [
      name,
      { type: value === void 0 ? "boolean" : "string", multiple: true }
    ])
  );
  try {
    const { values } = parseArgs({ args: [...args], options, allowPositionals: false });
    return new Map(
      Object.entries(values).map(([name, given]) => [name, (Array.isArray(given) ? given : [given]).map(String)])
    );
  } catch (error) {
    throw new CaptureError(messageOf(error));
  }
}
var CAPTURE_INPUTS = [
  ...CAPTURE_OPTIONS.flatMap(({ name, value }) => value === void 0 ? [] : [name]),
  "flows"
];
var PREFIX = "INPUT_";
function inputsOf(env) {
  const values = /* @__PURE__ */ new Map();
  for (const [key, raw = ""] of Object.entries(env)) {
    if (!key.startsWith(PREFIX) || raw.trim() === "") continue;
    const name = key.slice(PREFIX.length).toLowerCase();
    if (!CAPTURE_INPUTS.includes(name))
      throw new CaptureError(`there is no input ${name}; there are ${CAPTURE_INPUTS.join(", ")}`);
    const lines2 = raw.split("\n").map((line) => line.trim());
    values.set(name, name === "objects" ? lines2 : [name === "kubeconfig" ? raw : raw.trim()]);
  }
  const [flows = "true"] = values.get("flows") ?? [];
  if (flows !== "true" && flows !== "false") throw new CaptureError(`flows is ${flows}; expected true or false`);
  if (flows === "false") values.set("no-flows", [""]);
  return values;
}
function warnOfPublic(world) {
  let event;
  try {
    event = JSON.parse(readFileSync4(world.env["GITHUB_EVENT_PATH"] ?? "", "utf8"));
  } catch {
    return;
  }
  const repository = isObject2(event) && isObject2(event["repository"]) ? event["repository"] : {};
  if (repository["private"] === false)
    told(
      world,
      true,
      "warning",
      "this repository is public: whoever is logged in to GitHub may download the artifacts of its workflows, and a snapshot holds the names, labels and addresses of the cluster. Pseudonymise it first, or capture in a private repository."
    );
}
function setOutputs(env, summary) {
  const file = env["GITHUB_OUTPUT"] ?? "";
  if (file === "") return;
  const outputs = {
    "snapshot-path": summary.path,
    "cluster-id": summary.clusterId ?? "",
    objects: String(summary.objectCount),
    flows: String(summary.flowCount),
    complete: String(summary.unread.length === 0)
  };
  const lines2 = Object.entries(outputs).map(([name, value]) => `${name}=${value.replace(/[\r\n]+/g, " ")}
`);
  appendFileSync(file, lines2.join(""));
}

// src/capture.ts
process.exitCode = await captureProgram({
  args: process.argv.slice(2),
  env: process.env,
  now: () => Date.now(),
  write: (text) => void process.stdout.write(text)
});
