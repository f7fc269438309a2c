// What is said about the files of a repository: texts, objects, policies (docs/diagnostics.md; docs/semantics.md §1).
// Arguments are those that src/manifest and src/convert give.

import { qualified } from './names.ts'
import { name, NOTHING, numeral, phrase, prose, value, type Phrase } from './phrase.ts'
import { count, meant, type Args, type Words } from './words.ts'

/** A field by its name; of a list, where there is none, by its number there */
const fieldName = (field: string): Phrase =>
  /^\d+$/.test(field) ? phrase`entry ${numeral(Number(field) + 1)} of the list` : value(field)
const inField = (field: string): Phrase => (field === '' ? NOTHING : phrase` in ${fieldName(field)}`)
const ruleNumber = (text: string): Phrase =>
  /^\d+$/.test(text) ? phrase`rule ${numeral(Number(text))}` : phrase`a rule`

const UNKNOWN_EFFECT = phrase`correct it; until then, every flow that the object could govern is uncertain`

/** Kind, namespace and name of an object, then path and line of its other definition */
const twice = ([kind = '', namespace = '', object = '', path = '', line = '']: Args): Phrase =>
  phrase`${name(kind)} ${name(qualified(namespace, object))} is defined here and in ${name(`${path}:${line}`)}`

/** Texts that are to become objects */
export const TEXT_WORDS = {
  'yaml-syntax': {
    title: phrase`Not valid YAML`,
    say: ([reason = '']) => phrase`this is not valid YAML: ${prose(reason)}`,
    remedy: () => UNKNOWN_EFFECT,
  },
  'json-syntax': {
    title: phrase`Not valid JSON`,
    say: ([reason = '']) => phrase`this is not valid JSON: ${prose(reason)}`,
    remedy: () => UNKNOWN_EFFECT,
  },
  'yaml-too-deep': {
    title: phrase`Nested too deep`,
    say: ([most = '']) => phrase`values are nested more than ${count(most)} levels deep`,
    remedy: () => phrase`make it flatter; no policy needs that depth`,
  },
  'yaml-too-many-aliases': {
    title: phrase`Too many YAML aliases`,
    say: ([most = '']) => phrase`the document uses more than ${count(most)} aliases`,
    remedy: () => phrase`write the values out`,
  },
  'file-too-large': {
    title: phrase`File too large`,
    say: ([size = '', limit = '']) => phrase`the file has ${count(size)} bytes, and at most ${count(limit)} are read`,
    remedy: () => phrase`split the file, or leave it out of ${'policies'}`,
  },
  'file-not-utf8': {
    title: phrase`Not UTF-8`,
    say: () => phrase`the file is not text in UTF-8`,
    remedy: () => phrase`save it as UTF-8, or leave it out of ${'policies'}`,
  },
  'too-many-documents': {
    title: phrase`Too many documents`,
    say: ([most = '']) => phrase`the file holds more than ${count(most)} documents`,
    remedy: () => phrase`split the file`,
  },
  'duplicate-key': {
    title: phrase`Key given twice`,
    say: ([key = '']) => phrase`${key} is given twice, and which one counts depends on the reader`,
    remedy: () => phrase`remove one of the two`,
  },
  'template-not-rendered': {
    title: phrase`Template passed over`,
    say: ([by]) =>
      by === 'openshift'
        ? phrase`an OpenShift template was passed over, for its parameters are not filled in`
        : phrase`a template with ${'{{'} was passed over, for it is not rendered`,
    remedy: ([by]) =>
      phrase`render it first, with ${by === 'openshift' ? 'oc process' : 'helm template'} say, and name the result in ${'before'} and ${'after'}`,
  },
  'not-an-object': {
    title: phrase`Not a whole object`,
    say: ([field = '']) =>
      field === 'kind' || field === 'apiVersion'
        ? phrase`this looks like a policy, but has no ${field}, so it was passed over`
        : phrase`this cannot be applied as it is, because of its ${field}, so it was passed over`,
    remedy: ([field = '']) =>
      field === 'kind' || field === 'apiVersion' ? phrase`add ${field} if it is meant to be applied` : NOTHING,
  },
  'missing-name': {
    title: phrase`Object without a name`,
    say: ([kind = '']) => phrase`this ${name(kind)} has no ${'metadata.name'}`,
    remedy: () => phrase`give it a name; without one it cannot be applied`,
  },
  'bad-metadata': {
    title: phrase`Metadata of the wrong type`,
    say: ([expected = '', found = '']) => phrase`expected ${prose(expected)} here, found ${found}`,
    remedy: () => UNKNOWN_EFFECT,
  },
  'default-namespace-used': {
    title: phrase`Default namespace used`,
    say: ([namespace = '', kind = '', object = '']) =>
      phrase`${name(kind)} ${name(object)} names no namespace and is taken to be in ${namespace}, as is every other such object`,
    remedy: () => phrase`set ${'default-namespace'} if they are applied to another one`,
  },
  'namespace-on-global': {
    title: phrase`Namespace on a cluster-wide object`,
    say: ([kind = '', object = '', namespace = '']) =>
      phrase`${name(kind)} ${name(object)} is cluster-wide: its namespace ${namespace} means nothing`,
    remedy: () => phrase`remove the namespace, or use the namespaced kind`,
  },
  'duplicate-object': {
    title: phrase`Object defined twice`,
    say: (args) => phrase`${twice(args)}`,
    remedy: () => phrase`remove one, or narrow ${'policies'} so that it matches one of them (overlays, say)`,
  },
  'duplicate-object-before': {
    title: phrase`Object defined twice`,
    say: (args) => phrase`${twice(args)}, as it was before the change`,
    remedy: () => phrase`narrow ${'policies'} so that it matches one of them (overlays, say)`,
  },
} as const satisfies Readonly<Record<string, Words>>

