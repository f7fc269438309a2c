// The configuration file (`.github/netpol-preflight.yml`) → what it says about each setting, and its waivers. Every value is
// checked here, where its place is known; settings.ts weighs it against the inputs (docs/configuration.md).

import type { Diagnostic } from '../base/diagnostic.ts'
import type { Location, SourceText } from '../base/location.ts'
import type { Parsed } from '../base/result.ts'
import type { Field } from '../manifest/fields.ts'
import type { Waiver } from '../model/expectation.ts'
import { entriesOf, onlyKnown, optional, placeOf, readMapping } from './document.ts'
import type { Form } from './document.ts'
import { SETTINGS, settingsOf } from './setting.ts'
import type { Setting, SettingInfo } from './setting.ts'
import { WAIVER_KEYS, readWaiver } from './waiver.ts'

export interface Config {
  readonly path: string
  /** What the file says about a setting; undefined where it says nothing */
  readonly said: <T>(setting: Setting<T>) => Said<T> | undefined
  readonly waivers: readonly Waiver[]
}

export interface Said<T> {
  readonly value: T
  readonly at: Location
}

const CODE = 'config-invalid'
const WAIVERS = 'waivers'

/** All keys of the file */
export const CONFIG_KEYS: readonly string[] = [...settingsOf('file').map(({ name }) => name), WAIVERS]

/** Reads the file, or says everything that is wrong with it. Never throws */
export function parseConfig(source: SourceText): Parsed<Config> {
  const problems: Diagnostic[] = []
  const top = readMapping(source, CODE, (problem) => problems.push(problem))
  const waivers = top === undefined ? [] : checkAll(top)
  const [first, ...rest] = problems
  if (first !== undefined) return { ok: false, errors: [first, ...rest] }
  return { ok: true, value: { path: source.path, said: (setting) => said(top, setting), waivers }, warnings: [] }
}

function checkAll(top: Field): readonly Waiver[] {
  onlyKnown(top, CONFIG_KEYS)
  for (const { kind, name, surfaces } of Object.values<Checked>(SETTINGS)) {
    if (surfaces.includes('file')) optional(top.get(name), CODE, kind)
  }
  return entriesOf(top.get(WAIVERS), CODE, WAIVER_KEYS).flatMap((entry) => readWaiver(entry, CODE) ?? [])
}

/** A setting as far as the check of its value goes, whatever its type */
interface Checked extends SettingInfo {
  readonly kind: Form<unknown>
}

function said<T>(top: Field | undefined, { kind, name }: Setting<T>): Said<T> | undefined {
  const at = top?.get(name)
  const value = kind.fromValue(at?.value)
  return at === undefined || value === undefined ? undefined : { value, at: placeOf(at) }
}
