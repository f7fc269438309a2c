// Names of pods, and the beginnings of such names in flow records → the workload, where no object says it: hashes of
// ReplicaSets, run numbers of CronJobs and the random endings of pods fall off (flow-formats 1.6).

/** A decimal hash, each digit written as one of ten safe characters (k8s.io/apimachinery, util/rand) */
const TEMPLATE_HASH = /^(.+)-[456789bcdf]{6,10}$/
/** Minutes since 1970; up to Kubernetes 1.20 seconds */
const RUN_NUMBER = /^(.+)-\d{8}(?:\d{2})?$/
/** What the API server adds to `generateName` */
const RANDOM_END = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{5}$/

/** The names that the workload of a pattern `base-*` can have, the likeliest first; `base` is without the `-*` */
export function workloadNames(base: string): readonly string[] {
  const hash = TEMPLATE_HASH.exec(base)?.[1]
  const run = RUN_NUMBER.exec(base)?.[1]
  return [run, hash, base].filter((name) => name !== undefined)
}

/** The same for the full name of a pod; none where it does not end as the API server ends names */
export function workloadNamesOfPod(name: string): readonly string[] {
  const base = RANDOM_END.exec(name)?.[1]
  return base === undefined ? [] : workloadNames(base)
}
