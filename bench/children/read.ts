// Reads a file of a snapshot into our records, and stops there: what of a gate its snapshot costs. Prints one JSON object,
// with the time of the processors from when all is loaded.

import { readSnapshotFiles } from '../../src/files/snapshot-files.ts'
import { createSnapshotReader } from '../../src/snapshot/reader.ts'

const reader = createSnapshotReader({}, ({ args, code }) => {
  throw new Error(`${code} ${args.join(' ')}`)
})
const start = process.cpuUsage()
for (const file of readSnapshotFiles(process.argv[2] ?? '.')) await reader.add(file)
const { system, user } = process.cpuUsage(start)
const { meta, records } = reader.finish()
console.log(JSON.stringify({ records: meta.recordCount, rows: records.rows.size, readMs: (user + system) / 1000 }))
