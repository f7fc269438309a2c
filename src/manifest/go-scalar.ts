// What an unquoted YAML scalar means to Kubernetes. kubectl, kustomize and calicoctl read YAML with Go's yaml.v2 (in
// sigs.k8s.io/yaml), which is neither YAML 1.1 nor 1.2: booleans and octal numbers of 1.1 (`yes` is true, 0777 is 511),
// no base 60 (12:30:45 is text) and no dates (2024-01-02 is text). Source: resolve.go of that package.

const TRUE: ReadonlySet<string> = new Set('y Y yes Yes YES true True TRUE on On ON'.split(' '))
const FALSE: ReadonlySet<string> = new Set('n N no No NO false False FALSE off Off OFF'.split(' '))
const NULL: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL'])

const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
const INFINITY = /^([-+]?)\.(?:inf|Inf|INF)$/
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/

/** First characters that a number can begin with */
export const NUMBER_STARTS: readonly string[] = Array.from('-+.0123456789')
export const BOOLEAN_STARTS: readonly string[] = Array.from('yYnNtTfFoO')
export const NULL_STARTS: readonly string[] = ['', '~', 'n', 'N']

/** True or false where the text is one of the words for it */
export const goBoolean = (text: string): boolean | undefined =>
  TRUE.has(text) ? true : FALSE.has(text) ? false : undefined

export const isGoNull = (text: string): boolean => NULL.has(text)

/** The number that the text stands for, if it is one. Underscores between digits do not count */
export function goNumber(text: string): number | undefined {
  const plain = /^[-+0-9]/.test(text) ? text.replaceAll('_', '') : text
  const whole = INTEGER.exec(plain)
  if (whole !== null) return goInteger(whole)
  if (FLOAT.test(plain)) {
    const value = Number(plain)
    return Number.isFinite(value) ? value : undefined
  }
  if (NOT_A_NUMBER.test(text)) return NaN
  const infinite = INFINITY.exec(text)
  return infinite === null ? undefined : infinite[1] === '-' ? -Infinity : Infinity
}

function goInteger([, sign, hex, binary, octal, decimal]: RegExpExecArray): number {
  const value = hex
    ? parseInt(hex, 16)
    : binary
      ? parseInt(binary, 2)
      : octal
        ? parseInt(octal, 8)
        : parseInt(decimal ?? '', 10)
  return sign === '-' && value !== 0 ? -value : value
}

/** The value of an unquoted scalar */
export function goScalar(text: string): null | boolean | number | string {
  return isGoNull(text) ? null : (goBoolean(text) ?? goNumber(text) ?? text)
}
