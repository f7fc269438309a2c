// Defaults, configuration file and inputs → the settings that hold, each with where it comes from. An input wins over the
// file and the file over the default, but of two limits the stricter holds: the workflow file comes from the change that
// is judged, the configuration file from its base (docs/configuration.md).

import type { Diagnostic } from '../base/diagnostic.ts'
import type { Location } from '../base/location.ts'
import { nearest } from '../base/nearest.ts'
import { byText } from '../base/order.ts'
import type { Parsed } from '../base/result.ts'
import { describe } from '../manifest/fields.ts'
import type { Plugin } from '../model/cluster.ts'
import type { Limit, Limits } from '../model/conclusion.ts'
import type { Waiver } from '../model/expectation.ts'
import type { Config } from './config.ts'
import { meantBy } from './document.ts'
import { SETTINGS, settingsOf } from './setting.ts'
import type { Setting, Surface } from './setting.ts'

export interface SettingsQuestion {
  readonly surface: Exclude<Surface, 'file'>
  /** Raw, by the name of the setting; several values of one stand on lines of their own. Empty text is no value */
  readonly inputs: Readonly<Record<string, string | undefined>>
  /** Undefined: there is none */
  readonly config: Config | undefined
  /** Which file that is or was to be, as a person would name it */
  readonly configName: string
}

export interface Settings {
  readonly limits: Limits
  /** Of connections that objects declare */
  readonly maxDeclaredDenied: Limit
  /** Evidence score, 0: any */
  readonly minEvidence: number
  readonly failOn: 'threshold' | 'never'
  readonly malformedChange: 'fail' | 'report'
  readonly policies: readonly string[]
  readonly expectations: readonly string[]
  readonly baseline: 'merged' | 'repository' | 'cluster'
  readonly policySet: 'enforced' | 'promoted'
  readonly defaultNamespace: string
  /** Undefined: that of the snapshot */
  readonly calicoVersion: string | undefined
  /** How `projectcalico.org/v3` objects get into the cluster (docs/semantics.md §1.1) */
  readonly applyPath: 'api-server' | 'native-crd'
  /** Undefined: Calico enforces the policies */
  readonly plugin: Plugin | undefined
  readonly snapshotMaxAgeSeconds: Limit
  readonly clusterId: string | undefined
  readonly requireSnapshot: boolean
  readonly before: string | undefined
  readonly after: string | undefined
  readonly snapshot: string | undefined
  readonly objects: readonly string[]
  readonly flows: readonly string[]
  readonly snapshotWorkflow: string | undefined
  readonly snapshotArtifact: string
  readonly snapshotBranch: string | undefined
  readonly snapshotRepository: string | undefined
  readonly snapshotRuns: number
  readonly requireAttestation: boolean
  readonly config: string
  readonly comment: boolean
  readonly commentKey: string
  readonly format: 'text' | 'markdown' | 'json'
  readonly waivers: readonly Waiver[]
  /** By the name of the setting */
  readonly sources: Readonly<Record<string, SettingSource>>
  /** Which file set the limits, or that there is none; then each input that was not strict enough to hold */
  readonly notes: readonly string[]
}

export type SettingSource =
  { readonly is: 'default' } | { readonly is: 'input' } | { readonly is: 'file'; readonly at: Location }

/** The settings that hold, or everything that is wrong with the inputs. Never throws */
export function readSettings(question: SettingsQuestion): Parsed<Settings> {
  const weighing = new Weighing(question)
  const settings = readAll(weighing)
  const [first, ...rest] = [...unknownInputs(question), ...weighing.problems]
  if (first !== undefined) return { ok: false, errors: [first, ...rest] }
  return { ok: true, value: settings, warnings: [] }
}

