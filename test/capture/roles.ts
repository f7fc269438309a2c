// The shipped roles as an authorizer, and what a request of the API needs of it (RBAC of Kubernetes).

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseYaml } from '../../src/manifest/yaml.ts'
import { ROOT } from '../support/shared.ts'

/** What a request needs, as RBAC sees it */
export interface Need {
  readonly verb: string
  /** A path, for what is no resource */
  readonly url?: string
  readonly group?: string
  /** `pods`, `pods/portforward`, `tier.networkpolicies` */
  readonly resource?: string
  readonly namespace?: string | undefined
  readonly name?: string | undefined
}

export interface Rule {
  readonly verbs: readonly string[]
  readonly apiGroups?: readonly string[]
  readonly resources?: readonly string[]
  readonly resourceNames?: readonly string[]
  readonly nonResourceURLs?: readonly string[]
}

export interface Grant {
  /** Undefined: of a ClusterRole */
  readonly namespace: string | undefined
  readonly rule: Rule
}

export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly namespace?: string
    readonly uid?: string
    readonly labels?: Readonly<Record<string, string>>
  }
  readonly spec?: Readonly<Record<string, unknown>>
  readonly [field: string]: unknown
}

/** The objects of a file of capture/kubernetes */
export function shippedObjects(name: string): readonly KubernetesObject[] {
  const text = readFileSync(path.join(ROOT, 'capture/kubernetes', name), 'utf8')
  return text.split(/^---$/m).map((document) => {
    const result = parseYaml(document)
    if (!result.ok) throw new Error(`${name}: ${result.fault.code}`)
    return result.values[0] as KubernetesObject
  })
}

export const shippedGrants = (): readonly Grant[] =>
  shippedObjects('rbac.yaml')
    .filter(({ kind }) => kind === 'ClusterRole' || kind === 'Role')
    .flatMap(({ metadata, rules }) =>
      (rules as readonly Rule[]).map((rule) => ({ namespace: metadata.namespace, rule })),
    )

export const covers = ({ namespace, rule }: Grant, need: Need): boolean => {
  if (!rule.verbs.includes(need.verb)) return false
  const { url } = need
  if (url !== undefined)
    return (rule.nonResourceURLs ?? []).some(
      (one) => one === url || (one.endsWith('*') && url.startsWith(one.slice(0, -1))),
    )
  return (
    (namespace === undefined || namespace === need.namespace) &&
    (rule.apiGroups ?? []).includes(need.group ?? '') &&
    (rule.resources ?? []).includes(need.resource ?? '') &&
    (rule.resourceNames === undefined || rule.resourceNames.includes(need.name ?? ''))
  )
}

/** Every single right of a grant: a verb on a resource of a group, or on a path */
export const rightsOf = ({ namespace, rule }: Grant): readonly Need[] =>
  rule.verbs.flatMap((verb) => [
    ...(rule.nonResourceURLs ?? []).map((url) => ({ verb, url })),
    ...(rule.apiGroups ?? []).flatMap((group) =>
      (rule.resources ?? []).flatMap((resource) =>
        (rule.resourceNames ?? [undefined]).map((name) => ({ verb, group, resource, namespace, name })),
      ),
    ),
  ])

/** As the API server reads a path: GET is `get` of a name and `list` without one, POST is `create` */
export function needOf(method: string, pathname: string): Need {
  const parts = pathname.split('/').filter((part) => part !== '')
  const rest = parts[0] === 'api' ? parts.slice(2) : parts.slice(3)
  if (rest.length === 0) return { verb: method.toLowerCase(), url: pathname }
  const group = parts[0] === 'api' ? '' : parts[1]!
  const isNamespaced = rest[0] === 'namespaces' && rest.length > 2
  const [resource = '', name, subresource] = isNamespaced ? rest.slice(2) : rest
  const full = subresource === undefined ? resource : `${resource}/${subresource}`
  const verb = method === 'POST' ? 'create' : name === undefined ? 'list' : 'get'
  return { verb, group, resource: full, namespace: isNamespaced ? rest[1] : undefined, name }
}

/** `list pods`, `create pods/portforward in calico-system` */
export const shown = ({ group = '', name, namespace, resource = '', url, verb }: Need): string =>
  url === undefined
    ? [`${verb} ${resource}${group && `.${group}`}`, namespace && `in ${namespace}`, name].filter(Boolean).join(' ')
    : `${verb} ${url}`
