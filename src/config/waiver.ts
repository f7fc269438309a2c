// One waiver of the configuration file: which flows, who answers for them, why, and until when (docs/configuration.md).

import type { Field } from '../manifest/fields.ts'
import { LIMIT_NAMES } from '../model/conclusion.ts'
import type { LimitName } from '../model/conclusion.ts'
import type { Waiver } from '../model/expectation.ts'
import { TEXT_FORM, optional, placeOf, required } from './document.ts'
import type { FileCode, Form } from './document.ts'
import { FLOW_KEYS, readFlows } from './flow-entry.ts'
import { oneOf } from './kinds.ts'

/** The keys of a waiver */
export const WAIVER_KEYS: readonly string[] = [...FLOW_KEYS, 'change', 'owner', 'reason', 'expires']

/** A waiver of a cut says nothing about a flow that is opened: that has to be named */
const UNLESS_NAMED: readonly LimitName[] = ['newly-denied', 'uncertain']

const CHANGE: Form<LimitName> = oneOf(...LIMIT_NAMES)

/** A day that exists */
const DAY: Form<string> = {
  form: 'a day, as in `2027-03-31`',
  words: [],
  fromValue: (value) => {
    const parts = typeof value === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null
    if (parts === null) return undefined
    const [day, ...numbers] = parts
    const [year = 0, month = 0, date = 0] = numbers.map(Number)
    // Days that do not exist roll over to others
    return new Date(Date.UTC(year, month - 1, date)).toISOString().startsWith(day) ? day : undefined
  },
}

/** Undefined only where something is wrong, all of which is reported */
export function readWaiver(entry: Field, code: FileCode): Waiver | undefined {
  const flows = readFlows(entry, code)
  const change = optional(entry.get('change'), code, CHANGE)
  const owner = required(entry.get('owner'), code, TEXT_FORM)
  const reason = required(entry.get('reason'), code, TEXT_FORM)
  const expires = required(entry.get('expires'), code, DAY)
  if (flows === undefined || owner === undefined || reason === undefined || expires === undefined) return undefined
  const changes = change === undefined ? UNLESS_NAMED : [change]
  return { flows, changes, owner, reason, expires, at: placeOf(entry) }
}
