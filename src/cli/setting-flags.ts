// Settings as flags of the command line: those of the gate, and those among them that say whose rules hold, which every
// command that judges takes.

import { InputError } from '../base/diagnostic.ts'
import { CONFIG_PATH, SETTINGS, settingsOf } from '../config/setting.ts'
import { readSettings } from '../config/settings.ts'
import type { RulesOf } from '../preflight/world.ts'
import type { Flag, Values } from './args.ts'

/** All settings of the command line, as flags that are documented where the settings are */
export const SETTING_FLAGS: readonly Flag[] = settingsOf('cli').map(
  ({ description, form, name, printedFallback, type }) => ({
    name,
    value: form === '' ? 'VALUE' : placeholder(name),
    many: type === 'globs' || type === 'paths',
    description:
      printedFallback === undefined ? description : `${description} Default: ${printedFallback.replaceAll('\n', ' ')}`,
  }),
)

function placeholder(name: string): string {
  if (name === 'before' || name === 'after') return 'SIDE'
  return ['snapshot', 'objects', 'flows', 'config'].includes(name) ? 'PATH' : 'VALUE'
}

const RULES: ReadonlySet<string> = new Set(
  [
    SETTINGS.calicoVersion,
    SETTINGS.applyPath,
    SETTINGS.policyEngine,
    SETTINGS.ipBlockPods,
    SETTINGS.ipBlockNodes,
    SETTINGS.hostNetworkPods,
    SETTINGS.nodeToOwnPods,
    SETTINGS.sourceAfterNat,
  ].map(({ name }) => name),
)

/** Flags that say whose rules hold */
export const RULES_FLAGS: readonly Flag[] = SETTING_FLAGS.filter(({ name }) => RULES.has(name))

/** What these flags say. Throws `input-invalid` */
export function rulesFrom(values: Values): RulesOf {
  const inputs = Object.fromEntries(
    [...values].filter(([name]) => RULES.has(name)).map(([name, given]) => [name, given.join('\n')]),
  )
  const settings = readSettings({ surface: 'cli', inputs, config: undefined, configName: CONFIG_PATH })
  if (!settings.ok) throw new InputError(settings.errors)
  const { applyPath, calicoVersion, plugin } = settings.value
  return { applyPath, calicoVersion, plugin }
}
