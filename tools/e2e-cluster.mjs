// Captures from a real API server: builds kube-apiserver once (outside of the repository; ten minutes and more on two
// cores), and runs test/e2e-cluster with it and with etcd. Says what is missing where it cannot run, and ends well then.
//
//	npm run e2e:cluster
//
// NETPOL_E2E_CACHE names the folder of what is built; else it is below XDG_CACHE_HOME or ~/.cache.
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

const ROOT = path.resolve(import.meta.dirname, '..')
const VERSION = '1.36.3'
const CACHE = path.join(
  process.env['NETPOL_E2E_CACHE'] ??
    path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'netpol-preflight'),
  `kubernetes-${VERSION}`,
)
const APISERVER = path.join(CACHE, 'kube-apiserver')
const KUBELET = path.join(CACHE, 'kubelet')

class Missing extends Error {}

try {
  const shared = path.resolve(ROOT, process.env['NETPOL_SHARED'] ?? '../shared')
  if (!existsSync(path.join(shared, 'crds'))) throw new Missing(`${shared} has no crds`)
  const etcd = findEtcd()
  build()
  const { status } = spawnSync(process.execPath, ['tools/test.mjs', 'test/e2e-cluster'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, NETPOL_E2E_ETCD: etcd, NETPOL_E2E_APISERVER: APISERVER, NETPOL_E2E_KUBELET: KUBELET },
  })
  process.exitCode = status ?? 1
} catch (error) {
  if (!(error instanceof Missing)) throw error
  console.log(`The test with a real API server does not run here: ${error.message}.`)
}

function findEtcd() {
  const found = which('etcd')
  if (found !== undefined) return found
  if (which('apt-get') !== undefined && process.getuid?.() === 0) {
    console.log('Installing etcd-server')
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'etcd-server'], { stdio: 'ignore' })
  }
  const installed = which('etcd')
  if (installed === undefined) throw new Missing('there is no etcd')
  return installed
}

function which(program) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter)
  return folders.map((folder) => path.join(folder, program)).find((file) => existsSync(file))
}

function build() {
  if (existsSync(APISERVER) && existsSync(KUBELET)) return
  if (which('go') === undefined) throw new Missing('there is no Go')
  mkdirSync(path.join(CACHE, 'kubelet-source'), { recursive: true })
  writeFileSync(path.join(CACHE, 'go.mod'), moduleFile())
  copyFileSync(path.join(ROOT, 'test/e2e-cluster/kubelet/main.go'), path.join(CACHE, 'kubelet-source/main.go'))
  console.log(`Building kube-apiserver ${VERSION} in ${CACHE}`)
  if (!existsSync(APISERVER)) compile(APISERVER, 'k8s.io/kubernetes/cmd/kube-apiserver')
  compile(KUBELET, './kubelet-source')
}

/** The modules that Kubernetes is made of say of each other that they are of version 0; here they get the right one */
function moduleFile() {
  const module = `k8s.io/kubernetes@v${VERSION}`
  const { Error: trouble, GoMod } = JSON.parse(
    run('go', ['mod', 'download', '-json', module], homedir()) || '{"Error":"no answer"}',
  )
  if (GoMod === undefined) throw new Missing(`the module ${module} is not to be had (${trouble})`)
  const parts = [...readFileSync(GoMod, 'utf8').matchAll(/^\s+(k8s\.io\/[a-z-]+) v0\.0\.0$/gm)].map(([, name]) => name)
  const version = VERSION.replace(/^1\./, '0.')
  const [, go] = /^go (\S+)$/m.exec(readFileSync(GoMod, 'utf8')) ?? []
  return [
    'module e2e-cluster',
    `go ${go}`,
    `require k8s.io/kubernetes v${VERSION}`,
    'replace (',
    ...parts.map((name) => `\t${name} => ${name} v${version}`),
    ')',
    '',
  ].join('\n')
}

function compile(output, target) {
  const started = performance.now()
  // Others are at work on this machine as well
  const args = ['-n', '19', 'go', 'build', '-mod=mod', '-buildvcs=false', '-p', '1', '-trimpath', '-ldflags', '-s -w']
  const env = { ...process.env, GOFLAGS: '', GOWORK: 'off' }
  execFileSync('nice', [...args, '-o', `${output}.new`, target], {
    cwd: CACHE,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  execFileSync('mv', [`${output}.new`, output])
  console.log(`${target}: ${((performance.now() - started) / 1000).toFixed(0)} s`)
}

function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, GOFLAGS: '', GOWORK: 'off' } }).stdout
}
