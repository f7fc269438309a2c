// A short name for a text, to tell whether two texts are equal without keeping them. Nothing is secured by it.

/** 64 bits as hexadecimal digits: two runs of FNV-1a with different primes, mixed with each other */
export function fingerprint(text: string): string {
  let [a, b] = [0x811c9dc5, 0xdeadbeef]
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x01000193)
    b = Math.imul(b ^ code, 0x5bd1e995)
  }
  a = Math.imul(a ^ (a >>> 16) ^ (b >>> 13), 0x85ebca6b)
  b = Math.imul(b ^ (b >>> 15) ^ (a >>> 11), 0xc2b2ae35)
  const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0')
  return hex(a ^ (a >>> 13)) + hex(b ^ (b >>> 16))
}
