// Reads a snapshot and parses it with JSON.parse, and does nothing else: what any program has to do at least. A list as one
// text, lines (`data: …` of an event stream among them) one by one, without keeping them.

import { createReadStream, readFileSync } from 'node:fs'

const [file = ''] = process.argv.slice(2)
let records = 0

if (file.endsWith('.json')) {
  const list = JSON.parse(readFileSync(file, 'utf8'))
  records = (list.items ?? list.flows).length
} else {
  let rest = ''
  for await (const piece of createReadStream(file, { encoding: 'utf8', highWaterMark: 2 ** 18 })) {
    const lines = `${rest}${piece}`.split('\n')
    rest = lines.pop()
    for (const line of lines) parse(line)
  }
  parse(rest)
}
console.log(records)

function parse(line) {
  if (line === '') return
  JSON.parse(line.startsWith('data: ') ? line.slice('data: '.length) : line)
  records++
}
