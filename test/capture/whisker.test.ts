import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { after, describe, test } from 'node:test'
import fc from 'fast-check'
import { FlowTable } from '../../src/capture/flow-table.ts'
import { windowBefore } from '../../src/capture/slices.ts'
import { Authority } from './certificates.ts'
import { FakeKube } from './fake-kube.ts'
import type { FakeKubeOptions, Item } from './fake-kube.ts'
import { FakeWhisker } from './fake-whisker.ts'
import type { WhiskerOptions, WhiskerRecord } from './fake-whisker.ts'
import { PHASE_END, phaseObjects, phaseRecords, phaseWithWhisker, refusal, run, whiskerObjects } from './support.ts'

const running: { stop: () => Promise<void> }[] = []
after(async () => {
  for (const one of running) await one.stop()
})

async function whisker(options: Partial<WhiskerOptions> = {}): Promise<FakeWhisker> {
  const fake = await new FakeWhisker({ records: phaseRecords(), now: PHASE_END, ...options }).start()
  running.push(fake)
  return fake
}

/** A small cluster, so that captures are about flows */
const NAMESPACE: Item = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'u' } }

async function kube(ports: Parameters<typeof whiskerObjects>[0], options: Partial<FakeKubeOptions>): Promise<FakeKube> {
  const none = Object.fromEntries(Object.keys(phaseObjects()).map((name) => [name, []]))
  const objects = { ...none, namespaces: [NAMESPACE], ...whiskerObjects(ports) }
  const fake = await new FakeKube({ objects, calico: 'v3-definitions', ...options }).start()
  running.push(fake)
  return fake
}

const isFlow = (line: WhiskerRecord): boolean => 'source_name' in line

/** The flows of a capture from an address */
async function flowsAt(url: string, values: Readonly<Record<string, string>> = {}): Promise<readonly WhiskerRecord[]> {
  const cluster = await kube([], {})
  const { lines } = await run({ kubeconfig: cluster.kubeconfig(), 'whisker-url': url, ...values })
  return lines.filter(isFlow)
}

/** What a capture of one whole answer has */
const whole = ((): readonly WhiskerRecord[] => {
  const table = new FlowTable()
  for (const record of phaseRecords()) table.add(record)
  return [...table.records()]
})()

const listsOf = ({ requests }: FakeWhisker): readonly string[] => requests.filter((one) => one.includes('/flows?'))

describe('windows', () => {
  test('are whole buckets that have ended', () => {
    assert.deepEqual(windowBefore(1_795_329_705_000, 3600), { start: 1_795_326_105, end: 1_795_329_705 })
    assert.deepEqual(windowBefore(1_795_329_719_999, 15), { start: 1_795_329_690, end: 1_795_329_705 })
    assert.deepEqual(windowBefore(1_795_329_705_000, 20), { start: 1_795_329_675, end: 1_795_329_705 })
  })

  test('go by the clock of Whisker, not by ours', async () => {
    const backend = await whisker()
    const cluster = await kube([], {})
    const values = { kubeconfig: cluster.kubeconfig(), 'whisker-url': backend.url, since: '30m' }
    const { summary } = await run(values, { now: () => PHASE_END + 86_400_000 })
    assert.deepEqual(summary.window, { start: PHASE_END / 1000 - 1800, end: PHASE_END / 1000 })
  })
})

