// An artifact's attestation: a signature that says which workflow made these very bytes. Checked by GitHub's own program,
// gh, which the hosted runners have (GitHub docs: artifact attestations, gh attestation verify).

import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { stop } from '../base/diagnostic.ts'
import type { Repository } from './client.ts'
import type { Environment } from './context.ts'

/** Who must have made it */
export interface Attester {
  /** Its name, for what is said about it */
  readonly artifact: string
  readonly repository: Repository
  readonly branch: string
  /** Path or file name; undefined: any workflow of the repository */
  readonly workflow: string | undefined
  readonly serverUrl: string
  readonly token: string
}

/** Undefined: it has an attestation of theirs. Throws `snapshot-untrusted` where gh is missing */
export async function whyUnattested(
  archive: Uint8Array,
  by: Attester,
  tempFolder: string,
  env: Environment,
): Promise<string | undefined> {
  const folder = await mkdtemp(path.join(tempFolder, 'netpol-preflight-'))
  try {
    const file = path.join(folder, 'artifact.zip')
    await writeFile(file, archive)
    return await verify(by.artifact, ['attestation', 'verify', file, ...optionsOf(by)], environmentOf(by, env))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Values are joined to their options with `=`, so that none can be taken for an option */
function optionsOf({ branch, repository: { owner, repo }, serverUrl, workflow }: Attester): string[] {
  const { hostname } = new URL(serverUrl)
  const repository = `${owner}/${repo}`
  const file = workflow?.replace(/^(?:\.\/)+/, '')
  const signer = file === undefined || file.includes('/') ? file : `.github/workflows/${file}`
  return [
    `--repo=${repository}`,
    `--source-ref=refs/heads/${branch}`,
    ...(signer === undefined ? [] : [`--signer-workflow=${hostname}/${repository}/${signer}`]),
    ...(hostname === 'github.com' ? [] : [`--hostname=${hostname}`]),
  ]
}

/** Without the inputs of the action, which hold secrets */
function environmentOf({ serverUrl, token }: Attester, env: Environment): Record<string, string> {
  const inherited = Object.entries(env).flatMap(([name, value]): [string, string][] =>
    value === undefined || /^(?:INPUT_|ACTIONS_|G[HT].*TOKEN$|GITHUB_TOKEN$)/i.test(name) ? [] : [[name, value]],
  )
  const { hostname } = new URL(serverUrl)
  const isHosted = hostname === 'github.com' || hostname.endsWith('.ghe.com')
  const tokenName = isHosted ? 'GH_TOKEN' : 'GH_ENTERPRISE_TOKEN'
  return { ...Object.fromEntries(inherited), [tokenName]: token, GH_PROMPT_DISABLED: '1', NO_COLOR: '1' }
}

const PATIENCE_MILLIS = 120_000

function verify(artifact: string, args: readonly string[], env: Record<string, string>): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    execFile('gh', args, { env, timeout: PATIENCE_MILLIS, windowsHide: true }, (error, _out, said) => {
      if (error === null) resolve(undefined)
      else if (error.code === 'ENOENT') {
        const why =
          '`require-attestation` is set, and this runner has no GitHub CLI (gh) to check with; install it first'
        reject(stop('snapshot-untrusted', [artifact, why]))
      } else resolve(`gh attestation verify refuses it: ${lastLine(said) ?? error.message}`)
    })
  })
}

const lastLine = (text: string): string | undefined =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .at(-1)
