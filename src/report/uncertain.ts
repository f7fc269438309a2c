// Flows of which it is not known whether they would be cut, and flows that would newly get through. Uncertain ones are
// grouped by what would have to be true for a cut, the narrowest bound first (docs/semantics.md §8.4).

import { parseNet } from '../base/ip.ts'
import { byKeys } from '../base/order.ts'
import { column, details, list, numbers, paragraph, wide, type Block } from './blocks.ts'
import type { FlowChange } from './document.ts'
import { boundName, endName, flowName, flows, isAre, isBroad, seenName } from './names.ts'
import { counted, joined, listed, listedUpTo, NOTHING, phrase, plain, strong, type Phrase } from './phrase.ts'
import { decidedBy, placeAfter, reasonOf, remedyFor } from './reasons.ts'
import { foldedTable, openTable, type View } from './view.ts'

const FLOW = column(phrase`Flow`)
const SEEN = numbers(phrase`Seen`)

/** Ranges, pods and reasons in one sentence, at most */
const MOST_BOUNDS = 3
const MOST_REASONS = 2

export function newlyAllowed(view: View): readonly Block[] {
  const { document } = view
  const found = document.flows.filter(({ change, waiver }) => change === 'newly-allowed' && waiver === undefined)
  if (found.length === 0) return []
  const columns = [FLOW, SEEN, wide(phrase`Before`), wide(phrase`After`)]
  const row = (flow: FlowChange): readonly Phrase[] => {
    const denied = flow.ends.filter(({ before }) => before.answer === 'deny')
    const ends = denied.length > 0 ? denied : flow.ends
    const by = (which: 'before' | 'after'): Phrase =>
      joined(
        ends.map((end) => decidedBy(end.direction, end[which], document[which])),
        phrase`; and `,
      )
    return [flowName(flow), seenName(flow.seen), by('before'), by('after')]
  }
  return [
    paragraph(
      phrase`${strong(phrase`Newly allowed (${found.length})`)}: ${found.length === 1 ? phrase`this was` : phrase`these were`} denied in the records, and would get through.`,
    ),
    ...openTable(view, columns, found, row),
  ]
}

/** Flows that hang on the same missing facts, and of which the same would be cut */
interface Group {
  readonly flows: readonly FlowChange[]
  /** What the bounds are bounds of: flows that were denied before can only be allowed */
  readonly fate: 'cut' | 'allowed'
  readonly bounds: readonly string[]
  /** How many addresses or pods would be cut; undefined: no bound is known */
  readonly breadth: bigint | undefined
  readonly because: readonly Phrase[]
  /** What would settle it */
  readonly remedies: readonly Phrase[]
}

function groupsOf(all: readonly FlowChange[], view: View): readonly Group[] {
  const byBound = new Map<string, { flows: FlowChange[]; because: readonly Phrase[] }>()
  for (const flow of all) {
    const because = distinct(flow.because.map((reason) => phrase`${reasonOf(reason)}${placeOfReason(reason, view)}`))
    const key = JSON.stringify([flow.possiblyCut, flow.possiblyAllowed, because.map(plain)])
    const group = byBound.get(key)
    if (group === undefined) byBound.set(key, { flows: [flow], because })
    else group.flows.push(flow)
  }
  return Array.from(byBound.values(), ({ because, flows: group }): Group => {
    const opens = group[0]?.possiblyAllowed ?? []
    const bounds = opens.length > 0 ? opens : (group[0]?.possiblyCut ?? [])
    const first = group[0]?.because.slice(0, MOST_REASONS) ?? []
    return {
      flows: group,
      fate: opens.length > 0 ? 'allowed' : 'cut',
      bounds,
      breadth: breadthOf(bounds),
      because,
      remedies: distinct(first.map(remedyFor)).filter((remedy) => remedy.length > 0),
    }
  }).sort(
    byKeys(
      ({ breadth }) => (breadth === undefined ? 1 : 0),
      ({ breadth }) => Number(breadth ?? 0n),
      ({ flows: group }) => -group.length,
    ),
  )
}

const placeOfReason = ({ at }: FlowChange['because'][number], { document }: View): Phrase =>
  placeAfter({ at, fromCluster: false }, document.after)

function distinct(phrases: readonly Phrase[]): readonly Phrase[] {
  const seen = new Set<string>()
  return phrases.filter((one) => {
    const text = plain(one)
    return !seen.has(text) && seen.add(text)
  })
}

/** As many addresses as there are */
const EVERYTHING = 2n ** 128n

/** Addresses that the bounds hold; what is no address is one pod */
function breadthOf(bounds: readonly string[]): bigint | undefined {
  if (bounds.length === 0) return undefined
  if (bounds.some(isBroad)) return EVERYTHING
  return bounds.reduce((sum, bound) => {
    const cidr = parseNet(bound)
    return sum + (cidr === undefined ? 1n : cidr.last - cidr.first + 1n)
  }, 0n)
}

