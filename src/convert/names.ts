// Names, label keys and label values as Kubernetes and Calico check them (docs/semantics.md §1.2, §1.3, §1.7).

const LABEL = '[a-z0-9](?:[-a-z0-9]*[a-z0-9])?'
const SUBDOMAIN = `${LABEL}(?:\\.${LABEL})*`

const matcher = (pattern: string, longest: number): ((text: string) => boolean) => {
  const whole = new RegExp(`^(?:${pattern})$`)
  return (text) => text.length <= longest && whole.test(text)
}

export const isDnsLabel = matcher(LABEL, 63)
export const isSubdomain = matcher(SUBDOMAIN, 253)
export const isGlobalPolicyName = matcher(`(?:${LABEL}\\.)?${LABEL}`, 253)
export const isPolicyName = matcher(`${LABEL}(?:\\.${LABEL})?|(?:knp|ossg)\\.default\\.${SUBDOMAIN}`, 253)

const isLabelName = matcher('[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?', 63)

/** A label key: a name, which a subdomain and a slash may stand before */
export function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/')
  return slash < 0 ? isLabelName(key) : isSubdomain(key.slice(0, slash)) && isLabelName(key.slice(slash + 1))
}

export const isLabelValue = (value: string): boolean => value === '' || isLabelName(value)

/** Of a container's port: short, lower-case, with a letter, and no hyphen at an end or beside another */
export const isPortName = (name: string): boolean =>
  name.length <= 15 && /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name) && /[a-z]/.test(name)
