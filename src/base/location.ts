// Where something was written: files, pointers into objects, and the line and column a reader can click on.

/** A text with the name people know it by; `path` is relative to the folder or repository it was read from */
export interface SourceText {
  readonly path: string
  readonly text: string
}

/** A place in a text; line and column count from 1 */
export interface Location {
  readonly path: string
  readonly line: number
  readonly column: number
}

/** The way from the top of an object to one of its values, as in `['spec', 'ingress', 0, 'ports']` */
export type Pointer = readonly (string | number)[]

/**
 * Where an object came from. `locate` is computed when asked, for most objects are never mentioned;
 * a pointer that does not exist gives the nearest ancestor that does.
 */
export interface Origin {
  readonly path: string
  /** The object is known from the cluster alone, so there is no line that a reviewer could edit */
  readonly fromCluster: boolean
  locate(pointer: Pointer): Location
  /** The value as it was written, or undefined */
  read(pointer: Pointer): unknown
}

/** One value of one object; the cheap form of a location */
export interface Place {
  readonly origin: Origin
  readonly pointer: Pointer
}

export const locate = (place: Place): Location => place.origin.locate(place.pointer)

/** The value that `pointer` leads to in plain data, or undefined */
export function valueAt(data: unknown, pointer: Pointer): unknown {
  let value = data
  for (const step of pointer) {
    if (Array.isArray(value) && typeof step === 'number') value = value[step] as unknown
    else if (typeof value === 'object' && value !== null && Object.hasOwn(value, step))
      value = (value as Record<string, unknown>)[step]
    else return undefined
  }
  return value
}

/** The origin of an object that only the cluster (a snapshot) knows */
export function clusterOrigin(path: string, data: unknown): Origin {
  return {
    path,
    fromCluster: true,
    locate: () => ({ path, line: 1, column: 1 }),
    read: (pointer) => valueAt(data, pointer),
  }
}

/** The same place, of an object that the cluster has in this form, and nobody wrote */
export const asOfCluster = (origin: Origin): Origin => ({
  path: origin.path,
  fromCluster: true,
  locate: (pointer) => origin.locate(pointer),
  read: (pointer) => origin.read(pointer),
})
