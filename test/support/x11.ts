import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

// The X11 protocol itself, as far as tests of the window need it: no tool that is everywhere closes a window without a
// window manager.

/** A picture of the screen: four bytes a pixel, blue first. */
export type Screenshot = { width: number; height: number; pixels: Buffer }

/** What is to be seen on an X display (24 bits deep, as Xvfb is started here). */
export const screenshot = (display: string): Promise<Screenshot> =>
  withConnection(display, async (x) => ({ ...x.size, pixels: await x.image(x.root, x.size) }))

/**
 * Presses the close button of every window on an X display: sends WM_DELETE_WINDOW to each top-level window that takes it,
 * as a window manager does (ICCCM 4.2.8.1).
 *
 * @returns how many windows were told
 */
export const closeWindows = (display: string): Promise<number> =>
  withConnection(display, async (x) => {
    const protocols = await x.atom('WM_PROTOCOLS')
    const deleteWindow = await x.atom('WM_DELETE_WINDOW')
    let told = 0
    for (const window of await x.children(x.root)) {
      if (!(await x.property(window, protocols)).includes(deleteWindow)) continue
      x.sendMessage(window, protocols, deleteWindow)
      told++
    }
    await x.atom('WM_PROTOCOLS') // an answer means that all before it was taken
    return told
  })

const withConnection = async <T>(display: string, use: (x: Connection) => Promise<T>): Promise<T> => {
  const socket = connect(`/tmp/.X11-unix/X${display.slice(1)}`)
  try {
    return await use(await openConnection(socket))
  } finally {
    socket.destroy()
  }
}

type Connection = Awaited<ReturnType<typeof openConnection>>

const opcode = { internAtom: 16, queryTree: 15, getProperty: 20, sendEvent: 25, getImage: 73 }
const clientMessage = 33

const openConnection = async (socket: Socket) => {
  const read = reader(socket)
  await once(socket, 'connect')
  // Little-endian, protocol 11.0, no authorization.
  socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
  const head = await read(8)
  const setup = await read(head.readUInt16LE(6) * 4)
  if (head[0] !== 1) throw new Error(`The display refused: ${setup.toString('latin1')}`)
  const vendor = Math.ceil(setup.readUInt16LE(16) / 4) * 4
  const screen = 32 + vendor + 8 * setup.readUInt8(21)
  const root = setup.readUInt32LE(screen)
  const size = { width: setup.readUInt16LE(screen + 20), height: setup.readUInt16LE(screen + 22) }

  const send = (code: number, detail: number, body: Buffer) => {
    const request = Buffer.alloc(4 + Math.ceil(body.length / 4) * 4)
    request.writeUInt8(code)
    request.writeUInt8(detail, 1)
    request.writeUInt16LE(request.length / 4, 2)
    body.copy(request, 4)
    socket.write(request)
  }

  const ask = async (code: number, body: Buffer, detail = 0): Promise<Buffer> => {
    send(code, detail, body)
    const reply = await read(32)
    if (reply[0] !== 1) throw new Error(`Request ${code} failed with X error ${reply[1]}`)
    return Buffer.concat([reply, await read(reply.readUInt32LE(4) * 4)])
  }

  return {
    root,
    size,
    /** All of a window's pixels. */
    async image(window: number, { width, height }: { width: number; height: number }) {
      const asPixmap = 2
      const area = words(window, 0, width | (height << 16), 0xffffffff)
      return (await ask(opcode.getImage, area, asPixmap)).subarray(32)
    },
    async atom(name: string) {
      const body = Buffer.alloc(4 + name.length)
      body.writeUInt16LE(name.length)
      body.write(name, 4, 'latin1')
      return (await ask(opcode.internAtom, body)).readUInt32LE(8)
    },
    async children(window: number) {
      const reply = await ask(opcode.queryTree, words(window))
      return Array.from({ length: reply.readUInt16LE(16) }, (_, n) => reply.readUInt32LE(32 + 4 * n))
    },
    /** A property that is a list of 32-bit values; empty where it is not there. */
    async property(window: number, name: number) {
      const reply = await ask(opcode.getProperty, words(window, name, 0, 0, 100))
      return Array.from({ length: reply.readUInt32LE(16) }, (_, n) => reply.readUInt32LE(32 + 4 * n))
    },
    sendMessage(window: number, type: number, value: number) {
      const kind = clientMessage | (32 << 8) // values of 32 bits
      send(opcode.sendEvent, 0, words(window, 0, kind, window, type, value, 0, 0, 0, 0))
    },
  }
}

const words = (...values: number[]) => Buffer.from(Uint32Array.from(values).buffer)

/** Reads exactly so many bytes, in order. */
const reader = (socket: Socket) => {
  const chunks = socket.iterator()
  let rest = Buffer.alloc(0)
  return async (size: number): Promise<Buffer> => {
    while (rest.length < size) {
      const { value, done } = await chunks.next()
      if (done) throw new Error('The display closed the connection')
      rest = Buffer.concat([rest, value])
    }
    const bytes = rest.subarray(0, size)
    rest = rest.subarray(size)
    return bytes
  }
}
