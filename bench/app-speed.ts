import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../test/understory.ts'
import { type BusyDevice, busyDevice, type Load } from './app/busy-device.ts'
import { finishing, memory, openLongReply, slowWindow, startUp, typing } from './app/measure.ts'

const STARTS = 5
const BATCHES = 3

/** What a person waits for at a device that has worked for long, on a processor six times slower. */
export async function appSpeed(file: string, site: string, load: Load) {
  const folder = mkdtempSync(join(tmpdir(), 'understory-bench-'))
  const device = await busyDevice(folder, site, await freePort(), file, load)
  try {
    return await appSpeedOf(device)
  } finally {
    await device.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same of a device that is there. */
async function appSpeedOf({ address, profile }: BusyDevice) {
  const { window, slowDown } = await slowWindow(profile)
  const { page } = window
  try {
    const empty = await memory(window)
    await startUp(page, address) // the first one after the filling writes the second copy
    const starts: Awaited<ReturnType<typeof startUp>>[] = []
    for (let n = 0; n < STARTS; n++) starts.push(await startUp(page, address))
    const next = await finishing(page, address, BATCHES)
    await page.goto('about:blank') // no second window that would sync meanwhile
    await slowDown(1)
    const typed = await typing(window, address)
    await openLongReply(page, address)
    const held = await memory(window)
    const [app, bare] = [figures(typed.app), figures(typed.bare)]
    return {
      'start to home, ms': figures(starts.map(({ home }) => home)),
      'busy after it, ms': figures(starts.map(({ busy }) => busy)),
      'task to next task, ms': figures(next),
      'key to paint, ms': app,
      'in a bare editor, ms': bare,
      'app to bare editor': ratio(app, bare),
      'memory, MB': rounded(held),
      'of an empty page, MB': rounded(empty)
    }
  } finally {
    await window.close()
  }
}

function rounded({ heap, page, all }: Awaited<ReturnType<typeof memory>>) {
  return { heap: Math.round(heap), page: Math.round(page), browser: Math.round(all) }
}

type Figures = { readonly median: number; readonly p90: number; readonly most: number; readonly of: number }

function figures(times: readonly number[]): Figures {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN) * 10) / 10
  return { median: at(0.5), p90: at(0.9), most: at(1), of: times.length }
}

function ratio(app: Figures, bare: Figures): { median: number; p90: number } {
  const of = (one: number, other: number) => Math.round((one / other) * 100) / 100
  return { median: of(app.median, bare.median), p90: of(app.p90, bare.p90) }
}
