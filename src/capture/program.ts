// The capture as a program of its own: one file for a pod, which takes options, and for GitHub Actions, which hands over
// inputs and takes outputs (GitHub docs: metadata syntax, workflow commands).

import { appendFileSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { TOOL } from '../base/tool.ts'
import { commandData, logLine } from '../report/escape.ts'
import { capture } from './capture.ts'
import type { CaptureSummary } from './capture.ts'
import { CaptureError, messageOf } from './failure.ts'
import { isObject } from './projection.ts'
import { CAPTURE_OPTIONS, captureSettings } from './settings.ts'
import { summaryOf } from './summary.ts'

export interface ProgramWorld {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds since 1970 */
  readonly now: () => number
  /** Whole lines */
  readonly write: (text: string) => void
}

type Values = ReadonlyMap<string, readonly string[]>

/** Never rejects: 0 where the snapshot is written, else 2 and a line that says why */
export async function captureProgram(world: ProgramWorld): Promise<0 | 2> {
  const isAction = world.env['GITHUB_ACTIONS'] === 'true' && world.args.length === 0
  const say = (line: string): void => world.write(`${logLine(line)}\n`)
  try {
    if (isAction) warnOfPublic(world)
    const values = isAction ? inputsOf(world.env) : optionsOf(world.args)
    const summary = await capture(captureSettings(values), {
      env: world.env,
      now: world.now,
      wait: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
      log: say,
    })
    for (const { what, why } of summary.unread)
      told(world, isAction, 'warning', `not in the snapshot: ${what} (${why})`)
    say(summaryOf(summary))
    if (isAction) setOutputs(world.env, summary)
    return 0
  } catch (error) {
    if (!(error instanceof CaptureError)) {
      for (const line of (error instanceof Error ? (error.stack ?? error.message) : String(error)).split('\n'))
        say(line)
      told(world, isAction, 'error', `this is a bug; please report it with the lines above (${messageOf(error)})`)
    } else told(world, isAction, 'error', error.message)
    return 2
  }
}

function told({ write }: ProgramWorld, isAction: boolean, level: 'warning' | 'error', message: string): void {
  write(isAction ? `::${level} title=Netpol capture::${commandData(message)}\n` : `${TOOL.name}: ${logLine(message)}\n`)
}

function optionsOf(args: readonly string[]): Values {
  const options = Object.fromEntries(
    CAPTURE_OPTIONS.map(({ name, value }) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), multiple: true },
    ]),
  )
  try {
    const { values } = parseArgs({ args: [...args], options, allowPositionals: false })
    return new Map(
      Object.entries(values).map(([name, given]) => [name, (Array.isArray(given) ? given : [given]).map(String)]),
    )
  } catch (error) {
    throw new CaptureError(messageOf(error))
  }
}

/** What can be written under `with:`; `flows` is the positive form of --no-flows */
export const CAPTURE_INPUTS: readonly string[] = [
  ...CAPTURE_OPTIONS.flatMap(({ name, value }) => (value === undefined ? [] : [name])),
  'flows',
]

const PREFIX = 'INPUT_'

function inputsOf(env: ProgramWorld['env']): Values {
  const values = new Map<string, readonly string[]>()
  for (const [key, raw = ''] of Object.entries(env)) {
    if (!key.startsWith(PREFIX) || raw.trim() === '') continue
    const name = key.slice(PREFIX.length).toLowerCase()
    if (!CAPTURE_INPUTS.includes(name))
      throw new CaptureError(`there is no input ${name}; there are ${CAPTURE_INPUTS.join(', ')}`)
    const lines = raw.split('\n').map((line) => line.trim())
    // The text of a kubeconfig has lines of its own
    values.set(name, name === 'objects' ? lines : [name === 'kubeconfig' ? raw : raw.trim()])
  }
  const [flows = 'true'] = values.get('flows') ?? []
  if (flows !== 'true' && flows !== 'false') throw new CaptureError(`flows is ${flows}; expected true or false`)
  if (flows === 'false') values.set('no-flows', [''])
  return values
}

/** Whoever is logged in may download the artifacts of a public repository */
function warnOfPublic(world: ProgramWorld): void {
  let event: unknown
  try {
    event = JSON.parse(readFileSync(world.env['GITHUB_EVENT_PATH'] ?? '', 'utf8'))
  } catch {
    return
  }
  const repository = isObject(event) && isObject(event['repository']) ? event['repository'] : {}
  if (repository['private'] === false)
    told(
      world,
      true,
      'warning',
      'this repository is public: whoever is logged in to GitHub may download the artifacts of its workflows, and a snapshot holds the names, labels and addresses of the cluster. Pseudonymise it first, or capture in a private repository.',
    )
}

function setOutputs(env: ProgramWorld['env'], summary: CaptureSummary): void {
  const file = env['GITHUB_OUTPUT'] ?? ''
  if (file === '') return
  const outputs = {
    'snapshot-path': summary.path,
    'cluster-id': summary.clusterId ?? '',
    objects: String(summary.objectCount),
    flows: String(summary.flowCount),
    complete: String(summary.unread.length === 0),
  }
  // One line each: a path with a line break could set other outputs
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value.replace(/[\r\n]+/g, ' ')}\n`)
  appendFileSync(file, lines.join(''))
}
