// What the runner makes of a process: workflow commands in its output, outputs and summary in their files. Follows the
// runner's own parsers (actions/runner: ActionCommand, FileCommandManager).

export interface Command {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly message: string
}

const unescapeMessage = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')

const unescapeProperty = (text: string): string =>
  text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%5D', ']')
    .replaceAll('%3B', ';')
    .replaceAll('%25', '%')

/** Every command that the runner would find: `::` at the start of a line, spaces aside, and `##[` anywhere in it */
export function parseCommands(output: string): Command[] {
  return output.split(/\r\n|\r|\n/).flatMap((line) => parseLine(line) ?? [])
}

function parseLine(line: string): Command | undefined {
  const modern = /^\s*::([^\s:]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/.exec(line)
  if (modern !== null) {
    const [, name = '', properties = '', message = ''] = modern
    return { name, properties: propertiesOf(properties, ','), message: unescapeMessage(message) }
  }
  const legacy = /##\[([^\s\]]+)(?: ([^\]]*))?\](.*)$/.exec(line)
  if (legacy === null) return undefined
  const [, name = '', properties = '', message = ''] = legacy
  return { name, properties: propertiesOf(properties, ';'), message: unescapeMessage(message) }
}

function propertiesOf(text: string, separator: string): Record<string, string> {
  const pairs = text.split(separator).flatMap((pair) => {
    const at = pair.indexOf('=')
    return at < 0 ? [] : [[pair.slice(0, at).trim(), unescapeProperty(pair.slice(at + 1))] as const]
  })
  return Object.fromEntries(pairs)
}

/** A file of `name=value` lines and heredocs; throws for what the runner would fail the step for */
export function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {}
  const lines = text.split('\n')
  while (lines.length > 0) {
    const line = lines.shift() ?? ''
    if (line === '') continue
    const heredoc = line.indexOf('<<')
    const equals = line.indexOf('=')
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      outputs[line.slice(0, equals)] = line.slice(equals + 1)
    } else if (heredoc > 0) {
      const delimiter = line.slice(heredoc + 2)
      const end = lines.indexOf(delimiter)
      if (delimiter === '' || end < 0) throw new Error(`no end of ${line}`)
      outputs[line.slice(0, heredoc)] = lines
        .splice(0, end + 1)
        .slice(0, -1)
        .join('\n')
    } else throw new Error(`not an output: ${line}`)
  }
  return outputs
}

/** Ten of each level are shown for a step; the rest is in the log alone */
export function shownAnnotations(commands: readonly Command[]): Command[] {
  return ['error', 'warning', 'notice'].flatMap((level) => commands.filter(({ name }) => name === level).slice(0, 10))
}