export function uncertain(view: View): readonly Block[] {
  const { detail, document, rest } = view
  const found = document.flows.filter(({ change, waiver }) => change === 'now-uncertain' && waiver === undefined)
  if (found.length === 0) return []
  const groups = groupsOf(found, view)
  const left = groups.slice(detail.shown).reduce((sum, group) => sum + group.flows.length, 0)
  const shared = sharedRemedies(groups)
  const items = groups.slice(0, detail.shown).map((group) => item(group, detail.shown, shared.length === 0))
  const more = left > 0 && items.length > 0 ? [phrase`${flows(left)} more, ${rest}`] : []
  // The reasons are in the list above, for all groups that it has
  const isExplained = groups.length <= detail.shown
  const rows = groups.flatMap((group) => group.flows.map((flow) => ({ flow, group })))
  const row = ({ flow, group }: (typeof rows)[number]): readonly Phrase[] => [
    flowName(flow),
    seenName(flow.seen),
    group.fate === 'cut' ? boundsOf(group) : phrase`would be allowed ${boundsOf(group)}`,
    ...(isExplained ? [] : [listed(group.because)]),
  ]
  const columns = [FLOW, SEEN, wide(phrase`Would be cut`), ...(isExplained ? [] : [wide(phrase`Not known, because`)])]
  return [
    paragraph(
      phrase`${strong(phrase`Uncertain (${found.length})`)}: whether ${found.length === 1 ? phrase`this` : phrase`these`} would be cut hangs on what the records do not say.`,
    ),
    ...list([...items, ...more]),
    ...(items.length > 0 ? settledBy(shared) : []),
    ...details(
      found.length === 1 ? phrase`The uncertain flow` : phrase`The ${found.length} uncertain flows`,
      foldedTable(view, columns, rows, row),
    ),
  ]
}

/** `7 flows would be cut only for …: a → b, c → d. Not known, because … To settle it: …` */
function item(group: Group, most: number, withRemedy: boolean): Phrase {
  const why = group.because.slice(0, MOST_REASONS)
  const because = why.length === 0 ? NOTHING : phrase` Not known, because ${joined(why, phrase`; and because `)}.`
  const remedy =
    withRemedy && group.remedies.length > 0 ? phrase` To settle it: ${joined(group.remedies, phrase`; `)}.` : NOTHING
  return phrase`${strong(flows(group.flows.length))} ${fate(group)}: ${routes(group.flows, most)}.${because}${remedy}`
}

/** What would settle all groups alike; empty where they need different things */
function sharedRemedies(groups: readonly Group[]): readonly Phrase[] {
  const texts = new Set(groups.map(({ remedies }) => remedies.map(plain).join('\n')))
  return groups.length > 1 && texts.size === 1 ? (groups[0]?.remedies ?? []) : []
}

const settledBy = (remedies: readonly Phrase[]): readonly Block[] =>
  remedies.length === 0 ? [] : [paragraph(phrase`To settle these: ${joined(remedies, phrase`; `)}.`)]

const fate = (group: Group): Phrase =>
  group.breadth === undefined
    ? phrase`may or may not be cut`
    : group.fate === 'cut'
      ? phrase`would be cut ${boundsOf(group)}`
      : phrase`${isAre(group.flows.length)} denied today, and would be allowed ${boundsOf(group)}`

/** Half of all IPv4 addresses: what holds more is no bound worth the name */
const MOST_ADDRESSES = 2n ** 31n

function boundsOf({ bounds, breadth }: Group): Phrase {
  if (breadth === undefined) return phrase`not known`
  const which = listedUpTo(MOST_BOUNDS, bounds.map(boundName))
  if (bounds.some(isBroad)) return phrase`for ${which}`
  return breadth > MOST_ADDRESSES ? phrase`for most addresses (${which})` : phrase`only for ${which}`
}

/** By destination, so that sources that go to one place stand together */
function routes(all: readonly FlowChange[], most: number): Phrase {
  const byDestination = new Map<string, FlowChange[]>()
  for (const flow of all) {
    const key = `${flow.destination.is} ${flow.destination.name}`
    const group = byDestination.get(key)
    if (group === undefined) byDestination.set(key, [flow])
    else group.push(flow)
  }
  const routesOf = Array.from(byDestination.values(), (group) => {
    const sources = new Map(group.map(({ source }) => [source.name, endName(source)]))
    const [first] = group
    return phrase`${listedUpTo(most, [...sources.values()])} →\u00a0${first === undefined ? NOTHING : endName(first.destination)}`
  })
  const left = routesOf.length - most
  const more = left > 0 ? [counted(left, phrase`more destination`, phrase`more destinations`)] : []
  return joined([...routesOf.slice(0, most), ...more], phrase` · `)
}
