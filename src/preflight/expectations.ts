// netpol-expectations.yml of both sides → the entries that hold after the change, with those marked that it adds.

import type { Diagnostic } from '../base/diagnostic.ts'
import type { SourceText } from '../base/location.ts'
import { markAdded, parseExpectations } from '../config/expectations.ts'
import { parseSelector } from '../convert/selector-parser.ts'
import type { Expectations } from '../model/expectation.ts'

const NONE: Expectations = { denials: [], assertions: [] }

export interface ReadExpectations {
  readonly expectations: Expectations
  /** An entry that cannot be read fails the check: it would be one that is not judged */
  readonly diagnostics: readonly Diagnostic[]
}

export function readExpectations(before: readonly SourceText[], after: readonly SourceText[]): ReadExpectations {
  const now = parseExpectations(after, parseSelector)
  if (!now.ok) return { expectations: NONE, diagnostics: now.errors }
  const earlier = parseExpectations(before, parseSelector)
  return { expectations: markAdded(now.value, earlier.ok ? earlier.value : undefined), diagnostics: now.warnings }
}
