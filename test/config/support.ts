// Flows and complaints in the short forms that the tests of this room compare.

import type { Diagnostic } from '../../src/base/diagnostic.ts'
import { parseIp } from '../../src/base/ip.ts'
import type { Flow, FlowEnd } from '../../src/model/flow.ts'
import { end, flow } from '../compare/gate-deltas.ts'

/** `line:column code argument | argument` */
export const complaints = (diagnostics: readonly Diagnostic[]): readonly string[] =>
  diagnostics.map(({ args, at, code }) => {
    const place = at === undefined ? 'input' : `${at.line}:${at.column}`
    return `${place} ${code} ${args.join(' | ')}`
  })

/** By how the name reads: an address, a workload (`namespace/name`), else a network */
const guess = (name: string): FlowEnd['is'] =>
  parseIp(name) !== undefined ? 'address' : name.includes('/') ? 'workload' : 'network'

export const flowOf = (source: string, destination: string, protocol = 6, port: number | undefined = 80): Flow =>
  flow(end(source, guess(source)), end(destination, guess(destination)), { protocol, port })
