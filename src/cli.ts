// Entry of the command line's bundle: the real streams, and the exit code.

import { main } from './cli/main.ts'

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  input: process.stdin,
  env: process.env,
  now: () => new Date().toISOString(),
  columns: process.stdout.columns,
})
