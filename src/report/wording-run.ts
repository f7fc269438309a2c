// What is said about the snapshot, the configuration and the run itself (docs/diagnostics.md).

import { duration } from './names.ts'
import { name, NOTHING, phrase, prose, value, type Phrase } from './phrase.ts'
import { count, meant, type Args, type Words } from './words.ts'

const because = (why: string | undefined): Phrase => (why === undefined ? NOTHING : phrase`: ${prose(why)}`)
const seconds = (text: string): Phrase => (/^\d+$/.test(text) ? duration(Number(text)) : value(text))

/** Arguments: the key or input, what may stand there, what does, and what was probably meant */
function notAllowed([key = '', form = '', found, near]: Args): Phrase {
  if (found === undefined) return phrase`${key} is not valid: ${prose(form)}`
  return phrase`${key} is ${value(found)}; expected ${prose(form)}${meant(near)}`
}

/** Recorded flows and the inventory */
export const SNAPSHOT_WORDS = {
  'snapshot-unreadable': {
    title: phrase`Snapshot that cannot be read`,
    say: ([path = '', why]) => phrase`the snapshot ${name(path)} cannot be read${because(why)}`,
    remedy: () => phrase`check the capture that wrote it`,
  },
  'snapshot-empty': {
    title: phrase`Snapshot without flows`,
    say: ([path]) => phrase`the snapshot${path === undefined ? NOTHING : phrase` ${name(path)}`} holds no flow`,
    remedy: () => phrase`capture again while there is traffic`,
  },
  'snapshots-differ': {
    title: phrase`Snapshots that do not belong together`,
    say: ([why]) => phrase`the snapshots cannot be read as one${because(why)}`,
    remedy: () => phrase`merge snapshots of one cluster, plain ones or ones with pseudonyms of one key`,
  },
  'snapshot-public': {
    title: phrase`Snapshot that everyone may read`,
    say: ([label = '']) =>
      phrase`the snapshot ${name(label)} is an artifact of a public repository, and has names and addresses of the cluster in plain`,
    remedy: () => phrase`pseudonymise it, or keep the gate in a private repository`,
  },
  'record-unreadable': {
    title: phrase`Record that cannot be read`,
    say: ([why]) => phrase`a flow record cannot be read and was left out${because(why)}`,
    remedy: () => NOTHING,
  },
  'record-unresolved': {
    title: phrase`Record of nobody known`,
    say: ([what = '']) => phrase`a flow record names ${what}, which the snapshot does not know`,
    remedy: () => phrase`capture objects and flows at the same time`,
  },
  'html-not-flows': {
    title: phrase`A web page instead of flows`,
    say: ([path = '']) => phrase`${name(path)} is a web page, not flow records: the address asked was not the API's`,
    remedy: () => phrase`ask Whisker's backend for ${'/flows'}`,
  },
  'file-not-recognised': {
    title: phrase`File passed over`,
    say: ([path = '']) => phrase`${name(path)} is neither objects nor flow records, and was passed over`,
    remedy: () => NOTHING,
  },
  'dialect-refused': {
    title: phrase`Flow records that cannot be used`,
    say: ([dialect = '', why]) => phrase`records of ${name(dialect)} cannot be used${because(why)}`,
    remedy: () => NOTHING,
  },
  'dialect-not-used': {
    title: phrase`The same flows in another form`,
    say: ([dialect = '', used = '']) =>
      phrase`the flows of ${name(dialect)} are there in a richer form too, so those of ${name(used)} were used`,
    remedy: () => NOTHING,
  },
  'object-twice': {
    title: phrase`Object in the snapshot twice`,
    say: ([object = '']) => phrase`${name(object)} is in the snapshot more than once; the newer one counts`,
    remedy: () => NOTHING,
  },
  'snapshot-object-unreadable': {
    title: phrase`Object of the snapshot that cannot be read`,
    say: ([object = '', why]) => phrase`${name(object)} of the snapshot cannot be read${because(why)}`,
    remedy: () => NOTHING,
  },
  'age-unknown': {
    title: phrase`Snapshot of unknown age`,
    say: () => phrase`nothing in the snapshot says when it was captured`,
    remedy: () => phrase`add the time of capture to its metadata`,
  },
} as const satisfies Readonly<Record<string, Words>>

