// Whisker's records in short form, and a run over them: a cluster as YAML, records, and the policies before and after.

import assert from 'node:assert/strict'
import { readSettings } from '../../src/config/settings.ts'
import type { ReportDocument } from '../../src/report/document.ts'
import { run } from '../../src/run.ts'
import type { SideInput } from '../../src/run.ts'

/** `tier|kind:namespace/name|action|index` as flow logs print it, without the position; -1 for the end of a tier */
export type RowText = string

export interface RecordText {
  /** `namespace/name`, or a network */
  readonly from: string
  readonly to: string
  readonly port: number
  readonly reporter: 'Src' | 'Dst'
  readonly action: 'Allow' | 'Deny'
  readonly enforced: readonly RowText[]
  readonly pending?: readonly RowText[]
  readonly labels?: string
}

const KINDS: Readonly<Record<string, string>> = {
  np: 'CalicoNetworkPolicy',
  gnp: 'GlobalNetworkPolicy',
  knp: 'NetworkPolicy',
  snp: 'StagedNetworkPolicy',
  pro: 'Profile',
}

const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)

function hitOf(text: RowText, i: number): unknown {
  const {
    action = '',
    kind = '',
    name = '',
    namespace = '',
    rule,
    tier,
  } = /^(?<tier>[^|]+)\|(?<kind>\w+):(?:(?<namespace>[^/|]+)\/)?(?<name>[^|]+)\|(?<action>\w+)\|(?<rule>-?\d+)$/.exec(
    text,
  )?.groups ?? {}
  assert.ok(tier !== undefined, text)
  const policy = { kind: KINDS[kind], name, namespace, tier: kind === 'pro' ? '' : tier }
  if (rule !== '-1') {
    return { ...policy, action: capital(action), policy_index: i, rule_index: Number(rule), trigger: null }
  }
  const nothing = { action: 'ActionUnspecified', policy_index: 0, rule_index: 0, trigger: null }
  const end = { kind: 'EndOfTier', name: '', namespace: '', tier, action: capital(action), policy_index: i }
  return { ...end, rule_index: -1, trigger: { ...policy, ...nothing } }
}

function end(prefix: 'source' | 'dest', text: string, labels: string): Record<string, string> {
  const [namespace = '-', name = text] = text.includes('/') ? text.split('/') : ['-', text]
  return { [`${prefix}_name`]: name, [`${prefix}_namespace`]: namespace, [`${prefix}_labels`]: labels }
}

function itemOf({ action, enforced, from, labels = '', pending = enforced, port, reporter, to }: RecordText): unknown {
  return {
    start_time: '2026-11-20T00:00:00Z',
    end_time: '2026-11-20T00:00:15Z',
    action,
    ...end('source', from, labels),
    ...end('dest', to, labels),
    protocol: 'tcp',
    dest_port: port,
    reporter,
    policies: { enforced: enforced.map(hitOf), pending: pending.map(hitOf) },
    packets_in: 5,
    packets_out: 5,
    bytes_in: 100,
    bytes_out: 100,
  }
}

export interface Whiskered {
  readonly cluster: string
  readonly records: readonly RecordText[]
  readonly before?: string
  readonly after: string
  readonly inputs?: Readonly<Record<string, string>>
}

const side = (label: string, text: string): SideInput => ({
  is: 'files',
  info: { label, sha: undefined, filesUrl: undefined },
  policies: text === '' ? [] : [{ path: `${label}.yaml`, text }],
  expectations: [],
})

export async function preflight(story: Whiskered): Promise<ReportDocument> {
  const settings = readSettings({ surface: 'cli', inputs: story.inputs ?? {}, config: undefined, configName: 'none' })
  assert.ok(settings.ok)
  return run(settings.value, {
    sides: () =>
      Promise.resolve({
        before: side('before', story.before ?? ''),
        after: side('after', story.after),
        diagnostics: [],
      }),
    snapshot: () =>
      Promise.resolve({
        origin: { label: 'test', url: undefined },
        files: (async function* () {
          yield await Promise.resolve({ path: 'objects.yaml', chunks: [story.cluster] })
          yield { path: 'whisker-flows.json', chunks: [JSON.stringify({ items: story.records.map(itemOf) })] }
        })(),
      }),
    now: () => '2026-11-21T00:00:00Z',
    log: () => undefined,
  })
}
