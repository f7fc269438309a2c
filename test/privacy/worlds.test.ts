// Pseudonyms on random worlds, in the terms of the model: every verdict and every trace is the same but for the names in it.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { policySetFor } from '../../src/convert/policy-set.ts'
import { mappedSelector, parseSelector } from '../../src/convert/selector-parser.ts'
import { Engine } from '../../src/engine/engine.ts'
import type { Cluster, Workload } from '../../src/model/cluster.ts'
import { BUILT_IN_TIERS } from '../../src/model/policy.ts'
import type { EntityMatch, Policy, PolicySet, Rule } from '../../src/model/policy.ts'
import type { LabelSet, ParsedSelector } from '../../src/model/selector.ts'
import { Addresses } from '../../src/privacy/addresses.ts'
import { misplacedNames } from '../../src/privacy/misplaced.ts'
import { PolicyNames } from '../../src/privacy/policy-names.ts'
import { Words } from '../../src/privacy/words.ts'
import { modeOf } from '../support/cases.ts'
import { engineJudgement } from '../support/engines.ts'
import type { FlowJudgement, Row, Tuple, TupleEnd } from '../support/reference.ts'
import { seeds } from '../support/seeds.ts'
import { worldOf, type World } from '../support/worlds.ts'
import { hmacOf } from './support.ts'

/** The world with other names */
class Renamed {
  readonly #words: Words
  readonly #addresses: Addresses
  readonly #policies: PolicyNames
  readonly #workloads = new Map<Workload, Workload>()