describe('answers that are too large', () => {
  test('are asked for in halves, on the edges of buckets, and nothing is counted twice', async () => {
    const backend = await whisker({ mostFlows: 60 })
    assert.deepEqual(await flowsAt(backend.url), whole)
    const lists = listsOf(backend)
    assert.equal(lists.length > 3, true)
    for (const list of lists)
      for (const [, time] of list.matchAll(/startTime\w+=(\d+)/g)) assert.equal(Number(time) % 15, 0)
  })

  test('and even one bucket has too many: by namespaces', async () => {
    const backend = await whisker({ mostFlows: 28 })
    assert.deepEqual(await flowsAt(backend.url), whole)
    assert.equal(
      listsOf(backend).some((one) => one.includes('"source_namespaces":[{"value":"-","type":"Exact"}]')),
      true,
    )
    assert.equal(
      listsOf(backend).some((one) => one.includes('dest_namespaces')),
      false,
    )
  })

  test('and even one namespace has too many: by those of both ends', async () => {
    const backend = await whisker({ mostFlows: 15 })
    assert.deepEqual(await flowsAt(backend.url), whole)
    assert.equal(
      listsOf(backend).some((one) => one.includes('dest_namespaces')),
      true,
    )
  })

  test('and there is no smaller question: the snapshot says what is missing', async () => {
    const backend = await whisker({ mostFlows: 5 })
    const cluster = await kube([], {})
    const { lines, metadata, summary } = await run({ kubeconfig: cluster.kubeconfig(), 'whisker-url': backend.url })
    assert.equal(lines.filter(isFlow).length < whole.length, true)
    assert.equal(summary.unread.length > 0, true)
    assert.match(summary.unread[0]!.what, /^flows from \S+ to \S+, 2026-11-22T\S+ to 2026-11-22T\S+$/)
    assert.deepEqual(metadata['unread'], summary.unread)
  })

  test('the page of the web server in the place of the error means the same', async () => {
    const backend = await whisker({
      fault: (request, response, count) => {
        const isFirst = count === 2 && request.url?.includes('/flows?') === true
        if (isFirst) response.writeHead(500, { 'content-type': 'text/html' }).end('<html>500</html>')
        return isFirst
      },
    })
    assert.deepEqual(await flowsAt(backend.url), whole)
    assert.equal(listsOf(backend).length, 3)
  })

  test('every question is: no snapshot', async () => {
    const backend = await whisker({ mostFlows: 0, records: phaseRecords().slice(0, 1) })
    const at = await whisker({
      fault: (request, response) => {
        const isList = request.url?.includes('/flows?') === true
        if (isList) response.writeHead(500).end('{"error":"Internal Server Error"}')
        return isList
      },
    })
    assert.match(await refusal(() => flowsAt(at.url)), /refuses every question/)
    await backend.stop()
    running.splice(running.indexOf(backend), 1)
  })
})

describe('answers that are none', () => {
  const PASSING: readonly (readonly [string, (response: ServerResponse) => void])[] = [
    ['429', (response) => response.writeHead(429).end('slow down')],
    ['503 and a page', (response) => response.writeHead(503).end('<html>no</html>')],
    ['the page of Whisker itself', (response) => response.writeHead(200).end('<!doctype html><html></html>')],
    ['half of one', (response) => response.writeHead(200).end('{"total":{"totalPages":1},"items":[{"start_ti')],
    [
      'a body that ends early',
      (response) => {
        response.writeHead(200, { 'content-length': '5000' }).write('{"total":{"totalPages":1},"items":[')
        setTimeout(() => response.destroy(), 5)
      },
    ],
    [
      'a stream that is reset',
      (response) => {
        response.writeHead(200).write('{"total":{"totalPages":1},"items":[')
        setTimeout(() => response.socket?.resetAndDestroy(), 5)
      },
    ],
  ]
  for (const [name, fail] of PASSING) {
    const fault =
      (times: number): NonNullable<WhiskerOptions['fault']> =>
      (request, response, count) => {
        const isMeant = request.url?.includes('/flows?') === true && count - 1 <= times
        if (isMeant) fail(response)
        return isMeant
      }
    test(`${name}, twice: is asked again`, async () => {
      const backend = await whisker({ fault: fault(2) })
      assert.deepEqual(await flowsAt(backend.url), whole)
      assert.equal(listsOf(backend).length, 3)
    })
    test(`${name}, always: no snapshot`, async () => {
      const backend = await whisker({ fault: fault(99) })
      assert.match(await refusal(() => flowsAt(backend.url)), /does not answer/)
    })
  }

  test('no flows at all is an answer', async () => {
    const backend = await whisker({ records: [] })
    assert.deepEqual(await flowsAt(backend.url), [])
  })

  test('a question that Whisker does not take', async () => {
    const backend = await whisker({
      fault: (request, response) => {
        const isList = request.url?.includes('/flows?') === true
        if (isList) response.writeHead(400).end('{"error":"failed to decode startTimeGte"}')
        return isList
      },
    })
    assert.match(await refusal(() => flowsAt(backend.url)), /does not take the question: failed to decode startTimeGte/)
  })

  test('Goldmane does not run', async () => {
    const backend = await whisker({
      fault: (_request, response) => {
        response.writeHead(500).end('{"error":"Internal Server Error"}')
        return true
      },
    })
    assert.match(await refusal(() => flowsAt(backend.url)), /is Goldmane running/)
  })
})

