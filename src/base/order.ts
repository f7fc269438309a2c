// The one order of all output: by UTF-16 code unit, which for the names of Kubernetes objects is byte order.

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Compares by the first key that differs */
export function byKeys<T>(...keys: readonly ((item: T) => string | number)[]): (a: T, b: T) => number {
  return (a, b) => {
    for (const key of keys) {
      const [x, y] = [key(a), key(b)]
      if (x < y) return -1
      if (x > y) return 1
    }
    return 0
  }
}
