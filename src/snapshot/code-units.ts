// The code units of a text side by side, for whoever looks at them one by one: that is several times faster than to ask a
// string for each of them.

export type CodeUnits = Uint8Array | Uint16Array

export class CodeUnitBuffer {
  readonly #encoder = new TextEncoder()
  #bytes = new Uint8Array(0)

  /** As many as the text has. They hold until the next call, which may use the same memory */
  of(text: string): CodeUnits {
    const { length } = text
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length * 2)
    const bytes = this.#bytes.subarray(0, length)
    // Whatever is not ASCII takes more bytes than it has units, so that there is no room for all of the text.
    if (this.#encoder.encodeInto(text, bytes).read === length) return bytes
    const units = new Uint16Array(length)
    for (let i = 0; i < length; i++) units[i] = text.charCodeAt(i)
    return units
  }
}
