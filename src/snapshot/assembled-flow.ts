// The parts of a flow, found out one by one → the flow, with its key and what of it is missing. What many flows have in
// common is one object, as there may be a million of them.

import type { Flow, FlowEnd, FlowRecord, Weight } from '../model/flow.ts'
import type { Layer4 } from './layer4.ts'
import { isoTime } from './values.ts'

interface FlowParts {
  readonly source: FlowEnd
  readonly destination: FlowEnd
  readonly layer4: Layer4
  readonly sourcePort: number | undefined
  readonly weight: Weight
  /** Epoch seconds; 0 where not known */
  readonly start: number
  /** Epoch seconds; 0 where not known */
  readonly end: number
  /** How many windows it was seen in */
  readonly windows: number
  readonly records: readonly FlowRecord[]
}

/** Puts flows together; remembers what they share */
export class FlowAssembly {
  readonly #times = new Map<number, string>()
  readonly #missing: Flow['missing'][] = []
  #sourceName: string | undefined
  #keyStart = ''
  readonly #keyEnds = new Map<string, string>()
  readonly #weights: Weight[] = []

  flow({ destination, end, layer4, records, source, sourcePort, start, weight, windows }: FlowParts): Flow {
    const port = layer4.hasPorts ? sourcePort : undefined
    return {
      key: this.#keyOf(source, destination, layer4),
      source,
      destination,
      protocol: layer4.protocol,
      sourcePort: port,
      destinationPort: layer4.port,
      icmp: layer4.icmp,
      missing: this.#missingOf(layer4, port),
      weight: this.#weightOf(weight),
      firstSeen: this.#time(start),
      lastSeen: this.#time(end),
      windows,
      records,
    }
  }

  /** Flows come in order of their sources, so that the first part of the text is shared */
  #keyOf(source: FlowEnd, destination: FlowEnd, { text }: Layer4): string {
    if (source.name !== this.#sourceName) {
      this.#sourceName = source.name
      this.#keyStart = `${source.name} > `
    }
    let end = this.#keyEnds.get(text)
    if (end === undefined) {
      end = ` ${text}`
      this.#keyEnds.set(text, end)
    }
    return this.#keyStart + destination.name + end
  }

  #time(seconds: number): string | undefined {
    if (seconds === 0) return undefined
    const known = this.#times.get(seconds)
    if (known !== undefined) return known
    const text = isoTime(seconds)
    if (this.#times.size < MEMORY) this.#times.set(seconds, text)
    return text
  }

  #missingOf(layer4: Layer4, sourcePort: number | undefined): Flow['missing'] {
    const noSourcePort = layer4.hasPorts && sourcePort === undefined
    const noPort = layer4.hasPorts && layer4.port === undefined
    const number = Number(noSourcePort) + 2 * Number(noPort) + 4 * Number(layer4.lacksIcmp)
    return (this.#missing[number] ??= {
      sourcePort: noSourcePort,
      destinationPort: noPort,
      icmp: layer4.lacksIcmp,
    })
  }

  /** Small ones are those that many flows have */
  #weightOf(weight: Weight): Weight {
    if (weight.count >= SMALL) return weight
    return (this.#weights[weight.count * 2 + (weight.unit === 'packets' ? 1 : 0)] ??= weight)
  }
}

const SMALL = 1_000
const MEMORY = 100_000
