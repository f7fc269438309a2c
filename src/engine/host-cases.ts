// The steps of hosts in several cases of one flow: when two are the same, and what they come to together
// (docs/semantics.md §4.7, §8.4).

import type { Answer, Case, HostStep, Reason } from '../model/verdict.ts'
import { stoppingSteps } from '../model/verdict.ts'
import type { Question } from './question.ts'

/** The same hooks say the same for the same rules */
export const sameSteps = (a: Case['hosts'], b: Case['hosts']): boolean =>
  a === b || ((a ?? []).length === (b ?? []).length && (a ?? []).every((step, i) => sameStep(step, b?.[i])))

function sameStep(a: HostStep, b: HostStep | undefined): boolean {
  return (
    a.node === b?.node &&
    a.hook === b?.hook &&
    a.endpoints.join() === b.endpoints.join() &&
    a.verdict.is === b.verdict.is &&
    a.verdict.trace.length === b.verdict.trace.length &&
    a.verdict.trace.every((hit, i) => hit === b.verdict.trace[i])
  )
}

/** Of one case all steps; of several those that stop a flow or may. Says why, where nothing else does */
export function hostsOf(cases: readonly Case[], overall: Answer, question: Question, said: boolean): Case['hosts'] {
  const [first, ...others] = cases
  if (others.length === 0) return first?.hosts
  const steps: HostStep[] = []
  for (const step of cases.flatMap(({ hosts }) => stoppingSteps(hosts)))
    if (!steps.some((one) => sameStep(one, step))) steps.push(step)
  const [open, ...rest] = steps
  if (open === undefined) return undefined
  const isSaid = said || steps.some(({ verdict }) => verdict.because.length > 0)
  if (overall !== 'unknown' || isSaid) return steps
  return [{ ...open, verdict: { ...open.verdict, because: [differing(cases, question)] } }, ...rest]
}

/** The end of which it matters what it is */
function differing(cases: readonly Case[], { flow }: Question): Reason {
  const several = (end: 'source' | 'destination'): boolean => {
    const [first, ...others] = cases.map((one) => one[end].members.join())
    return others.some((one) => one !== first)
  }
  return { code: 'hosts-differ', args: [flow[several('source') ? 'source' : 'destination'].name], at: undefined }
}
