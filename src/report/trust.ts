// Where the simulation, the records and Calico's own preview do not say the same, and what to believe: contradictions first,
// then what the preview shows otherwise, then what the records settle (docs/semantics.md §5.6, §7, §8.4).

import { column, details, list, numbers, paragraph, wide, type Block } from './blocks.ts'
import type { Agreement, Disagreement, FlowChange, PreviewNote, PreviewReason, RecordedRule } from './document.ts'
import {
  ANSWERS,
  boundName,
  CHANGES,
  flowName,
  flows,
  isAre,
  networkName,
  policyName,
  ruleName,
  serviceName,
} from './names.ts'
import { counted, joined, listed, listedUpTo, name, NOTHING, phrase, strong, type Phrase } from './phrase.ts'
import { placeAfter } from './reasons.ts'
import { foldedList, foldedTable, openTable, type View } from './view.ts'

/** Flows that are not counted, in plain sight: one of the two is wrong, the engine or the snapshot */
export function contradictions(view: View): readonly Block[] {
  const { document } = view
  const { differ = [], unlisted } = document.evidence?.agreement ?? {}
  const found = differ.filter(isContradiction)
  if (found.length === 0) return []
  const others = unlisted?.unexplained ?? 0
  const columns = [
    column(phrase`Flow`),
    column(phrase`Reported by`),
    column(phrase`Recorded`),
    column(phrase`Simulated`),
    column(phrase`After the change`),
  ]
  const changes = changesByFlow(document.quarantined)
  const row = (one: Disagreement): readonly Phrase[] => [
    ...disagreementCells(one),
    CHANGES[changes.get(flowKey(one.source, one.destination, one)) ?? 'unchanged'],
  ]
  const count = document.counts.quarantined
  return [
    paragraph(
      phrase`${strong(phrase`The simulation contradicts the records (${found.length + others})`)}, and nothing explains it. What would become of ${count === 1 ? phrase`this flow` : phrase`these ${flows(count)}`} is not to be trusted, so ${count === 1 ? phrase`it` : phrase`they`} ${isAre(count)} not counted. Either the snapshot does not hold all objects, or this program is wrong: please report it.`,
    ),
    ...openTable(view, columns, found, row),
    ...notListed(others),
  ]
}

const notListed = (count: number): readonly Block[] =>
  count > 0 ? [paragraph(phrase`… and ${count} more, which are counted and listed nowhere.`)] : []

const isContradiction = ({ cause }: Disagreement): boolean => cause === 'unexplained'

/** What the simulation says of them all the same; of several the first */
const changesByFlow = (flows: readonly FlowChange[]): ReadonlyMap<string, FlowChange['change']> =>
  new Map(flows.toReversed().map((flow) => [flowKey(flow.source.name, flow.destination.name, flow), flow.change]))

const flowKey = (
  source: string,
  destination: string,
  { port, protocol }: Pick<FlowChange, 'port' | 'protocol'>,
): string => JSON.stringify([source, destination, protocol, port])

const disagreementCells = (one: Disagreement): readonly Phrase[] => [
  phrase`${networkName(one.source)} → ${networkName(one.destination)} ${serviceName({ ...one, icmp: undefined })}`,
  one.reporter === 'source' ? phrase`source` : phrase`destination`,
  ANSWERS[one.recorded],
  ANSWERS[one.simulated],
]

const CAUSES: Readonly<Record<Exclude<Disagreement['cause'], 'unexplained'>, Phrase>> = {
  'older-connection': phrase`it began before the policies changed, and a connection keeps the verdict that it began with`,
  'labels-aggregated': phrase`the record holds only the labels that several pods share`,
  'address-missing': phrase`no address is known for the end that reports`,
  'host-policy': phrase`a policy of a host drops it on the way, which records put down to the last policy of the pod`,
}

/** Recorded verdicts that the simulation does not give, where it is clear why */
export function explained(view: View, { differ, unlisted }: Agreement): readonly Block[] {
  const rows = differ.flatMap((one) => (one.cause === 'unexplained' ? [] : [{ one, why: CAUSES[one.cause] }]))
  const columns = [
    column(phrase`Flow`),
    column(phrase`Reported by`),
    column(phrase`Recorded`),
    column(phrase`Simulated`),
    wide(phrase`Because`),
  ]
  if (rows.length === 0) return []
  return details(
    counted(
      rows.length + unlisted.explained,
      phrase`recorded verdict that the simulation does not reproduce, explained`,
      phrase`recorded verdicts that the simulation does not reproduce, explained`,
    ),
    [
      ...foldedTable(view, columns, rows, ({ one, why }) => [...disagreementCells(one), why]),
      ...notListed(unlisted.explained),
    ],
  )
}

