// The connectivity of all pairs against brute force: every pair, every protocol, every port at which any rule or any name
// of a port begins or ends, judged by the plain evaluator. NETPOL_SEED runs the same worlds again.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Ip } from '../../src/base/ip.ts'
import { policySetFor } from '../../src/convert/policy-set.ts'
import { Engine } from '../../src/engine/engine.ts'
import { workloadKey, type Cluster, type Workload } from '../../src/model/cluster.ts'
import { DIRECTIONS, type Policy, type PolicySet } from '../../src/model/policy.ts'
import { connectivityChanges, type PairChange } from '../../src/preflight/connectivity.ts'
import { randomFrom } from '../support/random.ts'
import { judge } from '../support/reference.ts'
import { seeds } from '../support/seeds.ts'
import { worldOf } from '../support/worlds.ts'

const PROTOCOLS = [6, 17, 132, 1] as const
/** As the command has it */
const CLIENT_PORT = 49_152

interface Side {
  readonly cluster: Cluster
  readonly policies: PolicySet
}

function portsOf(sides: readonly Side[]): number[] {
  const ports = new Set([1, 65_535])
  const add = (from: number, to = from): void => {
    for (const port of [from - 1, from, to, to + 1]) if (port >= 1 && port <= 65_535) ports.add(port)
  }
  for (const { cluster, policies } of sides) {
    for (const policy of policies.policies)
      for (const direction of DIRECTIONS)
        for (const { match } of policy[direction] ?? [])
          for (const { notPorts, ports: own } of [match.source, match.destination])
            for (const { from, to } of [...(own?.ranges ?? []), ...(notPorts?.ranges ?? [])]) add(from, to)
    for (const endpoint of [...cluster.workloads, ...cluster.hostEndpoints])
      for (const { port } of endpoint.ports) add(port)
    for (const backends of cluster.services.values()) for (const { port } of backends) if (port !== undefined) add(port)
  }
  return [...ports].sort((a, b) => a - b)
}

/** Addresses of the first family that both have */
function addressesOf(source: Workload, destination: Workload): readonly [Ip, Ip] | undefined {
  for (const ip of source.addresses) {
    const other = destination.addresses.find(({ family }) => family === ip.family)
    if (other !== undefined) return [ip, other]
  }
  return undefined
}

function passes(
  { cluster, policies }: Side,
  pair: readonly [string, string],
  protocol: number,
  port: number | undefined,
): boolean | undefined {
  const [source, destination] = pair.map((name) =>
    cluster.workloads.find((one) => workloadKey(one.namespace, one.name) === name),
  )
  if (source === undefined || destination === undefined) return undefined
  const ips = addressesOf(source, destination)
  if (ips === undefined) return undefined
  const tuple = {
    source: { workload: source, ip: ips[0] },
    destination: { workload: destination, ip: ips[1] },
    protocol,
    sourcePort: port === undefined ? undefined : CLIENT_PORT,
    destinationPort: port,
    icmp: port === undefined ? { type: 8, code: 0 } : undefined,
  }
  return judge(cluster, policies, tuple, 'dataplane').verdict === 'allow'
}

/** `source destination protocol port change`, for the ports that were looked at */
function bruteForce(before: Side, after: Side, names: readonly string[], ports: readonly number[]): string[] {
  const found: string[] = []
  for (const source of names)
    for (const destination of names)
      for (const protocol of PROTOCOLS)
        for (const port of protocol === 1 ? [undefined] : ports) {
          const [old, now] = [before, after].map((side) => passes(side, [source, destination], protocol, port))
          if (old !== undefined && now !== undefined && old !== now)
            found.push(`${source} ${destination} ${String(protocol)} ${String(port)} ${String(now)}`)
        }
  return found.sort()
}

const listed = (changes: readonly PairChange[], looked: readonly number[]): string[] =>
  changes
    .flatMap(({ destination, ports, source }) =>
      ports.flatMap(({ change, ports: range, protocol }) => {
        const own = range === undefined ? [undefined] : looked.filter((port) => range.from <= port && port <= range.to)
        const now = change === 'newly-allowed'
        return own.map((port) => `${source} ${destination} ${String(protocol)} ${String(port)} ${String(now)}`)
      }),
    )
    .sort()

const keyOf = ({ id }: Policy): string => JSON.stringify(id)

describe('connectivity of all pairs', () => {
  it('changes where brute force finds that it does, and nowhere else', (t) => {
    let pairs = 0
    for (const seed of seeds(t, 250)) {
      const random = randomFrom(seed)
      const { cluster, policies: old } = worldOf(seed, { tuples: 0, open: false })
      const other = worldOf(seed + 1, { tuples: 0, open: false })
      const kept = old.policies.filter(() => !random.oneIn(3))
      const keys = new Set(kept.map(keyOf))
      const now = { ...old, policies: [...kept, ...other.policies.policies.filter((one) => !keys.has(keyOf(one)))] }
      // In one world of three the workloads change as well: labels, addresses, ports.
      const [first, ...rest] = cluster.workloads
      const [donor] = other.cluster.workloads
      const workloads =
        first === undefined || donor === undefined || !random.oneIn(3)
          ? cluster.workloads
          : [{ ...first, labels: donor.labels, ports: donor.ports }, ...rest]
      const later = workloads === cluster.workloads ? cluster : { ...cluster, workloads }
      const before: Side = { cluster, policies: policySetFor('enforced', old) }
      const after: Side = { cluster: later, policies: policySetFor('enforced', now) }
      const [oldEngine, newEngine] = [before, after].map((side) => new Engine(side.cluster, side.policies, 'dataplane'))
      assert.ok(oldEngine !== undefined && newEngine !== undefined)
      const ports = portsOf([before, after])
      const addressed = cluster.workloads.filter(({ addresses }) => addresses.length > 0)
      const names = addressed.map(({ name, namespace }) => workloadKey(namespace, name))
      const changes = connectivityChanges(oldEngine, newEngine)
      const among = changes.filter(({ destination, source }) => names.includes(source) && names.includes(destination))
      assert.deepEqual(listed(among, ports), bruteForce(before, after, names, ports), `NETPOL_SEED=${String(seed)}`)
      pairs += among.length
    }
    assert.ok(pairs > 500, String(pairs))
  })
})
