// Plain data as one text, whatever the order in which its keys were written.

import { byText } from './order.ts'

/** Equal data, equal text; null and absent are one, as Kubernetes reads them */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    const entries = Object.entries(inner).filter(([, one]) => one !== null && one !== undefined)
    return Object.fromEntries(entries.sort(([a], [b]) => byText(a, b)))
  })
}
