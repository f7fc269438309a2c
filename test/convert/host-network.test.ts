// What objects tell of packets on their way to and from nodes (docs/semantics.md §4.7, §4.8, §8.2).

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { printCidr, printIp } from '../../src/base/ip.ts'
import { clusterOf } from '../../src/convert/cluster.ts'
import { readManifests } from '../../src/manifest/object.ts'
import { DEFAULT_HOST_NETWORK, type Cluster, type HostNetwork } from '../../src/model/cluster.ts'

function clusterFrom(...documents: readonly string[]): Cluster {
  const report = (one: unknown): never => assert.fail(JSON.stringify(one))
  const source = { path: 'objects.yaml', text: documents.join('\n---\n') }
  return clusterOf(readManifests(source, { defaultNamespace: 'default', report }).manifests, report)
}

const networkFrom = (...documents: readonly string[]): HostNetwork =>
  clusterFrom(...documents).network ?? assert.fail('a cluster of objects has one')

const felix = (spec: string): string =>
  `{apiVersion: projectcalico.org/v3, kind: FelixConfiguration, metadata: {name: default}, spec: {${spec}}}`

describe('failsafe ports', () => {
  const shown = (list: HostNetwork['failsafe']['ingress']): string[] =>
    list.map(
      ({ net, port, protocol }) => `${String(protocol)}/${String(port)} ${net === undefined ? '' : printCidr(net)}`,
    )

  it('are those of Calico where nothing is set', () => {
    assert.deepEqual(networkFrom(felix('')).failsafe, DEFAULT_HOST_NETWORK.failsafe)
    const { egress, ingress } = DEFAULT_HOST_NETWORK.failsafe
    assert.equal(shown(ingress).join(), '6/22 ,17/68 ,6/179 ,6/2379 ,6/2380 ,6/5473 ,6/6443 ,6/6666 ,6/6667 ')
    assert.equal(shown(egress).join(), '17/53 ,17/67 ,6/179 ,6/2379 ,6/2380 ,6/5473 ,6/6443 ,6/6666 ,6/6667 ')
  })

  it('are each list by itself, with nets; without a protocol TCP', () => {
    const { failsafe } = networkFrom(
      felix('failsafeInboundHostPorts: [{port: 22, net: 10.0.0.0/8}, {protocol: UDP, port: 68}, {port: 1, net: x}]'),
    )
    assert.deepEqual(shown(failsafe.ingress), ['6/22 10.0.0.0/8', '17/68 '])
    assert.deepEqual(failsafe.egress, DEFAULT_HOST_NETWORK.failsafe.egress)
  })

  it('are none where the list is empty', () => {
    assert.deepEqual(networkFrom(felix('failsafeOutboundHostPorts: []')).failsafe.egress, [])
  })
})

describe('pools', () => {
  const pool = (spec: string): string =>
    `{apiVersion: projectcalico.org/v3, kind: IPPool, metadata: {name: p}, spec: {cidr: 10.0.0.0/16, ${spec}}}`
  const cases: readonly (readonly [string, boolean, HostNetwork['pools'][number]['overlay']])[] = [
    ['natOutgoing: true', true, undefined],
    ['vxlanMode: Always, ipipMode: Never', false, { as: 'vxlan', between: 'all' }],
    ['vxlanMode: Never, ipipMode: CrossSubnet', false, { as: 'ipip', between: 'subnets' }],
  ]
  for (const [spec, natOutgoing, overlay] of cases)
    it(spec, () => {
      const [first] = networkFrom(pool(spec)).pools
      assert.deepEqual([first?.natOutgoing, first?.overlay], [natOutgoing, overlay])
    })
})

