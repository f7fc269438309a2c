// What the API server refuses in the metadata of any object, custom or not: types as Go decodes them, names, labels and
// annotations (docs/semantics.md §1.1).

import type { Field } from '../manifest/fields.ts'
import type { Manifest } from '../manifest/object.ts'
import { OBJECT_META } from './metadata-schema.ts'
import { isDnsLabel, isLabelKey, isLabelValue, isSubdomain } from './names.ts'
import { checkSchema } from './schema.ts'

/** Of names and values together, in bytes */
const LARGEST_ANNOTATIONS = 262_144

/** Kinds whose name is one label of a domain name; those of others may hold dots */
const ONE_LABEL: ReadonlySet<string> = new Set(['Namespace', 'Service'])

/** Reports whatever an object would be refused for; a null is as good as absent here, whatever the kind */
export function checkMetadata(manifest: Manifest, metadata: Field): void {
  const { group, kind, name, namespace } = manifest
  const isOneLabel = group === '' && ONE_LABEL.has(kind)
  checkSchema(metadata, OBJECT_META, { unknownField: 'unknown-field-pruned', nulls: 'absent' })
  if (isOneLabel ? !isDnsLabel(name) : !isSubdomain(name)) {
    const expected = isOneLabel
      ? 'lower-case letters, digits and hyphens'
      : 'lower-case letters, digits, hyphens and dots'
    metadata.get('name').complain('bad-value', 'name', name, expected)
  }
  if (namespace !== undefined && !isDnsLabel(namespace)) {
    metadata.get('namespace').complain('bad-value', 'namespace', namespace, 'lower-case letters, digits and hyphens')
  }
  checkLabels(metadata.get('labels'))
  checkAnnotations(metadata.get('annotations'), plainText)
}

/** The labels of an object, or those that a selector asks for */
export function checkLabels(labels: Field): void {
  for (const label of labels.entries() ?? []) {
    const value = label.isNull ? '' : label.string()
    const isLabel = isLabelKey(label.name) && isLabelValue(value ?? '')
    if (!isLabel) label.complain('bad-value', label.name, value ?? '', 'a label')
  }
}

const plainText = ({ value }: Field): string | undefined => {
  if (value === null) return ''
  return typeof value === 'string' ? value : undefined
}

/**
 * Keys as those of labels, in any case; values as they like, up to a size. `textOf` takes a value as the decoder does, and
 * has nothing for what it refuses.
 */
export function checkAnnotations(annotations: Field, textOf: (value: Field) => string | undefined): void {
  let size = 0
  for (const one of annotations.entries() ?? []) {
    const text = textOf(one)
    if (text === undefined) one.wrongType('text')
    if (!isLabelKey(one.name.toLowerCase())) one.complain('bad-value', one.name, one.name, 'the name of an annotation')
    size += bytesOf(one.name) + bytesOf(text ?? '')
  }
  if (size > LARGEST_ANNOTATIONS) annotations.complain('bad-value', 'annotations', `${String(size)} bytes`, '256 kB')
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length
