// The metadata of a merged snapshot → the numbers that its flows refer to. Everything is checked: a snapshot is a file like
// any other, and may have been written by anybody.

import { parseIp } from '../base/ip.ts'
import type { Ip } from '../base/ip.ts'
import type { RecordedHit } from '../model/flow.ts'
import { FELIX_KIND } from '../model/policy.ts'
import type { DialectId } from './dialect.ts'
import { METADATA_KIND, captureOf } from './metadata.ts'
import { STORED_VERSION } from './stored.ts'
import type { StoredCapture, StoredWindow } from './stored.ts'
import type { NamedEnd, Tables } from './tables.ts'
import { actionOf } from './trace.ts'
import { isObject, nameOf, timeOf } from './values.ts'
import type { JsonObject } from './values.ts'

export interface ReadHead {
  readonly pseudonyms: string | undefined
  readonly captures: readonly StoredCapture[]
  readonly windows: readonly ReadWindow[]
  /** Numbers of `tables`, by the place in the document */
  readonly ends: readonly number[]
  readonly labels: readonly number[]
  readonly traces: readonly number[]
}

export interface ReadWindow {
  readonly id: string
  readonly dialect: DialectId
  /** Epoch seconds; 0 where not known */
  readonly start: number
  readonly end: number
  readonly records: number
}

/** Of a merged snapshot; those of a capture have no windows and say all there is to say by themselves */
export const isStoredHead = (value: JsonObject): boolean => value['kind'] === METADATA_KIND && 'windows' in value

/** The head, or a sentence that says what is wrong with it */
export function readHead(value: JsonObject, tables: Tables): ReadHead | string {
  if (value['version'] !== STORED_VERSION)
    return `its version is ${JSON.stringify(value['version'] ?? null)}, and this program reads version ${String(STORED_VERSION)}`
  const captures = each(value['captures'], (one) => (isObject(one) ? captureOf(one) : undefined))
  const windows = each(value['windows'], windowOf)
  const ends = each(value['ends'], (one) => {
    const end = endOf(one)
    return end === undefined ? undefined : tables.endNumber(end)
  })
  const labels = each(value['labels'], (one) => (isTexts(one) ? tables.labelsNumber(one) : undefined))
  const traces = each(value['traces'], (one) => {
    const hits = each(one, hitOf)
    return hits === undefined ? undefined : tables.traceNumber(hits)
  })
  if (captures === undefined) return 'its `captures` are not as they should be'
  if (windows === undefined) return 'its `windows` are not as they should be'
  if (ends === undefined || labels === undefined || traces === undefined)
    return 'its `ends`, `labels` or `traces` are not as they should be'
  const { pseudonyms } = value
  return {
    pseudonyms: typeof pseudonyms === 'string' ? pseudonyms : undefined,
    captures,
    windows,
    ends,
    labels,
    traces,
  }
}

/** Undefined where the value is no list, or one of its items is not as it should be */
function each<T>(value: unknown, read: (item: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined
  const out: T[] = []
  for (const item of value) {
    const one = read(item)
    if (one === undefined) return undefined
    out.push(one)
  }
  return out
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

const DIALECTS: Readonly<Record<DialectId, true>> = {
  'goldmane-go': true,
  'goldmane-protojson': true,
  'goldmane-python': true,
  'whisker-list': true,
  'whisker-stream': true,
  enterprise: true,
  hubble: true,
  tuples: true,
}
const isDialect = (value: unknown): value is DialectId => typeof value === 'string' && Object.hasOwn(DIALECTS, value)

function windowOf(value: unknown): ReadWindow | undefined {
  if (!isObject(value)) return undefined
  const { dialect, id, records } = value satisfies Partial<Record<keyof StoredWindow, unknown>>
  const [start, end] = [timeOf(value['start']), timeOf(value['end'])]
  if (typeof id !== 'string' || !/^[0-9a-f]{16,64}$/.test(id) || !isDialect(dialect)) return undefined
  if (start === undefined || end === undefined || !isCount(records)) return undefined
  return { id, dialect, start, end, records }
}

const IS: readonly NamedEnd['is'][] = ['pod', 'host', 'network-set', 'network', 'unknown']

function endOf(value: unknown): NamedEnd | undefined {
  if (!isObject(value)) return undefined
  const is = IS.find((one) => one === value['is'])
  const [namespace, name] = [nameOf(value['namespace']), nameOf(value['name'])]
  const ips = value['ips'] === undefined ? [] : each(value['ips'], ipOf)
  if (is === undefined || namespace === undefined || name === undefined || ips === undefined) return undefined
  // An end without a name is known by its address.
  if (name === '' && ips.length === 0) return undefined
  return { is, namespace, name, owner: ownerOf(value['owner']), ips, byAddress: value['byAddress'] === true }
}

const ipOf = (value: unknown): Ip | undefined => (typeof value === 'string' ? parseIp(value) : undefined)

function ownerOf(value: unknown): NamedEnd['owner'] {
  if (!isObject(value)) return undefined
  const [kind, name] = [nameOf(value['kind']), nameOf(value['name'])]
  return kind && name ? { kind, name } : undefined
}

const isKind = (value: string): value is RecordedHit['kind'] => value === 'unknown' || Object.hasOwn(FELIX_KIND, value)

function hitOf(value: unknown): RecordedHit | undefined {
  if (!Array.isArray(value)) return undefined
  const [tier, kind, namespace, name, rule, actionText] = value as readonly unknown[]
  const action = actionText === 'log' ? actionText : actionOf(actionText)
  if (action === undefined || typeof kind !== 'string' || !isKind(kind)) return undefined
  if (rule !== 'end-of-tier' && (typeof rule !== 'number' || !Number.isInteger(rule))) return undefined
  const names = [tier, namespace, name].map((one) => (one === undefined ? undefined : nameOf(one)))
  const [tierName, space, own] = names
  if (tierName === undefined || space === undefined || own === undefined) return undefined
  return { tier: tierName, kind, namespace: space, name: own, rule, action }
}
