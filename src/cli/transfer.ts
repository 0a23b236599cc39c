import { networkInterfaces } from 'node:os'
import type { Device } from '../client/device.ts'
import type { Transfer } from '../client/sync/transfer.ts'

/** A line a second says enough. */
const TELL_EVERY = 1000

/** Whether this computer has an address besides its own loopback. */
export function hasNetwork(): boolean {
  return Object.values(networkInterfaces()).some((list) => list?.some(({ internal }) => !internal))
}

/**
 * Tells before a sync and while it runs what is to cross: as lines of JSON on stdout, or in words to a person who looks.
 * @returns says the end, and stops.
 */
export async function tellTransfer(device: Device, json: boolean): Promise<() => Promise<void>> {
  let last = ''
  let timer: NodeJS.Timeout | undefined
  const tell = async () => {
    timer = undefined
    const transfer = await device.crossing.transfer()
    const line = json ? JSON.stringify({ ...transfer, reach: device.crossing.reach() }) : wordsOf(transfer)
    if (line === last) return
    last = line
    if (json) process.stdout.write(`${line}\n`)
    else if (process.stderr.isTTY) process.stderr.write(`${line}\n`)
  }
  await tell()
  const forget = device.onChange(() => {
    timer ??= setTimeout(() => void tell().catch(() => {}), TELL_EVERY)
  })
  return async () => {
    forget()
    clearTimeout(timer)
    await tell()
  }
}

function wordsOf({ up, down, done, minutes }: Transfer): string {
  const still = `To send: ${kilobytes(up)}. To fetch: ${down === undefined ? 'not known yet' : kilobytes(down)}.`
  const far = `Sent: ${kilobytes(done.up)}. Fetched: ${kilobytes(done.down)}.`
  return `${still} ${far}${minutes === undefined || minutes === 0 ? '' : ` About ${minutes} minutes.`}`
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
