// Rows of texts → lines of the terminal, in columns.

import { median } from '../statistics.mjs'

export const number = (value, digits = 0) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** `median (least to most)` */
export function spread(samples, digits) {
  const [least, most] = [Math.min(...samples), Math.max(...samples)]
  return `${number(median(samples), digits)} (${number(least, digits)} to ${number(most, digits)})`
}

/** The first column is aligned to the left, the others to the right; a row may end early */
export function table(head, rows) {
  const lines = [head, ...rows]
  const widths = head.map((_, i) => Math.max(...lines.map((row) => row[i]?.length ?? 0)))
  for (const row of lines) {
    const cells = row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
    console.log(`  ${cells.join('  ')}`.trimEnd())
  }
}

/** How the answers of a program differ from the expected ones, and `why` where that is known */
export function printClasses({ name, why }, classes = []) {
  for (const { count, example, kind } of classes)
    console.log(`  ${name}: ${number(count)} times ${kind}, such as\n    ${example}`)
  if (classes.length > 0 && why !== undefined) console.log(`  ${name}: ${why}`)
}
