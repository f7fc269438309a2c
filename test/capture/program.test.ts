import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, describe, test } from 'node:test'
import { CAPTURE_INPUTS, captureProgram } from '../../src/capture/program.ts'
import { CAPTURE_OPTIONS, captureSettings } from '../../src/capture/settings.ts'
import { main } from '../../src/cli/main.ts'
import { parseYaml } from '../../src/manifest/yaml.ts'
import { ROOT } from '../support/shared.ts'
import { FakeKube } from './fake-kube.ts'
import { FakeWhisker } from './fake-whisker.ts'
import { PHASE, PHASE_END, freshPath, linesOf, phaseRecords, phaseWithWhisker, refusal } from './support.ts'

const OBJECTS = path.join(PHASE, 'objects')
const running: { stop: () => Promise<void> }[] = []
after(async () => {
  for (const one of running) await one.stop()
})

async function cluster(options: { readonly withoutNodes?: boolean } = {}): Promise<string> {
  const whisker = await new FakeWhisker({ records: phaseRecords(), now: PHASE_END }).start()
  const { nodes: _nodes, ...objects } = phaseWithWhisker()
  const kube = await new FakeKube({
    objects: options.withoutNodes === true ? objects : phaseWithWhisker(),
    calico: 'v3-definitions',
    forward: { portOf: () => whisker.port },
  }).start()
  running.push(whisker, kube)
  return kube.kubeconfig()
}

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

async function cli(...args: readonly string[]): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await main(['capture', ...args], {
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    input: Readable.from([]),
    env: { HOME: '/nowhere' },
    now: () => new Date(PHASE_END).toISOString(),
    columns: undefined,
  })
  return { code, out: out.join(''), err: err.join('') }
}