describe('an address that the user gives', () => {
  test('may be that of Whisker, of its backend, or of the list', async () => {
    const [web, backend] = [await whisker(), await whisker({ behindNginx: false })]
    for (const url of [web.url, `${web.url}/`, `${web.url}/whisker-backend`, `${web.url}/whisker-backend/flows?a=b`])
      assert.deepEqual([url, (await flowsAt(url)).length], [url, whole.length])
    assert.equal((await flowsAt(backend.url)).length, whole.length)
  })

  test('may have a certificate of its own on this machine', async () => {
    const backend = await whisker({ certificate: new Authority().issue('whisker') })
    assert.equal((await flowsAt(backend.url)).length, whole.length)
  })

  test('is some other page', async () => {
    const page = await whisker({
      fault: (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><html></html>')
        return true
      },
    })
    assert.match(await refusal(() => flowsAt(page.url)), /was not found.*a web page, status 200/)
    assert.match(await refusal(() => flowsAt('ftp://localhost')), /begins with http/)
  })
})

describe('the pod of Whisker', () => {
  /** `local` by port of the pod */
  async function flowsOfPod(
    ports: Parameters<typeof whiskerObjects>[0],
    local: Readonly<Record<number, FakeWhisker>>,
    options: Partial<FakeKubeOptions> = {},
  ): Promise<{
    readonly flows: readonly WhiskerRecord[]
    readonly cluster: FakeKube
    readonly log: readonly string[]
  }> {
    const portOf = (port: number): number | undefined => local[port]?.port
    const cluster = await kube(ports, { forward: { portOf }, ...options })
    const { lines, log } = await run({ kubeconfig: cluster.kubeconfig() })
    return { flows: lines.filter(isFlow), cluster, log }
  }
  const secured = (options: Partial<WhiskerOptions> = {}): Promise<FakeWhisker> =>
    whisker({ certificate: new Authority().issue('whisker'), ...options })

  const CASES: readonly (readonly [
    string,
    Parameters<typeof whiskerObjects>[0],
    () => Promise<Record<number, FakeWhisker>>,
  ])[] = [
    ['8081, until Calico 3.32', [{ port: 8081 }], async () => ({ 8081: await whisker() })],
    ['8443 with TLS, after it', [{ name: 'https', port: 8443 }], async () => ({ 8443: await secured() })],
    [
      'a port with another number behind the Service',
      [{ port: 80, targetPort: 8081 }],
      async () => ({ 8081: await whisker() }),
    ],
    ['a port with a name', [{ port: 80, targetPort: 'web' }], async () => ({ 8081: await whisker() })],
    ['TLS where none was expected', [{ port: 9000 }], async () => ({ 9000: await secured() })],
    ['the backend itself', [{ port: 8081 }], async () => ({ 3002: await whisker({ behindNginx: false }) })],
    ['the backend itself with TLS', [{ port: 8443 }], async () => ({ 3002: await secured({ behindNginx: false }) })],
  ]
  for (const [name, ports, local] of CASES)
    test(`${name}: is found`, async () => {
      const { flows } = await flowsOfPod(ports, await local())
      assert.deepEqual(flows, whole)
    })

  test('what the channel for errors says is passed on', async () => {
    const why = await refusal(() => flowsOfPod([{ port: 8081 }], {}))
    assert.match(
      why,
      /was not found.*port 8081 of the pod calico-system\/whisker-b \(HTTP\): error forwarding port 8081 to pod: connect: connection refused/,
    )
  })

  test('the connection breaks in the middle: there is a new one, and nothing is counted twice', async () => {
    const backend = await whisker()
    const breakAfter = (connection: number): number | undefined => (connection === 1 ? 5000 : undefined)
    const forward = { portOf: () => backend.port, breakAfter }
    let upgrades = 0
    const { cluster, flows } = await flowsOfPod(
      [{ port: 8081 }],
      {},
      {
        forward: { ...forward, breakAfter: () => breakAfter(upgrades++) },
      },
    )
    assert.deepEqual(flows, whole)
    assert.equal(cluster.requests.filter((one) => one.startsWith('POST ')).length, 2)
  })

  test('the API server breaks off the upgrade once', async () => {
    const upgradeFault: FakeKubeOptions['upgradeFault'] = (socket, count) => {
      if (count === 1) socket.destroy()
      return count === 1
    }
    // The first way in fails with it, and the next one finds the same port
    const backend = await whisker()
    const { flows } = await flowsOfPod(
      [{ port: 8081 }, { name: 'again', port: 8082, targetPort: 8081 }],
      { 8081: backend },
      { upgradeFault },
    )
    assert.deepEqual(flows, whole)
  })

  test('a proxy lets no SPDY through', async () => {
    const upgradeFault: FakeKubeOptions['upgradeFault'] = (socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      return true
    }
    assert.match(await refusal(() => flowsOfPod([{ port: 8081 }], {}, { upgradeFault })), /--whisker-url/)
  })

  test('the user may not', async () => {
    const upgradeFault: FakeKubeOptions['upgradeFault'] = (socket) => {
      const body = '{"kind":"Status","message":"pods \\"whisker-b\\" is forbidden"}'
      socket.end(`HTTP/1.1 403 Forbidden\r\ncontent-length: ${String(body.length)}\r\n\r\n${body}`)
      return true
    }
    const why = await refusal(() => flowsOfPod([{ port: 8081 }], {}, { upgradeFault }))
    assert.match(why, /port-forward to Whisker was refused \(403\): pods "whisker-b" is forbidden/)
  })

  test('there is none', async () => {
    const objects = phaseObjects()
    const cluster = await new FakeKube({ objects, calico: 'v3-definitions' }).start()
    running.push(cluster)
    assert.match(await refusal(() => run({ kubeconfig: cluster.kubeconfig() })), /no Service whisker in calico-system/)
    const all = phaseWithWhisker()
    const waiting = await new FakeKube({
      objects: { ...all, pods: all['pods']!.filter(({ metadata }) => metadata.name !== 'whisker-b') },
      calico: 'v3-definitions',
    }).start()
    running.push(waiting)
    assert.match(
      await refusal(() => run({ kubeconfig: waiting.kubeconfig() })),
      /none of the 1 pods of Whisker is ready/,
    )
  })
})

