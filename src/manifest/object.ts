// Documents as Kubernetes objects with a group, a kind, a namespace and a name: Lists are unwrapped, what cannot affect
// policy is left out, and what could not be read is handed over as such, for its effect is unknown (semantics §1.1).

import type { DiagnosticCode, Report } from '../base/diagnostic.ts'
import { asOfCluster, clusterOrigin } from '../base/location.ts'
import type { Location, Origin, SourceText } from '../base/location.ts'
import { originBelow, readDocuments } from './documents.ts'
import type { BrokenContent, TextDocument, TextLimits } from './documents.ts'
import { isMapping } from './fields.ts'
import type { Mapping } from './fields.ts'
import { guessObject, kindsIn, looksLikeTemplate } from './guess.ts'
import type { GuessedObject } from './guess.ts'
import { affectsPolicy, groupOf, groupsWith, meantKind, scopeOf } from './kinds.ts'
import { identityOf, judge, looksLikePolicy } from './metadata.ts'
import { MAX_DEPTH } from './yaml.ts'

/** One object of the cluster or of a file */
export interface Manifest {
  readonly apiVersion: string
  /** The part of `apiVersion` before the slash; empty for the core group */
  readonly group: string
  readonly version: string
  readonly kind: string
  /** Undefined for a cluster-scoped kind, and for a kind whose scope is not known and that gives none */
  readonly namespace: string | undefined
  readonly name: string
  /** The object as it was written; pointers of `origin` start here */
  readonly value: Readonly<Record<string, unknown>>
  readonly origin: Origin
  /** `group|kind|namespace|name`: the same object wherever it is written */
  readonly key: string
}

/**
 * A document, or an object in one, that could not be read; the diagnostic is already reported. Kind, namespace and name
 * are what it seems to say, unchecked; no kind: it could be anything.
 */
export interface BrokenDocument extends GuessedObject {
  readonly path: string
  readonly at: Location
  readonly why: DiagnosticCode
  /** As it was written; equal texts on both sides mean that nothing changed */
  readonly text: string
}

export interface ReadOptions {
  /** Where a namespaced object lives that does not say so */
  readonly defaultNamespace: string
  readonly report: Report
  /** Which objects are of interest; default: `affectsPolicy` of kinds.ts */
  readonly wanted?: (group: string, kind: string) => boolean
  /** What was already said, for notices that come once a run; share one set among the calls of a run */
  readonly said?: Set<DiagnosticCode>
  readonly limits?: TextLimits
  /** The text is what a cluster printed of its objects: nobody wrote them so, and all were admitted */
  readonly fromCluster?: boolean
}

export interface ReadResult {
  readonly manifests: readonly Manifest[]
  /** The effect of each is unknown */
  readonly broken: readonly BrokenDocument[]
  /** Templates, passed over with a notice: no tool applies them as they are */
  readonly unrendered: readonly BrokenDocument[]
}

export const objectKey = (group: string, kind: string, namespace: string | undefined, name: string): string =>
  `${group}|${kind}|${namespace ?? ''}|${name}`

/** Every object of a YAML or JSON text that can affect policy, in the order of the text. Never throws */
export function readManifests(source: SourceText, options: ReadOptions): ReadResult {
  const reading = new Reading(options)
  const text = { concerns: mayHoldObject, ...(options.limits && { limits: options.limits }) }
  for (const document of readDocuments(source, text)) reading.document(document)
  return reading
}

/** The objects of a value that a snapshot holds, a List unwrapped; `origin.fromCluster` is set. Never throws */
export function manifestsFromObject(value: unknown, path: string, options: ReadOptions): ReadResult {
  const reading = new Reading(options)
  const origin = clusterOrigin(path, value)
  if (isDeeperThan(value, MAX_DEPTH)) {
    const at = origin.locate([])
    options.report({ code: 'yaml-too-deep', at, args: [String(MAX_DEPTH)] })
    reading.broken.push({ ...identityOf(value), path, at, why: 'yaml-too-deep', text: '' })
  } else reading.value(value, { origin, braces: false, list: undefined })
  return reading
}

