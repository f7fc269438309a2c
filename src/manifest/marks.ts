// Where the values of a text stand: one pass over what a parser met becomes a tree, in which pointers are looked up.
// A value of a mapping stands where its key does, a value of a list where it stands itself: the line one would edit.

import type { Pointer } from '../base/location.ts'

/** Offset of a value, and what is below it by key or position */
export interface Mark {
  readonly offset: number
  readonly children: ReadonlyMap<string | number, Mark> | undefined
}

/** The offset of the value at `pointer`, or of its nearest ancestor that is there */
export function offsetAt(top: Mark, pointer: Pointer): number {
  let mark = top
  for (const step of pointer) {
    const child = mark.children?.get(step)
    if (child === undefined) break
    mark = child
  }
  return mark.offset
}

interface Frame {
  readonly is: 'document' | 'sequence' | 'mapping'
  readonly offset: number
  readonly children: Map<string | number, Mark>
  /** In a mapping: the key that waits for its value */
  key: Key | undefined
  /** What `<<` names: below the keys that are written out */
  readonly merged: Mark[]
}

interface Key {
  readonly name: string
  readonly offset: number
  readonly isMerge: boolean
}

/** Takes what a parser meets, in its order: every `open` and `startDocument` needs its `close` */
export class MarkTree {
  readonly documents: Mark[] = []
  readonly #frames: Frame[] = []
  readonly #anchors = new Map<string, { readonly mark: Mark; readonly name: string }>()
  /** The last place met: where an empty value is said to be */
  #offset = 0

  startDocument(): void {
    this.#anchors.clear()
    this.#push('document', this.#offset, new Map())
  }

  open(is: 'sequence' | 'mapping', offset: number, anchor: string | undefined): void {
    this.#offset = offset
    const children = new Map<string | number, Mark>()
    this.#remember(anchor, { offset, children }, '')
    this.#place({ offset, children })
    this.#push(is, offset, children)
  }

  /** `name` is the scalar as a key would read; no offset: nothing is written there */
  scalar(name: string, isMerge: boolean, offset: number | undefined, anchor: string | undefined): void {
    this.#offset = offset ?? this.#offset
    const mark = { offset: this.#offset, children: undefined }
    this.#remember(anchor, mark, name)
    this.#place(mark, name, isMerge)
  }

  alias(offset: number, anchor: string): void {
    this.#offset = offset
    const found = this.#anchors.get(anchor)
    this.#place({ offset, children: found?.mark.children }, found?.name)
  }

  close(): void {
    const frame = this.#frames.pop()
    if (frame === undefined) return
    for (const source of frame.merged.flatMap(sourcesOf)) {
      for (const [name, child] of source.children ?? []) if (!frame.children.has(name)) frame.children.set(name, child)
    }
    if (frame.is === 'document')
      this.documents.push(frame.children.get(0) ?? { offset: frame.offset, children: undefined })
  }

  #push(is: Frame['is'], offset: number, children: Map<string | number, Mark>): void {
    this.#frames.push({ is, offset, children, key: undefined, merged: [] })
  }

  #remember(anchor: string | undefined, mark: Mark, name: string): void {
    if (anchor !== undefined) this.#anchors.set(anchor, { mark, name })
  }

  /** Puts a value, or a key, into what is open */
  #place(mark: Mark, name = '', isMerge = false): void {
    const frame = this.#frames.at(-1)
    if (frame === undefined) return
    const { key } = frame
    if (frame.is !== 'mapping') frame.children.set(frame.children.size, mark)
    else if (key === undefined) frame.key = { name, offset: mark.offset, isMerge }
    else {
      frame.key = undefined
      if (key.isMerge) frame.merged.push(mark)
      else frame.children.set(key.name, { offset: key.offset, children: mark.children })
    }
  }
}

/** `<<` takes one mapping or a list of them */
const sourcesOf = (mark: Mark): readonly Mark[] =>
  mark.children?.has(0) === true ? [...mark.children.values()] : [mark]