describe('records', () => {
  const RECORD = phaseRecords()[0]!
  const added = (...records: readonly WhiskerRecord[]): readonly WhiskerRecord[] => {
    const table = new FlowTable()
    for (const record of records) table.add(record)
    return [...table.records()]
  }

  test('of the whole phase are fewer by those that differ in nothing that Whisker says', () => {
    assert.equal(phaseRecords().length, 134)
    assert.equal(whole.length, 108)
    const sum = (records: readonly WhiskerRecord[]): number =>
      records.reduce((total, { packets_in, packets_out }) => total + Number(packets_in) + Number(packets_out), 0)
    assert.equal(sum(whole), sum(phaseRecords()))
  })

  test('in any order and any grouping are the same flows', () => {
    const records = phaseRecords().slice(0, 40)
    fc.assert(
      fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (shuffled) => {
        assert.deepEqual(added(...shuffled), added(...records))
      }),
      { numRuns: 50 },
    )
  })

  test('have the fields of Whisker and no others, with hits in their order', () => {
    const hits = [
      { kind: 'Profile', name: 'kns.a', policy_index: 1, rule_index: 0, action: 'Allow', note: 'x' },
      { kind: 'NetworkPolicy', name: 'b', policy_index: 0, rule_index: 2, action: 'Pass' },
    ]
    const [flow] = added({ ...RECORD, policies: { enforced: hits, pending: null }, secret: 'x' })
    assert.deepEqual(Object.keys(flow!), Object.keys(RECORD))
    const { enforced, pending } = flow!['policies'] as { enforced: WhiskerRecord[]; pending: unknown }
    assert.deepEqual(
      enforced.map(({ name }) => name),
      ['b', 'kns.a'],
    )
    assert.deepEqual(Object.keys(enforced[0]!), [
      'kind',
      'name',
      'namespace',
      'tier',
      'action',
      'policy_index',
      'rule_index',
      'trigger',
    ])
    assert.equal(pending, null)
  })

  test('keep the labels that all have, the earliest beginning and the latest end', () => {
    const [flow, ...others] = added(
      {
        ...RECORD,
        source_labels: 'a=1 | b=2',
        start_time: '2026-11-22T06:40:30Z',
        end_time: '2026-11-22T06:40:45Z',
        packets_in: 1,
      },
      {
        ...RECORD,
        source_labels: 'b=2 | c=3',
        start_time: '2026-11-22T06:40:00Z',
        end_time: '2026-11-22T06:40:15Z',
        packets_in: 2,
      },
    )
    assert.deepEqual(others, [])
    assert.deepEqual(
      [flow!['source_labels'], flow!['start_time'], flow!['end_time'], flow!['packets_in']],
      ['b=2', '2026-11-22T06:40:00Z', '2026-11-22T06:40:45Z', 3],
    )
  })

  test('of 1970 with nothing in them are left out, others are not', () => {
    const empty = {
      ...RECORD,
      start_time: '1970-01-01T00:00:00Z',
      end_time: '1970-01-01T00:00:00Z',
      packets_in: 0,
      packets_out: 0,
      bytes_in: 0,
      bytes_out: 0,
    }
    assert.deepEqual(added(empty), [])
    assert.equal(added({ ...empty, packets_in: 1 }).length, 1)
  })

  test('that are none are counted', () => {
    const table = new FlowTable()
    table.add({ hello: 1 })
    assert.deepEqual([table.size, table.unreadable], [0, 1])
  })
})
