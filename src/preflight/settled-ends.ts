// What recorded traces settle of a flow's ends, in words (docs/semantics.md §8.4).

import { boundTexts } from '../model/bound.ts'
import { policyKey } from '../model/policy.ts'
import type { Candidate, Flow, FlowEnd, RecordedHit } from '../model/flow.ts'
import type { RecordedRule, SettledEnd } from '../report/document.ts'

/** Of the ends that the records narrow, what is left of them, and the rules that the records name */
export function settledEnds(original: Flow, settled: Flow): SettledEnd[] {
  const by = recordedRules(settled)
  return (['source', 'destination'] as const).flatMap((end) =>
    original[end] === settled[end] ? [] : [{ end, to: leftOf(original[end], settled[end]), by }],
  )
}

function leftOf(original: FlowEnd, settled: FlowEnd): readonly string[] {
  return settled.candidates.flatMap((candidate) => {
    if (candidate.is !== 'addresses') return nameOf(candidate)
    const same = original.candidates.filter((one) => one.is === 'addresses' && one.what === candidate.what)
    const among = same.flatMap((one) => (one.is === 'addresses' ? one.ranges : []))
    return boundTexts({ name: candidate.what, ranges: candidate.ranges, among })
  })
}

function nameOf(candidate: Exclude<Candidate, { is: 'addresses' }>): readonly string[] {
  switch (candidate.is) {
    case 'pod':
      return [`${candidate.namespace}/${candidate.name}`]
    case 'stand-in':
      return [`${candidate.workload.namespace}/${candidate.workload.name}`]
    case 'address':
      return boundTexts({
        name: '',
        ranges: [{ ...candidate.ip, first: candidate.ip.value, last: candidate.ip.value }],
        among: [],
      })
  }
}

/** The rows that decided in the records, each once; profiles are nobody's rule */
function recordedRules({ records }: Flow): RecordedRule[] {
  const rules = new Map<string, RecordedHit>()
  for (const { enforced } of records) {
    const last = enforced?.at(-1)
    if (last === undefined || last.kind === 'pro' || last.kind === 'unknown') continue
    rules.set(`${last.tier} ${policyKey({ ...last, kind: last.kind })} ${String(last.rule)}`, last)
  }
  return Array.from(rules.values(), ({ action, kind, name, namespace, rule, tier }) => ({
    tier,
    kind,
    namespace,
    name,
    rule,
    action,
  }))
}
