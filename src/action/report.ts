// The report on all of GitHub's surfaces: log, annotations, summary, files, outputs, comment. Outputs are set before the
// step can fail, and whatever happens.

import type { Settings } from '../config/settings.ts'
import { annotationsOf } from '../report/annotations.ts'
import type { ReportDocument } from '../report/document.ts'
import { headline, isQuiet } from '../report/headline.ts'
import { renderJson } from '../report/json.ts'
import { comparablePart, renderComment, renderSummary } from '../report/markdown.ts'
import { plain } from '../report/phrase.ts'
import { renderText } from '../report/text.ts'
import { sentenceOf } from '../report/wording.ts'
import { markerOf } from './comment.ts'
import type { CommentResult } from './comment.ts'
import type { RunContext } from './context.ts'
import type { Comparison } from './event.ts'
import { neededPermissions } from './ports.ts'
import type { GitHubPort } from './ports.ts'
import type { Annotation, Runner } from './publish.ts'

export interface SnapshotRun {
  readonly id: number
  readonly url: string
  readonly createdAt: string
}

export interface Publication {
  readonly document: ReportDocument
  /** Undefined: they could not be read */
  readonly settings: Settings | undefined
  readonly comparison: Comparison | undefined
  readonly context: RunContext
  readonly github: GitHubPort | undefined
  readonly runner: Runner
  readonly snapshotRun: SnapshotRun | undefined
}

export async function publishReport(publication: Publication): Promise<void> {
  const { document, runner } = publication
  runner.group('Report', renderText(document, { colour: false }).split('\n'))
  const summary = renderSummary(document)
  const [json = '', markdown = ''] = runner.writeFiles([
    { name: 'report.json', text: renderJson(document) },
    { name: 'report.md', text: summary },
  ])
  runner.setOutputs(outputsOf(publication, json, markdown))
  runner.summarise(summary)
  const onLines = annotationsOf(document, Infinity).map(({ level, line, message, path, title }) => ({
    level,
    title,
    message,
    at: path === undefined ? undefined : { path, line: line ?? 1 },
  }))
  runner.annotate([...verdictOf(publication), ...onLines])
  const result = await comment(publication)
  if (result !== undefined && 'url' in result) runner.setOutputs({ 'comment-url': result.url })
}

/** Why the step fails, where one looks first: above the lines of the files */
function verdictOf({ document, settings }: Publication): Annotation[] {
  const { reasons, result } = document.conclusion
  if (result === 'pass') return []
  const said = headline(document, false)
  const causes = reasons.flatMap((reason) => (reason.is === 'could-not-run' ? [`${plain(sentenceOf(reason))}.`] : []))
  const message = [...(said.is === 'headline' ? [`${plain(said.of)}.`] : []), ...causes].join(' ')
  const level = result === 'fail' && settings?.failOn === 'never' ? 'warning' : 'error'
  return [{ level, at: undefined, title: 'Netpol preflight', message }]
}

function outputsOf({ document, snapshotRun }: Publication, json: string, markdown: string): Record<string, string> {
  const { conclusion, counts, declared, evidence } = document
  const hours = evidence?.ageSeconds === undefined ? '' : (evidence.ageSeconds / 3600).toFixed(1)
  return {
    result: conclusion.result,
    'newly-denied': String(counts.newlyDenied),
    'newly-allowed': String(counts.newlyAllowed),
    uncertain: String(counts.uncertain),
    'declared-denied': String(declared.newlyDenied),
    'report-json': json,
    'report-markdown': markdown,
    'comment-url': '',
    'snapshot-age-hours': hours,
    'evidence-score': evidence === undefined ? '' : String(evidence.worth.score),
    'snapshot-run-id': snapshotRun === undefined ? '' : String(snapshotRun.id),
  }
}

async function comment(publication: Publication): Promise<CommentResult | undefined> {
  const { comparison, context, document, github, runner, settings } = publication
  const pullRequest = comparison?.is === 'compare' ? comparison.pullRequest : undefined
  if (github === undefined || pullRequest === undefined || settings?.comment === false) return undefined
  if (pullRequest.readOnly && pullRequest.fork) {
    notice(
      runner,
      'The comment is skipped: on pull requests from forks the token is read-only. docs/forks.md shows the way in two steps.',
    )
    return undefined
  }
  const key = settings?.commentKey ?? 'default'
  const marker = markerOf(key)
  // A clean change gets a green check and no comment; where there is one already, it is turned to "resolved".
  const says = !isQuiet(document)
  const body = renderComment(document, { marker: marker.trimEnd(), resolved: !says, runUrl: context.runUrl })
  const result = await github.putComment({
    number: pullRequest.number,
    headSha: pullRequest.headSha,
    key,
    body: body.slice(marker.length),
    create: says,
    comparable: newsOf,
  })
  if (result.is === 'skipped') {
    const remedy = result.forbidden ? ` The job needs: ${neededPermissions()}` : ''
    notice(runner, `The comment is skipped: ${result.why}.${remedy}`)
  }
  return result
}

/** The part of a comment that is worth a write. The link to the summary of this run is another one in every run */
const newsOf = (body: string): string => comparablePart(body.replace(/\[job summary\]\([^)]*\)/g, '[job summary]'))

const notice = (runner: Runner, message: string): void =>
  runner.annotate([{ level: 'notice', at: undefined, title: 'Netpol preflight', message }])
