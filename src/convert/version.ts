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
