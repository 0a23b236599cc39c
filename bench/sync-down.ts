import type { TaskRow } from '../src/client/store/store.ts'
import { type DayItem, dayOfWork, readMessages } from './day-of-work.ts'
import { oneDevice, SLOW } from './one-device.ts'
import type { Shape } from './relay.ts'
import { ratio } from './sync-cut.ts'
import { inBrotli } from './sync-day.ts'

const DAYS = 5
const DOWN = 2000
const GIVE_UP_MS = 900_000
const RUNS: Readonly<Record<string, Pick<Shape, 'outages' | 'failing'>>> = {
  uncut: {},
  every_15_s: { outages: { first: 15_000, up: 15_000, down: DOWN } },
  every_15_s_a_fifth_fails: { outages: { first: 15_000, up: 15_000, down: DOWN }, failing: 0.2 },
  every_6_s: { outages: { first: 6000, up: 6000, down: DOWN } }
}

export type DownFigures = {
  tasks: number
  batches: number
  up_bytes: number
  down_bytes: number
  /** From the start of connecting until every task is here. */
  seconds: number
  cuts: number
  /** Until the first batch could be worked on. */
  first_batch_seconds: number
  missing: number
  /** Bytes beyond those of the run without cuts, for each cut: what went again, and the calls. */
  more_bytes_a_cut: number
  times_uncut_seconds: number
  times_uncut_bytes: number
  /** Against the messages of each batch and its tasks as JSON lines, each batch in a brotli stream of its own. */
  floor_bytes: number
  times_floor_bytes: number
}

/** A week of batches down over 20 kbit/s and 600 ms: uncut, cut in a rhythm, and with a fifth of all calls failing besides. */
export async function syncDown(file: string, days = DAYS): Promise<Record<string, DownFigures>> {
  const messages = readMessages(file)
  const items = Array.from({ length: days }, (_, day) => numbered(dayOfWork(messages, day), day)).flat()
  const runs: Record<string, DownFigures> = {}
  for (const [name, trouble] of Object.entries(RUNS)) {
    const figures = await down(file, items, trouble)
    const { uncut = figures } = runs
    const bytes = figures.up_bytes + figures.down_bytes
    const uncutBytes = uncut.up_bytes + uncut.down_bytes
    runs[name] = {
      ...figures,
      more_bytes_a_cut: figures.cuts === 0 ? 0 : Math.round((bytes - uncutBytes) / figures.cuts),
      times_uncut_seconds: ratio(figures.seconds, uncut.seconds),
      times_uncut_bytes: ratio(bytes, uncutBytes),
      times_floor_bytes: ratio(bytes, figures.floor_bytes)
    }
  }
  return runs
}

/** Batches of different days are different batches. */
function numbered(items: readonly DayItem[], day: number): DayItem[] {
  return items.map((item) => ({ ...item, batch: item.batch + 100 * day }))
}

type Measured = Omit<
  DownFigures,
  'more_bytes_a_cut' | 'times_uncut_seconds' | 'times_uncut_bytes' | 'times_floor_bytes'
>

async function down(file: string, items: readonly DayItem[], trouble: (typeof RUNS)[string]): Promise<Measured> {
  const one = await oneDevice(file, { ...SLOW, cutAfter: 0, ...trouble })
  const { device, relay } = one
  try {
    await one.join()
    const tasks = await one.lend(items)
    one.byBadLink()
    const started = performance.now()
    let first: number | undefined
    const forget = device.onChange(() => {
      if (first === undefined)
        void device.tasks().then(({ length }) => {
          if (length > 0) first ??= performance.now() - started
        })
    })
    await device.start()
    await device.synced(GIVE_UP_MS)
    forget()
    const seconds = tenths(performance.now() - started)
    return {
      tasks: tasks.length,
      batches: new Set(tasks.map((task) => task.replace(/\/.*/, ''))).size,
      up_bytes: relay.carried.up,
      down_bytes: relay.carried.down,
      seconds,
      cuts: relay.carried.cuts,
      first_batch_seconds: tenths(first ?? 0),
      missing: tasks.length - (await device.tasks()).length,
      floor_bytes: floorOf(await device.tasks())
    }
  } finally {
    await one.close()
  }
}

function floorOf(tasks: readonly TaskRow[]): number {
  const batches = [...new Set(tasks.map(({ batch }) => batch))].map((batch) => {
    const own = tasks.filter((task) => task.batch === batch)
    const messages = new Map(own.flatMap(({ thread, candidates }) => [...thread, ...candidates]).map((m) => [m.id, m]))
    const ids = (shown: TaskRow['thread']) => shown.map(({ id }) => id)
    const lines = own.map(({ kind, thread, candidates }) => ({
      kind,
      thread: ids(thread),
      candidates: ids(candidates)
    }))
    return inBrotli([...messages.values(), ...lines].map((line) => JSON.stringify(line)))
  })
  return batches.reduce((sum, bytes) => sum + bytes, 0)
}

function tenths(ms: number): number {
  return Math.round(ms / 100) / 10
}
