// Calico versions as far as semantics hang on them (docs/semantics.md §0.1).

/** Major and minor; undefined for what is no release, such as `master`, and counts as the newest */
export type Version = readonly [number, number] | undefined

export function parseVersion(text: string | undefined): Version {
  const found = /^v?(\d+)\.(\d+)/.exec(text ?? '')
  return found === null ? undefined : [Number(found[1]), Number(found[2])]
}

export function isBefore(version: Version, [major, minor]: readonly [number, number]): boolean {
  return version !== undefined && (version[0] < major || (version[0] === major && version[1] < minor))
}

/** What a version does otherwise than the newest one */
export interface Generation {
  /** Which cluster-wide policies of Kubernetes are read: ClusterNetworkPolicy, the AdminNetworkPolicies, both, or neither */
  readonly clusterPolicies: 'cnp' | 'anp' | 'all' | 'none'
  /** Names hold the tier: `<tier>.<name>`, stored as `default.<name>` in the default tier (before v3.32) */
  readonly tieredNames: boolean
}

/** Without Calico every kind of Kubernetes is taken to be read */
export const NOT_CALICO: Generation = { clusterPolicies: 'all', tieredNames: false }

export function generationOf(calicoVersion: string | undefined): Generation {
  const version = parseVersion(calicoVersion)
  if (!isBefore(version, [3, 32])) return { clusterPolicies: 'cnp', tieredNames: false }
  return { clusterPolicies: isBefore(version, [3, 29]) ? 'none' : 'anp', tieredNames: true }
}
