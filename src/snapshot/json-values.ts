// Text in pieces to JSON values one by one: the elements of a long list, lines, objects written one after the other, and
// the events of a stream. Holds no more than the value it is in (docs/flow-formats: dialects of Calico's and others' flows).

import { CodeUnitBuffer } from './code-units.ts'
import type { CodeUnits } from './code-units.ts'
import { BROKEN, INCOMPLETE, skipBlanks, skipBlanksBack, skipString, skipValue } from './json-scan.ts'

export interface ValueSink {
  /** One complete value as text; `head` is what stands before the list that it is an element of */
  value(json: string, head: string | undefined): void
  /**
   * Takes the text from `from` to before `to` as a value, of which only the first and last character have been looked
   * at; false: not this way, it must be cut out exactly first. `codes` are those of all of the text, and hold during the
   * call. Undefined: nothing is known yet of how the values look.
   */
  readonly quick: ((text: string, codes: CodeUnits, from: number, to: number) => boolean) | undefined
  /** How the values that `quick` takes begin */
  readonly opening: string
  /** Something that is no JSON was passed over, to the end of its line or, inside a list, of the text */
  broken(place: TextPlace, what: BrokenText): void
}

/** `line`: one line was passed over. `list`: the rest of the text was. `end`: the text ends within a value */
export type BrokenText = 'line' | 'list' | 'end'

export interface TextPlace {
  readonly line: number
  readonly column: number
}

const EVENT_DATA = 'data:'

/** Keys whose lists are read element by element; `hits` holds another `hits` (Elasticsearch) */
const LIST_KEYS: ReadonlySet<string> = new Set(['items', 'flows', 'objects', 'hits'])

/** Either inside a list, or behind one, in the object that holds it */
interface Frame {
  readonly is: 'list' | 'holder'
  readonly head: string | undefined
}

export class JsonValues {
  readonly #sink: ValueSink
  /** Values stand behind `data:` at the beginning of lines, as in a stream of server-sent events */
  readonly #events: boolean
  #text = ''
  /** Of `#text`, once somebody asks */
  #codes: CodeUnits | undefined
  readonly #codeBuffer = new CodeUnitBuffer()
  #at = 0
  #waiting: string[] = []
  #waitingLength = 0
  #ended = false
  /** The last object stood on one line */
  #onLines = false
  /** A list was broken: there is no telling where its next element begins */
  #lost = false
  readonly #frames: Frame[] = []
  /** Where the first character of `#text` stands */
  /** Of `#endOfLine`; what is before where the reading stands says nothing */
  #lineEnd = -1
  #line = 1
  #column = 1

  constructor(sink: ValueSink, options: { readonly events: boolean }) {
    this.#sink = sink
    this.#events = options.events
  }

