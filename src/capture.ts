// Entry of the capture's bundle: the real environment, and the exit code.

import { captureProgram } from './capture/program.ts'

process.exitCode = await captureProgram({
  args: process.argv.slice(2),
  env: process.env,
  now: () => Date.now(),
  write: (text) => void process.stdout.write(text),
})