async function program(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Omit<Ended, 'err'>> {
  const out: string[] = []
  const code = await captureProgram({ args, env, now: () => PHASE_END, write: (text) => void out.push(text) })
  return { code, out: out.join('') }
}

function file(name: string, text: string): string {
  const full = freshPath(name)
  mkdirSync(path.dirname(full), { recursive: true })
  writeFileSync(full, text)
  return full
}

describe('capture on the command line', () => {
  test('writes the snapshot and says what is in it', async () => {
    const output = freshPath('a/b/snapshot.json.gz')
    const kubeconfig = file('config', await cluster())
    const { code, err, out } = await cli('--kubeconfig', kubeconfig, '--output', output)
    assert.deepEqual([code, err], [0, ''])
    assert.match(
      out,
      /snapshot\.json\.gz: \d{3} objects and 108 flows of 60 minutes of the cluster sha256:[0-9a-f]{12}…\n$/,
    )
    assert.equal(linesOf(output).length > 200, true)
  })

  test('into a folder, under a name with the time', async () => {
    const folder = `${freshPath('')}/`
    const { code, out } = await cli('--objects', OBJECTS, '--no-flows', `--output=${folder}`)
    assert.equal(code, 0)
    assert.match(out, /\/snapshot-20261122T064145Z\.json\.gz: \d+ objects and no flows/)
    assert.equal(existsSync(`${folder}snapshot-20261122T064145Z.json.gz`), true)
  })

  test('says what is not in it', async () => {
    const kubeconfig = file('config', await cluster({ withoutNodes: true }))
    const { code, err } = await cli('--kubeconfig', kubeconfig, '--output', freshPath('s.gz'), '--no-flows')
    assert.deepEqual(
      [code, err],
      [0, 'netpol-preflight: not in the snapshot: nodes (404, the server could not find the requested resource)\n'],
    )
  })

  test('2 where there is none, and a sentence', async () => {
    const output = freshPath('s.gz')
    const { code, err } = await cli('--output', output)
    assert.deepEqual([code, err.includes('there is no kubeconfig')], [2, true])
    assert.equal(existsSync(output), false)
    assert.equal(
      (await cli('--since', '2d')).err,
      'netpol-preflight: since is 2d; expected a time from 15s to 1h, which is all that Goldmane remembers\n',
    )
    assert.match((await cli('--outptu', 'x')).err, /did you mean --output/)
    assert.match(
      (await cli('--objects', OBJECTS, '--no-flows', '--output', `${file('a-file', '')}/s.gz`)).err,
      /cannot be written/,
    )
  })

  test('help names every option', async () => {
    const { code, out } = await cli('--help')
    assert.equal(code, 0)
    for (const { name } of CAPTURE_OPTIONS) assert.equal(out.includes(`--${name}`), true, name)
  })
})

describe('capture as a program of a pod', () => {
  test('takes the same options', async () => {
    const output = freshPath('s.gz')
    const kubeconfig = file('config', await cluster())
    const { code, out } = await program({}, `--kubeconfig=${kubeconfig}`, '--output', output, '--since=5m')
    assert.deepEqual([code, out.trimEnd().split('\n').at(-1)?.includes('108 flows of 5 minutes')], [0, true])
    assert.equal((await program({}, '--what')).code, 2)
  })
})

describe('capture as an action', () => {
  const action = parseYaml(readFileSync(path.join(ROOT, 'capture/action.yml'), 'utf8'))
  const { inputs, outputs, runs } = (action.ok ? action.values[0] : {}) as Readonly<
    Record<'inputs' | 'outputs' | 'runs', Readonly<Record<string, unknown>>>
  >

  test('declares the inputs that it takes', () => {
    assert.deepEqual(Object.keys(inputs).sort(), [...CAPTURE_INPUTS].sort())
    assert.equal(runs['using'], 'node24')
    assert.equal(path.join('capture', String(runs['main'])), 'dist/capture.js')
  })

  test('takes the text of a kubeconfig, and sets the outputs that it declares', async () => {
    const [output, outputsFile] = [freshPath('s.json.gz'), file('outputs', '')]
    const event = file('event.json', '{"repository":{"private":true}}')
    const { code, out } = await program({
      GITHUB_ACTIONS: 'true',
      GITHUB_OUTPUT: outputsFile,
      GITHUB_EVENT_PATH: event,
      INPUT_KUBECONFIG: await cluster(),
      INPUT_OUTPUT: output,
      INPUT_CONTEXT: '',
    })
    assert.equal(code, 0)
    assert.equal(out.includes('::'), false)
    const set = Object.fromEntries(
      readFileSync(outputsFile, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.split('=')),
    )
    assert.deepEqual(Object.keys(set).sort(), Object.keys(outputs).sort())
    assert.deepEqual([set['snapshot-path'], set['flows'], set['complete']], [output, '108', 'true'])
    assert.match(set['cluster-id'] ?? '', /^sha256:[0-9a-f]{64}$/)
  })

  test('warns where the repository is public, and of what is missing', async () => {
    const event = file('event.json', '{"repository":{"private":false}}')
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_PATH: event,
      INPUT_KUBECONFIG: await cluster({ withoutNodes: true }),
      INPUT_OUTPUT: freshPath('s.json.gz'),
      INPUT_FLOWS: 'false',
    }
    const { code, out } = await program(env)
    assert.equal(code, 0)
    assert.match(out, /^::warning title=Netpol capture::this repository is public/)
    assert.match(out, /^::warning title=Netpol capture::not in the snapshot: nodes/m)
  })

  test('refuses what it does not know, and text of others makes no command', async () => {
    const env = { GITHUB_ACTIONS: 'true' }
    assert.match(
      (await program({ ...env, INPUT_FLOW: 'x' })).out,
      /^::error title=Netpol capture::there is no input flow; /,
    )
    assert.match((await program({ ...env, INPUT_FLOWS: 'no' })).out, /expected true or false/)
    const hostile = 'current-context: "a\\n::add-mask::b"\ncontexts: []\n'
    const { code, out } = await program({ ...env, INPUT_KUBECONFIG: hostile })
    assert.equal(code, 2)
    assert.deepEqual(out.split('\n').filter((line) => line.startsWith('::')).length, 1)
  })
})

describe('settings', () => {
  const CASES: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
    [{ since: '1d' }, /since is 1d/],
    [{ since: '10s' }, /since is 10s/],
    [{ since: '61m' }, /since is 61m/],
    [{ since: 'm' }, /since is m/],
    [{ 'whisker-namespace': '../x' }, /no name of a namespace/],
  ]
  for (const [values, sentence] of CASES)
    test(JSON.stringify(values), async () => {
      const map = new Map(Object.entries(values).map(([name, value]) => [name, [value]]))
      assert.match(await refusal(async () => captureSettings(map)), sentence)
    })

  test('have defaults', () => {
    assert.deepEqual(captureSettings(new Map()), {
      kubeconfig: undefined,
      context: undefined,
      objects: [],
      whiskerUrl: undefined,
      whiskerNamespace: 'calico-system',
      sinceSeconds: 3600,
      withFlows: true,
      output: 'snapshot.json.gz',
    })
  })
})
