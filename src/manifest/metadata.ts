// What the metadata of an object say, and whether it is one: a name there must be, a patch or a template is none
// (docs/semantics.md §1.1).

import type { DiagnosticCode } from '../base/diagnostic.ts'
import type { Pointer } from '../base/location.ts'
import { describe, isMapping } from './fields.ts'
import type { Mapping } from './fields.ts'
import type { GuessedObject } from './guess.ts'
import { groupOf, isPolicyGroup } from './kinds.ts'

/** What a mapping with a kind is to us */
export type Judgement =
  | { readonly is: 'object'; readonly name: string; readonly namespace: string | undefined }
  | {
      readonly is: 'refused'
      readonly code: DiagnosticCode
      readonly pointer: Pointer
      readonly args: readonly string[]
    }
  /** No object that could be applied as it is: the text is the field that says so */
  | { readonly is: 'passed over'; readonly because: string }
  | { readonly is: 'template' }

/** `braces`: an unquoted scalar of the document holds `{{`, perhaps one of this object */
export function judge(value: Mapping, kind: string, braces: boolean): Judgement {
  if (isPatch(value) || isPatch(value['spec'])) return { is: 'passed over', because: '$patch' }
  const metadata = value['metadata'] ?? {}
  if (!isMapping(metadata)) return refused('bad-metadata', ['metadata'], 'a mapping', describe(metadata))
  const name = metadata['name'] ?? ''
  const namespace = metadata['namespace'] ?? ''
  if (name === '') {
    const isGenerated = typeof metadata['generateName'] === 'string'
    if (isGenerated) return { is: 'passed over', because: 'generateName' }
    return refused('missing-name', ['metadata'], kind)
  }
  if (typeof name !== 'string') return refused('bad-metadata', ['metadata', 'name'], 'text', describe(name))
  if (typeof namespace !== 'string') {
    return refused('bad-metadata', ['metadata', 'namespace'], 'text', describe(namespace))
  }
  if (isTemplate(value, name, namespace, braces)) return { is: 'template' }
  return { is: 'object', name, namespace: namespace === '' ? undefined : namespace }
}

/** Quoted braces are valid YAML, and in no valid name */
const isTemplate = (value: Mapping, name: string, namespace: string, braces: boolean): boolean =>
  name.includes('{{') || namespace.includes('{{') || (braces && holdsBraces(value))

const refused = (code: DiagnosticCode, pointer: Pointer, ...args: readonly string[]): Judgement => ({
  is: 'refused',
  code,
  pointer,
  args,
})

/** A patch for kustomize: it says what to do with an object that is written elsewhere */
const isPatch = (value: unknown): boolean => isMapping(value) && Object.hasOwn(value, '$patch')

/** Fields in which `{{` is somebody else's language: a Go template that a container is given, say */
const OTHER_LANGUAGES: ReadonlySet<string> = new Set(['annotations', 'args', 'command', 'env', 'data'])

function holdsBraces(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('{{')
  if (Array.isArray(value)) return value.some(holdsBraces)
  if (!isMapping(value)) return false
  return Object.keys(value).some((key) => key.includes('{{') || (!OTHER_LANGUAGES.has(key) && holdsBraces(value[key])))
}

/** Of a mapping without apiVersion or kind: whether it was meant to be a policy, to judge by its fields */
export function looksLikePolicy(value: Mapping): boolean {
  const { apiVersion, kind, spec } = value
  if (typeof kind === 'string') return kind.endsWith('NetworkPolicy')
  if (typeof apiVersion === 'string') return isPolicyGroup(groupOf(apiVersion))
  if (!isMapping(spec)) return false
  const hasRules = Array.isArray(spec['ingress']) || Array.isArray(spec['egress'])
  const hasSubject = ['podSelector', 'selector', 'types'].some((name) => Object.hasOwn(spec, name))
  return Object.hasOwn(spec, 'policyTypes') || (hasRules && hasSubject)
}

/** The names that an object gives itself, unchecked */
export function identityOf(value: unknown): GuessedObject {
  const top = isMapping(value) ? value : {}
  const metadata = isMapping(top['metadata']) ? top['metadata'] : {}
  return {
    apiVersion: textOf(top['apiVersion']),
    kind: textOf(top['kind']),
    namespace: textOf(metadata['namespace']),
    name: textOf(metadata['name']),
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
