// Every English sentence about a diagnostic: from code and arguments to words. A code without words does not compile;
// docs/diagnostics.md has a section for each.

import { SEVERITIES, type Diagnostic, type DiagnosticCode } from '../base/diagnostic.ts'
import { logLine, type LogLine } from './escape.ts'
import { plain, type Phrase } from './phrase.ts'
import { FELIX_WORDS, POLICY_WORDS, TEXT_WORDS } from './wording-manifests.ts'
import { CONFIG_WORDS, RUN_WORDS, SNAPSHOT_WORDS } from './wording-run.ts'
import type { Words } from './words.ts'

export const WORDING: Readonly<Record<DiagnosticCode, Words>> = {
  ...TEXT_WORDS,
  ...POLICY_WORDS,
  ...FELIX_WORDS,
  ...SNAPSHOT_WORDS,
  ...CONFIG_WORDS,
  ...RUN_WORDS,
}

type Said = Pick<Diagnostic, 'code' | 'args'>

export const titleOf = ({ code }: Said): Phrase => WORDING[code].title

/** What is the matter, as a sentence without capital and full stop */
export const sentenceOf = ({ args, code }: Said): Phrase => WORDING[code].say(args)

/** What to do; empty where nothing needs doing */
export const remedyOf = ({ args, code }: Said): Phrase => WORDING[code].remedy(args)

/** Lines to copy, raw; undefined where there are none */
export const blockOf = ({ args, code }: Said): string | undefined => WORDING[code].block?.(args)

/** A diagnostic as one line of a log: `error: policies/a.yaml:3:5: there is no field … (unknown-field)` */
export function sayDiagnostic({ args, at, code }: Diagnostic): LogLine {
  const place = at === undefined ? '' : `${at.path}:${String(at.line)}:${String(at.column)}: `
  return logLine(`${SEVERITIES[code]}: ${place}${plain(sentenceOf({ args, code }))} (${code})`)
}
