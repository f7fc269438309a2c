// Which connections there were, and nothing else of them: of a million flows that pass, this is what later chapters ask for.

import type { Connection, FlowEnd } from '../model/flow.ts'

/** Flows as their records name them */
export class Connections implements Iterable<Connection> {
  readonly #sources: FlowEnd[] = []
  readonly #destinations: FlowEnd[] = []
  /** protocol × PORTS + port, or + NO_PORT */
  readonly #services: number[] = []
  /** By place, what was meant */
  readonly #narrowed = new Map<number, Connection>()

  get size(): number {
    return this.#sources.length
  }

  /** `meant`: as far as anything settles it; of the same service */
  add({ destination, destinationPort, protocol, source }: Connection, meant?: Connection): void {
    if (meant !== undefined) this.#narrowed.set(this.size, meant)
    this.#sources.push(source)
    this.#destinations.push(destination)
    this.#services.push(protocol * PORTS + (destinationPort ?? NO_PORT))
  }

  /** In the order in which they were added */
  *[Symbol.iterator](): Iterator<Connection> {
    for (let i = 0; i < this.size; i++) yield this.#at(i)
  }

  /** The same, each as it was meant */
  get meant(): Iterable<Connection> {
    return { [Symbol.iterator]: () => this.#meant() }
  }

  *#meant(): Iterator<Connection> {
    for (let i = 0; i < this.size; i++) yield this.#narrowed.get(i) ?? this.#at(i)
  }

  #at(i: number): Connection {
    const source = this.#sources[i]
    const destination = this.#destinations[i]
    const service = this.#services[i]
    if (source === undefined || destination === undefined || service === undefined)
      throw new Error('INVARIANT: the lists are of one length')
    const port = service % PORTS
    const protocol = (service - port) / PORTS
    return { source, destination, protocol, destinationPort: port === NO_PORT ? undefined : port }
  }
}

const PORTS = 65_537
const NO_PORT = 65_536
