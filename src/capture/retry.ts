// Whether to ask again, and how long to wait before: bounded, and as the server says where it says so.

import type { Answer } from './http.ts'

const TRIES = 5
const FIRST_MILLIS = 500
const LONGEST_MILLIS = 30_000

/** The pause before the next try after `failed` tries; undefined: give up */
export function pauseAfter(failed: number, retryAfter?: string): number | undefined {
  if (failed >= TRIES) return undefined
  const seconds = retryAfter !== undefined && /^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) : undefined
  const millis = seconds === undefined ? FIRST_MILLIS * 2 ** (failed - 1) : seconds * 1000
  return Math.min(Math.max(millis, 1), LONGEST_MILLIS)
}

/** Too many requests, and troubles of a server that may pass */
export const mayPass = ({ status }: Pick<Answer, 'status'>): boolean => status === 429 || status >= 500
