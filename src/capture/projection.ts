// Objects of a cluster → what a snapshot may hold of them, by the shapes of shapes.ts: an allow list, so that Secrets,
// environments, arguments and annotations cannot get in, whatever an object looks like.

import { isAddressAnnotation, STORED_FIELDS, STORED_METADATA, shapeOf } from './shapes.ts'
import type { Shape } from './shapes.ts'

export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object as it is written: with `apiVersion`, `kind`, and what the shape of its kind names */
export interface Projected extends Json {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: Json
}

/** Undefined for an object that is not captured, and for what is no object */
export function project(value: unknown): Projected | undefined {
  if (!isObject(value)) return undefined
  const { apiVersion, kind } = value
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined
  const shape = shapeOf(apiVersion, kind)
  if (shape === undefined) return undefined
  const fields = shaped(value, shape)
  const metadata = isObject(fields) ? fields['metadata'] : undefined
  if (!isObject(fields) || !isObject(metadata) || typeof metadata['name'] !== 'string') return undefined
  return { apiVersion, kind, ...fields, metadata }
}

/** The part of a value that has the shape; undefined where nothing has */
function shaped(value: unknown, shape: Shape): unknown {
  if (value === undefined || value === null) return undefined
  if (shape === 'scalar') return typeof value === 'object' ? undefined : value
  if (shape === 'labels') return texts(value, () => true)
  if (shape === 'annotations') return annotations(value)
  // INVARIANT: everything here comes from JSON, so that it ends and holds nothing but data
  if (shape === 'spec') return value
  if (isList(shape)) {
    const [item] = shape
    return Array.isArray(value) ? value.flatMap((one: unknown) => present(shaped(one, item))) : undefined
  }
  if (!isObject(value)) return undefined
  const kept = Object.entries(shape).flatMap(([field, inner]): [string, unknown][] => {
    const part = Object.hasOwn(value, field) ? shaped(value[field], inner) : undefined
    return part === undefined ? [] : [[field, part]]
  })
  return Object.fromEntries(kept)
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape)
const present = (value: unknown): unknown[] => (value === undefined ? [] : [value])

function texts(value: unknown, wanted: (name: string) => boolean): Json | undefined {
  if (!isObject(value)) return undefined
  return Object.fromEntries(Object.entries(value).filter(([name, text]) => typeof text === 'string' && wanted(name)))
}

/** Undefined where none is left */
function annotations(value: unknown): Json | undefined {
  const kept = texts(value, isAddressAnnotation)
  if (kept === undefined || !isObject(value)) return undefined
  const stored = storedMetadata(value[STORED_METADATA])
  const all = stored === undefined ? kept : { ...kept, [STORED_METADATA]: stored }
  return Object.keys(all).length === 0 ? undefined : all
}

function storedMetadata(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? JSON.stringify(shaped(value, STORED_FIELDS)) : undefined
  } catch {
    return undefined
  }
}
