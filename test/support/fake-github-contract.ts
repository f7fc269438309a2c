// GitHub's published descriptions of its API (test/contract/github), ready to check what is sent and what is answered.

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/restrict-template-expressions -- schemas are walked as they come, and a wrong step fails the test */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import formats from 'ajv-formats'

const FOLDER = path.resolve(import.meta.dirname, '../contract/github')
const read = (name: string) => JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8'))

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Schema = Record<string, any>

const slice: Schema = asJsonSchema(read('openapi-slice.json'))
const ajv = new Ajv({ strict: false, allErrors: false, coerceTypes: false, validateFormats: true })
const ajvForText = new Ajv({ strict: false, coerceTypes: true })
for (const one of [ajv, ajvForText]) {
  ;(formats as unknown as (ajv: Ajv) => void)(one)
  one.addSchema({ $id: 'github', ...slice })
}

/** OpenAPI 3.0 says `nullable` where JSON Schema says `null` is one of the types */
function asJsonSchema(value: any): any {
  if (Array.isArray(value)) return value.map(asJsonSchema)
  if (typeof value !== 'object' || value === null) return value
  const { nullable, ...rest } = value
  const schema = Object.fromEntries(Object.entries(rest).map(([key, one]) => [key, asJsonSchema(one)]))
  if (typeof schema['$ref'] === 'string') schema['$ref'] = `github${schema['$ref']}`
  return nullable === true ? { anyOf: [{ type: 'null' }, schema] } : schema
}

function resolve(schema: Schema): Schema {
  if (typeof schema['$ref'] !== 'string') return schema
  let found: any = slice
  for (const step of schema['$ref'].replace('github#/', '').split('/')) found = found[step]
  return resolve(found)
}

const compiled = new Map<Schema, ValidateFunction>()

/** What is wrong with a value; undefined: nothing */
function complaint(schema: Schema, value: unknown, isText = false): string | undefined {
  const validator = isText ? ajvForText : ajv
  let validate = compiled.get(schema)
  if (validate === undefined) {
    validate = validator.compile({ ...schema })
    compiled.set(schema, validate)
  }
  return validate(value) ? undefined : validator.errorsText(validate.errors)
}

export interface Operation {
  /** As in `GET /repos/{owner}/{repo}` */
  readonly name: string
  readonly pattern: RegExp
  readonly method: string
  readonly parameters: readonly Schema[]
  readonly requestBody: Schema | undefined
  readonly responses: Record<string, Schema>
}

export const OPERATIONS: readonly Operation[] = Object.entries<Schema>(slice['paths']).flatMap(([route, methods]) =>
  Object.entries<Schema>(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${route}`,
    pattern: new RegExp(`^${route.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
    method: method.toUpperCase(),
    parameters: (operation['parameters'] ?? []).map(resolve),
    requestBody: operation['requestBody']?.content['application/json'].schema,
    responses: Object.fromEntries(
      Object.entries<Schema>(operation['responses']).map(([status, response]) => [status, resolve(response)]),
    ),
  })),
)

/** Everything about a request that GitHub's description does not provide for */
export function requestProblems(
  operation: Operation,
  pathValues: Record<string, string>,
  query: URLSearchParams,
  body: unknown,
): string[] {
  const problems: string[] = []
  const known = new Map(operation.parameters.map((one) => [`${one['in']} ${one['name']}`, one]))
  for (const [kind, values] of [
    ['path', Object.entries(pathValues)],
    ['query', [...query]],
  ] as const) {
    for (const [name, value] of values) {
      const parameter = known.get(`${kind} ${name}`)
      if (parameter === undefined) problems.push(`unknown ${kind} parameter ${name}`)
      else {
        const wrong = complaint({ properties: { value: parameter['schema'] } }, { value }, true)
        if (wrong !== undefined) problems.push(`${kind} parameter ${name} = ${value}: ${wrong}`)
      }
    }
  }
  if (operation.requestBody === undefined) {
    if (body !== undefined) problems.push('a body where none belongs')
    return problems
  }
  const wrong = complaint(operation.requestBody, body)
  if (wrong !== undefined) problems.push(`body: ${wrong}`)
  const fields = resolve(operation.requestBody)['properties'] ?? {}
  for (const name of Object.keys(body ?? {})) if (!(name in fields)) problems.push(`unknown field ${name} in the body`)
  return problems
}

/** Everything about an answer of the fake that GitHub would not say */
export function responseProblems(operation: Operation, status: number, body: unknown): string[] {
  const response = operation.responses[String(status)]
  // What is not there is answered with 404 everywhere, documented or not.
  if (response === undefined && status === 404) return []
  if (response === undefined) return [`answer ${String(status)} is not documented`]
  const schema = response['content']?.['application/json']?.schema
  if (schema === undefined) return []
  const wrong = complaint(schema, body)
  return wrong === undefined ? [] : [`answer ${String(status)}: ${wrong}`]
}

/** The least that GitHub would answer, with `fields` put over it */
export const sampleResponse = (operation: Operation, status: number, fields: Json): Json =>
  sample(operation.responses[String(status)]?.['content']['application/json'].schema ?? {}, fields)

/** The least that satisfies a schema of the slice, with `fields` put over it */
export const sampleOf = (name: string, fields: Json): Json =>
  sample({ $ref: `github#/components/schemas/${name}` }, fields)

/** An event as GitHub would send it, with `fields` put over the least that it holds; throws if that is no such event */
export function sampleEvent(webhook: string, fields: Json): Json {
  const schema: Schema = slice['webhooks'][webhook]
  const event = sample(schema, fields)
  const wrong = complaint(schema, event)
  if (wrong !== undefined) throw new Error(`${webhook}: ${wrong}`)
  return event
}

const isPlain = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `fields` completed by what the schema requires beside them */
function sample(schema: Schema, fields?: Json): Json {
  if (fields !== undefined && !isPlain(fields)) return fields
  const one = resolve(schema)
  const parts: Schema[] = one['allOf'] ?? []
  if (parts.length > 0) {
    return Object.assign({}, ...parts.map((part) => sample(part, fields))) as Json
  }
  const choices: Schema[] = (one['anyOf'] ?? one['oneOf'] ?? []).map(resolve)
  const chosen = fields === undefined ? choices[0] : choices.find((choice) => choice['type'] !== 'null')
  if (chosen !== undefined) return sample(chosen, fields)
  if (fields === undefined && one['type'] !== 'object' && one['properties'] === undefined) return scalar(one)
  const names = new Set<string>([...(one['required'] ?? []), ...Object.keys(fields ?? {})])
  return Object.fromEntries([...names].map((name) => [name, sample(one['properties']?.[name] ?? {}, fields?.[name])]))
}

function scalar(schema: Schema): Json {
  if (schema['enum'] !== undefined) return schema['enum'][0]
  switch (schema['type']) {
    case 'array':
      return Array.from({ length: schema['minItems'] ?? 0 }, () => sample(schema['items']))
    case 'integer':
    case 'number':
      return 1
    case 'boolean':
      return false
    case 'string':
      return (
        { 'date-time': '2026-11-25T00:00:00Z', uri: 'https://github.test/', email: 'a@b.test' }[
          schema['format'] as string
        ] ?? 'text'
      )
    default:
      return schema['type'] === 'null' ? null : {}
  }
}
