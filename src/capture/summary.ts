// What was captured, in one line.

import type { CaptureSummary } from './capture.ts'

/** May hold text of the user, raw */
export function summaryOf({ clusterId, flowCount, objectCount, path, window }: CaptureSummary): string {
  const minutes = window === undefined ? 0 : Math.round((window.end - window.start) / 60)
  const flows = window === undefined ? 'no flows' : `${String(flowCount)} flows of ${String(minutes)} minutes`
  const cluster = clusterId === undefined ? '' : ` of the cluster ${clusterId.slice(0, 'sha256:'.length + 12)}…`
  return `${path}: ${String(objectCount)} objects and ${flows}${cluster}`
}
