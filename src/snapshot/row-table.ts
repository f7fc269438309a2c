// Records as rows of numbers, equal ones merged as they arrive (flow-formats appendix, 8): counters are added, times
// widened, labels cut down to the common ones. Open addressing over typed arrays, for there may be a million.

import type { Renumbering, Tables } from './tables.ts'

export type ReporterCode = 0 | 1 | 2
export type ActionCode = 0 | 1 | 2

/** One record. Numbers of ends, labels and traces are those of Tables */
export interface Row {
  readonly source: number
  readonly destination: number
  readonly sourceLabels: number
  readonly destinationLabels: number
  readonly protocol: number
  /** Destination port; 0: none, or not said */
  readonly port: number
  /** type × 256 + code + 1; 0: the record has no such fields. Calico packs them into the port (flow-formats 1.7) */
  readonly icmp: number
  /** 0: not said, 1: source, 2: destination */
  readonly reporter: ReporterCode
  /** 0: none, 1: allow, 2: deny */
  readonly action: ActionCode
  readonly enforced: number
  readonly pending: number
  /** Says that packets passed, not what policy said; counts only where nothing better does */
  readonly weak: boolean
  /** 0: not known */
  readonly sourcePort: number
  /** Epoch seconds; 0: not known */
  readonly start: number
  readonly end: number
  readonly packets: number
  /** Connections begun; negative: not counted */
  readonly connections: number
}

/** What makes two records the same one, but for the group */
const KEYS = 6
/** Labels of both ends, source port */
const WHOLES = 3
/** Records merged, packets, connections, start, end */
const FIGURES = 5

/** For rows, to begin with */
const ROOM = 64

const MIXED_PORTS = -1

/** A service in one number: protocol × SERVICES + port, or + PORTS + type × 256 + code */
const PORTS = 65_536
const SERVICES = PORTS * 2

export interface Service {
  readonly protocol: number
  /** 0: none, or not said */
  readonly port: number
  readonly icmp: { readonly type: number; readonly code: number } | undefined
}

/** The service of a row in one number, for `serviceOf` */
export const serviceNumber = (row: Row): number =>
  row.protocol * SERVICES + (row.icmp > 0 ? PORTS + row.icmp - 1 : row.port)

export function serviceOf(number: number): Service {
  const protocol = Math.floor(number / SERVICES)
  const rest = number % SERVICES
  if (rest < PORTS) return { protocol, port: rest, icmp: undefined }
  return { protocol, port: 0, icmp: { type: (rest - PORTS) >> 8, code: rest & 255 } }
}

/** Rows as they stand in a table, and nothing behind them: plain data */
export interface RowNumbers {
  readonly size: number
  readonly keys: Int32Array<ArrayBuffer>
  readonly wholes: Int32Array<ArrayBuffer>
  readonly figures: Float64Array<ArrayBuffer>
}

/** Of a row, what is not in one of its numbers already */
type Countable = Omit<Row, 'protocol' | 'port' | 'icmp' | 'reporter' | 'action' | 'weak'>

export class RowTable {
  readonly #tables: Tables
  /** Group, then KEYS numbers, a row */
  #keys = new Int32Array(ROOM * (KEYS + 1))
  #wholes = new Int32Array(ROOM * WHOLES)
  #figures = new Float64Array(ROOM * FIGURES)
  /** 0, or the number of a row + 1 in the lower bits, with the upper ones of its hash above it */
  #slots = new Int32Array(ROOM * 2)
  /** Rows may be the same */
  #isApart = false
  size = 0

  constructor(tables: Tables) {
    this.#tables = tables
  }

