// Loaded before a program that is measured: says on file descriptor 3, when it ends, what the program used.

import { writeSync } from 'node:fs'

process.on('exit', () => {
  const { maxRSS, systemCPUTime, userCPUTime } = process.resourceUsage()
  writeSync(3, JSON.stringify({ peakMiB: maxRSS / 1024, cpuMillis: (userCPUTime + systemCPUTime) / 1000 }))
})
