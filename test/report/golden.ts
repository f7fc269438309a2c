// Golden files: compared by bytes. A missing one fails; UPDATE_GOLDEN=1 writes them, and not where CI is set.

import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const FOLDER = path.resolve(import.meta.dirname, '../golden/report')

export function matchesGolden(name: string, text: string): void {
  const file = path.join(FOLDER, name)
  if (process.env['UPDATE_GOLDEN'] === '1') {
    assert.ok(!process.env['CI'], 'golden files are written by a person, who reads what changed')
    mkdirSync(FOLDER, { recursive: true })
    writeFileSync(file, text)
    return
  }
  assert.ok(existsSync(file), `${name} is missing: look at the output, then run with UPDATE_GOLDEN=1`)
  assert.equal(text, readFileSync(file, 'utf8'))
}
