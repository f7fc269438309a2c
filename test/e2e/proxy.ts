// A proxy that tunnels (CONNECT), and under which the fake GitHub has a name that nobody else can resolve.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import type { FakeGitHub } from '../support/fake-github.ts'

export interface Proxy extends AsyncDisposable {
  readonly url: string
  readonly apiUrl: string
  /** Hosts with ports that were asked for */
  readonly tunnels: readonly string[]
}

export async function startProxy(github: FakeGitHub): Promise<Proxy> {
  const tunnels: string[] = []
  const { port } = new URL(github.apiUrl)
  const server = createServer((_, response) => void response.writeHead(405).end())
  server.on('connect', (request, client) => {
    tunnels.push(request.url ?? '')
    const target = connect(Number((request.url ?? '').split(':')[1]), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      target.pipe(client).pipe(target)
    })
    const end = (): void => {
      target.destroy()
      client.destroy()
    }
    target.on('error', end)
    client.on('error', end)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    apiUrl: `http://api.github.test:${port}`,
    tunnels,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