/** Objects that are to become policies */
export const POLICY_WORDS = {
  'wrong-type': {
    title: phrase`Value of the wrong type`,
    say: ([field = '', expected = '', found = '']) =>
      phrase`expected ${prose(expected)}${inField(field)}, found ${found}`,
    remedy: () => UNKNOWN_EFFECT,
  },
  'missing-field': {
    title: phrase`Field missing`,
    say: ([field = '']) => phrase`${field} is required and missing`,
    remedy: () => UNKNOWN_EFFECT,
  },
  'unknown-field': {
    title: phrase`Unknown field`,
    say: ([field = '', near]) => phrase`there is no field ${field} here${meant(near)}`,
    remedy: () => UNKNOWN_EFFECT,
  },
  'unknown-field-pruned': {
    title: phrase`Unknown field, silently dropped`,
    say: ([field = '', near]) =>
      phrase`there is no field ${field} here, and the cluster drops it without a word${meant(near)}`,
    remedy: () => phrase`correct or remove it; without it the rule may match more than was meant`,
  },
  'repeated-entry': {
    title: phrase`Entry given twice`,
    say: ([field = '', entry = '']) =>
      phrase`${entry} stands in ${field} twice, and the API server of a cluster with current schemas refuses that`,
    remedy: () => phrase`remove one of the two; what is meant is plain, so flows are judged as if it were there once`,
  },
  'bad-value': {
    title: phrase`Value not allowed`,
    say: ([field = '', found = '', expected]) =>
      phrase`${found} is no value for ${fieldName(field)}${expected === undefined ? NOTHING : phrase`; expected ${prose(expected)}`}`,
    remedy: () => UNKNOWN_EFFECT,
  },
  'fields-exclude-each-other': {
    title: phrase`Fields that exclude each other`,
    say: ([one = '', other = '']) => phrase`${one} and ${other} cannot stand together`,
    remedy: () => phrase`keep the one that was meant`,
  },
  'field-requires': {
    title: phrase`Field that needs another`,
    say: ([field = '', needed = '']) => phrase`${field} needs ${needed} beside it`,
    remedy: () => UNKNOWN_EFFECT,
  },
  'bad-selector': {
    title: phrase`Selector that cannot be parsed`,
    say: ([text = '', position = '', expected = '']) =>
      phrase`the selector ${text} cannot be parsed: expected ${prose(expected)} at character ${count(position)}`,
    remedy: () => phrase`correct the selector`,
  },
  'bad-cidr': {
    title: phrase`Not an address range`,
    say: ([text = '']) => phrase`${text} is no address range such as ${'10.0.0.0/8'}`,
    remedy: () => UNKNOWN_EFFECT,
  },
  'cidr-host-bits': {
    title: phrase`Address range with host bits`,
    say: ([text = '', cleared]) =>
      phrase`${text} has bits set beyond its prefix${cleared === undefined ? NOTHING : phrase`; the range is ${cleared}`}`,
    remedy: () => phrase`write the first address of the range`,
  },
  'bad-port': {
    title: phrase`Not a port`,
    say: ([text = '']) =>
      phrase`${text} is no port: expected a number from 1 to 65535, a range such as ${'80:90'}, or the name of a port`,
    remedy: () => phrase`correct the port`,
  },
  'bad-protocol': {
    title: phrase`Not a protocol`,
    say: ([text = '']) =>
      phrase`${text} is no protocol: expected TCP, UDP, SCTP, ICMP, ICMPv6, UDPLite or a number from 1 to 255`,
    remedy: () => phrase`correct the protocol`,
  },
  'port-without-protocol': {
    title: phrase`Ports without a protocol that has them`,
    say: () => phrase`ports are given, but the protocol is not TCP, UDP or SCTP`,
    remedy: () => phrase`name the protocol`,
  },
  'rule-refused': {
    title: phrase`Rule that cannot be converted`,
    say: ([why]) =>
      why === undefined
        ? phrase`this rule cannot be converted, and takes its policy with it`
        : phrase`this rule cannot be converted, and takes its policy with it: ${prose(why)}`,
    remedy: () => phrase`correct the rule`,
  },
  'rule-dropped': {
    title: phrase`Rule that has no effect`,
    say: ([number = '']) =>
      phrase`${ruleNumber(number)} cannot be converted and is left out; the rest of the policy holds`,
    remedy: () => phrase`correct the rule`,
  },
  'rule-becomes-deny-all': {
    title: phrase`Rule that denies everything`,
    say: ([number = '']) => phrase`${ruleNumber(number)} cannot be converted, and so denies all traffic`,
    remedy: () => phrase`correct the rule`,
  },
  'unknown-tier': {
    title: phrase`Tier that does not exist`,
    say: ([tier = '', near]) =>
      phrase`no tier ${tier} is known, so it is taken to come last and to deny at its end${meant(near)}`,
    remedy: () => phrase`add the Tier, or capture it with the snapshot`,
  },
  'field-not-modelled': {
    title: phrase`Field that is not modelled`,
    say: ([field = '']) => phrase`${field} is not modelled, so flows that depend on it are uncertain`,
    remedy: () => NOTHING,
  },
  'kind-not-modelled': {
    title: phrase`Kind that is not modelled`,
    say: ([apiVersion = '', kind = '']) =>
      phrase`${name(kind)} of ${name(apiVersion)} is not modelled; what it does is not in this report`,
    remedy: () => NOTHING,
  },
  'not-watched': {
    title: phrase`Kind that the cluster does not read`,
    say: ([apiVersion = '', kind = '', readers = '']) =>
      phrase`this cluster does not read ${name(kind)} of ${name(apiVersion)} (only ${prose(readers)} do), so it has no effect`,
    remedy: ([apiVersion = '', kind = '']) => {
      if (!apiVersion.startsWith('policy.networking.k8s.io/'))
        return phrase`use a kind of Kubernetes, or set ${name('policy-engine')} if the cluster has Calico`
      return kind === 'ClusterNetworkPolicy'
        ? phrase`use ${name('AdminNetworkPolicy')}, or set ${name('calico-version')} if the cluster is newer`
        : phrase`use ${name('ClusterNetworkPolicy')}, which replaced it, or set ${name('calico-version')} if the cluster is older`
    },
  },
  'service-without-namespace': {
    title: phrase`Service without a namespace`,
    say: ([service = '']) => phrase`the Service ${service} is named without its namespace, so the rule matches nothing`,
    remedy: () => phrase`add the namespace of the Service`,
  },
  'rules-without-type': {
    title: phrase`Rules that have no effect`,
    say: ([direction = '']) =>
      phrase`there are ${name(direction)} rules, but the policy's types leave ${name(direction)} out`,
    remedy: () => phrase`add the type, or remove the rules`,
  },
  'condition-ignored': {
    title: phrase`Condition that has no effect`,
    say: ([field = '']) => phrase`${field} has no effect as it is written`,
    remedy: () => phrase`correct or remove it; without it the rule may match more than was meant`,
  },
} as const satisfies Readonly<Record<string, Words>>

/** The second argument is the code of what is wrong, and the rest are its arguments */
export const FELIX_WORDS = {
  'felix-drops-policy': {
    title: phrase`Policy that has no effect`,
    say: ([object = '', code = '', ...args]) =>
      phrase`the cluster accepts ${name(object)} and Calico then discards it, so it does nothing: ${cause(code, args)}`,
    remedy: () => phrase`correct this line; the policy has no effect until then`,
  },
} as const satisfies Readonly<Record<string, Words>>

function cause(code: string, args: Args): Phrase {
  const words: Readonly<Record<string, Words>> = POLICY_WORDS
  return (Object.hasOwn(words, code) ? words[code]?.say(args) : undefined) ?? value(code)
}
