// Mistake or intention? A policy exists to deny, so a newly denied flow is called a probable mistake only where one
// condition of a near rule fails, asks for something dead, has something alive near it, and mending it alone would let
// the flow pass at both ends (docs/report.md).

import type { PolicySet, Policy, Rule } from '../model/policy.ts'
import type { Flow } from '../model/flow.ts'
import type { FlowVerdict } from '../model/verdict.ts'
import type { Field } from '../engine/conditions.ts'
import { Engine } from '../engine/engine.ts'
import { judge } from '../engine/judge.ts'
import { isDead, mend } from './mend.ts'
import type { Mend, World } from './mend.ts'
import { nearRules } from './near.ts'
import type { Near } from './near.ts'

export interface Intention {
  readonly is: 'probably-a-mistake' | 'looks-intended' | 'nothing-near'
  readonly near: Near | undefined
  readonly dead: ReadonlySet<Field>
  /** Proven: with it the flow passes at both ends */
  readonly fix: Mend | undefined
}

/** Judges flows that the policies of `world.engine` newly deny; `policies` is the set that it was compiled from */
export class Intentions {
  readonly #world: World
  readonly #policies: PolicySet
  readonly #mended = new Map<string, Engine>()

  constructor(world: World, policies: PolicySet) {
    this.#world = world
    this.#policies = policies
  }

  /** `before`: its verdict as long as it passed */
  of(flow: Flow, before: FlowVerdict): Intention {
    const all = nearRules(this.#world.engine, flow, before)
    for (const near of all) {
      const fix = this.#fix(near, flow)
      if (fix !== undefined) return { is: 'probably-a-mistake', near, dead: new Set(near.failing), fix }
    }
    const near = all.find(({ telling }) => telling)
    if (near === undefined) return { is: 'nothing-near', near, dead: new Set(), fix: undefined }
    const dead = new Set(near.failing.filter((field) => isDead(near, field, this.#world)))
    return { is: 'looks-intended', near, dead, fix: undefined }
  }

  #fix(near: Near, flow: Flow): Mend | undefined {
    const [field, ...more] = near.failing
    if (more.length > 0 || !isDead(near, field, this.#world)) return undefined
    const fix = mend(near, field, this.#world)
    if (fix === undefined) return undefined
    return judge(this.#engineWith(near, fix), flow).overall === 'allow' ? fix : undefined
  }

  #engineWith({ direction, row }: Near, fix: Mend): Engine {
    const { id } = row.policy
    const key = `${id.kind}|${id.namespace}|${id.name}|${direction}|${String(row.hit?.rule)}|${fix.from}|${fix.to}`
    let engine = this.#mended.get(key)
    if (engine === undefined) {
      const rules = (row.policy[direction] ?? []).map((rule): Rule =>
        rule === row.rule ? { ...rule, match: fix.match } : rule,
      )
      const policy: Policy = { ...row.policy, [direction]: rules }
      const policies = this.#policies.policies.map((one) => (one === row.policy ? policy : one))
      engine = new Engine(this.#world.engine.cluster, { ...this.#policies, policies }, 'dataplane')
      this.#mended.set(key, engine)
    }
    return engine
  }
}
