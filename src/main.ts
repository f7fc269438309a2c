// Entry of the action's bundle: the real environment, and the exit code.

import { runAction } from './action/gate.ts'

process.exitCode = await runAction({
  env: process.env,
  write: (text) => void process.stdout.write(text),
  now: () => new Date().toISOString(),
})
