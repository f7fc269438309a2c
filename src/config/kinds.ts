// The forms that a setting can take: from the text of an input or a flag, and from the value of a file. Strict, because a
// limit that was misread is a gate that stands open.

import type { Limit } from '../model/conclusion.ts'
import type { Form } from './document.ts'

export interface Kind<T> extends Form<T> {
  /** In one word, for tables */
  readonly type: 'number' | 'duration' | 'boolean' | 'word' | 'globs' | 'paths' | 'name' | 'text'
  /** Undefined where the text has another form; never called with an empty text */
  readonly fromText: (text: string) => T | undefined
  /** As one would write it as an input; undefined where the value stands for nothing */
  readonly print: (value: T) => string | undefined
}

const isText = (value: unknown): value is string => typeof value === 'string'

/** A kind that a file writes as the same text as an input does */
const textual = <T>(kind: Omit<Kind<T>, 'fromValue'>): Kind<T> => ({
  ...kind,
  fromValue: (value) => (isText(value) && value !== '' ? kind.fromText(value) : undefined),
})

const UNLIMITED = 'unlimited'

export const LIMIT: Kind<Limit> = {
  type: 'number',
  form: 'a whole number from 0, or `unlimited`',
  words: [UNLIMITED],
  fromText: (text) => (text === UNLIMITED ? text : /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined),
  fromValue: (value) =>
    value === UNLIMITED || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) ? value : undefined,
  print: String,
}

/** A whole number of a range */
const wholeNumber = (least: number, most: number): Kind<number> => {
  const inRange = (value: number): number | undefined => (value >= least && value <= most ? value : undefined)
  return {
    type: 'number',
    form: `a whole number from ${String(least)} to ${String(most)}`,
    words: [],
    fromText: (text) => (/^(?:0|[1-9]\d{0,5})$/.test(text) ? inRange(Number(text)) : undefined),
    fromValue: (value) => (typeof value === 'number' && Number.isInteger(value) ? inRange(value) : undefined),
    print: String,
  }
}

/** Points of the evidence score */
export const SCORE: Kind<number> = wholeNumber(0, 100)

/** So many artifacts are as many as one run can read */
export const RUNS: Kind<number> = wholeNumber(1, 200)

const SECONDS = { m: 60, h: 3600, d: 86_400 } as const

/** Seconds */
export const DURATION: Kind<Limit> = textual({
  type: 'duration',
  form: 'a whole number with `m`, `h` or `d`, as in `90m`, `12h` or `7d`, or `unlimited`',
  words: [UNLIMITED],
  fromText: (text) => {
    if (text === UNLIMITED) return text
    const [, count, unit] = /^([1-9]\d{0,6})([mhd])$/.exec(text) ?? []
    return unit === 'm' || unit === 'h' || unit === 'd' ? Number(count) * SECONDS[unit] : undefined
  },
  print: printDuration,
})

/** A duration in the largest unit that it is a whole number of, of those that `DURATION` takes */
function printDuration(seconds: Limit): string {
  if (seconds === UNLIMITED) return seconds
  const unit = (['d', 'h'] as const).find((one) => seconds % SECONDS[one] === 0) ?? 'm'
  return `${seconds / SECONDS[unit]}${unit}`
}

/** The words of YAML 1.2, which GitHub's own actions take too */
export const BOOLEAN: Kind<boolean> = {
  type: 'boolean',
  form: '`true` or `false`',
  words: ['true', 'false'],
  fromText: (text) =>
    /^(?:true|True|TRUE)$/.test(text) ? true : /^(?:false|False|FALSE)$/.test(text) ? false : undefined,
  fromValue: (value) => (typeof value === 'boolean' ? value : undefined),
  print: String,
}

/** `a`, `b` or `c` */
const anyOf = (words: readonly string[]): string =>
  words.map((word, i) => `${i === 0 ? '' : i === words.length - 1 ? ' or ' : ', '}\`${word}\``).join('')

export const oneOf = <const T extends string>(...words: readonly T[]): Kind<T> =>
  textual({
    type: 'word',
    form: anyOf(words),
    words,
    fromText: (text) => words.find((word) => word === text),
    print: (value) => value,
  })

/** One to a line as an input, for globs contain commas */
const list = (type: 'globs' | 'paths', form: string): Kind<readonly string[]> => ({
  type,
  form,
  words: [],
  fromText: (text) => lines(text),
  fromValue: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((one) => isText(one) && one.trim() !== '')
      ? value
      : undefined,
  print: (value) => (value.length === 0 ? undefined : value.join('\n')),
})

const lines = (text: string): readonly string[] | undefined => {
  const found = text
    .split(/\r\n?|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return found.length === 0 ? undefined : found
}

export const GLOBS = list('globs', 'a list of globs, at least one and each of them text')
export const PATHS = list('paths', 'at least one path, one to a line')

const VERSION_TEXT: Kind<string> = textual({
  type: 'text',
  form: 'a version of Calico, as in `v3.31` or `v3.31.2`',
  words: [],
  fromText: (text) => (/^v?[1-9]\d{0,2}\.\d{1,3}(?:\.\d{1,3})?$/.test(text) ? text : undefined),
  print: (value) => value,
})

/** As ClusterInformation writes it; undefined stands for that of the snapshot */
export const VERSION: Kind<string | undefined> = { ...VERSION_TEXT, print: (value) => value }

/** A DNS label, as the names of namespaces are */
export const NAMESPACE: Kind<string> = textual({
  type: 'name',
  form: 'the name of a namespace: at most 63 letters a–z, digits and `-`',
  words: [],
  fromText: (text) => (/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text) ? text : undefined),
  print: (value) => value,
})

/** Stands in the marker of the comment */
export const KEY: Kind<string> = textual({
  type: 'name',
  form: 'at most 64 letters, digits, `.`, `_` and `-`, no two `-` in a row',
  words: [],
  fromText: (text) => (/^(?!.*--)[A-Za-z0-9._-]{1,64}$/.test(text) ? text : undefined),
  print: (value) => value,
})

export const TEXT: Kind<string> = textual({
  type: 'text',
  form: 'text',
  words: [],
  fromText: (text) => text,
  print: (value) => value,
})

export const OPTIONAL_TEXT: Kind<string | undefined> = { ...TEXT, print: (value) => value }