function readAll(weighing: Weighing): Settings {
  const read = <T>(setting: Setting<T>): T => weighing.read(setting)
  const values = {
    limits: Object.freeze({
      'newly-denied': read(SETTINGS.maxNewlyDenied),
      'newly-allowed': read(SETTINGS.maxNewlyAllowed),
      uncertain: read(SETTINGS.maxUncertain),
    }),
    maxDeclaredDenied: read(SETTINGS.maxDeclaredDenied),
    minEvidence: read(SETTINGS.minEvidence),
    failOn: read(SETTINGS.failOn),
    malformedChange: read(SETTINGS.malformedChange),
    policies: read(SETTINGS.policies),
    expectations: read(SETTINGS.expectations),
    baseline: read(SETTINGS.baseline),
    policySet: read(SETTINGS.policySet),
    defaultNamespace: read(SETTINGS.defaultNamespace),
    calicoVersion: read(SETTINGS.calicoVersion),
    applyPath: read(SETTINGS.applyPath) === 'crd' ? ('native-crd' as const) : ('api-server' as const),
    plugin: pluginOf(read),
    snapshotMaxAgeSeconds: read(SETTINGS.snapshotMaxAge),
    clusterId: read(SETTINGS.clusterId),
    requireSnapshot: read(SETTINGS.requireSnapshot),
    before: read(SETTINGS.before),
    after: read(SETTINGS.after),
    snapshot: read(SETTINGS.snapshot),
    objects: read(SETTINGS.objects),
    flows: read(SETTINGS.flows),
    snapshotWorkflow: read(SETTINGS.snapshotWorkflow),
    snapshotArtifact: read(SETTINGS.snapshotArtifact),
    snapshotBranch: read(SETTINGS.snapshotBranch),
    snapshotRepository: read(SETTINGS.snapshotRepository),
    snapshotRuns: read(SETTINGS.snapshotRuns),
    requireAttestation: read(SETTINGS.requireAttestation),
    config: read(SETTINGS.config),
    comment: read(SETTINGS.comment),
    commentKey: read(SETTINGS.commentKey),
    format: read(SETTINGS.format),
  }
  const sources = Object.freeze(Object.fromEntries(weighing.sources))
  return Object.freeze({ ...values, waivers: weighing.waivers, sources, notes: Object.freeze(weighing.notes()) })
}

/** All are read, so that a misspelt one is said whichever engine is chosen */
function pluginOf(read: <T>(setting: Setting<T>) => T): Plugin | undefined {
  const plugin = {
    ipBlockPods: read(SETTINGS.ipBlockPods),
    ipBlockNodes: read(SETTINGS.ipBlockNodes),
    hostNetworkPods: read(SETTINGS.hostNetworkPods),
    nodeToOwnPods: read(SETTINGS.nodeToOwnPods),
    sourceAfterNat: read(SETTINGS.sourceAfterNat),
  }
  return read(SETTINGS.policyEngine) === 'kubernetes' ? plugin : undefined
}

/** What has been found on the way from the three places to one value of each setting */
class Weighing {
  readonly problems: Diagnostic[] = []
  readonly sources = new Map<string, SettingSource>()
  readonly #question: SettingsQuestion
  readonly #limitsOfFile: string[] = []
  readonly #tooLoose: string[] = []

  constructor(question: SettingsQuestion) {
    this.#question = question
  }

  get waivers(): readonly Waiver[] {
    return this.#question.config?.waivers ?? []
  }

  read<T>(setting: Setting<T>): T {
    const input = this.#input(setting)
    const file = this.#question.config?.said(setting)
    if (file === undefined) {
      this.sources.set(setting.name, { is: input === undefined ? 'default' : 'input' })
      return input === undefined ? setting.fallback : input.value
    }
    if (setting.isLimit) this.#limitsOfFile.push(`${setting.name} = ${setting.kind.print(file.value) ?? ''}`)
    const fileHolds = input === undefined || this.#outweighs(setting, file.value, input.value)
    this.sources.set(setting.name, fileHolds ? { is: 'file', at: file.at } : { is: 'input' })
    return fileHolds ? file.value : input.value
  }

  /** The file holds against an input only where it sets a limit that is at least as strict */
  #outweighs<T>({ kind, name, stricter }: Setting<T>, file: T, input: T): boolean {
    if (stricter?.(file, input) !== file) return false
    if (input !== file)
      this.#tooLoose.push(`the input ${name} = ${kind.print(input) ?? ''} is looser than the file and does not hold`)
    return true
  }

  #input<T>({ form, kind, name, surfaces, words }: Setting<T>): { readonly value: T } | undefined {
    const { inputs, surface } = this.#question
    const text = surfaces.includes(surface) ? (inputs[name] ?? '').trim() : ''
    if (text === '') return undefined
    const value = kind.fromText(text)
    if (value !== undefined) return { value }
    const near = meantBy(text, words)
    this.problems.push(problem('input-invalid', name, form, describe(text), ...(near === undefined ? [] : [near])))
    return undefined
  }

  notes(): string[] {
    const { config, configName } = this.#question
    if (config === undefined) return [`no ${configName}: limits are those of the inputs, else the defaults`]
    const set = this.#limitsOfFile.join(', ')
    const first =
      set === ''
        ? `${configName} sets no limits: those of the inputs hold, else the defaults`
        : `limits set by ${configName}: ${set}`
    return [first, ...this.#tooLoose]
  }
}

function unknownInputs({ inputs, surface }: SettingsQuestion): readonly Diagnostic[] {
  const names = settingsOf(surface).map(({ name }) => name)
  const unknown = Object.keys(inputs).filter((name) => inputs[name] !== undefined && !names.includes(name))
  return unknown.map((name) => {
    const near = nearest(name, [...names].sort(byText))
    return problem('config-unknown-key', name, ...(near === undefined ? [] : [near]))
  })
}

const problem = (code: Diagnostic['code'], ...args: readonly string[]): Diagnostic => ({ code, at: undefined, args })
