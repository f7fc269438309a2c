// A finished report → the runner: log, annotations, summary, files, outputs (GitHub docs: workflow commands). Everything
// is written whether the gate passes, fails or could not run, and before the step fails. Decides nothing.

import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setOutput, setSecret } from '@actions/core'
import { commandData, commandProperty, inertLine, logLine } from '../report/escape.ts'
import type { Log } from './client.ts'
import type { Environment } from './context.ts'

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  /** Undefined: about no file */
  readonly at: { readonly path: string; readonly line: number } | undefined
  readonly title: string
  readonly message: string
}

export interface ReportFile {
  readonly name: string
  readonly text: string
}

/** The runner drops a larger summary whole, and marks the step with an error */
export const SUMMARY_BYTES = 1024 * 1024

export interface Runner {
  /** One line; safe for text of strangers */
  readonly log: Log
  /** Lines that the log shows folded under `title` */
  readonly group: (title: string, lines: readonly string[]) => void
  /** The runner shows ten of each level in a step; src/report/annotations.ts keeps within that */
  readonly annotate: (annotations: readonly Annotation[]) => void
  /** Text that was rendered for the summary, within SUMMARY_BYTES; more than that is replaced by one line */
  readonly summarise: (markdown: string) => void
  /** Paths of the files, in the order given, in a folder of their own below RUNNER_TEMP */
  readonly writeFiles: (files: readonly ReportFile[]) => string[]
  readonly setOutputs: (outputs: Readonly<Record<string, string>>) => void
  /** Hides a value in all logs of the job from now on */
  readonly mask: (secret: string) => void
}

/** `write` takes whole lines; both of the process's streams are read by the runner in the same way */
export function createRunner(env: Environment, write: (text: string) => void): Runner {
  const command = (name: string, properties: Readonly<Record<string, string | undefined>>, data: string): void => {
    const list = Object.entries(properties).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}=${commandProperty(value)}`],
    )
    write(`::${name}${list.length > 0 ? ` ${list.join(',')}` : ''}::${commandData(data)}\n`)
  }
  const log: Log = (line) => write(`${logLine(line)}\n`)
  const annotation = ({ level, at, title, message }: Annotation): void =>
    command(level, { title, file: at?.path, line: at === undefined ? undefined : String(at.line) }, message)
  return {
    log,
    group: (title, lines) => {
      command('group', {}, title)
      // Rendered lines keep their columns: they are made of escaped parts.
      for (const line of lines) write(`${inertLine(line)}\n`)
      command('endgroup', {}, '')
    },
    annotate: (annotations) => annotations.forEach(annotation),
    summarise: (markdown) => {
      const file = env['GITHUB_STEP_SUMMARY'] ?? ''
      if (file === '') return
      const fits = Buffer.byteLength(markdown) <= SUMMARY_BYTES
      appendFileSync(file, fits ? markdown : 'The report is too large for this page; it is in the report files.\n')
    },
    writeFiles: (files) => {
      const folder = mkdtempSync(path.join(env['RUNNER_TEMP'] ?? tmpdir(), 'netpol-preflight-'))
      return files.map(({ name, text }) => {
        const file = path.join(folder, name)
        writeFileSync(file, text)
        return file
      })
    },
    setOutputs: (outputs) => {
      for (const [name, value] of Object.entries(outputs)) setOutput(name, value)
    },
    mask: (secret) => setSecret(secret),
  }
}
