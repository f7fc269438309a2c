// The report document → annotations on lines of files: the worst first, what the change touches before the rest, one for
// each line and matter. GitHub shows ten of a level, and one belongs to the failure of the step itself.

import type { Severity } from '../base/diagnostic.ts'
import type { Location } from '../base/location.ts'
import { byKeys } from '../base/order.ts'
import { worstFirst } from './asides.ts'
import type { FlowChange, ReportDocument } from './document.ts'
import { logLine, type LogLine } from './escape.ts'
import { flowName, flows, networkName, seenName, serviceName } from './names.ts'
import { capitalised, counted, listedUpTo, NOTHING, phrase, plain, value, type Phrase } from './phrase.ts'
import { mistake, stoppingEnds } from './reasons.ts'
import { remedyOf, sentenceOf, titleOf } from './wording.ts'

export interface Annotation {
  readonly level: Severity
  /** As it is, for it has to name a file; undefined for the one that says how many more there are */
  readonly path: string | undefined
  readonly line: number | undefined
  readonly title: LogLine
  /** One line, which the workflow command still has to encode (escape.ts `commandData`) */
  readonly message: LogLine
}

/** Annotations on lines; the roll-up comes on top */
export const MOST_ANNOTATIONS = 9

interface Candidate {
  readonly level: Severity
  readonly at: Location
  /** It is known to be about the change, whichever files its objects stand in */
  readonly inChange: boolean
  readonly title: Phrase
  readonly message: Phrase
}

/** At most `most`, and one that says how many more there are */
export function annotationsOf(document: ReportDocument, most = MOST_ANNOTATIONS): readonly Annotation[] {
  const touched = new Set(document.objects.filter(({ change }) => change !== 'removed').map(({ at }) => at.path))
  const candidates = [
    ...mistakes(document),
    ...failedAssertions(document),
    ...intended(document),
    ...problems(document),
  ].sort(
    byKeys(
      ({ at, inChange }) => (inChange || touched.has(at.path) ? 0 : 1),
      ({ level }) => RANK[level],
    ),
  )
  const shown = candidates.slice(0, most).map(annotation)
  const left = candidates.length - shown.length
  return left > 0 ? [...shown, rollUp(left)] : shown
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, notice: 2 }

const annotation = ({ at, level, message, title }: Candidate): Annotation => ({
  level,
  path: at.path,
  line: at.line,
  title: logLine(plain(title), TITLE_LIMIT),
  message: logLine(plain(message), MESSAGE_LIMIT),
})

/** GitHub's own limits are 255 and 4096 characters */
const TITLE_LIMIT = 120
const MESSAGE_LIMIT = 1000

const rollUp = (left: number): Annotation => ({
  level: 'notice',
  path: undefined,
  line: undefined,
  title: logLine(plain(phrase`Netpol preflight`)),
  message: logLine(
    plain(
      phrase`${counted(left, phrase`more line has`, phrase`more lines have`)} something to look at: see the job summary.`,
    ),
  ),
})

/** How bad a cut is: an error only where the gate says no */
const levelOf = ({ conclusion }: ReportDocument): Severity => (conclusion.result === 'fail' ? 'error' : 'warning')

const isCounted = ({ change, expected, waiver }: FlowChange): boolean =>
  change === 'newly-denied' && expected === undefined && waiver === undefined

function mistakes(document: ReportDocument): readonly Candidate[] {
  return document.flows.flatMap((flow) => {
    const near = flow.intention?.near
    const isOne = isCounted(flow) && flow.intention?.is === 'probably-a-mistake'
    if (!isOne || near?.fixAt === undefined || near.fromCluster) return []
    const fix = near.fix === undefined ? NOTHING : phrase` Probably ${value(near.fix.to)} was meant.`
    return {
      level: levelOf(document),
      at: near.fixAt,
      inChange: false,
      title: phrase`Probably a mistake: ${flowName(flow)} would be cut`,
      message: phrase`${capitalised(mistake(near))}. Seen ${seenName(flow.seen)}.${fix}`,
    }
  })
}

/** One for each line that stops flows */
function intended(document: ReportDocument): readonly Candidate[] {
  const byPlace = new Map<string, { readonly at: Location; readonly flows: FlowChange[] }>()
  for (const flow of document.flows) {
    const hit = stoppingEnds(flow)[0]?.after.hit
    const isOne = isCounted(flow) && flow.intention?.is !== 'probably-a-mistake'
    if (!isOne || hit?.at === undefined || hit.fromCluster) continue
    const key = `${String(hit.at.line)} ${hit.at.path}`
    const place = byPlace.get(key)
    if (place === undefined) byPlace.set(key, { at: hit.at, flows: [flow] })
    else place.flows.push(flow)
  }
  return Array.from(byPlace.values(), ({ at, flows: stopped }) => ({
    level: 'warning',
    at,
    inChange: false,
    title: phrase`${flows(stopped.length)} that ${stopped.length === 1 ? phrase`works` : phrase`work`} today would be cut here`,
    message: phrase`${listedUpTo(5, stopped.map(flowName))}.`,
  }))
}

function failedAssertions(document: ReportDocument): readonly Candidate[] {
  return document.assertions
    .filter(({ holds }) => !holds)
    .map((one) => ({
      level: 'error',
      at: one.at,
      inChange: one.addedByChange,
      title: phrase`Assertion that does not hold`,
      message: phrase`${networkName(one.source)} → ${networkName(one.destination)} ${serviceName({ ...one, icmp: undefined })} ${one.is === 'must-allow' ? phrase`must be allowed` : phrase`must be denied`}, and would not be.`,
    }))
}

function problems(document: ReportDocument): readonly Candidate[] {
  return worstFirst(document.diagnostics).flatMap((one) => {
    if (one.at === undefined || !one.inChange) return []
    const remedy = remedyOf(one)
    return {
      level: one.severity,
      at: one.at,
      inChange: true,
      title: titleOf(one),
      message: phrase`${capitalised(sentenceOf(one))}.${remedy.length === 0 ? NOTHING : phrase` ${capitalised(remedy)}.`}`,
    }
  })
}