/** A text without these words holds no object and nothing that looks like one; escapes can hide any word */
const mayHoldObject = (text: string): boolean =>
  (text.includes('kind') && text.includes('apiVersion')) ||
  /policyTypes|podSelector|projectcalico\.org|\\[xuU\r\n]/.test(text)

interface Type {
  readonly apiVersion: string
  readonly kind: string
}

interface Names {
  readonly name: string
  readonly namespace: string | undefined
}

/** What a value stands in */
interface Surroundings {
  readonly origin: Origin
  /** The document has `{{` in an unquoted scalar */
  readonly braces: boolean
  /** What the items of a typed list are, where they do not say so themselves */
  readonly list: Type | undefined
}

/** One call: what it found so far */
class Reading implements ReadResult {
  readonly manifests: Manifest[] = []
  readonly broken: BrokenDocument[] = []
  readonly unrendered: BrokenDocument[] = []
  readonly #options: ReadOptions
  readonly #wanted: (group: string, kind: string) => boolean
  readonly #said: Set<DiagnosticCode>

  constructor(options: ReadOptions) {
    this.#options = options
    this.#wanted = options.wanted ?? affectsPolicy
    this.#said = options.said ?? new Set()
  }

  document({ path, text, content }: TextDocument): void {
    if (content.ok) this.value(content.value, { origin: content.origin, braces: content.braces, list: undefined })
    else this.#unreadable(path, text, content)
  }

  value(value: unknown, from: Surroundings): void {
    if (!isMapping(value)) return
    const apiVersion = value['apiVersion'] ?? from.list?.apiVersion
    const kind = value['kind'] ?? from.list?.kind
    if (typeof apiVersion === 'string' && typeof kind === 'string') this.#typed(value, { apiVersion, kind }, from)
    else if (looksLikePolicy(value)) this.#passOver(from.origin, typeof kind === 'string' ? 'apiVersion' : 'kind')
  }

  #typed(value: Mapping, { apiVersion, kind }: Type, { origin, braces }: Surroundings): void {
    const { items, objects } = value
    if (kind.endsWith('List') && Array.isArray(items)) {
      // What the server sends as a NetworkPolicyList has items that do not say what they are
      const list = kind === 'List' ? undefined : { apiVersion, kind: kind.slice(0, -'List'.length) }
      items.forEach((item: unknown, i) => {
        this.value(item, { origin: originBelow(origin, ['items', i]), braces, list })
      })
    } else if (kind === 'Template' && Array.isArray(objects)) this.#openShiftTemplate(objects, origin)
    else if (apiVersion.includes('{{') && this.#isWantedSomewhere(kind)) this.#template(value, origin, 'helm')
    else if (this.#wanted(groupOf(apiVersion), kind)) this.#wantedObject(value, { apiVersion, kind }, origin, braces)
    else if (this.#isWritten(origin)) this.#misspelt(value, { apiVersion, kind }, origin)
  }

  /** By somebody's hand, and all that affects policy is asked for */
  #isWritten(origin: Origin): boolean {
    return this.#options.wanted === undefined && this.#options.fromCluster !== true && !origin.fromCluster
  }

  /** The API server knows no such kind, so what was there before stays: unknown effect, for the kind that was meant */
  #misspelt(value: Mapping, written: Type, origin: Origin): void {
    const meant = meantKind(written.apiVersion, written.kind)
    if (meant === undefined) return
    const { apiVersion, field, kind } = meant
    const at = origin.locate([field])
    this.#say('bad-value', at, field, written[field], meant[field])
    const object = { ...identityOf(value), apiVersion, kind }
    this.broken.push({ ...object, path: origin.path, at, why: 'bad-value', text: JSON.stringify(value) })
  }

