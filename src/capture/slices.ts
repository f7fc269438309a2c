// A window of time → all of Whisker's flows in it. A question whose answer would be larger than Whisker can pass on
// (4 MiB between it and Goldmane, flow-formats 1.14) is asked in halves, and in the end by namespaces.

import { CaptureError } from './failure.ts'
import type { FlowTable } from './flow-table.ts'
import type { Parameters, Whisker, WhiskerAnswer } from './whisker.ts'
import type { World } from './world.ts'

/** Goldmane's buckets. A slice that cuts one loses it or counts nothing of it (flow-formats 0.1) */
export const BUCKET_SECONDS = 15

/** Epoch seconds, multiples of BUCKET_SECONDS; the end is not part of it */
export interface Window {
  readonly start: number
  readonly end: number
}

/** The last `seconds` before `nowMillis` that are complete buckets */
export function windowBefore(nowMillis: number, seconds: number): Window {
  const end = Math.floor(nowMillis / 1000 / BUCKET_SECONDS) * BUCKET_SECONDS
  return { start: end - Math.ceil(seconds / BUCKET_SECONDS) * BUCKET_SECONDS, end }
}

/** A part of the window that could not be read, for the person who asks what is missing */
export interface Gap {
  readonly what: string
  readonly why: string
}

/** Adds every flow of the window to the table, once. Throws CaptureErrors, also where nothing at all could be read */
export async function collectFlows(
  whisker: Whisker,
  window: Window,
  table: FlowTable,
  world: World,
): Promise<readonly Gap[]> {
  const reading = new Reading(whisker, table, world)
  await reading.slice(window)
  return reading.gaps
}

class Reading {
  readonly gaps: Gap[] = []
  readonly #whisker: Whisker
  readonly #table: FlowTable
  readonly #world: World
  #destinations: readonly string[] | undefined
  #hasRead = false

  constructor(whisker: Whisker, table: FlowTable, world: World) {
    this.#whisker = whisker
    this.#table = table
    this.#world = world
  }

  async slice(window: Window): Promise<void> {
    const answer = await this.#ask(window, {})
    const buckets = (window.end - window.start) / BUCKET_SECONDS
    if (answer.is === 'items') this.#take(answer)
    else if (buckets <= 1) await this.#bySource(window, answer.why)
    else await this.#halves(window, buckets, answer.why)
  }

  async #halves(window: Window, buckets: number, why: string): Promise<void> {
    this.#world.log(`Whisker refuses ${shown(window)} (${why}); asking for halves`)
    const middle = window.start + Math.floor(buckets / 2) * BUCKET_SECONDS
    await this.slice({ start: window.start, end: middle })
    await this.slice({ start: middle, end: window.end })
  }

  async #bySource(window: Window, why: string): Promise<void> {
    for (const source of this.#whisker.sourceNamespaces) {
      const answer = await this.#ask(window, filters({ source }))
      if (answer.is === 'items') this.#take(answer)
      else await this.#byDestination(window, source)
    }
    if (!this.#hasRead)
      throw new CaptureError(`Whisker refuses every question for flows (${why}); look at its log, and at Goldmane's`)
  }

  async #byDestination(window: Window, source: string): Promise<void> {
    this.#destinations ??= await this.#whisker.destinationNamespaces()
    for (const destination of this.#destinations) {
      const answer = await this.#ask(window, filters({ source, destination }))
      if (answer.is === 'items') this.#take(answer)
      else this.gaps.push({ what: `flows from ${source} to ${destination}, ${shown(window)}`, why: answer.why })
    }
  }

  #take({ items }: { readonly items: readonly Record<string, unknown>[] }): void {
    this.#hasRead = true
    for (const item of items) this.#table.add(item)
  }

  async #ask({ end, start }: Window, extra: Parameters): Promise<WhiskerAnswer> {
    return await this.#whisker.flows({ startTimeGte: String(start), startTimeLt: String(end), ...extra })
  }
}

function filters(by: { readonly source: string; readonly destination?: string }): Parameters {
  const exactly = (value: string): readonly unknown[] => [{ value, type: 'Exact' }]
  const json = JSON.stringify({
    source_namespaces: exactly(by.source),
    ...(by.destination !== undefined && { dest_namespaces: exactly(by.destination) }),
  })
  return { filters: json }
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
const shown = ({ end, start }: Window): string => `${iso(start)} to ${iso(end)}`
