// Entry of the command line's bundle: the real streams, and the exit code.

import { main } from './cli/main.ts'

// Who reads what is printed may stop before the end, as `head` does; the exit code is that of the command all the same.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

process.exitCode = await main(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  input: process.stdin,
  env: process.env,
  now: () => new Date().toISOString(),
  columns: process.stdout.columns,
})