/** Recorded verdicts by what decided them; of interest where several tiers did */
export function byTier(view: View, what: Phrase, { byTier: rows }: Agreement): readonly Block[] {
  if (rows.length < 2) return []
  const columns = [
    column(phrase`Decided in`),
    column(phrase`Recorded`),
    numbers(phrase`Verdicts`),
    numbers(phrase`Reproduced`),
    numbers(phrase`Left open`),
    numbers(phrase`Not`),
  ]
  return details(
    phrase`${what}, by tier and verdict`,
    foldedTable(view, columns, rows, (row) => [
      row.tier === '__PROFILE__' ? phrase`no policy` : phrase`tier ${name(row.tier)}`,
      ANSWERS[row.action],
      phrase`${row.total}`,
      phrase`${row.reproduced}`,
      phrase`${row.open}`,
      phrase`${row.differ}`,
    ]),
  )
}

/** What Calico's preview does otherwise, as a clause after "for the preview" */
const FAULTS: Readonly<Record<PreviewReason, Phrase>> = {
  'port-name': phrase`does not know names of ports`,
  'port-name-excluded': phrase`does not leave out ports by their names`,
  'icmp-type': phrase`does not look at ICMP types`,
  'ip-version': phrase`does not look at the IP version of a rule`,
  'other-family': phrase`takes a rule whose prefixes are all of the other IP version`,
  'set-member': phrase`does not find members of network sets that are smaller than a /24 and larger than one address`,
  'service-protocol': phrase`knows members of Services over TCP and UDP alone`,
  'preview-fails': phrase`gives up in a tier that does not exist`,
  'staged-deletion': phrase`takes no notice of a staged deletion`,
  namesake: phrase`sees the staged policy beside the one that it is to replace`,
  'not-promoted': phrase`counts staged policies that are not to be enforced (Learn, Ignore)`,
  'kubernetes-defaults': phrase`takes a staged Kubernetes policy without policyTypes as one of ingress alone`,
  'host-policy': phrase`looks at pods alone, not at host endpoints`,
}

/** Whisker shows the preview: what it gets wrong, and that it is not to be believed there */
export function preview(view: View): readonly Block[] {
  const { detail, document } = view
  if (document.preview.length === 0) return []
  const groups = new Map<string, PreviewNote[]>()
  for (const note of document.preview) {
    const key = JSON.stringify([note.why, note.by, note.preview, note.promoted])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [note])
    else group.push(note)
  }
  const items = Array.from(groups.values(), (group) => previewItem(group, detail.shown, view))
  return [
    paragraph(
      phrase`${strong(phrase`Whisker will show something else (${document.preview.length})`)}: there Calico previews staged policies, and its preview is not exact. Believe what is said here.`,
    ),
    ...list(items.slice(0, detail.shown)),
    ...details(
      phrase`${items.length - detail.shown} more`,
      items.length > detail.shown ? foldedList(view, items.slice(detail.shown), (item) => item) : [],
    ),
  ]
}

/** `a → b TCP 80: Whisker will show this denied; once enforced, it is allowed, for the preview …` */
function previewItem(group: readonly PreviewNote[], most: number, { document }: View): Phrase {
  const [first] = group
  if (first === undefined) return NOTHING
  const { by, preview: shown, promoted, why } = first
  const rule = by === undefined ? NOTHING : phrase`: ${ruleName(by)}${placeAfter(by, document.after)}`
  const will =
    shown === 'unknown' ? phrase`Whisker will show no verdict` : phrase`Whisker will show this ${ANSWERS[shown]}`
  return phrase`${listedUpTo(Math.max(1, most), group.map(flowName))}: ${will}; once enforced, it is ${ANSWERS[promoted]}, for the preview ${FAULTS[why]}${rule}.`
}

/** What recorded traces say of ends that have no address: which of all that was possible it was */
export function settled(view: View): readonly Block[] {
  const found = view.document.flows.filter((flow) => flow.settled.length > 0)
  if (found.length === 0) return []
  return details(
    counted(
      found.length,
      phrase`flow that the recorded rules say more of`,
      phrase`flows that the recorded rules say more of`,
    ),
    foldedList(view, found, (flow) => phrase`${flowName(flow)}: ${joined(flow.settled.map(settledEnd), phrase`; `)}`),
  )
}

/** Bounds in one sentence, at most */
const MOST_BOUNDS = 4

function settledEnd({ by, end, to }: FlowChange['settled'][number]): Phrase {
  const which = listedUpTo(MOST_BOUNDS, to.map(boundName))
  const rules =
    by.length === 0 ? NOTHING : phrase`, for the records name ${listed(by.slice(0, MOST_BOUNDS).map(recordedRule))}`
  return phrase`the ${end === 'source' ? phrase`source` : phrase`destination`} was ${which}${rules}`
}

const recordedRule = ({ rule, tier, ...policy }: RecordedRule): Phrase =>
  rule === 'end-of-tier'
    ? phrase`the end of tier ${name(tier)}`
    : phrase`converted rule ${rule} of ${policyName(policy)}`
