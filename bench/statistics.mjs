// Samples → what is printed of them: the median, and how far the others are from it.

export function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

const text = (value, digits) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** `median unit (least to most)` */
export function single(samples, { digits = 0, unit }) {
  if (samples.length === 0) return 'not measured'
  const [least, most] = [Math.min(...samples), Math.max(...samples)]
  return `${text(median(samples), digits)} ${unit} (${text(least, digits)} to ${text(most, digits)})`
}

/** Both, and the ratio of each round, which holds when the speed of the machine drifts */
export function compared(own, others, figure) {
  if (own.length === 0 || others.length === 0) return `A ${single(own, figure)}  B ${single(others, figure)}`
  const ratios = own.map((value, i) => value / others[i])
  return `A ${single(own, figure)}  B ${single(others, figure)}  A/B ${single(ratios, { digits: 2, unit: '' })}`
}
