import { createConnection, type Socket } from 'node:net'
import { join } from 'node:path'
import * as v from 'valibot'
import { tryLock, usableFolder } from '../folder.ts'
import { openHub } from '../run.ts'
import { lineOf } from './line.ts'
import { carryOut, type Done, DoneShape, type Order, parsedJson } from './order.ts'
import { isOwn, placesOf } from './place.ts'
import { OrderTrouble, Refusal, ToldShape } from './trouble.ts'

/** A hub that a crowd calls decides one after the other; while it works it gives a sign of life more often. */
const ANSWER_WITHIN = 60_000
/** Of an answer, as a line: some hundred files that are damaged all over, with what is told of each. */
export const MOST_ANSWER_BYTES = 64 * 1024 * 1024

const Answer = v.union([DoneShape, v.strictObject({ refused: ToldShape })])

/**
 * Has orders carried out, in this order, by the hub that runs on the folder of a project; if none runs, here, under the
 * folder's lock.
 *
 * @returns what each has led to.
 * @throws {OrderTrouble}, and whatever hinders the order itself: the same words from a running hub as from here. What was
 * ordered before that is done.
 */
export async function giveOrders(
  folder: string,
  orders: readonly Order[],
  log: (line: string) => void
): Promise<Done[]> {
  const held = tryLock(join(usableFolder(folder), 'hub.lock'))
  if ('holder' in held) return each(orders, (order) => ask(folder, order, held.holder))
  try {
    const { hub, store } = await openHub({ folder, name: 'Understory', log })
    try {
      return await each(orders, (order) => carryOut(hub, folder, order))
    } finally {
      await store.close()
    }
  } finally {
    held.unlock()
  }
}

async function each(orders: readonly Order[], work: (order: Order) => Promise<Done>): Promise<Done[]> {
  const done: Done[] = []
  for (const order of orders) done.push(await work(order))
  return done
}

/** Gives an order to the program that holds the folder. */
export async function ask(folder: string, order: Order, holder: number): Promise<Done> {
  const socket = await reached(folder, holder)
  try {
    socket.write(`${JSON.stringify(order)}\n`)
    const line = await lineOf(socket, MOST_ANSWER_BYTES, ANSWER_WITHIN)
    const answer = v.parse(Answer, parsedJson(line))
    if ('done' in answer) return answer
    throw new Refusal(answer.refused)
  } catch (cause) {
    throw cause instanceof Refusal ? cause : new OrderTrouble('H6', {}, { cause })
  } finally {
    socket.destroy()
  }
}

async function reached(folder: string, pid: number): Promise<Socket> {
  let others = false
  for (const place of placesOf(folder)) {
    try {
      if (isOwn(place)) return await connected(place)
      others = true
    } catch (cause) {
      others ||= ['EACCES', 'EPERM'].includes((cause as NodeJS.ErrnoException).code ?? '')
    }
  }
  throw new OrderTrouble(others ? 'H3' : 'H4', { pid })
}

function connected(place: string): Promise<Socket> {
  return new Promise((done, failed) => {
    const socket = createConnection(place, () => {
      socket.off('error', failed).on('error', () => socket.destroy())
      done(socket)
    })
    socket.once('error', failed)
  })
}
