// As much of GraphQL as our queries use, checked against GitHub's published schema (test/contract/github): a field or an
// argument that the schema does not know is an error, and so is an answer of the wrong kind.

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/restrict-template-expressions -- values are walked as they come, and a wrong step fails the test */
import { readFileSync } from 'node:fs'
import path from 'node:path'

interface FieldType {
  readonly type: string
  readonly args: Readonly<Record<string, string>>
}

interface Type {
  readonly kind: string
  readonly possibleTypes?: readonly string[]
  readonly fields?: Readonly<Record<string, FieldType>>
  readonly args?: Readonly<Record<string, string>>
  readonly values?: readonly string[]
}

const TYPES: Readonly<Record<string, Type>> = JSON.parse(
  readFileSync(path.resolve(import.meta.dirname, '../contract/github/graphql-slice.json'), 'utf8'),
).types

interface Selection {
  readonly alias: string
  readonly name: string
  readonly args: ReadonlyMap<string, unknown>
  readonly selections: readonly Selection[] | undefined
  /** Set inside `... on Type` */
  readonly on: string | undefined
}

interface Query {
  readonly is: 'query' | 'mutation'
  readonly name: string
  readonly variables: ReadonlyMap<string, string>
  readonly selections: readonly Selection[]
}

/** Throws for what it cannot read */
export function parseQuery(text: string): Query {
  const tokens = [...text.matchAll(/[A-Za-z_]\w*|"(?:[^"\\]|\\.)*"|-?\d+|\.\.\.|[{}()[\]:$!]/g)].map(([token]) => token)
  let at = 0
  const peek = () => tokens[at]
  const next = (wanted?: string): string => {
    const token = tokens[at++]
    if (token === undefined || (wanted !== undefined && token !== wanted)) {
      throw new Error(`expected ${wanted ?? 'more'}, found ${token ?? 'the end'}`)
    }
    return token
  }
  const readType = (): string => {
    let type = next()
    if (type === '[') {
      type = `[${readType()}]`
      next(']')
    }
    if (peek() === '!') type += next()
    return type
  }
  const readValue = (): unknown => {
    const token = next()
    if (token === '$') return { variable: next() }
    if (token === '{') return { object: readPairs('}', readValue) }
    if (token.startsWith('"')) return JSON.parse(token)
    if (/^-?\d/.test(token)) return Number(token)
    return { word: token }
  }
  const readPairs = <T>(end: string, readOne: () => T): Map<string, T> => {
    const pairs = new Map<string, T>()
    while (peek() !== end) {
      const name = next()
      next(':')
      pairs.set(name, readOne())
    }
    next(end)
    return pairs
  }
  const readSelections = (on?: string): Selection[] => {
    const selections: Selection[] = []
    next('{')
    while (peek() !== '}') {
      if (peek() === '...') {
        next()
        next('on')
        selections.push(...readSelections(next()))
        continue
      }
      let name = next()
      let alias = name
      if (peek() === ':') {
        next()
        name = next()
      } else alias = name
      let args = new Map<string, unknown>()
      if (peek() === '(') {
        next()
        args = readPairs(')', readValue)
      }
      selections.push({ alias, name, args, selections: peek() === '{' ? readSelections() : undefined, on })
    }
    next('}')
    return selections
  }
  const is = next()
  if (is !== 'query' && is !== 'mutation') throw new Error(`not a query: ${is}`)
  const name = next()
  const variables = new Map<string, string>()
  if (peek() === '(') {
    next()
    while (peek() !== ')') {
      next('$')
      const variable = next()
      next(':')
      variables.set(variable, readType())
    }
    next(')')
  }
  const selections = readSelections()
  if (at !== tokens.length) throw new Error(`unexpected ${peek() ?? ''}`)
  return { is, name, variables, selections }
}

/** An object of the answer: its type, and a value or a function of the arguments for each field */
export interface Resolver {
  readonly __typename: string
  readonly [field: string]: unknown
}

/** The `data` of the answer; throws for what the schema does not allow, in the question or in the answer */
export function execute(query: Query, variables: Readonly<Record<string, unknown>>, root: Resolver): unknown {
  for (const [name, type] of query.variables) {
    if (type.endsWith('!') && (variables[name] === undefined || variables[name] === null)) {
      throw new Error(`variable $${name} of type ${type} was not given`)
    }
  }
  for (const name of Object.keys(variables))
    if (!query.variables.has(name)) throw new Error(`unknown variable $${name}`)

  const valueOf = (value: any, type: string): unknown => {
    const bare = type.replace('!', '')
    if (typeof value?.variable === 'string') {
      const declared = query.variables.get(value.variable)
      if (declared?.replace('!', '') !== bare) throw new Error(`$${value.variable} is ${String(declared)}, not ${type}`)
      return variables[value.variable]
    }
    if (value?.object instanceof Map) return checkArgs(value.object, TYPES[bare]?.args ?? {})
    if (value?.word !== undefined) {
      if (TYPES[bare]?.values?.includes(value.word) !== true) throw new Error(`${value.word} is no ${bare}`)
      return value.word
    }
    return value
  }
  const checkArgs = (given: ReadonlyMap<string, unknown>, known: Readonly<Record<string, string>>) => {
    for (const name of given.keys()) if (known[name] === undefined) throw new Error(`unknown argument ${name}`)
    for (const [name, type] of Object.entries(known)) {
      if (type.endsWith('!') && !given.has(name)) throw new Error(`argument ${name} is missing`)
    }
    return Object.fromEntries([...given].map(([name, value]) => [name, valueOf(value, known[name] ?? '')]))
  }
  const answer = (selections: readonly Selection[], declared: string, source: Resolver): unknown => {
    const result: Record<string, unknown> = {}
    for (const selection of selections) {
      const { __typename: actual } = source
      const possible = TYPES[declared]?.possibleTypes
      if (actual !== declared && possible?.includes(actual) !== true) throw new Error(`${actual} is no ${declared}`)
      if (selection.on !== undefined) {
        if (selection.on !== declared && possible?.includes(selection.on) !== true) {
          throw new Error(`${selection.on} is no ${declared}`)
        }
        if (selection.on !== actual) continue
      }
      if (selection.name === '__typename') {
        result[selection.alias] = actual
        continue
      }
      const owner = selection.on ?? declared
      const field = TYPES[owner]?.fields?.[selection.name]
      if (field === undefined) throw new Error(`type ${owner} has no field ${selection.name}, as far as the slice goes`)
      const args = checkArgs(selection.args, field.args)
      const found = source[selection.name]
      const value: unknown = typeof found === 'function' ? found(args) : found
      result[selection.alias] = complete(selection, field.type, value)
    }
    return result
  }
  const complete = (selection: Selection, type: string, value: any): unknown => {
    if (value === null || value === undefined) {
      if (type.endsWith('!')) throw new Error(`${selection.name} is null, but its type is ${type}`)
      return null
    }
    const bare = type.replace(/!$/, '')
    if (bare.startsWith('[')) return value.map((one: any) => complete(selection, bare.slice(1, -1), one))
    if (TYPES[bare]?.fields === undefined) return value
    if (selection.selections === undefined) throw new Error(`${selection.name} needs a selection of fields`)
    return answer(selection.selections, bare, value)
  }
  return answer(query.selections, query.is === 'query' ? 'Query' : 'Mutation', root)
}
