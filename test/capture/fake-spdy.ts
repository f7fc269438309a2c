// The server's side of a port-forward over SPDY/3.1, as kubelets and container runtimes have it: two streams for each
// connection, one for data and one for what went wrong.

import net from 'node:net'
import type { Duplex } from 'node:stream'
import { createInflate, constants } from 'node:zlib'

export interface ForwardOptions {
  /** The local port behind a port of the pod; undefined: nothing listens there */
  readonly portOf: (port: number) => number | undefined
  /** The connection breaks after so many bytes of answers; it is asked for each connection of streams */
  readonly breakAfter?: (connection: number) => number | undefined
}

interface Stream {
  readonly id: number
  readonly headers: Readonly<Record<string, string>>
}

export function serveForward(socket: Duplex, options: ForwardOptions): void {
  const inflate = createInflate({ finishFlush: constants.Z_SYNC_FLUSH })
  const streams = new Map<number, Stream>()
  const targets = new Map<number, net.Socket>()
  let received = Buffer.alloc(0)
  let connections = 0
  let work = Promise.resolve()
  socket.on('error', () => undefined)
  socket.on('end', () => socket.end())
  socket.on('close', () => targets.forEach((target) => target.destroy()))
  socket.on('data', (bytes: Buffer) => {
    received = Buffer.concat([received, bytes])
    while (received.length >= 8 && received.length >= 8 + received.readUIntBE(5, 3)) {
      const frame = received.subarray(0, 8 + received.readUIntBE(5, 3))
      received = received.subarray(frame.length)
      // In their order, as the headers make up one compressed stream
      work = work.then(() => take(frame))
    }
  })
  // A ping, which a client must answer
  socket.write(control(6, Buffer.from([0, 0, 0, 2])))

  async function take(frame: Buffer): Promise<void> {
    const first = frame.readUInt32BE(0)
    const body = frame.subarray(8)
    if (first < 0x80000000) {
      takeData(first, body, frame.readUInt8(4))
      return
    }
    const type = first & 0xffff
    if (type === 1) await open(body)
    if (type === 3) targets.get(body.readUInt32BE(0))?.destroy()
  }

  async function open(body: Buffer): Promise<void> {
    const id = body.readUInt32BE(0)
    const stream = { id, headers: await headersOf(body.subarray(10)) }
    streams.set(id, stream)
    // No headers: the number of pairs alone, in a zlib stream of its own
    socket.write(control(2, Buffer.concat([u32(id), Buffer.from('7801000400fbff00000000', 'hex')])))
    if (stream.headers['streamtype'] === 'data') connect(stream)
  }

  async function headersOf(packed: Buffer): Promise<Record<string, string>> {
    // Servers in Go wait for this, as their reader keeps a block until the next one begins
    if (!packed.subarray(-4).equals(Buffer.from('0000ffff', 'hex'))) socket.destroy()
    const wanted = new Promise<Buffer>((resolve) => {
      let text = Buffer.alloc(0)
      const more = (part: Buffer): void => {
        text = Buffer.concat([text, part])
        if (!isWhole(text)) return
        inflate.off('data', more)
        resolve(text)
      }
      inflate.on('data', more)
    })
    inflate.write(packed)
    return pairsOf(await wanted)
  }

  function connect({ headers, id }: Stream): void {
    const local = options.portOf(Number(headers['port']))
    const errors = [...streams.values()].find(
      (one) => one.headers['streamtype'] === 'error' && one.headers['requestid'] === headers['requestid'],
    )
    const fail = (why: string): void => {
      socket.write(data(errors!.id, Buffer.from(why), 1))
      socket.write(data(id, Buffer.alloc(0), 1))
    }
    if (local === undefined) {
      fail(`error forwarding port ${headers['port'] ?? ''} to pod: connect: connection refused`)
      return
    }
    let left = options.breakAfter?.(connections++) ?? Number.POSITIVE_INFINITY
    const target = net.connect(local, '127.0.0.1')
    targets.set(id, target)
    target.on('data', (part) => {
      const now = part.subarray(0, Math.min(part.length, left))
      left -= now.length
      if (socket.writable) socket.write(data(id, now, 0))
      if (left === 0) socket.destroy()
    })
    target.on('end', () => {
      if (!socket.writable) return
      socket.write(data(id, Buffer.alloc(0), 1))
      socket.write(data(errors!.id, Buffer.alloc(0), 1))
    })
    target.on('error', (error) => fail(error.message))
  }

  function takeData(id: number, body: Buffer, flags: number): void {
    const target = targets.get(id)
    if (body.length > 0) target?.write(body)
    if (flags & 1) target?.end()
  }
}

const u32 = (number: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(number)
  return bytes
}

function control(type: number, body: Buffer): Buffer {
  const head = Buffer.from([0x80, 3, 0, type, 0, 0, 0, 0])
  head.writeUIntBE(body.length, 5, 3)
  return Buffer.concat([head, body])
}

function data(id: number, body: Buffer, flags: number): Buffer {
  const head = Buffer.concat([u32(id), Buffer.from([flags, 0, 0, 0])])
  head.writeUIntBE(body.length, 5, 3)
  return Buffer.concat([head, body])
}

function isWhole(text: Buffer): boolean {
  return walk(text) !== undefined
}

function pairsOf(text: Buffer): Record<string, string> {
  const values = walk(text) ?? []
  return Object.fromEntries(values.flatMap((value, i) => (i % 2 === 0 ? [[value, values[i + 1] ?? '']] : [])))
}

function walk(text: Buffer): readonly string[] | undefined {
  const values: string[] = []
  if (text.length < 4) return undefined
  let at = 4
  for (let left = text.readUInt32BE(0) * 2; left > 0; left--) {
    if (text.length < at + 4 || text.length < at + 4 + text.readUInt32BE(at)) return undefined
    values.push(text.subarray(at + 4, at + 4 + text.readUInt32BE(at)).toString('utf8'))
    at += 4 + text.readUInt32BE(at)
  }
  return values
}
