// `snapshot pseudonymise`, and `--pseudonymise` of `merge`: a snapshot without the names of a cluster, under which every verdict
// is the same.

import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { readSnapshotFiles } from '../files/snapshot-files.ts'
import { maskSnapshot } from '../privacy/mask-snapshot.ts'
import type { Hmac } from '../privacy/addresses.ts'
import { sayDiagnostic } from '../report/wording.ts'
import type { SnapshotContent } from '../snapshot/reader.ts'
import { all, helpOf, one, parseFlags, splitArguments, UsageError } from './args.ts'
import type { Flag, Values } from './args.ts'
import type { Command } from './command.ts'
import { readObjects } from './objects.ts'
import { mergeOf, STORING, written } from './snapshot-file.ts'
import type { Terminal } from './terminal.ts'

export const MASK_FLAGS: readonly Flag[] = [
  {
    name: 'key-file',
    value: 'FILE',
    description:
      'A secret of 16 bytes or more. The same key gives the same pseudonyms, so keep it, and keep it to yourself.',
  },
  {
    name: 'keep',
    value: 'PATH',
    many: true,
    description:
      'Manifests that everybody may read: their names, labels and prefixes stay, so that they can be judged by the snapshot.',
  },
]

const FLAGS: readonly Flag[] = [
  { name: 'output', value: 'FILE', description: 'Where to write, as in snapshot.json.gz.' },
  ...MASK_FLAGS,
  {
    name: 'default-namespace',
    value: 'NAME',
    description: 'The namespace of namespaced objects that give none. Default: default',
  },
]

export const pseudonymiseCommand: Command = {
  name: 'pseudonymise',
  summary: 'take the names, labels and addresses out of a snapshot, and keep its verdicts',
  help: () => `Usage: netpol-preflight snapshot pseudonymise PATH… --key-file FILE --output FILE [--keep PATH…]

Names, labels and addresses become others: equal ones stay equal, addresses stay in the prefixes that hold them, and
every policy means the same. What stays is said in docs/snapshot.md. Several paths are merged first.

${helpOf(FLAGS)}

Exit codes: 0 the snapshot is written, 2 it is not.
`,
  run: async (args, terminal) => {
    const { operands, options } = splitArguments(args, FLAGS)
    const values = parseFlags(options, FLAGS)
    const output = one(values, 'output')
    if (output === undefined) throw new UsageError('pseudonymise needs --output')
    if (operands.length === 0) throw new UsageError('pseudonymise needs a snapshot: a file or a folder')
    const merge = mergeOf(one(values, 'default-namespace'), terminal)
    for (const path of operands) await merge.add({ label: path, files: readSnapshotFiles(path) })
    return await written(output, await masked(merge.finish(), values, terminal), terminal)
  },
}

/** Throws UsageErrors for a key that is missing or short, and `snapshots-differ` for what has pseudonyms already */
export async function masked(content: SnapshotContent, values: Values, { err }: Terminal): Promise<SnapshotContent> {
  const keyFile = one(values, 'key-file')
  if (keyFile === undefined) throw new UsageError('pseudonyms need --key-file')
  const { diagnostics, manifests } = await readObjects(all(values, 'keep'))
  for (const diagnostic of diagnostics) err(`${sayDiagnostic(diagnostic)}\n`)
  return await maskSnapshot(content, hmacOf(keyFile), manifests, STORING)
}

const LEAST_KEY_BYTES = 16

function hmacOf(file: string): Hmac {
  let key: Buffer
  try {
    key = readFileSync(file)
  } catch {
    throw new UsageError(`the key file ${file} cannot be read`)
  }
  // A line feed that an editor has added is no part of the key.
  while (key.length > 0 && [0x0a, 0x0d].includes(key.at(-1) ?? 0)) key = key.subarray(0, -1)
  if (key.length < LEAST_KEY_BYTES)
    throw new UsageError(`the key in ${file} has ${String(key.length)} bytes, and needs ${String(LEAST_KEY_BYTES)}`)
  return (text) => createHmac('sha256', key).update(text).digest()
}
