import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { after, describe, test } from 'node:test'
import { proxyFor } from '../../src/capture/agent.ts'
import { inClusterAccess, readKubeconfig } from '../../src/capture/kubeconfig.ts'
import { KubeApi } from '../../src/capture/kube-api.ts'
import type { World } from '../../src/capture/world.ts'
import { FakeKube } from './fake-kube.ts'
import type { FakeKubeOptions } from './fake-kube.ts'
import { freshPath, phaseObjects, refusal, run } from './support.ts'

const running: { stop: () => Promise<void> }[] = []
after(async () => {
  for (const one of running) await one.stop()
})

async function kube(options: Partial<FakeKubeOptions> = {}): Promise<FakeKube> {
  const fake = await new FakeKube({ objects: phaseObjects(), calico: 'v3-definitions', ...options }).start()
  running.push(fake)
  return fake
}

const WORLD: World = { env: {}, now: () => 0, wait: async () => undefined, log: () => undefined }

function write(name: string, text: string): string {
  const file = freshPath(name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

/** Whether the objects of the cluster can be read with it */
async function works(kubeconfig: string, world: Partial<World> = {}): Promise<boolean> {
  return (await run({ kubeconfig, 'no-flows': '' }, world)).summary.objectCount > 100
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** A program that prints what `script` says; no shell is between */
const plugin = (script: string, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  exec: {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: process.execPath,
    args: ['-e', script],
    interactiveMode: 'IfAvailable',
    ...more,
  },
})
const credential = (status: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', status })

describe('a user', () => {
  test('with a token, as data and as a file beside the kubeconfig', async () => {
    const fake = await kube()
    assert.equal(await works(fake.kubeconfig({ token: 'a-token' })), true)
    const file = write('config', fake.kubeconfig({ tokenFile: 'token' }))
    writeFileSync(path.join(path.dirname(file), 'token'), 'a-token\n')
    assert.equal(await works(file), true)
  })

  test('whose token file is replaced is known again', async () => {
    const token = write('token', 'old')
    const fake = await kube({
      fault: (request, _response, count) => {
        if (request.url === '/apis' && count === 1) writeFileSync(token, 'a-token')
        return false
      },
    })
    assert.equal(await works(fake.kubeconfig({ tokenFile: token })), true)
  })

  test('with a certificate', async () => {
    const fake = await kube({ wantsClientCertificate: true })
    const { certificate, key } = fake.authority.issue('me')
    const user = { 'client-certificate-data': base64(certificate), 'client-key-data': base64(key) }
    assert.equal(await works(fake.kubeconfig(user)), true)
    assert.match(await refusal(() => works(fake.kubeconfig({}))), /cannot be read: .*certificate required/)
    const broken = { 'client-certificate-data': base64('x'), 'client-key-data': base64('y') }
    assert.match(await refusal(() => works(fake.kubeconfig(broken))), /certificates of the kubeconfig cannot be used/)
  })

  test('who is not known', async () => {
    const fake = await kube()
    assert.match(await refusal(() => works(fake.kubeconfig({ token: 'another' }))), /does not accept the credentials/)
  })

  test('with a plugin, which is told about the cluster and is not asked twice', async () => {
    const fake = await kube()
    const count = write('count', '')
    const script = `
      require('fs').appendFileSync(${JSON.stringify(count)}, 'x')
      const info = JSON.parse(process.env.KUBERNETES_EXEC_INFO)
      if (info.spec.cluster.server === process.env.EXPECTED && info.spec.interactive === false)
        console.log(${JSON.stringify(credential({ token: 'a-token' }))})`
    const env = [{ name: 'EXPECTED', value: `${fake.url}/` }]
    assert.equal(await works(fake.kubeconfig(plugin(script, { env, provideClusterInfo: true }))), true)
    assert.equal(readFileSync(count, 'utf8'), 'x')
  })

  test('with a plugin whose credentials expire is asked again', async () => {
    const fake = await kube()
    const count = write('count', '')
    const script = `
      require('fs').appendFileSync(${JSON.stringify(count)}, 'x')
      console.log(${JSON.stringify(credential({ token: 'a-token', expirationTimestamp: '2026-01-01T00:00:00Z' }))})`
    assert.equal(await works(fake.kubeconfig(plugin(script))), true)
    assert.equal(readFileSync(count, 'utf8').length > 2, true)
  })

  const FAILING: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ['that fails', plugin('console.error("log in first"); process.exit(3)'), /failed \(3\): log in first/],
    ['that prints something else', plugin('console.log("hello")'), /did not print an ExecCredential/],
    [
      'that speaks another version',
      plugin('console.log(process.argv[1])', {
        args: ['-e', `console.log(${JSON.stringify(credential({ token: 'a' }).replace('/v1"', '/v1beta1"'))})`],
      }),
      /does not speak/,
    ],
    [
      'that is not there',
      plugin('', { command: 'no-such-program-here', installHint: 'get it' }),
      /it is not installed; get it/,
    ],
    ['of an old version', plugin('', { apiVersion: 'client.authentication.k8s.io/v1alpha1' }), /speaks .*v1alpha1/],
    ['that needs a person', plugin('', { interactiveMode: 'Always' }), /needs a person/],
    ['that was never one', { 'auth-provider': { name: 'gcp' } }, /auth provider gcp/],
  ]
  for (const [name, user, sentence] of FAILING)
    test(`with a plugin ${name}`, async () => {
      const fake = await kube()
      assert.match(await refusal(() => works(fake.kubeconfig(user))), sentence)
    })

  test('a plugin is started without a shell', async () => {
    const fake = await kube()
    const file = freshPath('made-by-a-shell')
    const user = plugin('', { command: `${process.execPath} -e 1; touch ${file}` })
    assert.match(await refusal(() => works(fake.kubeconfig(user))), /could not be started/)
  })
})

describe('a kubeconfig', () => {
  test('in several files: the first that says something counts', async () => {
    const fake = await kube()
    const first = write('a', 'current-context: fake\nusers: [{name: me, user: {token: a-token}}]\n')
    const second = write('b', fake.kubeconfig({ token: 'wrong' }))
    const missing = freshPath('c')
    const env = { KUBECONFIG: [missing, first, second].join(path.delimiter) }
    const { summary } = await run({ 'no-flows': '' }, { env })
    assert.equal(summary.objectCount > 100, true)
  })

  test('has paths that start from its own folder', () => {
    const file = write(
      'config',
      `
current-context: c
contexts: [{name: c, context: {cluster: k, user: u}}]
clusters: [{name: k, cluster: {server: 'https://k.example:6443/base/', certificate-authority: ca.pem, tls-server-name: other}}]
users: [{name: u, user: {client-certificate: me.pem, client-key: me.key, as: someone, as-groups: [some]}}]
`,
    )
    for (const name of ['ca.pem', 'me.pem', 'me.key']) writeFileSync(path.join(path.dirname(file), name), name)
    const access = readKubeconfig({ kubeconfig: file, context: undefined }, WORLD)
    assert.equal(access?.cluster.authority?.toString(), 'ca.pem')
    assert.equal(access.user.certificate?.toString(), 'me.pem')
    assert.equal(access.cluster.serverName, 'other')
    assert.deepEqual(access.user.impersonate, { 'impersonate-user': 'someone', 'impersonate-group': 'some' })
    assert.equal(
      new KubeApi(access, WORLD).urlOf('/api/v1/pods', { limit: '1' }).href,
      'https://k.example:6443/base/api/v1/pods?limit=1',
    )
  })

  const WRONG: readonly (readonly [string, RegExp])[] = [
    ['contexts: []\n', /no current context/],
    ['current-context: a\ncontexts: [{name: b, context: {}}]\n', /no context a; it has b/],
    ['current-context: a\ncontexts: [{name: a, context: {cluster: k}}]\n', /no cluster k/],
    [
      'current-context: a\ncontexts: [{name: a, context: {cluster: k}}]\nclusters: [{name: k, cluster: {}}]\n',
      /no server/,
    ],
    [
      'current-context: a\ncontexts: [{name: a, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: "ssh://x"}}]\n',
      /begins with https/,
    ],
    ['{\n', /no YAML/],
  ]
  for (const [text, sentence] of WRONG)
    test(`that says ${JSON.stringify(text.slice(0, 60))}`, async () => {
      assert.match(await refusal(async () => readKubeconfig({ kubeconfig: text, context: undefined }, WORLD)), sentence)
    })

  test('that is not there, and none at all', async () => {
    assert.match(await refusal(() => works('/no/such/config')), /does not exist/)
    const env = { HOME: path.dirname(freshPath('x')) }
    assert.match(await refusal(() => run({ 'no-flows': '' }, { env })), /there is no kubeconfig/)
    const none = { KUBECONFIG: freshPath('y') }
    assert.match(await refusal(() => run({ 'no-flows': '' }, { env: none })), /none of the files that KUBECONFIG names/)
  })

  test('with a certificate of somebody else', async () => {
    const [fake, other] = [await kube(), await kube()]
    const text = fake.kubeconfig().replace(base64(fake.authority.certificate), base64(other.authority.certificate))
    assert.match(await refusal(() => works(text)), /certificate of the API server 127.0.0.1:\d+ is not trusted/)
    const insecure = JSON.parse(text) as { clusters: { cluster: Record<string, unknown> }[] }
    insecure.clusters[0]!.cluster = { server: fake.url, 'insecure-skip-tls-verify': true }
    assert.equal(await works(JSON.stringify(insecure, null, 1)), true)
  })
})

describe('a pod of a cluster', () => {
  test('has its own access, with a token that is read again', async () => {
    const fake = await kube()
    const folder = path.dirname(write('token', 'a-token'))
    writeFileSync(path.join(folder, 'ca.crt'), fake.authority.certificate)
    const { hostname, port } = new URL(fake.url)
    const world = { ...WORLD, env: { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port } }
    const access = inClusterAccess(world, folder)!
    const api = new KubeApi(access, world)
    assert.equal((await api.list('/api/v1/namespaces', (item) => item)).length > 5, true)
    api.close()
    assert.equal(inClusterAccess(WORLD), undefined)
  })

  test('of IPv6', () => {
    const folder = path.dirname(write('token', 'a-token'))
    writeFileSync(path.join(folder, 'ca.crt'), 'x')
    const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }
    assert.equal(inClusterAccess({ ...WORLD, env }, folder)?.cluster.server.host, '[fd00::1]')
  })

  test('without a service account', async () => {
    const env = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: '443' }
    assert.match(await refusal(async () => inClusterAccess({ ...WORLD, env }, '/no/such')), /no service account/)
  })
})

