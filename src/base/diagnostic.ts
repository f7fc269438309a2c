// What there is to tell the user about a file or an input: a closed list of codes with their severities.
// The words stand in report/wording.ts; each code has a section in docs/diagnostics.md.

import type { Location } from './location.ts'

export type Severity = 'error' | 'warning' | 'notice'

/**
 * Every code, with how bad it is. `error`: the object's effect is not known, flows that it could govern become
 * uncertain, and a changed object with one fails the check. `warning`: known effect, probably not what was meant.
 * `notice`: something was passed over, once a run.
 */
export const SEVERITIES = {
  // text → objects
  'yaml-syntax': 'error',
  'json-syntax': 'error',
  'yaml-too-deep': 'error',
  'yaml-too-many-aliases': 'error',
  'file-too-large': 'error',
  'file-not-utf8': 'error',
  'too-many-documents': 'error',
  'duplicate-key': 'error',
  'template-not-rendered': 'notice',
  'not-an-object': 'notice',
  'missing-name': 'error',
  'bad-metadata': 'error',
  'default-namespace-used': 'notice',
  'namespace-on-global': 'warning',
  'duplicate-object': 'error',
  'duplicate-object-before': 'warning',
  // objects → model
  'wrong-type': 'error',
  'missing-field': 'error',
  'unknown-field': 'error',
  'unknown-field-pruned': 'warning',
  'repeated-entry': 'warning',
  'bad-value': 'error',
  'bad-selector': 'error',
  'bad-cidr': 'error',
  'cidr-host-bits': 'error',
  'bad-port': 'error',
  'bad-protocol': 'error',
  'port-without-protocol': 'error',
  'rule-refused': 'error',
  'fields-exclude-each-other': 'error',
  'field-requires': 'error',
  'felix-drops-policy': 'warning',
  'rule-dropped': 'warning',
  'rule-becomes-deny-all': 'warning',
  'unknown-tier': 'warning',
  'field-not-modelled': 'warning',
  'kind-not-modelled': 'warning',
  'not-watched': 'warning',
  'service-without-namespace': 'warning',
  'rules-without-type': 'warning',
  'condition-ignored': 'warning',
  // snapshot
  'snapshot-unreadable': 'error',
  'snapshot-empty': 'error',
  'snapshots-differ': 'error',
  'snapshot-public': 'warning',
  'record-unreadable': 'warning',
  'record-unresolved': 'warning',
  'html-not-flows': 'error',
  'file-not-recognised': 'notice',
  'dialect-refused': 'warning',
  'dialect-not-used': 'notice',
  'object-twice': 'notice',
  'snapshot-object-unreadable': 'warning',
  'age-unknown': 'error',
  // configuration
  'config-invalid': 'error',
  'config-unknown-key': 'error',
  'input-invalid': 'error',
  'expectation-invalid': 'error',
  'expectation-unmatched': 'warning',
  'waiver-expired': 'error',
  // the run as a whole: these stop it
  'snapshot-missing': 'error',
  'snapshot-too-old': 'error',
  'snapshot-untrusted': 'error',
  'snapshot-contradicted': 'error',
  'side-unreadable': 'error',
  'github-permission': 'error',
  'github-api': 'error',
  internal: 'error',
} as const satisfies Record<string, Severity>

export type DiagnosticCode = keyof typeof SEVERITIES

export interface Diagnostic {
  readonly code: DiagnosticCode
  /** Undefined for what is about no file: an input, an API answer */
  readonly at: Location | undefined
  /** What the sentence of the code fills in, raw: the escaping room has not seen it */
  readonly args: readonly string[]
}

export type Report = (diagnostic: Diagnostic) => void

/** The run cannot go on. Thrown at the rim and in the story, caught in main alone */
export class InputError extends Error {
  readonly diagnostics: readonly [Diagnostic, ...Diagnostic[]]
  constructor(diagnostics: readonly [Diagnostic, ...Diagnostic[]]) {
    super(diagnostics.map((one) => `${one.code}: ${one.args.join(', ')}`).join('; '))
    this.name = 'InputError'
    this.diagnostics = diagnostics
  }
}

export const stop = (code: DiagnosticCode, args: readonly string[], at?: Location): InputError =>
  new InputError([{ code, at, args }])
