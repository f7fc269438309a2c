// Flags of a command → their values. Every flag is `--name VALUE` or `--name=VALUE`; what is unknown is said with the
// flag that was probably meant.

import { nearest } from '../base/nearest.ts'

/** The command line cannot be understood */
export class UsageError extends Error {}

export interface Flag {
  readonly name: string
  /** As shown in help, e.g. `PATH`; undefined: the flag has no value */
  readonly value: string | undefined
  readonly many?: boolean
  readonly description: string
}

/** Values by flag, in the order in which they were given; a flag without value has the empty text */
export type Values = ReadonlyMap<string, readonly string[]>

export function parseFlags(args: readonly string[], flags: readonly Flag[]): Values {
  const values = new Map<string, string[]>()
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name, inline] = /^--([a-z][a-z0-9-]*)(?:=([\s\S]*))?$/.exec(arg) ?? []
    const flag = flags.find((one) => one.name === name)
    if (flag === undefined) throw new UsageError(unknownFlag(arg, name, flags))
    const given = values.get(flag.name) ?? []
    if (given.length > 0 && flag.many !== true) throw new UsageError(`--${flag.name} is given twice`)
    values.set(flag.name, [...given, ...valuesOf(flag, inline, rest)])
  }
  return values
}

/** Values that belong to no flag, in their order, and all other arguments */
export function splitArguments(
  args: readonly string[],
  flags: readonly Flag[],
): { readonly operands: readonly string[]; readonly options: readonly string[] } {
  const operands: string[] = []
  const options: string[] = []
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    if (!arg.startsWith('--')) {
      operands.push(arg)
      continue
    }
    options.push(arg)
    const flag = flags.find(({ name }) => `--${name}` === arg)
    if (flag?.value !== undefined && i + 1 < args.length) options.push(args[++i] ?? '')
  }
  return { operands, options }
}

/** Takes from `rest` what belongs to the flag: its value, and for one of many what follows and is no flag */
function valuesOf({ many, name, value }: Flag, inline: string | undefined, rest: string[]): string[] {
  if (value === undefined) {
    if (inline !== undefined) throw new UsageError(`--${name} takes no value`)
    return ['']
  }
  const first = inline ?? rest.shift()
  if (first === undefined || first === '') throw new UsageError(`--${name} needs a value: ${value}`)
  const all = [first]
  while (many === true && inline === undefined && isValue(rest[0])) all.push(rest.shift() ?? '')
  return all
}

const isValue = (arg: string | undefined): boolean => arg !== undefined && (!arg.startsWith('-') || arg === '-')

function unknownFlag(arg: string, name: string | undefined, flags: readonly Flag[]): string {
  if (name === undefined) return `unexpected argument \`${arg}\`; options are written \`--name VALUE\``
  const near = nearest(
    name,
    flags.map((one) => one.name),
  )
  return near === undefined ? `no option --${name}; see --help` : `no option --${name}; did you mean --${near}?`
}

export const one = (values: Values, name: string): string | undefined => values.get(name)?.[0]
export const all = (values: Values, name: string): readonly string[] => values.get(name) ?? []

/** A list of flags for help, aligned */
export function helpOf(flags: readonly Flag[]): string {
  const heads = flags.map(
    ({ name, value, many }) => `--${name}${value === undefined ? '' : ` ${value}`}${many === true ? '…' : ''}`,
  )
  const width = Math.max(...heads.map((head) => head.length))
  return flags.map(({ description }, i) => `  ${(heads[i] ?? '').padEnd(width)}  ${description}`).join('\n')
}
