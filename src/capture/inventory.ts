// The objects of a capture, wherever they come from, in the order in which a snapshot has them; and what of a cluster
// could not be read.

import { createHash } from 'node:crypto'
import { byKeys } from '../base/order.ts'
import { groupOf } from '../manifest/kinds.ts'
import { project } from './projection.ts'
import type { Json, Projected } from './projection.ts'
import { isObject } from './projection.ts'
import { CAPTURED_KINDS } from './shapes.ts'

export interface Unread {
  /** `nodes`, `flows from a to b, …` */
  readonly what: string
  readonly why: string
}

export interface Inventory {
  readonly objects: readonly Projected[]
  /** The same for every capture of a cluster, and telling nothing about it */
  readonly clusterId: string | undefined
  readonly unread: readonly Unread[]
}

/** Takes objects one by one, in any order and more than once */
export class InventoryBuilder {
  readonly #byKey = new Map<string, Projected>()
  readonly #unread: Unread[] = []
  /** What the cluster is known by: better than by its oldest namespace, by what Calico made up for it */
  #guid: string | undefined
  #uid: string | undefined

  /** False for an object that is not captured */
  add(object: Json): boolean {
    const projected = project(object)
    if (projected === undefined) return false
    this.#identify(object, projected)
    this.#byKey.set(keyOf(projected), projected)
    return true
  }

  missing(unread: Unread): void {
    this.#unread.push(unread)
  }

  build(): Inventory {
    const order = new Map(CAPTURED_KINDS.map((kind, i) => [kind, i]))
    const objects = [...this.#byKey.values()].sort(
      byKeys(
        ({ apiVersion, kind }) => order.get(`${groupOf(apiVersion)}|${kind}`) ?? order.size,
        ({ apiVersion }) => apiVersion,
        ({ metadata }) => textOf(metadata['namespace']),
        ({ metadata }) => textOf(metadata['name']),
      ),
    )
    return { objects, clusterId: clusterIdOf(this.#guid ?? this.#uid), unread: this.#unread }
  }

  #identify(object: Json, { kind, metadata }: Projected): void {
    if (kind === 'ClusterInformation' && metadata['name'] === 'default')
      this.#guid = textOf(isObject(object['spec']) ? object['spec']['clusterGUID'] : undefined) || this.#guid
    if (kind === 'Namespace' && metadata['name'] === 'kube-system') this.#uid = textOf(metadata['uid']) || this.#uid
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const keyOf = ({ apiVersion, kind, metadata }: Projected): string =>
  [groupOf(apiVersion), kind, textOf(metadata['namespace']), textOf(metadata['name'])].join('|')

const clusterIdOf = (secret: string | undefined): string | undefined =>
  secret === undefined ? undefined : `sha256:${createHash('sha256').update(secret).digest('hex')}`
