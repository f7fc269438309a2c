// Connections that objects ask for and nobody was seen making: what of them a change would cut, allow or leave open, each with
// the object that it comes from (docs/report.md, "Declared").

import { column, details, paragraph, wide, type Block } from './blocks.ts'
import type { DeclaredChange, DeclaredGap, DeclaredSummary, DeclaredWhy } from './document.ts'
import { endName, objectName, serviceName } from './names.ts'
import { counted, joined, NOTHING, phrase, strong, type Phrase } from './phrase.ts'
import { placeAfter, reasonOf, stoppedBy } from './reasons.ts'
import { foldedList, openTable, type View } from './view.ts'

export function declared(view: View): readonly Block[] {
  const { declared: all } = view.document
  const denied = all.changes.filter(({ change }) => change === 'newly-denied')
  const others = all.changes.filter(({ change }) => change !== 'newly-denied')
  return [...cut(view, denied), ...open(view, others), ...gaps(view, all)]
}

const FLOW = column(phrase`Connection`)
const FROM = column(phrase`Asked for by`)

/** How an object asks for a connection, as a clause behind its name */
const WHY: Readonly<Record<DeclaredWhy, Phrase>> = {
  dns: phrase`DNS`,
  ingress: phrase`a backend`,
  gateway: phrase`a route`,
  webhook: phrase`an admission webhook`,
  'aggregated-api': phrase`an aggregated API`,
  'api-server': phrase`the API server`,
  scrape: phrase`a scrape`,
}

const connection = ({ destination, port, protocol, source }: DeclaredChange): Phrase =>
  phrase`${endName(source)} → ${endName(destination)} ${serviceName({ protocol, port, icmp: undefined })}`

const askedForBy = ({ from, why }: DeclaredChange): Phrase => phrase`${objectName(from)} (${WHY[why]})`

function cut(view: View, denied: readonly DeclaredChange[]): readonly Block[] {
  if (denied.length === 0) return []
  const columns = [FLOW, FROM, wide(phrase`Stopped by`)]
  const what = counted(denied.length, phrase`connection`, phrase`connections`)
  return [
    paragraph(
      phrase`${strong(phrase`Declared, and would be cut (${denied.length})`)}: ${what} that no record shows, and that an object of the cluster asks for.`,
    ),
    ...openTable(view, columns, denied, (one) => [
      connection(one),
      askedForBy(one),
      stoppedBy(one, view.document.after),
    ]),
  ]
}

const MOST_REASONS = 2

function open(view: View, others: readonly DeclaredChange[]): readonly Block[] {
  const columns = [FLOW, FROM, wide(phrase`After the change`)]
  const row = (one: DeclaredChange): readonly Phrase[] => [connection(one), askedForBy(one), outcome(view, one)]
  return details(
    phrase`${counted(others.length, phrase`declared connection`, phrase`declared connections`)} newly allowed or uncertain`,
    others.length === 0 ? [] : openTable(view, columns, others, row),
  )
}

function outcome({ document: { after } }: View, { because, change }: DeclaredChange): Phrase {
  if (change === 'newly-allowed') return phrase`allowed`
  const reasons = because
    .slice(0, MOST_REASONS)
    .map((reason) => phrase`${reasonOf(reason)}${placeAfter({ at: reason.at, fromCluster: false }, after)}`)
  return phrase`uncertain${reasons.length === 0 ? NOTHING : phrase`: `}${joined(reasons, phrase`; and `)}`
}

const LACKS: Readonly<Record<DeclaredGap['lacks'], Phrase>> = {
  source: phrase`it is not known which pods connect`,
  destination: phrase`there is nothing behind it`,
}

/** Said beside the rest: nothing is wrong with the change because of it */
function gaps(view: View, { gaps: all }: DeclaredSummary): readonly Block[] {
  if (all.length === 0 || !view.detail.asides) return []
  const say = ({ from, lacks }: DeclaredGap): Phrase => phrase`${objectName(from)}: ${LACKS[lacks]}`
  return details(
    phrase`${counted(all.length, phrase`object asks`, phrase`objects ask`)} for connections that could not be judged`,
    foldedList(view, all, say),
  )
}

/** For the line of figures at the end */
export function declaredCounts({ judged, newlyDenied }: DeclaredSummary): Phrase {
  return judged === 0 ? NOTHING : phrase`declared ${judged}, of these newly denied ${newlyDenied}`
}
