// What a person wants to know of a snapshot, as text for a terminal and as JSON (docs/snapshot.md).

import type { PolicyChange } from '../model/flow.ts'
import { column, list, numbers, paragraph, table, type Block } from './blocks.ts'
import type { EvidenceWorth } from './document.ts'
import { duration, instant, networkName, objectName, secondsBetween } from './names.ts'
import { counted, joined, listedUpTo, name, NOTHING, phrase, prose, strong, type Phrase } from './phrase.ts'
import { renderBlocks, type TextOptions } from './text.ts'
import { timeline } from './timeline.ts'

export interface Inspection {
  readonly capturedAt: string | undefined
  readonly ageSeconds: number | undefined
  readonly captureCount: number
  readonly windowCount: number
  /** The time that is covered, without the gaps */
  readonly spans: EvidenceWorth['spans']
  readonly sources: readonly string[]
  readonly clusterIds: readonly string[]
  readonly calicoVersion: string | undefined
  /** By what key names are pseudonyms */
  readonly pseudonyms: string | undefined
  readonly recordCount: number
  readonly flowCount: number
  /** By `Kind` or `Kind.group` */
  readonly kinds: readonly { readonly kind: string; readonly count: number }[]
  /** Objects of earlier captures that are not there any more */
  readonly goneCount: number
  readonly unread: readonly string[]
  readonly policyChanges: readonly PolicyChange[]
  readonly workloadCount: number
  /** Workloads that no flow touches */
  readonly neverSeen: readonly { readonly kind: string; readonly name: string }[]
  /** Those with the most flows */
  readonly talkers: readonly Talker[]
}

export interface Talker {
  readonly name: string
  readonly flowCount: number
  readonly peerCount: number
  /** As a source; whichever its records count */
  readonly connections: number
  readonly packets: number
}

/** What is undefined is null */
export const inspectionJson = (inspection: Inspection): string =>
  `${JSON.stringify(inspection, (_, value: unknown) => (value === undefined ? null : value), 2)}\n`

export const inspectionText = (inspection: Inspection, options: TextOptions = {}): string =>
  renderBlocks(blocks(inspection, options.rows ?? MOST), options)

const MOST = 30

function blocks(inspection: Inspection, most: number): readonly Block[] {
  return [
    paragraph(headline(inspection)),
    ...timeline(inspection.spans),
    paragraph(origin(inspection)),
    ...table(
      [column(phrase`Objects`), numbers(phrase`Count`)],
      inspection.kinds.map(({ count, kind }) => [name(kind), phrase`${count}`]),
    ),
    ...gone(inspection),
    ...unread(inspection),
    ...policyChanges(inspection, most),
    ...talkers(inspection),
    ...neverSeen(inspection, most),
  ]
}

function headline({ captureCount, flowCount, recordCount, spans, windowCount }: Inspection): Phrase {
  const covered = spans.reduce((sum, { end, start }) => sum + (secondsBetween(start, end) ?? 0), 0)
  const captures = captureCount > 1 ? phrase`, of ${captureCount} captures` : NOTHING
  const over = spans.length === 0 ? NOTHING : phrase` over ${duration(covered)}`
  const windows = counted(windowCount, phrase`window`, phrase`windows`)
  return strong(
    phrase`${counted(flowCount, phrase`flow`, phrase`flows`)} from ${counted(recordCount, phrase`record`, phrase`records`)} in ${windows}${over}${captures}`,
  )
}

function origin({ ageSeconds, calicoVersion, capturedAt, clusterIds, pseudonyms, sources }: Inspection): Phrase {
  const at = instant(capturedAt)
  const ago = ageSeconds === undefined ? NOTHING : phrase` (${duration(ageSeconds)} ago)`
  const when = at === undefined ? phrase`Captured at an unknown time` : phrase`Captured ${at}${ago}`
  const from = sources.length === 0 ? NOTHING : phrase`, flows from ${joined(sources.map(name), phrase`, `)}`
  const calico = calicoVersion === undefined ? NOTHING : phrase`, Calico ${name(calicoVersion)}`
  const clusters =
    clusterIds.length === 0
      ? phrase`; nothing says which cluster it is of`
      : phrase`; cluster ${joined(clusterIds.map(name), phrase`, `)}`
  const names =
    pseudonyms === undefined
      ? phrase`Names, labels and addresses are plain`
      : phrase`Names, labels and addresses are pseudonyms of the key ${name(pseudonyms)}`
  return phrase`${when}${from}${calico}${clusters}. ${names}.`
}

const gone = ({ goneCount }: Inspection): readonly Block[] =>
  goneCount === 0
    ? []
    : [
        paragraph(
          phrase`${counted(goneCount, phrase`object is`, phrase`objects are`)} gone since: kept in the file, and not counted above.`,
        ),
      ]

function unread({ unread: all }: Inspection): readonly Block[] {
  if (all.length === 0) return []
  return [paragraph(phrase`${strong(phrase`Could not be read`)}:`), ...list(all.map(prose))]
}

const CHANGED: Readonly<Record<PolicyChange['is'], Phrase>> = {
  created: phrase`created`,
  edited: phrase`changed`,
  removed: phrase`removed before`,
}

function policyChanges({ policyChanges: all }: Inspection, most: number): readonly Block[] {
  if (all.length === 0) return []
  const say = ({ at, is, ...object }: PolicyChange): Phrase =>
    phrase`${objectName(object)} ${CHANGED[is]} ${instant(at) ?? NOTHING}`
  const rest = all.length - most
  return [
    paragraph(phrase`${strong(phrase`Policies that changed`)} while flows were recorded:`),
    ...list([...all.slice(0, most).map(say), ...(rest > 0 ? [phrase`and ${rest} more`] : [])]),
  ]
}

function talkers({ talkers: all }: Inspection): readonly Block[] {
  if (all.length === 0) return []
  const columns = [column(phrase`Most flows`), numbers(phrase`Flows`), numbers(phrase`Peers`), numbers(phrase`Sent`)]
  const sent = ({ connections, packets }: Talker): Phrase =>
    joined(
      [
        ...(connections > 0 ? [counted(connections, phrase`connection`, phrase`connections`)] : []),
        ...(packets > 0 ? [counted(packets, phrase`packet`, phrase`packets`)] : []),
      ],
      phrase`, `,
    )
  return table(
    columns,
    all.map((one) => [networkName(one.name), phrase`${one.flowCount}`, phrase`${one.peerCount}`, sent(one)]),
  )
}

function neverSeen({ neverSeen: all, workloadCount }: Inspection, most: number): readonly Block[] {
  if (workloadCount === 0) return []
  const workloads = counted(workloadCount, phrase`workload`, phrase`workloads`)
  if (all.length === 0) return [paragraph(phrase`Each of ${workloads} was seen.`)]
  const names = all.map((one) => phrase`${name(one.kind)} ${name(one.name)}`)
  return [paragraph(phrase`${strong(phrase`Never seen`)}: ${all.length} of ${workloads}: ${listedUpTo(most, names)}.`)]
}
