import { join } from 'node:path'
import type { Page } from 'playwright'
import { build } from 'vite'
import type { Fill, Filling } from './fill.ts'

/** Our own client code in a page, without a screen: evaluated, as the page's policy lets no other script in. */
export async function fillIn(page: Page, filling: Filling): Promise<Fill> {
  await page.evaluate(await bundled())
  await page.evaluate(`globalThis.filled = globalThis.fill(${JSON.stringify(filling)})`)
  const call = (name: string, ...args: unknown[]) =>
    page.evaluate(`globalThis.filled.${name}(${args.map((arg) => JSON.stringify(arg)).join()})`)
  return {
    join: async () => String(await call('join')),
    borrow: async (tasks) => void (await call('borrow', tasks)),
    work: async (items, texts) => void (await call('work', items, texts)),
    end: async () => void (await call('end'))
  }
}

async function bundled(): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry: join(import.meta.dirname, 'fill.ts'), formats: ['iife'], name: 'bench', fileName: 'fill' },
      rolldownOptions: { output: { codeSplitting: false } }
    }
  })
  const [first] = [result].flat()
  if (!first || !('output' in first)) throw new Error('nothing was bundled')
  return first.output[0].code
}

/**
 * Runs before a page's own scripts. `speed.home` and `speed.next` are milliseconds of the page's clock; `speed.keys` are
 * those from a key to the end of the frame that shows it. After a frame is drawn a task of the highest priority is the
 * first thing that a page does; messages and timers come in the order in which they were asked for, also before it.
 */
export const WATCH = `(() => {
  const speed = { home: undefined, busy: [], keys: [], next: undefined }
  globalThis.speed = speed
  const drawn = (then) => requestAnimationFrame(() => {
    scheduler.postTask(() => then(performance.now()), { priority: 'user-blocking' })
  })
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) speed.busy.push([startTime, duration])
  }).observe({ type: 'longtask', buffered: true })
  const openWork = () => document.activeElement?.closest('main [aria-busy="false"]')
  let finishing
  const look = () => {
    if (speed.home === undefined && document.querySelector('[aria-labelledby="batch-now"] a[href^="/task/"]')) {
      speed.home = 0
      drawn((now) => { speed.home = now })
    }
    const work = finishing && openWork()
    if (work && work !== finishing.work && work.checkVisibility({ visibilityProperty: true, opacityProperty: true })) {
      const { at } = finishing
      finishing = undefined
      drawn((now) => { speed.next = { took: now - at, at: now } })
    }
  }
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true })
  addEventListener('focusin', look, true)
  addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.ctrlKey) finishing = { at: event.timeStamp, work: openWork() }
    else if (event.key.length === 1) addEventListener('input', () => drawn((now) => speed.keys.push(now - event.timeStamp)), { once: true, capture: true })
  }, { capture: true })
})()`