/** The gate's own files and inputs */
export const CONFIG_WORDS = {
  'config-invalid': {
    title: phrase`Configuration that is not valid`,
    say: (args) => notAllowed(args),
    remedy: () => phrase`correct it; the gate does not guess its limits`,
  },
  'config-unknown-key': {
    title: phrase`Unknown setting`,
    say: ([key = '', near]) => phrase`there is no setting ${key}${meant(near)}`,
    remedy: () => phrase`correct or remove it`,
  },
  'input-invalid': {
    title: phrase`Input that is not valid`,
    say: (args) => notAllowed(args),
    remedy: () => phrase`correct the input`,
  },
  'expectation-invalid': {
    title: phrase`Expectation that is not valid`,
    say: (args) => notAllowed(args),
    remedy: () => phrase`correct the entry`,
  },
  'expectation-unmatched': {
    title: phrase`Expectation that matches nothing`,
    say: ([text = '']) => phrase`${text} expects what does not happen: the change denies no such flow`,
    remedy: () => phrase`remove the entry, or correct what it names`,
  },
  'waiver-expired': {
    title: phrase`Waiver that has expired`,
    say: ([owner = '', expires = '']) => phrase`the waiver of ${name(owner)} expired on ${name(expires)}`,
    remedy: () => phrase`renew it on the base branch, or remove it`,
  },
} as const satisfies Readonly<Record<string, Words>>

/** What stops the run */
export const RUN_WORDS = {
  'snapshot-missing': {
    title: phrase`No snapshot`,
    say: ([what, where]) => {
      if (what === undefined) return phrase`there is no snapshot`
      return where === undefined
        ? phrase`there is no snapshot, and ${prose(what)}`
        : phrase`there is no snapshot ${name(what)} in ${prose(where)}`
    },
    remedy: () => phrase`run the capture workflow once, or set ${'require-snapshot: false'} to go without evidence`,
  },
  'snapshot-too-old': {
    title: phrase`Snapshot too old`,
    say: ([artifact = '', age = '', most = '']) =>
      phrase`the snapshot (${name(artifact)}) is ${seconds(age)} old, and ${'snapshot-max-age'} is ${seconds(most)}`,
    remedy: () => phrase`run the capture workflow again, and see that its schedule still runs`,
  },
  'snapshot-contradicted': {
    title: phrase`Snapshot that contradicts itself`,
    say: ([artifact = '', differing = '', all = '', source = '', destination = '']) =>
      phrase`the recorded verdicts of ${count(differing)} of ${count(all)} flows in ${name(artifact)} are not what its objects and policies give; the first one is ${name(source)} → ${name(destination)}`,
    remedy: () =>
      phrase`capture all objects, namespaces and service accounts among them, at the time of the flows; ${'snapshot inspect'} says what is there. If all are there, this program is wrong: please report it`,
  },
  'snapshot-untrusted': {
    title: phrase`Snapshot that cannot be trusted`,
    say: ([artifact = '', why]) => phrase`the snapshot ${name(artifact)} cannot be trusted${because(why)}`,
    remedy: () => phrase`let the capture workflow of this repository write it, on the branch of ${'snapshot-branch'}`,
  },
  'side-unreadable': {
    title: phrase`Manifests that cannot be read`,
    say: ([what = '', why]) => phrase`could not read ${prose(what)}${because(why)}`,
    remedy: () => phrase`see that the path, folder or revision exists`,
  },
  'github-permission': {
    title: phrase`Permission missing`,
    say: ([what = '', permission = '']) => phrase`could not ${prose(what)}: the token of this job lacks ${permission}`,
    remedy: () => phrase`give the job these permissions:`,
    block: ([, , block = '']) => block,
  },
  'github-api': {
    title: phrase`GitHub did not answer as it should`,
    say: ([what = '', cause]) => phrase`could not ${prose(what)}${because(cause)}`,
    remedy: () => phrase`run the job again; if it stays, see whether the token may read this repository`,
  },
  internal: {
    title: phrase`A mistake of ours`,
    say: ([message]) => phrase`netpol-preflight made a mistake${because(message)}`,
    remedy: () => phrase`please report it, with the log of this run`,
  },
} as const satisfies Readonly<Record<string, Words>>
