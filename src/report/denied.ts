// Newly denied flows, the probable mistakes apart from what looks intended, and those that somebody wrote down as expected
// or waived (docs/report.md, "Mistake or intention").

import { byKeys } from '../base/order.ts'
import { column, details, numbers, paragraph, sentence, wide, type Block } from './blocks.ts'
import type { EndInfo, FlowChange, NearRule } from './document.ts'
import { CHANGES, destinationName, endName, flowName, flows, isAre, placeName, seenName } from './names.ts'
import {
  capitalised,
  counted,
  joined,
  listedUpTo,
  name,
  NOTHING,
  phrase,
  prose,
  strong,
  value,
  type Phrase,
} from './phrase.ts'
import { mistake, nearest, partly, stoppedBy } from './reasons.ts'
import { foldedTable, openTable, type View } from './view.ts'

const FLOW = column(phrase`What stops working`)
const SEEN = numbers(phrase`Seen`)

const deniedFlows = ({ document }: View): readonly FlowChange[] =>
  document.flows.filter(({ change }) => change === 'newly-denied')

const isCounted = ({ expected, waiver }: FlowChange): boolean => expected === undefined && waiver === undefined

const flowCell = (flow: FlowChange): Phrase => phrase`${flowName(flow)}${partly(flow)}`

export function mistakes(view: View): readonly Block[] {
  const found = deniedFlows(view).filter((flow) => isCounted(flow) && flow.intention?.is === 'probably-a-mistake')
  if (found.length === 0) return []
  const row = (flow: FlowChange): readonly Phrase[] => {
    const near = flow.intention?.near
    return [
      flowCell(flow),
      seenName(flow.seen),
      capitalised(near === undefined ? stoppedBy(flow, view.document.after) : mistake(near)),
      fixOf(near, view),
    ]
  }
  return [
    paragraph(strong(phrase`Probably a mistake (${found.length})`)),
    ...openTable(view, [FLOW, SEEN, wide(phrase`Why`), wide(phrase`Fix at`)], found, row),
  ]
}

function fixOf(near: NearRule | undefined, { document }: View): Phrase {
  if (near === undefined) return NOTHING
  const correction = near.fix === undefined ? NOTHING : phrase`${value(near.fix.from)} → ${value(near.fix.to)}, `
  if (near.fromCluster || near.fixAt === undefined) return phrase`${correction}known only from the cluster`
  return phrase`${correction}${placeName(near.fixAt, document.after)}`
}

/** Flows of one workload that would no longer get through */
interface Sufferer {
  readonly source: EndInfo
  readonly flows: readonly FlowChange[]
  readonly weight: number
}

/** By source, the ones that are seen most first */
function sufferersOf(all: readonly FlowChange[]): readonly Sufferer[] {
  const bySource = new Map<string, FlowChange[]>()
  for (const flow of all) {
    const key = `${flow.source.is} ${flow.source.name}`
    const group = bySource.get(key)
    if (group === undefined) bySource.set(key, [flow])
    else group.push(flow)
  }
  return Array.from(bySource.values(), (group) => {
    const sorted = [...group].sort(byKeys(({ seen }) => -seen.count))
    return { source: firstSource(group), flows: sorted, weight: group.reduce((sum, { seen }) => sum + seen.count, 0) }
  }).sort(byKeys(({ weight }) => -weight))
}

const firstSource = ([first]: readonly FlowChange[]): EndInfo => first?.source ?? { name: '', is: 'address' }

export function intended(view: View): readonly Block[] {
  const found = deniedFlows(view).filter((flow) => isCounted(flow) && flow.intention?.is !== 'probably-a-mistake')
  if (found.length === 0) return []
  const { detail, document, rest } = view
  const sufferers = sufferersOf(found)
  const rows = sufferers.flatMap((one) => one.flows.map((flow, i) => ({ flow, isFirst: i === 0 })))
  const row = ({ flow, isFirst }: (typeof rows)[number]): readonly Phrase[] => [
    isFirst ? flowCell(flow) : phrase`${destinationName(flow)}${partly(flow)}`,
    seenName(flow.seen),
    phrase`${capitalised(stoppedBy(flow, document.after))}. ${nearest(flow.intention?.near, document.after)}.`,
  ]
  const columns = [FLOW, SEEN, wide(phrase`Why, and the nearest rule that allows`)]
  return [
    paragraph(
      phrase`${strong(phrase`Looks intended (${found.length})`)}: no rule was written for ${found.length === 1 ? phrase`it` : phrase`these`}, or the nearest one asks for something else that exists.`,
    ),
    ...(detail.shown === 0 ? [] : [paragraph(inOneLine(sufferers, detail.shown))]),
    ...sentence(offer(view, found.length)),
    ...details(
      found.length === 1
        ? phrase`The flow, what stops it, and the nearest rule that allows`
        : phrase`The ${found.length} flows, what stops each, and the nearest rule that allows`,
      foldedTable(view, columns, rows, row),
    ),
    ...paste(view, rest),
  ]
}

