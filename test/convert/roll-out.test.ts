// Edited workloads, their pods and the Services in front of them.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { printIp } from '../../src/base/ip.ts'
import { clusterOf } from '../../src/convert/cluster.ts'
import { rollOut } from '../../src/convert/roll-out.ts'
import type { Cluster } from '../../src/model/cluster.ts'
import { fromCluster, fromFile } from './objects.ts'

const live = fromCluster(`
apiVersion: v1
kind: Namespace
metadata: {name: a}
---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web-1, namespace: a, ownerReferences: [{kind: Deployment, name: web, controller: true}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web-1-x, namespace: a, labels: {app: web, tier: old, pod-template-hash: "1"}, ownerReferences: [{kind: ReplicaSet, name: web-1, controller: true}]}
spec: {nodeName: n1, serviceAccountName: s, containers: [{ports: [{name: http, containerPort: 80}]}]}
status: {podIP: 10.0.0.1, podIPs: [{ip: 10.0.0.1}], hostIP: 192.168.0.1, hostIPs: [{ip: 192.168.0.1}]}
---
apiVersion: v1
kind: Pod
metadata: {name: bare, namespace: a, labels: {app: web, tier: old}}
spec: {nodeName: n1}
status: {podIP: 10.0.0.2}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: a}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
addressType: IPv4
metadata: {name: web-1, namespace: a, labels: {kubernetes.io/service-name: web}}
endpoints: [{addresses: [10.0.0.9]}]
ports: [{port: 80}]
`).manifests

const deployment = (labels: string, spec: string): ReturnType<typeof fromFile>['manifests'] =>
  fromFile(`
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: a}
spec: {template: {metadata: {labels: {${labels}}}, spec: {${spec}}}}
`).manifests

const OLD = [
  'app: web, tier: old',
  'serviceAccountName: s, containers: [{image: i:1, ports: [{name: http, containerPort: 80}]}]',
] as const
const before = [...live, ...deployment(...OLD)]
const after = (labels: string = OLD[0], spec: string = OLD[1]): Cluster =>
  clusterOf(rollOut(before, [...live, ...deployment(labels, spec)]), () => undefined)
const web = ({ workloads }: Cluster) => workloads.find(({ name }) => name === 'web-1-x')
const backends = ({ services }: Cluster): unknown =>
  services.get('a/web')?.map(({ ip, port }) => `${printIp(ip)}:${String(port)}`)

describe('a roll-out', () => {
  it('of the same template changes nothing, not even an object', () => {
    const same = [...live, ...deployment('tier: old, app: web', OLD[1].replace('i:1', 'i:2'))]
    const rolled = rollOut(before, same)
    assert.equal(rolled.length, same.length)
    assert.ok(rolled.every((manifest, i) => manifest === same[i]))
  })

  it('of a workload that is new, or not there any more, changes nothing', () => {
    const other = deployment('app: other', '')
    assert.deepEqual(rollOut(live, [...live, ...other]), [...live, ...other])
    assert.deepEqual(rollOut(before, live), live)
  })

  it('brings new labels, takes old ones, and leaves those of controllers', () => {
    const labels = web(after('app: web, tier: new'))?.labels.labels
    assert.deepEqual([labels?.get('tier'), labels?.get('app'), labels?.get('pod-template-hash')], ['new', 'web', '1'])
    assert.equal(web(after('app: web'))?.labels.labels.has('tier'), false)
  })

  it('leaves pods of others alone', () => {
    const bare = after('app: other').workloads.find(({ name }) => name === 'bare')
    assert.equal(bare?.labels.labels.get('tier'), 'old')
  })

  it('brings ports and the service account', () => {
    const rolled = web(after(OLD[0], 'containers: [{ports: [{name: web, containerPort: 81}]}]'))
    assert.deepEqual(rolled?.ports, [{ name: 'web', protocol: 6, port: 81 }])
    assert.equal(rolled.labels.labels.get('projectcalico.org/serviceaccount'), 'default')
  })

  it('to the host network takes the endpoint away', () => {
    const rolled = after(OLD[0], `hostNetwork: true, ${OLD[1]}`)
    assert.equal(web(rolled), undefined)
    assert.deepEqual(
      rolled.hostPods.map(({ addresses, name }) => [name, addresses.map(printIp)]),
      [['web-1-x', ['192.168.0.1']]],
    )
  })

  it('makes the Service look at the pods again', () => {
    assert.deepEqual(backends(after()), ['10.0.0.9:80'])
    assert.deepEqual(backends(after('app: web, tier: new')), ['10.0.0.1:80'])
    assert.deepEqual(backends(after('app: other')), [])
    assert.deepEqual(backends(after(OLD[0], OLD[1].replace('80', '81'))), ['10.0.0.1:81'])
  })

  it('a Service whose target is edited looks at the pods as well', () => {
    const edited = fromFile(`
apiVersion: v1
kind: Service
metadata: {name: web, namespace: a}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`).manifests
    const rest = before.filter(({ kind }) => kind !== 'Service')
    const cluster = clusterOf(rollOut(before, [...rest, ...edited]), () => undefined)
    assert.deepEqual(backends(cluster), ['10.0.0.1:8080', '10.0.0.2:8080'])
  })
})
