// A cluster, through its API → its objects. Policies in tiers are read tier by tier, for Calico's API server leaves out of
// an unfiltered list, without a word, the tiers that the user may not see (flow-formats 7.2); and unfiltered as well, for
// an object that was written around the API server may lack the label of its tier.

import { brief, CaptureError } from './failure.ts'
import { InventoryBuilder } from './inventory.ts'
import type { Inventory } from './inventory.ts'
import { ApiError } from './kube-api.ts'
import type { KubeApi, Query } from './kube-api.ts'
import { isObject } from './projection.ts'
import type { Json } from './projection.ts'
import { resourcesOf } from './resources.ts'
import type { Resource, Resources } from './resources.ts'
import type { World } from './world.ts'

/** The label by which Calico's API server chooses a tier, and by whose use it checks whether the user may see it */
const TIER_LABEL = 'projectcalico.org/tier'

/** Throws CaptureErrors, also where a resource that verdicts hang on may not be read */
export async function readClusterObjects(api: KubeApi, world: World): Promise<Inventory> {
  const reading = new Reading(api, world)
  const resources = await reading.discover()
  for (const resource of resources.plain) await reading.read(resource)
  const tiers = resources.tiers === undefined ? [] : await reading.read(resources.tiers)
  for (const tier of tiers.map(nameOf)) for (const resource of resources.tiered) await reading.read(resource, tier)
  for (const resource of resources.tiered) await reading.read(resource)
  return reading.finish(resources)
}

class Reading {
  readonly #api: KubeApi
  readonly #world: World
  readonly #inventory = new InventoryBuilder()
  readonly #refused: string[] = []

  constructor(api: KubeApi, world: World) {
    this.#api = api
    this.#world = world
  }

  async discover(): Promise<Resources> {
    try {
      return await resourcesOf(this.#api)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      throw new CaptureError(
        `the API server ${this.#api.server.host} does not say what it serves (${String(error.status)}): ${error.message}`,
      )
    }
  }

  /** Everything of a resource, or of one tier of it; nothing where it could not be read, which `finish` knows of */
  async read({ name, needed, path }: Resource, tier?: string): Promise<readonly Json[]> {
    const query: Query = tier === undefined ? {} : { labelSelector: `${TIER_LABEL}=${tier}` }
    const what = tier === undefined ? name : `${name} of the tier ${tier}`
    this.#world.log(`reading ${what}`)
    try {
      return await this.#api.list(path, (item) => (this.#inventory.add(item) ? named(item) : undefined), query)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      const why = `${String(error.status)}, ${brief(error.message)}`
      if (needed) this.#refused.push(`${what} (${why})`)
      else this.#inventory.missing({ what, why })
      return []
    }
  }

  finish({ foreign }: Resources): Inventory {
    if (this.#refused.length > 0)
      throw new CaptureError(
        `a snapshot without these would judge wrongly, and they cannot be read: ${this.#refused.join('; ')}. The roles in capture/kubernetes grant what a capture needs`,
      )
    for (const group of foreign)
      this.#inventory.missing({ what: `policies of ${group}`, why: 'this project does not know what they do' })
    return this.#inventory.build()
  }
}

const named = ({ metadata }: Json): Json => ({ name: isObject(metadata) ? metadata['name'] : undefined })
const nameOf = ({ name }: Json): string => (typeof name === 'string' ? name : '')
