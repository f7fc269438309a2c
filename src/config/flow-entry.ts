// Which flows an entry of a file is about, as waivers and expected denials write it (docs/configuration.md, "Naming
// flows").

import { parseCidr, printCidr } from '../base/ip.ts'
import type { Field } from '../manifest/fields.ts'
import { parseEndPattern } from '../model/flow-pattern.ts'
import type { EndPattern, FlowPattern } from '../model/flow-pattern.ts'
import { PROTOCOL_NAMES, protocolName, protocolNumber } from '../model/protocol.ts'
import { TEXT_FORM, complain, optional, required } from './document.ts'
import type { FileCode, Form } from './document.ts'

/** The keys that say which flows are meant */
export const FLOW_KEYS = ['source', 'destination', 'protocol', 'port'] as const

export const isWhole = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most

export const PROTOCOL: Form<number> = {
  form: `${PROTOCOL_NAMES.map((name) => `\`${name}\``).join(', ')} or a number from 0 to 255`,
  words: PROTOCOL_NAMES,
  fromValue: (value) => {
    const number = typeof value === 'string' ? protocolNumber(value) : value
    return isWhole(number, 0, 255) ? number : undefined
  },
}

const PORT: Form<number | 'none'> = {
  form: 'a port from 0 to 65535, or `none`',
  words: ['none'],
  fromValue: (value) => (value === 'none' || isWhole(value, 0, 65_535) ? value : undefined),
}

/** Undefined only where something is wrong, all of which is reported */
export function readFlows(entry: Field, code: FileCode): FlowPattern | undefined {
  const source = readEnd(entry.get('source'), code)
  const destination = readEnd(entry.get('destination'), code)
  const protocol = optional(entry.get('protocol'), code, PROTOCOL)
  const port = optional(entry.get('port'), code, PORT)
  return source === undefined || destination === undefined ? undefined : { source, destination, protocol, port }
}

/** A name, an address or a prefix. Host bits are refused, for the prefix is then not what it seems to be */
export function readEnd(at: Field, code: FileCode): EndPattern | undefined {
  const text = required(at, code, TEXT_FORM)
  if (text === undefined) return undefined
  const cidr = parseCidr(text)
  if (cidr?.hostBits === true) {
    complain(at, code, 'a prefix without host bits', printCidr(cidr))
    return undefined
  }
  return parseEndPattern(text)
}

/** A pattern as it was written; quoted where a reader could not see its ends */
export const endText = ({ text }: EndPattern): string => (/^[!-~]+$/.test(text) ? text : JSON.stringify(text))

/** As people read it: `shop/web → shop/db TCP 5432` */
export function flowsText({ destination, port, protocol, source }: FlowPattern): string {
  const layer4 = [
    ...(protocol === undefined ? [] : [protocolName(protocol)]),
    ...(port === undefined ? [] : [protocol === undefined || port === 'none' ? `port ${port}` : `${port}`]),
  ]
  return [`${endText(source)} → ${endText(destination)}`, ...layer4].join(' ')
}
