// netpol-expectations.yml → what is meant to be cut, and what must work or must not whether or not traffic was seen
// (docs/configuration.md).

import type { Diagnostic } from '../base/diagnostic.ts'
import type { SourceText } from '../base/location.ts'
import { byKeys } from '../base/order.ts'
import type { Parsed } from '../base/result.ts'
import type { Field } from '../manifest/fields.ts'
import type { Assertion, ExpectedDenial, Expectations } from '../model/expectation.ts'
import { hasPorts, protocolName } from '../model/protocol.ts'
import { readAssertionEnd } from './assertion-end.ts'
import type { ParseSelector } from './assertion-end.ts'
import { TEXT_FORM, complain, entriesOf, onlyKnown, optional, placeOf, readMapping, required } from './document.ts'
import type { Form } from './document.ts'
import { FLOW_KEYS, PROTOCOL, flowsText, isWhole, readFlows } from './flow-entry.ts'

const CODE = 'expectation-invalid'
const DENIALS = 'expected-denials'
const ASSERTIONS = ['must-allow', 'must-deny'] as const

/** All keys of a file, and of the entries of each of its lists */
export const EXPECTATION_KEYS: readonly string[] = [DENIALS, ...ASSERTIONS]
export const ENTRY_KEYS: readonly string[] = [...FLOW_KEYS, 'reason']

/**
 * The entries of all files of one side, or everything that is wrong with them. A side with an error has no expectations:
 * an assertion that cannot be read would be one that is not judged. Never throws.
 */
export function parseExpectations(sources: readonly SourceText[], parseSelector: ParseSelector): Parsed<Expectations> {
  const problems: Diagnostic[] = []
  const denials: ExpectedDenial[] = []
  const assertions: Assertion[] = []
  for (const source of [...sources].sort(byKeys(({ path }) => path))) {
    const top = readMapping(source, CODE, (problem) => problems.push(problem))
    if (top === undefined) continue
    onlyKnown(top, EXPECTATION_KEYS)
    for (const entry of entriesOf(top.get(DENIALS), CODE, ENTRY_KEYS)) denials.push(...readDenial(entry))
    for (const is of ASSERTIONS) {
      const entries = entriesOf(top.get(is), CODE, ENTRY_KEYS)
      for (const entry of entries) assertions.push(...readAssertion(is, entry, parseSelector))
    }
  }
  const [first, ...rest] = problems
  if (first !== undefined) return { ok: false, errors: [first, ...rest] }
  return { ok: true, value: { denials, assertions }, warnings: [] }
}

/**
 * The expectations after the change, with those marked that were not there before. Where what was there before could not
 * be read, leave it out: then all are new.
 */
export function markAdded(after: Expectations, before: Expectations | undefined): Expectations {
  const known = new Set([...(before?.denials ?? []), ...(before?.assertions ?? [])].map(({ text }) => text))
  const mark = <T extends { readonly text: string }>(entry: T) => ({ ...entry, addedByChange: !known.has(entry.text) })
  return { denials: after.denials.map(mark), assertions: after.assertions.map(mark) }
}

function readDenial(entry: Field): readonly ExpectedDenial[] {
  const flows = readFlows(entry, CODE)
  const reason = required(entry.get('reason'), CODE, TEXT_FORM)
  if (flows === undefined || reason === undefined) return []
  return [{ text: `${DENIALS}: ${flowsText(flows)}`, at: placeOf(entry), addedByChange: false, flows, reason }]
}

function readAssertion(is: Assertion['is'], entry: Field, parseSelector: ParseSelector): readonly Assertion[] {
  const source = readAssertionEnd(entry.get('source'), parseSelector)
  const destination = readAssertionEnd(entry.get('destination'), parseSelector)
  const protocol = required(entry.get('protocol'), CODE, PROTOCOL)
  const port = protocol === undefined ? undefined : readPort(entry.get('port'), protocol)
  const reason = optional(entry.get('reason'), CODE, TEXT_FORM) ?? ''
  if (source === undefined || destination === undefined || protocol === undefined) return []
  const layer4 = [protocolName(protocol), ...(port === undefined ? [] : [`${port}`])].join(' ')
  const text = `${is}: ${source.text} → ${destination.text} ${layer4}`
  return [{ text, at: placeOf(entry), addedByChange: false, is, source, destination, protocol, port, reason }]
}

const PORT: Form<number> = {
  form: 'a port from 1 to 65535',
  words: [],
  fromValue: (value) => (isWhole(value, 1, 65_535) ? value : undefined),
}

/** A number where the protocol has ports, nothing elsewhere; the rest is reported */
function readPort(at: Field, protocol: number): number | undefined {
  if (hasPorts(protocol)) return required(at, CODE, PORT)
  if (at.value !== undefined) complain(at, CODE, `no port, for ${protocolName(protocol)} has none`)
  return undefined
}
