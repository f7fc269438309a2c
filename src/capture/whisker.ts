// Whisker's backend as something that answers with flows: the way in that works, tried once, and answers told from error
// pages, which come with any status and any type (flow-formats 2.3, 2.5).

import { ApiError } from './kube-api.ts'
import { brief, CaptureError, TransferError } from './failure.ts'
import { isHtml } from './http.ts'
import type { Answer } from './http.ts'
import { isObject } from './projection.ts'
import type { Json } from './projection.ts'
import { pauseAfter } from './retry.ts'
import type { Door, Doors } from './whisker-doors.ts'
import type { World } from './world.ts'

/** `refused`: Whisker says 500, which may mean that the answer would be too large */
export type WhiskerAnswer =
  { readonly is: 'items'; readonly items: readonly Json[] } | { readonly is: 'refused'; readonly why: string }

export type Parameters = Readonly<Record<string, string>>

const HINTS = 'flows-filter-hints'
const MOST_HINTS = 10_000

export class Whisker {
  readonly #door: Door
  readonly #world: World
  /** The namespaces that flows come from, `-` for what has none */
  readonly sourceNamespaces: readonly string[]
  /** Milliseconds since 1970 by Whisker's own clock, when the way in was found */
  readonly now: number

  private constructor(door: Door, world: World, first: Found) {
    this.#door = door
    this.#world = world
    this.sourceNamespaces = first.namespaces
    this.now = first.now
  }

  get name(): string {
    return this.#door.name
  }

  /** Takes the first door that Whisker's backend answers at. Throws CaptureErrors */
  static async find({ doors }: Doors, world: World): Promise<Whisker> {
    const tried: string[] = []
    for (const door of doors) {
      const found = await knock(door, world)
      if (typeof found !== 'string') return new Whisker(door, world, found)
      world.log(`${door.name}: ${found}`)
      tried.push(`${door.name}: ${found}`)
    }
    throw new CaptureError(`Whisker's backend was not found. Tried: ${tried.join('; ')}`)
  }

  /** The flows that the parameters choose. Throws CaptureErrors */
  async flows(parameters: Parameters): Promise<WhiskerAnswer> {
    return await this.#ask('flows', parameters)
  }

  async destinationNamespaces(): Promise<readonly string[]> {
    const answer = await this.#ask(HINTS, hintParameters('DestNamespace'))
    return answer.is === 'items' ? namespacesOf(answer.items) : []
  }

  async #ask(path: string, parameters: Parameters): Promise<WhiskerAnswer> {
    for (let failed = 0; ;) {
      const answer = await settled(this.#door.ask(`${path}?${new URLSearchParams(parameters).toString()}`))
      const read = answer instanceof TransferError ? answer : readAnswer(answer)
      if (!(read instanceof TransferError)) return read
      if (read.trouble === 'large') return { is: 'refused', why: read.message }
      failed++
      const pause = pauseAfter(failed, answer instanceof TransferError ? undefined : answer.headers['retry-after'])
      // A server that is out of breath may manage less
      if (pause === undefined && read.trouble === 'slow') return { is: 'refused', why: read.message }
      if (pause === undefined)
        throw new CaptureError(`Whisker (${this.#door.name}) does not answer: ${brief(read.message)}`)
      this.#world.log(`Whisker: ${brief(read.message)}; trying again`)
      await this.#world.wait(pause)
    }
  }
}

/** A TransferError is an answer too. What the API server says about the port-forward ends the capture */
async function settled(asked: Promise<Answer>): Promise<Answer | TransferError> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof TransferError) return error
    if (!(error instanceof ApiError)) throw error
    if (error.status === 429 || error.status >= 500) return new TransferError('cut', error.message)
    throw new CaptureError(`the port-forward to Whisker was refused (${String(error.status)}): ${error.message}`)
  }
}

/** A TransferError for what is worth another try. Throws CaptureErrors */
function readAnswer(answer: Answer): WhiskerAnswer | TransferError {
  const { headers, status, text } = answer
  if (isBusy(answer)) return new TransferError(status === 504 ? 'slow' : 'cut', `status ${String(status)}`)
  const value = parsed(text)
  // The web server before the backend may put a page in the place of its error
  if (status === 500) return { is: 'refused', why: errorIn(value) ?? 'status 500' }
  if (isHtml(text))
    return new TransferError('cut', `a web page (status ${String(status)}, ${headers['content-type'] ?? 'no type'})`)
  if (value === undefined) return new TransferError('cut', 'the answer is no JSON, or a piece of it')
  const { items } = value
  if (status === 200 && 'total' in value)
    return { is: 'items', items: Array.isArray(items) ? items.filter(isObject) : [] }
  throw new CaptureError(`Whisker does not take the question: ${errorIn(value) ?? `status ${String(status)}`}`)
}

/** Not 500: that is how Whisker says whatever goes wrong between it and Goldmane */
const isBusy = ({ status }: Answer): boolean => status === 429 || (status > 500 && status < 600)

const errorIn = (value: Json | undefined): string | undefined =>
  typeof value?.['error'] === 'string' ? brief(value['error']) : undefined

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

const hintParameters = (type: 'SourceNamespace' | 'DestNamespace'): Parameters => ({
  type,
  pageSize: String(MOST_HINTS),
})

/** The display word for what has no namespace is turned back (flow-formats 2.2) */
const namespacesOf = (items: readonly Json[]): readonly string[] => [
  ...new Set(items.map(({ value }) => (value === 'Global' || value === '' ? '-' : String(value)))),
]

interface Found {
  readonly namespaces: readonly string[]
  readonly now: number
}

/** What the door said, or why it is not the one */
async function knock(door: Door, world: World): Promise<Found | string> {
  const query = new URLSearchParams(hintParameters('SourceNamespace')).toString()
  for (let failed = 0; ;) {
    const answer = await settled(door.ask(`${HINTS}?${query}`))
    if (answer instanceof TransferError) return brief(answer.message)
    const read = foundIn(answer, world)
    if (read !== 'again') return read
    failed++
    const pause = pauseAfter(failed, answer.headers['retry-after'])
    if (pause === undefined)
      throw new CaptureError(
        `Whisker answers, but has no flows (status ${String(answer.status)}): is Goldmane running?`,
      )
    await world.wait(pause)
  }
}

function foundIn({ headers, status, text }: Answer, world: World): Found | string {
  if (isHtml(text)) return `a web page, status ${String(status)}`
  const value = parsed(text)
  if (value === undefined)
    return status === 429 || status === 503 ? 'again' : `no answer of Whisker, status ${String(status)}`
  // Its own error, in its own form
  if (status >= 500 && typeof value['error'] === 'string') return 'again'
  if (status !== 200 || !('total' in value)) return `no answer of Whisker, status ${String(status)}`
  const date = Date.parse(headers['date'] ?? '')
  const items = Array.isArray(value['items']) ? value['items'].filter(isObject) : []
  return { namespaces: namespacesOf(items), now: Number.isNaN(date) ? world.now() : date }
}
