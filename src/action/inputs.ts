// What the workflow wrote under `with:`, as the runner hands it over: `INPUT_` and the name in capitals, with an empty
// text where nothing was written (GitHub docs: metadata syntax, inputs). What it means is the config room's business.

import { SECRETS } from '../config/setting.ts'
import type { Environment } from './context.ts'

export interface ActionInputs {
  /** Raw, by name, for `readSettings`; empty ones are left out, so that the defaults stand in one place */
  readonly inputs: Readonly<Record<string, string>>
  /** Undefined: no token, so nothing is read from GitHub */
  readonly token: string | undefined
  /** For artifacts of another repository, and for nothing else */
  readonly snapshotToken: string | undefined
}

const PREFIX = 'INPUT_'

/** Inputs that action.yml does not declare are there too: the runner passes them on, so a misspelt one can be refused */
export function readInputs(env: Environment): ActionInputs {
  const given = new Map<string, string>()
  for (const [name, value = ''] of Object.entries(env)) {
    const text = value.trim()
    if (name.startsWith(PREFIX) && text !== '') given.set(name.slice(PREFIX.length).toLowerCase(), text)
  }
  const secrets = new Set<string>(SECRETS.map(({ name }) => name))
  return {
    inputs: Object.fromEntries([...given].filter(([name]) => !secrets.has(name))),
    token: given.get('token'),
    snapshotToken: given.get('snapshot-token'),
  }
}
