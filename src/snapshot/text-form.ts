// What the beginning of a file says about the rest: JSON in one of its shapes, events, YAML, a web page, or the log of a
// source that cannot be used (flow-formats 2.4, 2.5, 4.2, 5.2).

export type TextForm =
  | { readonly is: 'json' | 'events' | 'yaml' | 'html' | 'unknown' }
  /** Known, and of no use alone; `lacks` says why */
  | { readonly is: 'refused'; readonly dialect: string; readonly lacks: string }

/** As much of a file as is looked at */
export const SNIFF = 16_384

/** Formats that cannot be replayed, by what a line of them looks like */
const REFUSED: readonly { readonly dialect: string; readonly lacks: string; readonly looks: RegExp }[] = [
  {
    dialect: 'the AWS VPC CNI network policy agent',
    lacks: 'its log names neither pods nor labels, and usually no allowed connection; capture Whisker or Hubble flows',
    looks: /\bFlow Info:|\bPolicyVerdict:|"Src IP"\s*:/,
  },
  {
    dialect: 'OVN-Kubernetes ACL logging',
    lacks: 'its log names no pods and is a sample of at most 20 messages a second',
    looks: /\bacl_log\(|"acl_log"/,
  },
  {
    dialect: 'the Antrea flow exporter',
    lacks: 'this dialect is not read yet; write its connections as exact tuples instead',
    looks: /"(?:sourcePodNamespace|ingressNetworkPolicyRuleAction|flowEndSeconds\w*)"\s*:/,
  },
  {
    dialect: 'GKE network policy logging',
    lacks: 'it logs only pods that some policy selects, and names no policy where it denies',
    looks: /"disposition"\s*:\s*"(?:allow|deny)"/,
  },
  {
    dialect: 'syslog',
    lacks: 'lines of keys and values name no pods and no policies; export the flow logs as JSON',
    looks: /\bcalico-packet:|^<\d{1,3}>|\b(?:src_ip|source_ip|SRC)=\S+.*\b(?:dst_ip|dest_ip|destination_ip|DST)=/m,
  },
]

/** `text`: the first SNIFF characters, or all there are */
export function formOf(text: string): TextForm {
  const start = text.trimStart()
  if (/^(?:<!doctype|<html|<\?xml|<head|<body)/i.test(start)) return { is: 'html' }
  if (/^(?::[^\n]*\n|(?:event|id|retry):[^\n]*\n|\s*\n)*data:\s*\{/.test(start)) return { is: 'events' }
  if (start.startsWith('{') || start.startsWith('[')) return { is: 'json' }
  if (/^(?:apiVersion|kind|items|metadata)\s*:/m.test(start)) return { is: 'yaml' }
  const refused = refusedForm(start)
  if (refused !== undefined) return refused
  // Records behind the lines of a program that talked before it wrote
  return { is: /^[{[]/m.test(start) ? 'json' : 'unknown' }
}

export function refusedForm(text: string): TextForm | undefined {
  const found = REFUSED.find(({ looks }) => looks.test(text))
  return found === undefined ? undefined : { is: 'refused', dialect: found.dialect, lacks: found.lacks }
}

/** The text behind the head of an HTTP response, as `curl -i` writes it; the text itself where there is no head */
export function withoutHttpHead(text: string): string {
  if (!text.startsWith('HTTP/')) return text
  const end = /\r?\n\r?\n/.exec(text)
  return end === null ? text : text.slice(end.index + end[0].length)
}
