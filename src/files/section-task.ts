// What a thread is asked to read, as it is handed over.

import type { LineForm } from '../snapshot/section.ts'

/** Whole lines of a file that is open in this process; offsets in bytes */
export interface SectionTask {
  /** Its descriptor */
  readonly file: number
  readonly from: number
  readonly to: number
  readonly form: LineForm
  /** That read the file at the same time */
  readonly threads: number
}

/** Checks what arrived with a thread */
export function isSectionTask(value: unknown): value is SectionTask {
  if (typeof value !== 'object' || value === null) return false
  if (!('file' in value && 'from' in value && 'to' in value && 'form' in value && 'threads' in value)) return false
  const { file, form, from, threads, to } = value
  return [file, from, threads, to].every((one) => typeof one === 'number') && (form === 'json' || form === 'events')
}