  write(text: string): void {
    if (this.#lost) return
    this.#waiting.push(text)
    this.#waitingLength += text.length
    // A long value is looked at again only when the text has doubled, which keeps the whole linear.
    if (this.#waitingLength >= this.#text.length) this.#run()
  }

  end(): void {
    if (this.#lost) return
    this.#ended = true
    this.#run()
    if (this.#frames.length > 0 || this.#at < this.#text.length) this.#sink.broken(this.#place(), 'end')
  }

  /** Every value so far that matters to the next one stood on a line of its own: no list is open, and none was broken */
  get readsLines(): boolean {
    return this.#frames.length === 0 && !this.#lost && (this.#events || this.#onLines)
  }

  /** All of the text so far was taken, so that nothing in it waits for what follows */
  get isAtRest(): boolean {
    return this.#waitingLength === 0 && this.#text === ''
  }

  /** The line that the next character stands on */
  get line(): number {
    return this.#line
  }

  /** So many lines are not in the text that follows, but were there */
  passLines(lines: number): void {
    this.#line += lines
  }

  #run(): void {
    if (this.#waitingLength > 0) {
      this.#drop()
      this.#text =
        this.#text === '' && this.#waiting.length === 1 ? (this.#waiting[0] ?? '') : this.#text + this.#waiting.join('')
      this.#codes = undefined
      this.#lineEnd = -1
      this.#waiting = []
      this.#waitingLength = 0
    }
    while (this.#step());
    this.#drop()
  }

  /** Forgets the text before `#at` */
  #drop(): void {
    if (this.#at === 0) return
    const place = this.#place()
    this.#line = place.line
    this.#column = place.column
    this.#text = this.#text.slice(this.#at)
    this.#codes = undefined
    this.#lineEnd = -1
    this.#at = 0
  }

  #place(): TextPlace {
    let line = this.#line
    let start = -1
    for (let i = this.#text.indexOf('\n'); i >= 0 && i < this.#at; i = this.#text.indexOf('\n', i + 1)) {
      line++
      start = i
    }
    return { line, column: start < 0 ? this.#column + this.#at : this.#at - start }
  }

  /** Takes one value or bracket; false where the text does not reach */
  #step(): boolean {
    const frame = this.#frames.at(-1)
    this.#at = skipBlanks(this.#text, this.#at)
    if (this.#at >= this.#text.length) return false
    if (frame === undefined) return this.#events ? this.#stepEvent() : this.#stepTop()
    return frame.is === 'list' ? this.#stepList(frame) : this.#stepHolder(frame)
  }

  #stepTop(): boolean {
    const opening = this.#text[this.#at]
    if (opening === '[') return this.#enter({ is: 'list', head: undefined }, this.#at + 1)
    if (opening !== '{') return this.#passLine('line')
    return this.#quickLine(this.#at) || this.#open(this.#at) || this.#passCutLine()
  }

  /**
   * Where values stand on lines, passes over a line that breaks off within an object, if the next one begins another:
   * the object would swallow it, and all that follow
   */
  #passCutLine(): boolean {
    return this.#cutBehind(this.#at) < Infinity && this.#passLine('line')
  }

  /** Where the line ends behind which an object that begins on it has broken off; Infinity where it has not */
  #cutBehind(start: number): number {
    const end = this.#onLines ? this.#endOfLine(start) : Infinity
    return this.#text[end + 1] === '{' ? end : Infinity
  }

  /** Of the line on which a character stands; Infinity where the text does not reach. Many values may stand on one line */
  #endOfLine(at: number): number {
    if (this.#lineEnd < at) {
      const newline = this.#text.indexOf('\n', at)
      this.#lineEnd = newline < 0 ? Infinity : newline
    }
    return this.#lineEnd
  }

