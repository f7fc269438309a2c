// What a capture needs of the machine that it runs on, so that tests can stand in for it.

export interface World {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds since 1970 */
  readonly now: () => number
  readonly wait: (millis: number) => Promise<void>
  /** One line on what is being done. It may hold text of others, raw */
  readonly log: (line: string) => void
}
