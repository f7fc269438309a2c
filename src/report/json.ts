// The report document as the text of report.json (docs/report.md; schema/report.schema.json).

import type { ReportDocument } from './document.ts'

/** Indented, with a line feed at the end; a field without a value is there as null */
export function renderJson({ conclusion, gate, tool, version, ...rest }: ReportDocument): string {
  return `${JSON.stringify({ version, tool, conclusion, gate, ...rest }, nullForUndefined, 2)}\n`
}

const nullForUndefined = (_: string, value: unknown): unknown => (value === undefined ? null : value)
