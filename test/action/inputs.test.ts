import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { readContext } from '../../src/action/context.ts'
import { readInputs } from '../../src/action/inputs.ts'
import { SECRETS, SETTINGS } from '../../src/config/setting.ts'
import { readSettings } from '../../src/config/settings.ts'
import { readDocuments } from '../../src/manifest/documents.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

interface ActionYml {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
  readonly runs: unknown
  readonly branding: { readonly icon: string }
}

function actionYml(): ActionYml {
  const source = { path: 'action.yml', text: readFileSync(path.join(ROOT, 'action.yml'), 'utf8') }
  const [document] = readDocuments(source)
  assert.ok(document?.content.ok)
  return document.content.value as ActionYml
}

describe('inputs', () => {
  it('come from the environment by their names, hyphens kept, empty ones left out', () => {
    const found = readInputs({
      'INPUT_MAX-NEWLY-DENIED': ' 3 ',
      INPUT_POLICIES: 'a/**\nb/**\n',
      INPUT_SNAPSHOT: '',
      INPUT_TOKEN: 'secret',
      'INPUT_SNAPSHOT-TOKEN': 'other',
      GITHUB_TOKEN: 'not ours',
    })
    assert.deepEqual(found, {
      inputs: { 'max-newly-denied': '3', policies: 'a/**\nb/**' },
      token: 'secret',
      snapshotToken: 'other',
    })
  })

  it('are not there without a token', () => {
    assert.deepEqual(readInputs({ INPUT_TOKEN: '' }), { inputs: {}, token: undefined, snapshotToken: undefined })
  })

  it('that are wrong are named together, a misspelt one with what was meant', () => {
    const { inputs } = readInputs({
      'INPUT_MAX-NEWLY-DENYED': '0',
      'INPUT_MAX-UNCERTAIN': 'few',
      'INPUT_FAIL-ON': 'treshold',
    })
    const settings = readSettings({ surface: 'action', inputs, config: undefined, configName: 'x' })
    const errors = settings.ok ? [] : settings.errors
    const words = errors
      .map(({ args, code }) => `${code} ${args.join(' ')}`)
      .sort()
      .join('\n')
    assert.match(words, /config-unknown-key max-newly-denyed max-newly-denied/)
    assert.match(words, /input-invalid fail-on .*threshold/)
    assert.match(words, /input-invalid max-uncertain/)
    assert.equal(errors.length, 3)
  })
})

describe('action.yml', () => {
  const action = actionYml()

  it('declares every input that is read, and no other', () => {
    const settings = Object.values(SETTINGS).filter(({ surfaces }) => surfaces.includes('action'))
    const read = [...settings, ...SECRETS].map(({ name }) => name).sort()
    assert.deepEqual(Object.keys(action.inputs).sort(), read)
  })

  it('leaves defaults to the code, so that the configuration file is not overridden, and says them', () => {
    const withDefault = Object.entries(action.inputs).filter(([, input]) => 'default' in input)
    assert.deepEqual(withDefault, [
      ['token', { description: 'The token for the GitHub API.', default: '${{ github.token }}' }],
    ])
    for (const { name, printedFallback, surfaces } of Object.values(SETTINGS)) {
      if (!surfaces.includes('action') || printedFallback === undefined) continue
      const description = action.inputs[name]?.description ?? ''
      assert.ok(description.endsWith(`Default: ${printedFallback}`), `${name}: ${description}`)
    }
  })

  it('runs the bundle on Node 24, and says what every output is', () => {
    assert.deepEqual(action.runs, { using: 'node24', main: 'dist/index.js' })
    assert.equal(action.branding.icon, 'shield')
    for (const [name, output] of Object.entries(action.outputs)) assert.ok(output.description.length > 10, name)
  })
})

describe('context', () => {
  const env = {
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: '/event.json',
    GITHUB_REPOSITORY: 'acme/bank',
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SERVER_URL: 'https://ghes.test',
    GITHUB_API_URL: 'https://ghes.test/api/v3/',
    GITHUB_WORKSPACE: '/work',
    GITHUB_RUN_ID: '7',
    RUNNER_TEMP: '/temp',
  }

  it('is read from the variables and the event', () => {
    const context = readContext(env, (file) => JSON.stringify({ file }))
    assert.deepEqual(context, {
      eventName: 'push',
      event: { file: '/event.json' },
      repository: { owner: 'acme', repo: 'bank' },
      sha: 'a'.repeat(40),
      ref: 'refs/heads/main',
      serverUrl: 'https://ghes.test',
      apiUrl: 'https://ghes.test/api/v3',
      workspace: '/work',
      tempFolder: '/temp',
      runUrl: 'https://ghes.test/acme/bank/actions/runs/7',
    })
  })

  for (const [why, readFile] of [
    ['is missing', () => assert.fail('ENOENT')],
    ['is not JSON', () => '{'],
  ] as const) {
    it(`knows no event where it ${why}`, () => {
      assert.equal(readContext(env, readFile).event, undefined)
    })
  }
})
