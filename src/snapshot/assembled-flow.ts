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
  readonly #missing = new Map<number, Flow['missing']>()
  readonly #weights = new Map<number, Weight>()

  flow({ destination, end, layer4, records, source, sourcePort, start, weight, windows }: FlowParts): Flow {
    const port = layer4.hasPorts ? sourcePort : undefined
    return {
      key: `${source.name} > ${destination.name} ${layer4.text}`,
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

  #time(seconds: number): string | undefined {
    if (seconds === 0) return undefined
    const known = this.#times.get(seconds)
    if (known !== undefined) return known
    const text = isoTime(seconds)
    if (this.#times.size < MEMORY) this.#times.set(seconds, text)
    return text
  }

  #missingOf(layer4: Layer4, sourcePort: number | undefined): Flow['missing'] {
    const missing = {
      sourcePort: layer4.hasPorts && sourcePort === undefined,
      destinationPort: layer4.hasPorts && layer4.port === undefined,
      icmp: layer4.lacksIcmp,
    }
    const number = Number(missing.sourcePort) + 2 * Number(missing.destinationPort) + 4 * Number(missing.icmp)
    return shared(this.#missing, number, missing)
  }

  #weightOf(weight: Weight): Weight {
    const number = weight.count * 2 + (weight.unit === 'packets' ? 1 : 0)
    return this.#weights.size < MEMORY ? shared(this.#weights, number, weight) : weight
  }
}

const MEMORY = 100_000

function shared<T>(known: Map<number, T>, number: number, value: T): T {
  const same = known.get(number)
  if (same !== undefined) return same
  known.set(number, value)
  return value
}