  /** Puts every row at a place of its own, below the size. Nothing can be added from here on */
  move(places: Int32Array): void {
    const [keys, wholes, figures] = [this.#keys, this.#wholes, this.#figures]
    const { size } = this
    const movedKeys = new Int32Array(size * (KEYS + 1))
    const movedWholes = new Int32Array(size * WHOLES)
    const movedFigures = new Float64Array(size * FIGURES)
    for (let row = 0; row < size; row++) {
      const place = places[row] ?? 0
      for (let i = 0; i <= KEYS; i++) movedKeys[place * (KEYS + 1) + i] = keys[row * (KEYS + 1) + i] ?? 0
      for (let i = 0; i < WHOLES; i++) movedWholes[place * WHOLES + i] = wholes[row * WHOLES + i] ?? 0
      for (let i = 0; i < FIGURES; i++) movedFigures[place * FIGURES + i] = figures[row * FIGURES + i] ?? 0
    }
    this.#slots = new Int32Array(0)
    this.#keys = movedKeys
    this.#wholes = movedWholes
    this.#figures = movedFigures
  }

  /** The same record may be added to several groups, and is kept apart there; `records`: how many the row stands for */
  add(group: number, row: Row, records = 1): void {
    const who = row.reporter + 3 * row.action + (row.weak ? 9 : 0)
    this.#add(group, row, serviceNumber(row), who, records)
  }

  /** In the memory of this table: whoever gives them away gives the table away, and saves the copy */
  get numbers(): RowNumbers {
    const { size } = this
    return {
      size,
      keys: this.#keys.subarray(0, size * (KEYS + 1)),
      wholes: this.#wholes.subarray(0, size * WHOLES),
      figures: this.#figures.subarray(0, size * FIGURES),
    }
  }

  /**
   * Adds the rows of another table, in their order; `groups` and `by`: by the numbers there, those here. What both tables
   * have stays apart, for looking for it takes longer than anything else
   */
  adopt({ figures, keys, size, wholes }: RowNumbers, groups: readonly number[], by: Renumbering): void {
    const first = this.size
    this.size += size
    while (this.size * FIGURES > this.#figures.length) this.#growRows()
    this.#isApart = true
    const own = { keys: this.#keys, wholes: this.#wholes, figures: this.#figures }
    for (let row = 0; row < size; row++) {
      const from = row * (KEYS + 1)
      const to = (first + row) * (KEYS + 1)
      own.keys[to] = at(groups, at(keys, from))
      own.keys[to + 1] = at(by.ends, at(keys, from + 1))
      own.keys[to + 2] = at(by.ends, at(keys, from + 2))
      own.keys[to + 3] = at(keys, from + 3)
      own.keys[to + 4] = at(keys, from + 4)
      own.keys[to + 5] = at(by.traces, at(keys, from + 5))
      own.keys[to + 6] = at(by.traces, at(keys, from + 6))
      const whole = (first + row) * WHOLES
      own.wholes[whole] = at(by.labels, at(wholes, row * WHOLES))
      own.wholes[whole + 1] = at(by.labels, at(wholes, row * WHOLES + 1))
      own.wholes[whole + 2] = at(wholes, row * WHOLES + 2)
    }
    own.figures.set(figures, first * FIGURES)
  }

  /** Brings together what adopting left apart. Rows keep their order, and get other numbers */
  unite(): void {
    if (!this.#isApart) return
    const { figures, keys, size, wholes } = this.numbers
    this.#isApart = false
    const room = Math.max(ROOM, size)
    this.#keys = new Int32Array(room * (KEYS + 1))
    this.#wholes = new Int32Array(room * WHOLES)
    this.#figures = new Float64Array(room * FIGURES)
    this.#slots = new Int32Array(ROOM * 2)
    this.size = 0
    for (let row = 0; row < size; row++) {
      const i = row * (KEYS + 1)
      const j = row * WHOLES
      const k = row * FIGURES
      const one: Countable = {
        source: at(keys, i + 1),
        destination: at(keys, i + 2),
        enforced: at(keys, i + 5),
        pending: at(keys, i + 6),
        sourceLabels: at(wholes, j),
        destinationLabels: at(wholes, j + 1),
        sourcePort: at(wholes, j + 2),
        packets: at(figures, k + 1),
        connections: at(figures, k + 2),
        start: at(figures, k + 3),
        end: at(figures, k + 4),
      }
      this.#add(at(keys, i), one, at(keys, i + 3), at(keys, i + 4), at(figures, k))
    }
  }

  #add(group: number, row: Countable, service: number, who: number, records: number): void {
    const { destination, enforced, pending, source } = row
    const hash = hashOf(group, source, destination, service, who, enforced, pending)
    const slot = this.#find(hash, group, row, service, who)
    const at = ((this.#slots[slot] ?? 0) & ROW) - 1
    if (at >= 0) this.#merge(at, row, records)
    else this.#insert(slot, hash, group, row, service, who, records)
  }

  /** The slot that holds the row, or the free one where it belongs */
  #find(hash: number, group: number, row: Countable, service: number, who: number): number {
    const keys = this.#keys
    const slots = this.#slots
    const mask = slots.length - 1
    const { destination, enforced, pending, source } = row
    let slot = hash & mask
    for (;;) {
      const known = slots[slot] ?? 0
      if (known === 0) return slot
      const at = ((known & ROW) - 1) * (KEYS + 1)
      // Rows are looked at only where the hash leaves no doubt: there may be so many that each look has to be waited for.
      if (
        known >>> ROW_BITS === hash >>> ROW_BITS &&
        keys[at + 1] === source &&
        keys[at + 2] === destination &&
        keys[at + 3] === service &&
        keys[at + 4] === who &&
        keys[at + 5] === enforced &&
        keys[at + 6] === pending &&
        keys[at] === group
      )
        return slot
      slot = (slot + 1) & mask
    }
  }

  #insert(
    slot: number,
    hash: number,
    group: number,
    row: Countable,
    service: number,
    who: number,
    records: number,
  ): void {
    const at = this.size++
    if (at * FIGURES >= this.#figures.length) this.#growRows()
    const keys = this.#keys
    const i = at * (KEYS + 1)
    keys[i] = group
    keys[i + 1] = row.source
    keys[i + 2] = row.destination
    keys[i + 3] = service
    keys[i + 4] = who
    keys[i + 5] = row.enforced
    keys[i + 6] = row.pending
    const wholes = this.#wholes
    const j = at * WHOLES
    wholes[j] = row.sourceLabels
    wholes[j + 1] = row.destinationLabels
    wholes[j + 2] = row.sourcePort
    const figures = this.#figures
    const k = at * FIGURES
    figures[k] = records
    figures[k + 1] = row.packets
    figures[k + 2] = row.connections
    figures[k + 3] = row.start
    figures[k + 4] = row.end
    this.#slots[slot] = slotOf(hash, at)
    if (this.size * 2 > this.#slots.length) this.#growSlots()
  }

  #merge(at: number, row: Countable, records: number): void {
    const figures = this.#figures
    const i = at * FIGURES
    figures[i] = (figures[i] ?? 0) + records
    figures[i + 1] = (figures[i + 1] ?? 0) + row.packets
    figures[i + 2] = addCounts(figures[i + 2] ?? -1, row.connections)
    figures[i + 3] = earlier(figures[i + 3] ?? 0, row.start)
    figures[i + 4] = Math.max(figures[i + 4] ?? 0, row.end)
    const wholes = this.#wholes
    const j = at * WHOLES
    if (wholes[j] !== row.sourceLabels) wholes[j] = this.#tables.commonLabels(wholes[j] ?? 0, row.sourceLabels)
    if (wholes[j + 1] !== row.destinationLabels)
      wholes[j + 1] = this.#tables.commonLabels(wholes[j + 1] ?? 0, row.destinationLabels)
    if (wholes[j + 2] !== row.sourcePort) wholes[j + 2] = MIXED_PORTS
  }

  #growRows(): void {
    this.#keys = grown(this.#keys, new Int32Array(this.#keys.length * 2))
    this.#wholes = grown(this.#wholes, new Int32Array(this.#wholes.length * 2))
    this.#figures = grown(this.#figures, new Float64Array(this.#figures.length * 2))
  }

  #growSlots(): void {
    if (this.size > ROW) throw new Error('INVARIANT: a slot has room for the number of every row')
    if (this.#slots.length === 0) throw new Error('INVARIANT: nothing is added to rows that have been moved')
    let { length } = this.#slots
    // Adopted rows have none so far, and may be any number of them.
    while (length < this.size * 2) length *= 2
    const slots = new Int32Array(length)
    const mask = slots.length - 1
    const keys = this.#keys
    for (let row = 0; row < this.size; row++) {
      const at = row * (KEYS + 1)
      const key = (offset: number): number => keys[at + offset] ?? 0
      const hash = hashOf(key(0), key(1), key(2), key(3), key(4), key(5), key(6))
      let slot = hash & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = slotOf(hash, row)
    }
    this.#slots = slots
  }

  /** Whether two rows are one record but for the group and what is added up */
  isAlike(a: number, b: number): boolean {
    const keys = this.#keys
    const [i, j] = [a * (KEYS + 1), b * (KEYS + 1)]
    for (let k = 1; k <= KEYS; k++) if (keys[i + k] !== keys[j + k]) return false
    return true
  }

  /** Equal for rows that are alike, and for no others */
  identityOf(row: number): string {
    return this.#keys.subarray(row * (KEYS + 1) + 1, (row + 1) * (KEYS + 1)).join(' ')
  }

  groupOf(row: number): number {
    return this.#keys[row * (KEYS + 1)] ?? 0
  }

  sourceOf(row: number): number {
    return this.#keys[row * (KEYS + 1) + 1] ?? 0
  }

  destinationOf(row: number): number {
    return this.#keys[row * (KEYS + 1) + 2] ?? 0
  }

  /** For `serviceOf` */
  serviceOf(row: number): number {
    return this.#keys[row * (KEYS + 1) + 3] ?? 0
  }

  reporterOf(row: number): ReporterCode {
    return code(this.#who(row) % 3)
  }

  actionOf(row: number): ActionCode {
    return code(Math.floor(this.#who(row) / 3) % 3)
  }

  isWeak(row: number): boolean {
    return this.#who(row) >= 9
  }

  #who(row: number): number {
    return this.#keys[row * (KEYS + 1) + 4] ?? 0
  }

  enforcedOf(row: number): number {
    return this.#keys[row * (KEYS + 1) + 5] ?? 0
  }

  pendingOf(row: number): number {
    return this.#keys[row * (KEYS + 1) + 6] ?? 0
  }

  sourceLabelsOf(row: number): number {
    return this.#wholes[row * WHOLES] ?? 0
  }

  destinationLabelsOf(row: number): number {
    return this.#wholes[row * WHOLES + 1] ?? 0
  }

  /** Undefined where the records do not say, or do not agree */
  sourcePortOf(row: number): number | undefined {
    const port = this.#wholes[row * WHOLES + 2] ?? 0
    return port > 0 ? port : undefined
  }

  figuresOf(row: number): Figures {
    const figures = this.#figures
    const at = row * FIGURES
    return {
      records: figures[at] ?? 0,
      packets: figures[at + 1] ?? 0,
      connections: figures[at + 2] ?? -1,
      start: figures[at + 3] ?? 0,
      end: figures[at + 4] ?? 0,
    }
  }
}

/** Bits of the number of a row in a slot: more than there may be rows (MOST_ROWS of record-store.ts) */
const ROW_BITS = 23
const ROW = 2 ** ROW_BITS - 1

const slotOf = (hash: number, row: number): number => ((hash >>> ROW_BITS) << ROW_BITS) | (row + 1)

/** What merging adds up; `connections` negative where they were not counted, times 0 where not known */
export interface Figures {
  readonly records: number
  readonly packets: number
  readonly connections: number
  readonly start: number
  readonly end: number
}

export const addFigures = (a: Figures, b: Figures): Figures => ({
  records: a.records + b.records,
  packets: a.packets + b.packets,
  connections: addCounts(a.connections, b.connections),
  start: earlier(a.start, b.start),
  end: Math.max(a.end, b.end),
})

/** Of two accounts of the same window: the fuller one, figure by figure */
export const fullerFigures = (a: Figures, b: Figures): Figures => ({
  records: Math.max(a.records, b.records),
  packets: Math.max(a.packets, b.packets),
  connections: Math.max(a.connections, b.connections),
  start: earlier(a.start, b.start),
  end: Math.max(a.end, b.end),
})

/** A sum of which one part was not counted would pass for a count */
const addCounts = (a: number, b: number): number => (a < 0 || b < 0 ? -1 : a + b)
const earlier = (a: number, b: number): number => (a === 0 ? b : b === 0 ? a : Math.min(a, b))
const at = (numbers: ArrayLike<number>, place: number): number => numbers[place] ?? 0
const code = (value: number): 0 | 1 | 2 => (value === 1 ? 1 : value === 2 ? 2 : 0)

function hashOf(a: number, b: number, c: number, d: number, e: number, f: number, g: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b)
  h = Math.imul((h ^ (h >>> 15) ^ b) | 0, 0x85ebca6b)
  h = Math.imul((h ^ (h >>> 13) ^ c) | 0, 0xc2b2ae35)
  h = Math.imul((h ^ (h >>> 15) ^ d) | 0, 0x85ebca6b)
  h = Math.imul((h ^ (h >>> 13) ^ e) | 0, 0xc2b2ae35)
  h = Math.imul((h ^ (h >>> 15) ^ f) | 0, 0x85ebca6b)
  h = Math.imul((h ^ (h >>> 13) ^ g) | 0, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function grown<T extends Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from)
  return to
}