describe('Services', () => {
  it('are reached by their addresses and by a port of every node', () => {
    const [first, second, ...rest] = networkFrom(`
apiVersion: v1
kind: Service
metadata: {namespace: a, name: web}
spec:
  type: LoadBalancer
  clusterIP: 10.96.0.1
  clusterIPs: [10.96.0.1, "fd00::1"]
  externalIPs: [1.2.3.4]
  externalTrafficPolicy: Local
  ports: [{port: 80, targetPort: 8080, nodePort: 30080}, {port: 53, protocol: UDP, targetPort: dns}]
status: {loadBalancer: {ingress: [{ip: 5.6.7.8}, {hostname: lb.example}]}}`).frontends
    assert.deepEqual(rest, [])
    assert.deepEqual(first?.addresses.map(printIp), ['10.96.0.1', 'fd00::1', '1.2.3.4', '5.6.7.8'])
    const { addresses: _, ...http } = first
    assert.deepEqual(http, {
      service: 'a/web',
      protocol: 6,
      port: 80,
      nodePort: 30080,
      targetPort: 8080,
      localOnly: true,
    })
    assert.deepEqual([second?.protocol, second?.targetPort, second?.nodePort], [17, undefined, undefined])
  })

  it('without an address of their own are no way to anything', () => {
    const headless =
      '{apiVersion: v1, kind: Service, metadata: {namespace: a, name: h}, spec: {clusterIP: None, ports: [{port: 80}]}}'
    assert.deepEqual(networkFrom(headless).frontends, [])
  })
})

describe('nodes', () => {
  const node = (annotations: string): string =>
    `{apiVersion: v1, kind: Node, metadata: {name: n1, annotations: {${annotations}}}, status: {addresses: []}}`
  const nodeFrom = (annotations: string): Cluster['nodes'][number] =>
    clusterFrom(node(annotations)).nodes[0] ?? assert.fail('a node')

  it('are known to Calico by an address in a network', () => {
    const {
      interfaces,
      networks = [],
      tunnels = [],
    } = nodeFrom('projectcalico.org/IPv4Address: 192.168.0.9/24, projectcalico.org/IPv4VXLANTunnelAddr: 10.0.0.64')
    assert.deepEqual(
      networks.map(({ ip, network }) => [printIp(ip), printCidr(network)]),
      [['192.168.0.9', '192.168.0.0/24']],
    )
    assert.deepEqual(tunnels.map(printIp), ['10.0.0.64'])
    assert.equal(interfaces, undefined)
  })

  it('report their interfaces', () => {
    const { interfaces = [] } = nodeFrom(
      `projectcalico.org/IPv4Address: 192.168.0.9/24, projectcalico.org/Interfaces: '[{"name":"eth0","addresses":["192.168.0.9"]},{"name":"eth1","addresses":["10.9.0.1"]},{"name":"cali1"}]'`,
    )
    assert.deepEqual(
      interfaces.map(({ addresses, name, networks }) => [name, addresses.map(printIp), networks.map(printCidr)]),
      [
        ['eth0', ['192.168.0.9'], ['192.168.0.0/24']],
        ['eth1', ['10.9.0.1'], []],
        ['cali1', [], []],
      ],
    )
  })

  for (const text of ['nonsense', '{}', '[1]', '[{"addresses":[]}]', 'null'])
    it(`whose report is ${text} have not reported`, () => {
      assert.equal(nodeFrom(`projectcalico.org/Interfaces: '${text}'`).interfaces, undefined)
    })
})

describe('what is advertised', () => {
  const bgp =
    '{apiVersion: projectcalico.org/v3, kind: BGPConfiguration, metadata: {name: default}, spec: {serviceClusterIPs: [{cidr: 10.96.0.0/16}], serviceLoadBalancerIPs: [{cidr: 1.2.3.0/24}]}}'

  it('would circle', () =>
    assert.deepEqual(networkFrom(bgp).serviceLoops.map(printCidr), ['10.96.0.0/16', '1.2.3.0/24']))
  it('may circle where that is wanted', () =>
    assert.deepEqual(networkFrom(bgp, felix('serviceLoopPrevention: Disabled')).serviceLoops, []))
})