  /** Other fields than `data` say nothing about a flow */
  #stepEvent(): boolean {
    const newline = this.#text.indexOf('\n', this.#at)
    if (newline < 0 && !this.#ended) return false
    const end = newline < 0 ? this.#text.length : newline
    if (this.#text.startsWith(EVENT_DATA, this.#at)) {
      const from = skipBlanks(this.#text, this.#at + EVENT_DATA.length)
      const to = skipBlanksBack(this.#text, end)
      const { quick, opening } = this.#sink
      if (quick === undefined || !this.#text.startsWith(opening, from) || !this.#take(quick, from, to)) {
        const json = this.#text.slice(from, to)
        if (json.startsWith('{') && skipValue(json, 0) === json.length) this.#sink.value(json, undefined)
        else this.#sink.broken(this.#place(), 'line')
      }
    }
    this.#at = Math.min(end + 1, this.#text.length)
    return true
  }

  /** Takes the line that begins at `at` as one value, where values have stood on lines so far */
  #quickLine(at: number): boolean {
    const { quick, opening } = this.#sink
    if (quick === undefined || !this.#text.startsWith(opening, at)) return false
    const newline = this.#endOfLine(at)
    if (newline === Infinity && !this.#ended) return false
    const end = Math.min(newline, this.#text.length)
    const close = skipBlanksBack(this.#text, end)
    if (this.#text[close - 1] !== '}' || !this.#take(quick, at, close)) return false
    this.#onLines = true
    this.#at = end
    return true
  }

  #stepList(frame: Frame): boolean {
    const at = this.#at
    if (this.#text[at] === ']') return this.#leave()
    const next = this.#quickElement(at)
    if (next > 0) {
      this.#at = next
      return true
    }
    const end = skipValue(this.#text, at)
    if (end === INCOMPLETE) return false
    if (end === BROKEN) return this.#passRest()
    this.#sink.value(this.#text.slice(at, end), frame.head)
    this.#at = end
    return true
  }

  /**
   * Takes the element up to the next one that begins alike. A quote behind a brace always opens a key, so the opening
   * never lies within a string; an element within the element is told by `quick`, which checks all of its text.
   */
  #quickElement(at: number): number {
    const { quick, opening } = this.#sink
    if (quick === undefined || !this.#text.startsWith(opening, at)) return 0
    const next = this.#text.indexOf(opening, at + 1)
    if (next < 0) return 0
    const end = skipBlanksBack(this.#text, next)
    return this.#text[end - 1] === '}' && this.#take(quick, at, end) ? next : 0
  }

  #take(quick: NonNullable<ValueSink['quick']>, from: number, to: number): boolean {
    this.#codes ??= this.#codeBuffer.of(this.#text)
    return quick(this.#text, this.#codes, from, to)
  }

  #stepHolder(frame: Frame): boolean {
    if (this.#text[this.#at] === '}') return this.#leave()
    const member = this.#member(this.#at)
    if (typeof member === 'number') return member === INCOMPLETE ? false : this.#passRest()
    if (isList(this.#text, member)) return this.#enter({ is: 'list', head: frame.head }, member.value + 1)
    const end = skipValue(this.#text, member.value)
    if (end < 0) return end === INCOMPLETE ? false : this.#passRest()
    this.#at = end
    return true
  }

  /** The object at `start`: a value, unless it holds a list to be read element by element */
  #open(start: number): boolean {
    let at = start + 1
    // However much of the text is there: brackets far below may seem to close what has broken off.
    const cut = this.#cutBehind(start)
    for (;;) {
      at = skipBlanks(this.#text, at)
      if (at >= this.#text.length) return false
      if (at > cut) return this.#passLine('line')
      if (this.#text[at] === '}') break
      const member = this.#member(at)
      if (typeof member === 'number') return member === INCOMPLETE ? false : this.#passLine('line')
      if (member.value > cut) return this.#passLine('line')
      if (isList(this.#text, member)) {
        const head = this.#text.slice(start, at)
        this.#frames.push({ is: 'holder', head })
        return this.#enter({ is: 'list', head }, member.value + 1)
      }
      if (member.key === 'hits' && this.#text[member.value] === '{') {
        this.#frames.push({ is: 'holder', head: undefined })
        const opened = this.#open(member.value)
        if (!opened) this.#frames.pop()
        return opened
      }
      at = skipValue(this.#text, member.value)
      if (at < 0) return at === INCOMPLETE ? false : this.#passLine('line')
    }
    this.#at = at + 1
    const value = this.#text.slice(start, this.#at)
    this.#onLines = !value.includes('\n')
    this.#sink.value(value, undefined)
    return true
  }

  /** The key at `at` and where its value begins; INCOMPLETE or BROKEN */
  #member(at: number): { readonly key: string; readonly value: number } | number {
    if (this.#text[at] !== '"') return BROKEN
    const keyEnd = skipString(this.#text, at)
    if (keyEnd < 0) return keyEnd
    const colon = skipBlanks(this.#text, keyEnd)
    const value = skipBlanks(this.#text, colon + 1)
    if (value >= this.#text.length) return INCOMPLETE
    return this.#text[colon] === ':' ? { key: this.#text.slice(at + 1, keyEnd - 1), value } : BROKEN
  }

  #enter(frame: Frame, at: number): boolean {
    this.#frames.push(frame)
    this.#at = at
    return true
  }

  #leave(): boolean {
    this.#frames.pop()
    this.#at++
    return true
  }

  #passLine(what: BrokenText): boolean {
    const newline = this.#text.indexOf('\n', this.#at)
    if (newline < 0 && !this.#ended) return false
    this.#sink.broken(this.#place(), what)
    this.#at = newline < 0 ? this.#text.length : newline + 1
    return true
  }

  #passRest(): boolean {
    this.#sink.broken(this.#place(), 'list')
    this.#lost = true
    this.#frames.length = 0
    this.#at = this.#text.length
    return false
  }
}

const isList = (text: string, member: { readonly key: string; readonly value: number }): boolean =>
  LIST_KEYS.has(member.key) && text[member.value] === '['
