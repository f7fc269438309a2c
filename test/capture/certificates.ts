// X.509 certificates for servers on 127.0.0.1 and for clients, made when a test starts, so that no key lies in the
// repository. DER by hand, as Node can sign but not issue.

import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

export interface Issued {
  readonly certificate: string
  readonly key: string
}

const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  const length =
    body.length < 128
      ? Buffer.from([body.length])
      : body.length < 256
        ? Buffer.from([0x81, body.length])
        : Buffer.from([0x82, body.length >> 8, body.length & 255])
  return Buffer.concat([Buffer.from([tag]), length, body])
}
const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts)
const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const oid = (encoded: string): Buffer => der(0x06, hex(encoded))
const text = (value: string): Buffer => der(0x0c, Buffer.from(value))
const TRUE = hex('0101ff')

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'))
const name = (commonName: string): Buffer => sequence(der(0x31, sequence(oid('550403'), text(commonName))))
const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [TRUE] : []), der(0x04, value))

interface Wanted {
  readonly subject: string
  readonly issuer: string
  readonly isAuthority: boolean
  readonly signer: KeyObject
  readonly serial: number
}

function issue({ isAuthority, issuer, serial, signer, subject }: Wanted, publicKey: Buffer): string {
  const alternatives = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))
  const extensions = [
    extension('551d13', true, isAuthority ? sequence(TRUE) : sequence()),
    ...(isAuthority ? [] : [extension('551d11', false, alternatives)]),
  ]
  const body = sequence(
    der(0xa0, hex('020102')),
    der(0x02, Buffer.from([serial])),
    ECDSA_SHA256,
    name(issuer),
    sequence(der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('491231235959Z'))),
    name(subject),
    publicKey,
    der(0xa3, sequence(...extensions)),
  )
  const signature = sign('sha256', body, signer)
  const whole = sequence(body, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature))
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function keyPair(): { readonly key: string; readonly publicKey: Buffer } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
  }
}

/** An authority that issues certificates for 127.0.0.1 and localhost */
export class Authority {
  readonly certificate: string
  readonly #key: KeyObject
  #serial = 2

  constructor() {
    const { key, publicKey } = keyPair()
    this.#key = createPrivateKey(key)
    this.certificate = issue(
      { subject: 'authority', issuer: 'authority', isAuthority: true, signer: this.#key, serial: 1 },
      publicKey,
    )
  }

  issue(subject: string): Issued {
    const { key, publicKey } = keyPair()
    const serial = this.#serial++
    const certificate = issue(
      { subject, issuer: 'authority', isAuthority: false, signer: this.#key, serial },
      publicKey,
    )
    return { certificate, key }
  }
}
