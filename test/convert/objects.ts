// YAML in, what the convert room makes of it out: for tests that are tables.

import assert from 'node:assert/strict'
import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { clusterOf } from '../../src/convert/cluster.ts'
import { convertPolicies, type ConvertOptions } from '../../src/convert/convert.ts'
import { manifestsFromObject, readManifests, type BrokenDocument, type Manifest } from '../../src/manifest/object.ts'
import type { Cluster } from '../../src/model/cluster.ts'
import type { EntityMatch, Policy, PolicySet, Rule } from '../../src/model/policy.ts'

export interface Read {
  readonly manifests: readonly Manifest[]
  readonly broken: readonly BrokenDocument[]
}

/** Objects of a file */
export const fromFile = (text: string, path = 'p.yaml'): Read =>
  readManifests({ path, text }, { defaultNamespace: 'default', report: () => undefined })

/** The same objects as a cluster has them */
export function fromCluster(text: string): Read {
  const items = fromFile(text).manifests.map(({ value }) => value)
  const list = { apiVersion: 'v1', kind: 'List', items }
  return manifestsFromObject(list, 'cluster.json', { defaultNamespace: 'default', report: () => undefined })
}

export interface Converted {
  readonly set: PolicySet
  readonly diagnostics: readonly Diagnostic[]
  /** `code @line: arg, arg` each */
  readonly said: readonly string[]
}

export function convert({ broken, manifests }: Read, options: ConvertOptions = {}): Converted {
  const diagnostics: Diagnostic[] = []
  const set = convertPolicies(manifests, options, (one) => diagnostics.push(one), broken)
  return { set, diagnostics, said: diagnostics.map(sentence) }
}

export const sentence = ({ args, at, code }: Diagnostic): string =>
  `${code} @${String(at?.line ?? 0)}: ${args.join(', ')}`

/** The one policy of a file */
export function onlyPolicy(text: string, options: ConvertOptions = {}): Policy {
  const { policies } = convert(fromFile(text), options).set
  const [policy] = policies
  assert.equal(policies.length, 1)
  assert.ok(policy)
  return policy
}

export const cluster = (text: string): Cluster => clusterOf(fromCluster(text).manifests, () => undefined)

/** An end in few words: what it asks for, empty where it asks for nothing */
export function endText({ nets, notNets, notPorts, notSelector, ports, selector, service }: EntityMatch): string {
  const cidrs = (list: EntityMatch['nets']): string =>
    (list ?? [])
      .map(({ family, first, prefix }) => `${String(family)}:${first.toString(16)}/${String(prefix)}`)
      .join(' ')
  const portText = (match: EntityMatch['ports']): string =>
    [
      ...(match?.ranges ?? []).map(({ from, to }) => (from === to ? String(from) : `${String(from)}-${String(to)}`)),
      ...(match?.names ?? []),
    ].join(' ')
  const parts: (readonly [string, string])[] = [
    ['nets', cidrs(nets)],
    ['notNets', cidrs(notNets)],
    ['selector', selector?.text ?? ''],
    ['notSelector', notSelector?.text ?? ''],
    ['ports', portText(ports)],
    ['notPorts', portText(notPorts)],
    ['service', service ?? ''],
  ]
  return parts.flatMap(([name, text]) => (text === '' ? [] : [`${name}: ${text}`])).join('; ')
}

/** Action, protocol, source → destination */
export const ruleText = ({ action, match }: Rule): string =>
  `${action} ${String(match.protocol ?? 'any')} [${endText(match.source)}] → [${endText(match.destination)}]`