function inOneLine(sufferers: readonly Sufferer[], most: number): Phrase {
  const shown = sufferers.slice(0, most).map(({ flows: group, source }) => {
    const destinations = new Map(group.map(({ destination }) => [destination.name, endName(destination)]))
    return phrase`${endName(source)} →\u00a0${listedUpTo(3, [...destinations.values()])}`
  })
  const rest = sufferers.length - most
  const more = rest > 0 ? [counted(rest, phrase`more source`, phrase`more sources`)] : []
  return joined([...shown, ...more], phrase` · `)
}

const FILE = 'netpol-expectations.yml'

const offer = ({ document }: View, count: number): Phrase =>
  document.expectations.paste === undefined
    ? NOTHING
    : phrase`If ${count === 1 ? phrase`it is` : phrase`they are`} meant to stop, say so once in ${name(FILE)} (entries below); then nobody has to ask again.`

function paste({ detail, document }: View, rest: Phrase): readonly Block[] {
  const text = document.expectations.paste
  if (text === undefined || detail.rows === 0) return []
  const summary = phrase`Entries for ${name(FILE)}, ready to paste`
  if (text.length > detail.paste) return details(summary, [paragraph(phrase`They are too long for here, and ${rest}.`)])
  return details(summary, [{ is: 'code', language: 'yaml', text }])
}

export function expected(view: View): readonly Block[] {
  const found = deniedFlows(view).filter((flow) => flow.expected !== undefined)
  if (found.length === 0) return []
  const added = found.filter((flow) => flow.expected?.addedByChange === true).length
  const byChange =
    added === 0
      ? NOTHING
      : phrase`; ${added === found.length ? phrase`all` : phrase`${added}`} by entries that this change adds`
  const row = (flow: FlowChange): readonly Phrase[] => [
    flowCell(flow),
    seenName(flow.seen),
    prose(flow.expected?.reason ?? ''),
    flow.expected === undefined
      ? NOTHING
      : phrase`${placeName(flow.expected.at, view.document.after)}${flow.expected.addedByChange ? phrase`, added by this change` : NOTHING}`,
  ]
  return [
    paragraph(
      phrase`${strong(phrase`Expected (${found.length})`)}: ${flows(found.length)} would be cut as ${name(FILE)} says, and ${isAre(found.length)} not counted${byChange}.`,
    ),
    ...details(
      phrase`What is expected, and why`,
      foldedTable(view, [FLOW, SEEN, wide(phrase`Reason`), wide(phrase`Written at`)], found, row),
    ),
  ]
}

export function waived(view: View): readonly Block[] {
  const found = view.document.flows.filter((flow) => flow.expected === undefined && flow.waiver !== undefined)
  if (found.length === 0) return []
  const row = (flow: FlowChange): readonly Phrase[] => [
    flowCell(flow),
    CHANGES[flow.change],
    name(flow.waiver?.owner ?? ''),
    name(flow.waiver?.expires ?? ''),
    prose(flow.waiver?.reason ?? ''),
  ]
  const columns = [
    column(phrase`Flow`),
    column(phrase`Change`),
    column(phrase`Owner`),
    column(phrase`Until`),
    wide(phrase`Reason`),
  ]
  return [
    paragraph(
      phrase`${strong(phrase`Waived (${found.length})`)}: ${counted(found.length, phrase`flow changes`, phrase`flows change`)} under a waiver and ${isAre(found.length)} not counted.`,
    ),
    ...details(phrase`What is waived, and why`, foldedTable(view, columns, found, row)),
  ]
}

/** Expired waivers have a sentence each, for the check fails because of them */
export const expiredWaivers = ({ detail, document }: View): readonly Block[] =>
  document.waivers
    .filter((waiver) => waiver.expired && waiver.matched > 0)
    .slice(0, Math.max(1, detail.shown))
    .map(({ expires, matched, owner, reason }) =>
      paragraph(
        phrase`The waiver of ${name(owner)} for ${flows(matched)} (${prose(reason)}) expired on ${name(expires)}: renew it on the base branch, or mend the policy.`,
      ),
    )
