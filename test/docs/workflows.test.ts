// examples/workflows: what they ask of this action is what there is, with the permissions that it needs and no more.

import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, it } from 'node:test'
import { TOOL } from '../../src/base/tool.ts'
import { settingsOf } from '../../src/config/setting.ts'
import { readSettings } from '../../src/config/settings.ts'
import { readDocuments } from '../../src/manifest/documents.ts'
import { ROOT } from './page.ts'

interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly run?: string
}

interface Workflow {
  /** `on`, which is a boolean to the YAML reader of Kubernetes */
  readonly true: unknown
  readonly permissions?: Readonly<Record<string, string>>
  readonly concurrency?: unknown
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>
}

function valueOf(file: string): unknown {
  const [document, ...more] = readDocuments({ path: file, text: readFileSync(path.join(ROOT, file), 'utf8') })
  assert.ok(document?.content.ok, file)
  assert.equal(more.length, 0)
  return document.content.value
}

const GATES = ['fork-comment.yml', 'gate-merge-queue.yml', 'gate.yml', 'rendered-helm.yml']
const ALL = readdirSync(path.join(ROOT, 'examples/workflows')).map((name) => ({
  name,
  workflow: valueOf(`examples/workflows/${name}`) as Workflow,
}))
const stepsOf = ({ jobs }: Workflow): readonly Step[] => Object.values(jobs).flatMap(({ steps }) => steps)
const isOurs = ({ uses }: Step): boolean => uses?.startsWith('OWNER/') ?? false

describe('examples/workflows', () => {
  it('are those that the pages speak of', () => {
    const names = ALL.map(({ name }) => name).sort()
    assert.deepEqual(names, ['capture.yml', 'drift.yml', ...GATES].sort())
  })

  const names = new Set(settingsOf('action').map(({ name }) => name))
  for (const { name, workflow } of ALL) {
    it(`${name} gives inputs that there are, with values that they take`, () => {
      for (const step of stepsOf(workflow).filter(isOurs)) {
        assert.equal(step.uses, `OWNER/${TOOL.name}@v${TOOL.version}`)
        const inputs = Object.fromEntries(Object.entries(step.with ?? {}).map(([key, value]) => [key, String(value)]))
        assert.deepEqual(
          Object.keys(inputs).filter((key) => !names.has(key)),
          [],
        )
        const settings = readSettings({ surface: 'action', inputs, config: undefined, configName: '' })
        assert.ok(settings.ok)
      }
    })

    it(`${name} has no more permissions than it needs`, () => {
      const needed = GATES.includes(name)
        ? { contents: 'read', actions: 'read', 'pull-requests': 'write' }
        : name === 'drift.yml'
          ? { contents: 'read', actions: 'read' }
          : {}
      assert.deepEqual({ ...workflow.permissions }, needed)
    })

    it(`${name} puts no expression into a script`, () => {
      for (const { run } of stepsOf(workflow)) assert.doesNotMatch(run ?? '', /\$\{\{/)
    })
  }

  for (const { name, workflow } of ALL.filter((one) => GATES.includes(one.name))) {
    it(`${name} lets a newer push replace an older run`, () => {
      const { group } = workflow.concurrency as { group: string }
      assert.match(group, /\$\{\{/)
      assert.equal((workflow.concurrency as Record<string, unknown>)['cancel-in-progress'], true)
    })
  }

  it('only the one that renders checks anything out, and that not with rights to spare', () => {
    const checkouts = ALL.filter(({ workflow }) =>
      stepsOf(workflow).some(({ uses }) => uses?.startsWith('actions/checkout@')),
    )
    assert.deepEqual(
      checkouts.map(({ name, workflow }) => [name, workflow.true]),
      [['rendered-helm.yml', 'pull_request']],
    )
  })

  it('reads outputs that there are', () => {
    const { outputs } = valueOf('action.yml') as { outputs: Record<string, unknown> }
    for (const { name } of ALL) {
      const text = readFileSync(path.join(ROOT, 'examples/workflows', name), 'utf8')
      for (const [, output = ''] of text.matchAll(/steps\.\w+\.outputs\.([a-z-]+)/g))
        assert.ok(output in outputs, output)
    }
  })
})

describe('examples/capture/rbac.yaml', () => {
  const text = readFileSync(path.join(ROOT, 'examples/capture/rbac.yaml'), 'utf8')
  const documents = readDocuments({ path: 'rbac.yaml', text }).map(({ content }) => {
    assert.ok(content.ok)
    return content.value as { kind: string; rules?: readonly Rule[] }
  })
  interface Rule {
    readonly apiGroups: readonly string[]
    readonly resources: readonly string[]
    readonly verbs: readonly string[]
  }
  const rules = documents.flatMap((one) => (one.rules ?? []).map((rule) => ({ ...rule, of: one.kind })))

  it('allows every list of the capture workflow', () => {
    const script = stepsOf(valueOf('examples/workflows/capture.yml') as Workflow)
      .map(({ run }) => run ?? '')
      .join('\n')
    const asked = [...script.matchAll(/for kind in ([^;]+);/g)].flatMap(([, kinds = '']) => kinds.split(/[\s\\"]+/))
    const kinds = [...asked, 'tiers'].filter((kind) => kind !== '').map((kind) => kind.replace('.$CALICO', ''))
    const allowed = new Set(
      rules
        .filter(({ of, verbs }) => of === 'ClusterRole' && verbs.includes('list'))
        .flatMap(({ apiGroups, resources }) =>
          resources.flatMap((one) => [one, ...apiGroups.map((group) => `${one}.${group}`)]),
        ),
    )
    assert.ok(kinds.length > 25)
    assert.deepEqual(
      kinds.filter((kind) => !allowed.has(kind)),
      [],
    )
  })

  it('reads only, but for the port forward, and nothing secret', () => {
    const verbs = rules.flatMap((rule) => rule.verbs.map((verb) => `${verb} ${rule.resources.join()}`))
    assert.deepEqual(
      verbs.filter((one) => !/^(?:get|list) /.test(one)),
      ['create pods/portforward'],
    )
    const resources = rules.flatMap((rule) => rule.resources)
    assert.deepEqual(
      resources.filter((one) => /secrets|configmaps|exec|\*/.test(one)),
      [],
    )
  })
})
