// The report document as the text of report.json (docs/report.md; schema/report.schema.json).

import type { ReportDocument } from './document.ts'

/** Two spaces, a line feed at the end; what is undefined is there as null, so that every field is always there */
export const renderJson = (document: ReportDocument): string =>
  `${JSON.stringify(document, (_, value: unknown) => (value === undefined ? null : value), 2)}\n`