  #wantedObject(value: Mapping, type: Type, origin: Origin, braces: boolean): void {
    const judged = judge(value, type.kind, braces)
    if (judged.is === 'object') this.#accept(value, type, judged, origin)
    else if (judged.is === 'template') this.#template(value, origin, 'helm')
    else if (judged.is === 'passed over') this.#passOver(origin, judged.because)
    else {
      const { code: why, pointer, args } = judged
      const at = origin.locate(pointer)
      this.#say(why, at, ...args)
      this.broken.push({ ...identityOf(value), ...type, path: origin.path, at, why, text: JSON.stringify(value) })
    }
  }

  #accept(value: Mapping, { apiVersion, kind }: Type, { name, namespace: given }: Names, origin: Origin): void {
    const group = groupOf(apiVersion)
    const version = apiVersion.slice(apiVersion.indexOf('/') + 1)
    const scope = scopeOf(group, kind)
    let namespace = given
    if (scope === 'cluster' && given !== undefined) {
      this.#say('namespace-on-global', origin.locate(['metadata', 'namespace']), kind, name, given)
      namespace = undefined
    }
    if (scope === 'namespaced' && given === undefined) namespace = this.#defaultNamespace(kind, name, origin)
    const key = objectKey(group, kind, namespace, name)
    const from = this.#options.fromCluster === true ? asOfCluster(origin) : origin
    this.manifests.push({ apiVersion, group, version, kind, namespace, name, value, origin: from, key })
  }

  #defaultNamespace(kind: string, name: string, origin: Origin): string {
    const { defaultNamespace } = this.#options
    if (!this.#said.has('default-namespace-used')) {
      this.#said.add('default-namespace-used')
      this.#say('default-namespace-used', origin.locate(['metadata']), defaultNamespace, kind, name)
    }
    return defaultNamespace
  }

  /** A text that is no YAML or no JSON: a template, an error where it seems to be about policy, or nobody's business */
  #unreadable(path: string, text: string, { code, at, args, lenient }: BrokenContent): void {
    if (!this.#concerns(text)) return
    const guessed = lenient === undefined ? guessObject(text) : identityOf(lenient)
    if ((code === 'yaml-syntax' || code === 'json-syntax') && looksLikeTemplate(text)) {
      this.#sayTemplate(at, 'helm')
      this.unrendered.push({ ...guessed, path, at, why: 'template-not-rendered', text })
    } else {
      this.#say(code, at, ...args)
      this.broken.push({ ...guessed, path, at, why: code, text })
    }
  }

  /** Whether a text that cannot be read seems to hold an object of interest */
  #concerns(text: string): boolean {
    const { apiVersion, kind } = guessObject(text)
    const isOne = apiVersion !== undefined && kind !== undefined && !/(?:List|Template)$/.test(kind)
    return isOne ? this.#wanted(groupOf(apiVersion), kind) : kindsIn(text).some((one) => this.#isWantedSomewhere(one))
  }

  #isWantedSomewhere(kind: string): boolean {
    return groupsWith(kind).some((group) => this.#wanted(group, kind))
  }

  /** OpenShift's Template has parameters, which `oc process` fills in */
  #openShiftTemplate(objects: readonly unknown[], origin: Origin): void {
    objects.forEach((one, i) => {
      const { apiVersion, kind } = identityOf(one)
      const isWanted = apiVersion !== undefined && kind !== undefined && this.#wanted(groupOf(apiVersion), kind)
      if (isWanted) this.#template(one, originBelow(origin, ['objects', i]), 'openshift')
    })
  }

  #template(value: unknown, origin: Origin, by: 'helm' | 'openshift'): void {
    const at = origin.locate([])
    this.#sayTemplate(at, by)
    const text = JSON.stringify(value)
    this.unrendered.push({ ...identityOf(value), path: origin.path, at, why: 'template-not-rendered', text })
  }

  /** Once a file, for a chart has many */
  #sayTemplate(at: Location, by: 'helm' | 'openshift'): void {
    if (this.unrendered.length === 0) this.#say('template-not-rendered', at, by)
  }

  #passOver(origin: Origin, because: string): void {
    this.#say('not-an-object', origin.locate([]), because)
  }

  #say(code: DiagnosticCode, at: Location, ...args: readonly string[]): void {
    this.#options.report({ code, at, args })
  }
}

function isDeeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return limit === 0 || Object.values(value).some((child) => isDeeperThan(child, limit - 1))
}
