// As much of SPDY/3.1 as a port-forward takes: streams that we open on a connection, as the servers of Kubernetes speak
// it (moby/spdystream: no flow control, and data for a stream only once it has been replied to).

import { Duplex } from 'node:stream'
import { TransferError } from './failure.ts'

const VERSION = 0x80_03
const SYN_STREAM = 1
const SYN_REPLY = 2
const RST_STREAM = 3
const PING = 6
const GOAWAY = 7
const FIN = 1

const HEAD_BYTES = 8
/** Of the data in one frame */
const MOST_DATA = 32 * 1024

export class SpdySession {
  readonly #socket: Duplex
  readonly #streams = new Map<number, SpdyStream>()
  #nextId = 1
  #received: Buffer[] = []
  #receivedBytes = 0
  #ended: TransferError | undefined
  /** The first headers are preceded by the head of the compressed stream that all of them make up */
  #isFirst = true

  /** `head`: what has arrived behind the answer that made the connection a SPDY one */
  constructor(socket: Duplex, head: Buffer) {
    this.#socket = socket
    socket.on('data', (bytes: Buffer) => this.#receive(bytes))
    socket.on('error', (error) => this.#end(error.message))
    socket.on('close', () => this.#end('it was closed'))
    socket.on('end', () => this.#end('it was closed'))
    if (head.length > 0) this.#receive(head)
  }

  get isOpen(): boolean {
    return this.#ended === undefined
  }

  /** A stream that the server has agreed to. Rejects with a TransferError */
  open(headers: Readonly<Record<string, string>>): Promise<SpdyStream> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended)
    const id = this.#nextId
    this.#nextId += 2
    const block = headerBlock(headers, this.#isFirst)
    this.#isFirst = false
    const ids = Buffer.alloc(10)
    ids.writeUInt32BE(id, 0)
    return new Promise((resolve, reject) => {
      const stream = new SpdyStream({
        send: (data, isLast, sent) => this.#send(dataFrame(id, data, isLast ? FIN : 0), sent),
        opened: () => resolve(stream),
        forget: () => this.#forget(id, stream),
        wanted: () => this.#socket.resume(),
      })
      stream.once('error', reject)
      this.#streams.set(id, stream)
      this.#send(controlFrame(SYN_STREAM, Buffer.concat([ids, block])))
    })
  }

  close(): void {
    this.#end('it was closed')
    this.#socket.destroy()
  }

  #send(frame: Buffer, sent?: (error?: Error | null) => void): void {
    if (this.#ended === undefined) this.#socket.write(frame, sent)
    else sent?.(this.#ended)
  }

  /** One that is not at its end is broken off, so that the server stops too */
  #forget(id: number, stream: SpdyStream): void {
    if (!this.#streams.delete(id) || stream.isDone) return
    const body = Buffer.alloc(8)
    body.writeUInt32BE(id, 0)
    body.writeUInt32BE(CANCEL, 4)
    this.#send(controlFrame(RST_STREAM, body))
  }

  #end(why: string): void {
    if (this.#ended !== undefined) return
    this.#ended = new TransferError('cut', `the connection to the pod ended: ${why}`)
    for (const stream of [...this.#streams.values()]) stream.broken(this.#ended)
    this.#streams.clear()
  }

  #receive(bytes: Buffer): void {
    this.#received.push(bytes)
    this.#receivedBytes += bytes.length
    while (this.#receivedBytes >= HEAD_BYTES && this.#ended === undefined) {
      const all = this.#received.length === 1 ? (this.#received[0] ?? bytes) : Buffer.concat(this.#received)
      const end = HEAD_BYTES + all.readUIntBE(5, 3)
      this.#received = [all]
      if (all.length < end) return
      this.#received = [all.subarray(end)]
      this.#receivedBytes = all.length - end
      this.#frame(all.subarray(0, end))
    }
  }

  #frame(frame: Buffer): void {
    const first = frame.readUInt32BE(0)
    const flags = frame.readUInt8(4)
    const body = frame.subarray(HEAD_BYTES)
    if (first < 0x8000_0000) {
      const stream = this.#streams.get(first)
      if (stream?.receive(body, (flags & FIN) !== 0) === false) this.#socket.pause()
    } else if (first >>> 16 === VERSION) this.#control(first & 0xffff, flags, body, frame)
    else this.#end('it does not speak SPDY/3.1')
  }

  #control(type: number, flags: number, body: Buffer, frame: Buffer): void {
    const id = body.length < 4 ? 0 : body.readUInt32BE(0)
    const stream = this.#streams.get(id)
    if (type === GOAWAY) this.#end('the server went away')
    // What the server began is answered as it is
    else if (type === PING && id % 2 === 0) this.#send(frame)
    else if (type === SYN_REPLY) stream?.replied((flags & FIN) !== 0)
    else if (type === RST_STREAM) stream?.broken(new TransferError('cut', 'the pod broke off the connection'))
  }
}

/** RST_STREAM: we do not want it any more */
const CANCEL = 5

interface StreamEnd {
  readonly send: (data: Buffer, isLast: boolean, sent: (error?: Error | null) => void) => void
  readonly opened: () => void
  readonly forget: () => void
  readonly wanted: () => void
}

export class SpdyStream extends Duplex {
  readonly #end: StreamEnd
  #isRemoteDone = false
  constructor(end: StreamEnd) {
    super({ allowHalfOpen: true })
    this.#end = end
  }

  /** Both sides have said all they had to say */
  get isDone(): boolean {
    return this.#isRemoteDone && this.writableFinished
  }

  replied(isLast: boolean): void {
    this.#end.opened()
    if (isLast) this.receive(Buffer.alloc(0), true)
  }

  /** False where no more should come for now */
  receive(data: Buffer, isLast: boolean): boolean {
    if (this.destroyed || this.#isRemoteDone) return true
    const more = data.length === 0 || this.push(data)
    if (isLast) {
      this.#isRemoteDone = true
      this.push(null)
    }
    return more || isLast
  }

  broken(error: Error): void {
    this.destroy(error)
  }

  override _read(): void {
    this.#end.wanted()
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    const [now, later] = [chunk.subarray(0, MOST_DATA), chunk.subarray(MOST_DATA)]
    this.#end.send(now, false, (error) => {
      if (error || later.length === 0) done(error)
      else this._write(later, _encoding, done)
    })
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#end.send(Buffer.alloc(0), true, done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#end.forget()
    // Whoever waits for data is to hear of it
    this.#end.wanted()
    done(error)
  }
}

function controlFrame(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt16BE(VERSION, 0)
  head.writeUInt16BE(type, 2)
  head.writeUIntBE(body.length, 5, 3)
  return Buffer.concat([head, body])
}

function dataFrame(id: number, data: Buffer, flags: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.writeUInt32BE(id, 0)
  head.writeUInt8(flags, 4)
  head.writeUIntBE(data.length, 5, 3)
  return Buffer.concat([head, data])
}

/** An empty stored block. Go's reader gives out what it has read only when it meets one, or when its window is full */
const FLUSH = Buffer.from([0, 0, 0, 0xff, 0xff])

/**
 * Names and values behind their lengths. The format wants one zlib stream over all headers of a connection; stored blocks
 * make one that needs no state, and no dictionary.
 */
function headerBlock(headers: Readonly<Record<string, string>>, isFirst: boolean): Buffer {
  const length = (number: number): Buffer => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(number)
    return bytes
  }
  const text = (value: string): Buffer => Buffer.concat([length(Buffer.byteLength(value)), Buffer.from(value)])
  const entries = Object.entries(headers)
  const plain = Buffer.concat([
    length(entries.length),
    ...entries.flatMap(([name, value]) => [text(name.toLowerCase()), text(value)]),
  ])
  const stored = Buffer.alloc(5)
  stored.writeUInt16LE(plain.length, 1)
  stored.writeUInt16LE(0xffff ^ plain.length, 3)
  return Buffer.concat([Buffer.from(isFirst ? [0x78, 0x01] : []), stored, plain, FLUSH])
}