  constructor({ cluster, policies: { policies, tiers } }: World, key: string) {
    const hmac = hmacOf(key)
    // Values of `app`, into which some selector looks
    const kept = new Set(['x', 'y'])
    for (const name of misplacedNames(cluster, (text) => new Words(hmac, { words: kept, keys: new Set() }).word(text)))
      kept.add(name)
    this.#words = new Words(hmac, { words: kept, keys: new Set() })
    this.#addresses = new Addresses(hmac, [])
    const names = [...tiers, ...BUILT_IN_TIERS].map(({ name }) => name)
    this.#policies = new PolicyNames(
      policies.map(({ id }) => id.name),
      [...names, ...policies.map(({ tier }) => tier)],
      this.#words,
    )
  }

  #labels({ complete, labels }: LabelSet): LabelSet {
    return {
      complete,
      labels: new Map([...labels].map(([key, value]) => [this.#words.key(key), this.#words.word(value)])),
    }
  }

  #selector<T extends ParsedSelector | undefined>(selector: T): T | ParsedSelector {
    if (selector === undefined) return selector
    const text = mappedSelector(selector.text, {
      label: (label) => this.#words.key(label),
      value: (value, isWhole) => (isWhole ? this.#words.word(value) : value),
    })
    const parsed = parseSelector(text ?? '')
    assert.ok(parsed.ok, selector.text)
    return parsed.value
  }

  #path = (path: string): string =>
    path
      .split('/')
      .map((part) => this.#words.word(part))
      .join('/')

  workload(one: Workload): Workload {
    const known = this.#workloads.get(one)
    if (known !== undefined) return known
    const { addresses, labels, name, namespace, owner } = one
    const renamed = {
      ...one,
      namespace: this.#words.word(namespace),
      name: this.#words.word(name),
      owner: { ...owner, name: this.#words.word(owner.name) },
      labels: this.#labels(labels),
      addresses: addresses.map((ip) => this.#addresses.ip(ip)),
    }
    this.#workloads.set(one, renamed)
    return renamed
  }

  cluster(cluster: Cluster): Cluster {
    const { hostEndpoints, namespaces, services, sets, workloads } = cluster
    return {
      ...cluster,
      namespaces: new Map(
        [...namespaces].map(([name, labels]) => [
          this.#words.word(name),
          new Map([...labels].map(([key, value]) => [this.#words.key(key), this.#words.word(value)])),
        ]),
      ),
      workloads: workloads.map((one) => this.workload(one)),
      hostEndpoints: hostEndpoints.map((one) => ({
        ...one,
        name: this.#words.word(one.name),
        node: this.#words.word(one.node),
        labels: this.#labels(one.labels),
        expectedIps: one.expectedIps.map((ip) => this.#addresses.ip(ip)),
      })),
      sets: sets.map((one) => ({
        ...one,
        namespace: one.namespace === undefined ? undefined : this.#words.word(one.namespace),
        name: this.#words.word(one.name),
        labels: this.#labels(one.labels),
        nets: one.nets.map((net) => this.#addresses.net(net)),
      })),
      services: new Map(
        [...services].map(([path, backends]) => [
          this.#path(path),
          backends.map((backend) => ({ ...backend, ip: this.#addresses.ip(backend.ip) })),
        ]),
      ),
    }
  }

  policies({ policies, tiers, ...rest }: PolicySet): PolicySet {
    return {
      ...rest,
      tiers: tiers.map((tier) => ({ ...tier, name: this.#policies.tier(tier.name) })),
      policies: policies.map((policy) => this.#policy(policy)),
    }
  }

  #policy(policy: Policy): Policy {
    const { egress, id, ingress, subject, tier } = policy
    return {
      ...policy,
      id: { ...id, namespace: this.#words.word(id.namespace), name: this.#policies.policy(id.name) },
      tier: this.#policies.tier(tier),
      subject: this.#selector(subject),
      ingress: ingress?.map((rule) => this.#rule(rule)),
      egress: egress?.map((rule) => this.#rule(rule)),
    }
  }

  #rule(rule: Rule): Rule {
    const { destination, source } = rule.match
    return { ...rule, match: { ...rule.match, source: this.#entity(source), destination: this.#entity(destination) } }
  }

  #entity(entity: EntityMatch): EntityMatch {
    const { nets, notNets, notSelector, portScope, selector, service } = entity
    return {
      ...entity,
      nets: nets?.map((net) => this.#addresses.net(net)),
      notNets: notNets?.map((net) => this.#addresses.net(net)),
      selector: this.#selector(selector),
      notSelector: this.#selector(notSelector),
      portScope: this.#selector(portScope),
      service: service === undefined ? undefined : this.#path(service),
    }
  }

  tuple(tuple: Tuple): Tuple {
    const end = ({ ip, workload }: TupleEnd): TupleEnd => ({
      workload: workload === undefined ? undefined : this.workload(workload),
      ip: this.#addresses.ip(ip),
    })
    return { ...tuple, source: end(tuple.source), destination: end(tuple.destination) }
  }

  judgement({ egress, ingress, ...rest }: FlowJudgement): unknown {
    const row = ([tier, kind, namespace, name, ...more]: Row): unknown => [
      this.#policies.tier(tier),
      kind,
      this.#words.word(namespace),
      kind === 'pro'
        ? name.replace(/^kns\.(.*)$/, (_, own: string) => `kns.${this.#words.word(own)}`)
        : this.#policies.policy(name),
      ...more,
    ]
    const end = (one: FlowJudgement['egress']): unknown => one && { ...one, trace: one.trace.map(row) }
    return { ...rest, egress: end(egress), ingress: end(ingress) }
  }
}

test('under other names, random worlds give the same verdicts and traces', (t) => {
  let judged = 0
  for (const seed of seeds(t, 400)) {
    const world = worldOf(seed, { tuples: 12, open: false })
    // Before v3.32 namespaces decide between policies of equal order as well, and their pseudonyms keep no order
    // (docs/snapshot.md).
    if (world.policies.tieBreak !== undefined) continue
    const renamed = new Renamed(world, `key ${String(seed)}`)
    for (const set of ['enforced', 'promoted'] as const) {
      const plain = new Engine(world.cluster, policySetFor(set, world.policies), modeOf(set))
      const hidden = new Engine(
        renamed.cluster(world.cluster),
        policySetFor(set, renamed.policies(world.policies)),
        modeOf(set),
      )
      for (const tuple of world.tuples) {
        judged++
        assert.deepEqual(
          engineJudgement(hidden, renamed.tuple(tuple)),
          renamed.judgement(engineJudgement(plain, tuple)),
          `seed ${String(seed)}, ${set}`,
        )
      }
    }
  }
  t.diagnostic(`${String(judged)} verdicts`)
})
