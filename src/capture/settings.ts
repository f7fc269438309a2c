// The words of whoever starts a capture → what it is to do. The command line, the action and the environment of a pod
// have the same names for the same things.

import { CaptureError } from './failure.ts'

export interface CaptureSettings {
  /** A path, or the text of a kubeconfig; undefined: as kubectl finds one, else the access that a pod has */
  readonly kubeconfig: string | undefined
  readonly context: string | undefined
  /** Files and folders instead of the API; empty: the API */
  readonly objects: readonly string[]
  readonly whiskerUrl: string | undefined
  readonly whiskerNamespace: string
  readonly sinceSeconds: number
  readonly withFlows: boolean
  /** A file, or a folder where it ends in `/` */
  readonly output: string
}

export interface CaptureOption {
  readonly name: string
  /** As shown in help; undefined: it has no value */
  readonly value: string | undefined
  readonly many?: boolean
  readonly description: string
}

const OUTPUT = 'snapshot.json.gz'
const NAMESPACE = 'calico-system'
const SINCE = '1h'

export const CAPTURE_OPTIONS: readonly CaptureOption[] = [
  {
    name: 'kubeconfig',
    value: 'PATH',
    description: 'How to reach the cluster. Default: KUBECONFIG, ~/.kube/config, or the service account of the pod.',
  },
  { name: 'context', value: 'NAME', description: 'Context of the kubeconfig. Default: its current one.' },
  {
    name: 'output',
    value: 'PATH',
    description: `Where to write; a folder if it ends in /, with the time in the name of the file. Default: ${OUTPUT}`,
  },
  {
    name: 'objects',
    value: 'PATH',
    many: true,
    description: 'Files or folders of `kubectl get -o json`, instead of reading objects from the cluster.',
  },
  {
    name: 'whisker-url',
    value: 'URL',
    description: 'Where Whisker answers, as http://localhost:8081. Default: its pod, through a port-forward.',
  },
  {
    name: 'whisker-namespace',
    value: 'NAME',
    description: `Where the Service whisker is. Default: ${NAMESPACE}`,
  },
  {
    name: 'since',
    value: 'DURATION',
    description: `How far back flows are read, as 30m. Default: ${SINCE}, all there is.`,
  },
  { name: 'no-flows', value: undefined, description: 'Write objects only.' },
]

/** `values` by the names of CAPTURE_OPTIONS. Throws CaptureErrors */
export function captureSettings(values: ReadonlyMap<string, readonly string[]>): CaptureSettings {
  const one = (name: string): string | undefined => values.get(name)?.find((value) => value !== '')
  return {
    kubeconfig: one('kubeconfig'),
    context: one('context'),
    objects: (values.get('objects') ?? []).filter((path) => path !== ''),
    whiskerUrl: one('whisker-url'),
    whiskerNamespace: namespaceOf(one('whisker-namespace') ?? NAMESPACE),
    sinceSeconds: secondsOf(one('since') ?? SINCE),
    withFlows: !values.has('no-flows'),
    output: one('output') ?? OUTPUT,
  }
}

function namespaceOf(name: string): string {
  if (/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) return name
  throw new CaptureError(`whisker-namespace is ${name}, which is no name of a namespace`)
}

/** As long as Goldmane remembers (flow-formats 1.13) */
const MOST_SECONDS = 3600
const LEAST_SECONDS = 15
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 }

function secondsOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,5})([smh])$/.exec(text) ?? []
  const seconds = Number(number) * (UNITS[unit] ?? 0)
  if (seconds >= LEAST_SECONDS && seconds <= MOST_SECONDS) return seconds
  throw new CaptureError(`since is ${text}; expected a time from 15s to 1h, which is all that Goldmane remembers`)
}
