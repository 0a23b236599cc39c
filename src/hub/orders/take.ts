import { chmodSync, rmdirSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { UnderstoryError } from '../../core/error.ts'
import type { Hub } from '../hub.ts'
import { lineOf } from './line.ts'
import { carryOut, type Done, MOST_LINE_BYTES, readOrder } from './order.ts'
import { makeOwn, placesOf } from './place.ts'
import { OrderTrouble } from './trouble.ts'

/** Who calls has written the order before it calls. */
const ORDER_WITHIN = 5000
/** A caller that hears nothing for longer takes the hub for dead; blanks before a JSON text mean nothing. */
export const SIGN_OF_LIFE_EVERY = 10_000
/** People type commands one after the other. */
const MOST_CALLERS = 16

export type TakingOrders = { close(): Promise<void> }

/**
 * Takes orders of this user's programs while the hub runs: a caller sends one, as a line of JSON, and gets one line back.
 * What takes long ends when its caller goes away or the hub stops.
 * Whoever starts it holds the folder's lock, so a socket that lies there already is of a program that is gone. A hub that
 * can listen nowhere runs all the same, and says so in its log.
 */
export async function takeOrders(hub: Hub, folder: string): Promise<TakingOrders> {
  try {
    return await takeAtFirstOf(placesOf(folder), hub, folder)
  } catch (cause) {
    hub.log(`takes no orders while it runs: ${cause instanceof Error ? cause.message : cause}`)
    return { close: async () => {} }
  }
}

async function takeAtFirstOf([place, ...others]: readonly string[], hub: Hub, folder: string): Promise<TakingOrders> {
  if (place === undefined) throw new Error('the path of its folder is too long')
  try {
    return await takeAt(place, hub, folder)
  } catch (cause) {
    if (others.length === 0) throw cause
    return takeAtFirstOf(others, hub, folder)
  }
}

async function takeAt(place: string, hub: Hub, folder: string): Promise<TakingOrders> {
  const isPipe = process.platform === 'win32'
  makeOwn(place)
  if (!isPipe) rmSync(place, { force: true })
  /** Those that have not said yet what they want. */
  const silent = new Set<Socket>()
  const working = new Set<AbortController>()
  const server = createServer((socket) => {
    silent.add(socket)
    socket.on('error', () => socket.destroy()).once('close', () => silent.delete(socket))
    lineOf(socket, MOST_LINE_BYTES, ORDER_WITHIN)
      .then((line) => {
        silent.delete(socket)
        return worked(hub, socket, working, (givenUp) => answerTo(hub, folder, line, givenUp))
      })
      .then((answer) => socket.end(`${JSON.stringify(answer)}\n`, () => socket.destroy()))
      .catch(() => socket.destroy())
  })
  server.maxConnections = MOST_CALLERS
  await listening(server, place)
  if (!isPipe) chmodSync(place, 0o600)
  return {
    close: () =>
      new Promise((done) => {
        // Orders that came whole are carried out before.
        server.close(() => {
          if (!isPipe) removeEmpty(dirname(place))
          done()
        })
        for (const socket of silent) socket.destroy()
        for (const work of working) work.abort()
      })
  }
}

/** Does some work for a caller, gives signs of life meanwhile, and tells the work when nobody waits for it any more. */
async function worked<T>(
  { system }: Hub,
  socket: Socket,
  working: Set<AbortController>,
  work: (givenUp: AbortSignal) => Promise<T>
): Promise<T> {
  const giveUp = new AbortController()
  working.add(giveUp)
  socket.once('close', () => giveUp.abort())
  let cancel = () => {}
  const live = () => {
    cancel = system.after(SIGN_OF_LIFE_EVERY, () => {
      socket.write(' ')
      live()
    })
  }
  live()
  try {
    return await work(giveUp.signal)
  } finally {
    cancel()
    working.delete(giveUp)
  }
}

async function answerTo(hub: Hub, folder: string, line: string, givenUp: AbortSignal) {
  try {
    const order = readOrder(line)
    if (!order) throw new OrderTrouble('H5')
    const done = await carryOut(hub, folder, order, givenUp)
    hub.log(`order carried out: ${order.order} (${inShort(done)})`)
    return done
  } catch (cause) {
    if (!(cause instanceof UnderstoryError)) hub.log(`order failed: ${cause instanceof Error ? cause.stack : cause}`)
    const { code, told } = cause instanceof UnderstoryError ? cause : new OrderTrouble('H7')
    return { refused: { code, told } }
  }
}

function inShort({ done, files }: Done): string {
  if (!files) return done === '' ? 'nothing to do' : done.slice(0, 16)
  const news = files.reduce((sum, each) => sum + (each.is === 'read' ? each.report.counts.new : 0), 0)
  return `new: ${news}, files: ${files.length}`
}

function listening(server: Server, place: string): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed)
    server.listen(place, () => {
      server.off('error', failed)
      done()
    })
  })
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // It is no trouble where it is.
  }
}