describe('a proxy', () => {
  /** One that passes CONNECT on, and counts */
  async function proxy(code = 200): Promise<{ readonly url: string; readonly asked: string[] }> {
    const asked: string[] = []
    const server = http.createServer()
    server.on('connect', (request, socket) => {
      asked.push(`${request.url ?? ''} ${request.headers['proxy-authorization'] ?? ''}`.trim())
      if (code !== 200) return void socket.end(`HTTP/1.1 ${String(code)} No\r\n\r\n`)
      const [host = '', port = ''] = (request.url ?? '').split(':')
      const target = net.connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        target.pipe(socket).pipe(target)
      })
      target.on('error', () => socket.destroy())
      socket.on('error', () => target.destroy())
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    running.push({
      stop: async () => {
        server.closeAllConnections()
        server.close()
      },
    })
    return { url: `http://me:secret@127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked }
  }

  const through = (fake: FakeKube, url: string): string =>
    fake.kubeconfig().replace('"server":', `"proxy-url": ${JSON.stringify(url)}, "server":`)

  test('of the kubeconfig is used', async () => {
    const [fake, between] = [await kube(), await proxy()]
    assert.equal(await works(through(fake, between.url)), true)
    assert.equal(between.asked[0], `${new URL(fake.url).host} Basic ${base64('me:secret')}`)
  })

  test('that refuses', async () => {
    const [fake, between] = [await kube(), await proxy(407)]
    assert.match(await refusal(() => works(through(fake, between.url))), /the proxy 127.0.0.1:\d+ answered 407/)
    assert.match(await refusal(() => works(through(fake, 'socks5://127.0.0.1:1'))), /proxy-url .* begins with http/)
  })

  const CASES: readonly (readonly [string, Readonly<Record<string, string>>, boolean])[] = [
    ['https://k.example', {}, false],
    ['https://k.example', { HTTPS_PROXY: 'proxy.example:3128' }, true],
    ['https://k.example', { https_proxy: 'http://proxy.example' }, true],
    ['https://k.example', { HTTP_PROXY: 'http://proxy.example' }, false],
    ['https://k.example', { HTTPS_PROXY: 'p', NO_PROXY: 'a, .example' }, false],
    ['https://k.example', { HTTPS_PROXY: 'p', NO_PROXY: 'example' }, false],
    ['https://k.example', { HTTPS_PROXY: 'p', NO_PROXY: 'xample' }, true],
    ['https://k.example:6443', { HTTPS_PROXY: 'p', NO_PROXY: 'k.example:443' }, true],
    ['https://k.example', { HTTPS_PROXY: 'p', NO_PROXY: '*' }, false],
    ['https://10.1.2.3', { HTTPS_PROXY: 'p', NO_PROXY: '10.0.0.0/8' }, false],
    ['https://11.1.2.3', { HTTPS_PROXY: 'p', NO_PROXY: '10.0.0.0/8' }, true],
    ['https://[fd00::1]', { HTTPS_PROXY: 'p', NO_PROXY: 'fd00::/8' }, false],
    ['https://127.0.0.1', { HTTPS_PROXY: 'p' }, false],
    ['https://localhost', { HTTPS_PROXY: 'p' }, false],
  ]
  for (const [server, env, isUsed] of CASES)
    test(`of the environment ${JSON.stringify(env)}: ${isUsed ? '' : 'not '}for ${server}`, () => {
      const cluster = {
        server: new URL(server),
        authority: undefined,
        insecure: false,
        serverName: undefined,
        proxy: undefined,
      }
      assert.equal(proxyFor(cluster, { ...WORLD, env }) !== undefined, isUsed)
    })
})
