// The code units of a text side by side, for whoever looks at them one by one: that is several times faster than to ask a
// string for each of them.

/** A text of ASCII that is looked for again and again */
export class Mark {
  readonly length: number
  /** Its letters four at a time, the first in the lowest byte; those left over are units */
  readonly words: Int32Array
  readonly units: Uint8Array

  constructor(text: string) {
    this.units = Uint8Array.from(text, (letter) => letter.charCodeAt(0))
    this.length = this.units.length
    const view = new DataView(this.units.buffer)
    this.words = Int32Array.from({ length: this.length >> 2 }, (_, i) => view.getInt32(i * 4, true))
  }
}

/** Those of a text, in memory that is used again for the next one */
export class CodeUnits {
  /** As many as the text has */
  readonly units: Uint8Array | Uint16Array
  /** The same memory, for reading several units at once */
  readonly #view: DataView
  /** 0 for units of one byte, 1 for units of two: by how many bits a place is to be shifted */
  readonly #shift: 0 | 1

  constructor(units: Uint8Array | Uint16Array) {
    this.units = units
    this.#view = new DataView(units.buffer, units.byteOffset, units.byteLength)
    this.#shift = units.BYTES_PER_ELEMENT === 2 ? 1 : 0
  }

  /** Whether a mark stands at a place */
  isAt({ length, units: wanted, words }: Mark, at: number): boolean {
    if (at + length > this.units.length) return false
    let i = 0
    if (this.#shift === 0) {
      for (let word = 0; word < words.length; word++, i += 4)
        if (this.#view.getInt32(at + i, true) !== words[word]) return false
    }
    for (; i < length; i++) if (this.units[at + i] !== wanted[i]) return false
    return true
  }

  /** A number made of the units from `from` to before `end`: equal for equal ones of texts of one width */
  hash(from: number, end: number): number {
    const view = this.#view
    const last = end << this.#shift
    let i = from << this.#shift
    // Two numbers that do not wait for each other
    let [a, b] = [end - from, 0]
    for (; i + 7 < last; i += 8) {
      a = Math.imul(a ^ view.getInt32(i, true), 0x85ebca6b)
      b = Math.imul(b ^ view.getInt32(i + 4, true), 0xc2b2ae35)
      a ^= a >>> 15
      b ^= b >>> 15
    }
    for (; i < last; i++) a = Math.imul(a ^ view.getUint8(i), 0x85ebca6b) ^ (a >>> 13)
    return (a ^ Math.imul(b, 31)) | 0
  }
}

export class CodeUnitBuffer {
  readonly #encoder = new TextEncoder()
  #bytes = new Uint8Array(0)

  /** They hold until the next call, which may use the same memory */
  of(text: string): CodeUnits {
    const { length } = text
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length * 2)
    const bytes = this.#bytes.subarray(0, length)
    // Whatever is not ASCII takes more bytes than it has units, so that there is no room for all of the text.
    if (this.#encoder.encodeInto(text, bytes).read === length) return new CodeUnits(bytes)
    const units = new Uint16Array(length)
    for (let i = 0; i < length; i++) units[i] = text.charCodeAt(i)
    return new CodeUnits(units)
  }
}
