// Which connections there were, and nothing else of them: of a million flows that pass, this is what later chapters ask for.

import type { Connection, FlowEnd } from '../model/flow.ts'

export class Connections implements Iterable<Connection> {
  readonly #sources: FlowEnd[] = []
  readonly #destinations: FlowEnd[] = []
  /** protocol × PORTS + port, or + NO_PORT */
  readonly #services: number[] = []

  get size(): number {
    return this.#sources.length
  }

  add({ destination, destinationPort, protocol, source }: Connection): void {
    this.#sources.push(source)
    this.#destinations.push(destination)
    this.#services.push(protocol * PORTS + (destinationPort ?? NO_PORT))
  }

  /** In the order in which they were added */
  *[Symbol.iterator](): Iterator<Connection> {
    for (const [i, source] of this.#sources.entries()) {
      const destination = this.#destinations[i]
      const service = this.#services[i]
      if (destination === undefined || service === undefined) throw new Error('INVARIANT: the lists are of one length')
      const port = service % PORTS
      const protocol = (service - port) / PORTS
      yield { source, destination, protocol, destinationPort: port === NO_PORT ? undefined : port }
    }
  }
}

const PORTS = 65_537
const NO_PORT = 65_536
