/** Runs in the page, bundled by `page-code.ts`: a device there joins, borrows and works as the app lets it, without a screen. */
import { openBrowserDevice } from '../../src/client/browser.ts'
import { databaseOf, FIRST } from '../../src/client/profiles/profile.ts'
import { Projects } from '../../src/client/projects.ts'
import type { TaskRow } from '../../src/client/store/store.ts'
import { isBallot, isReview } from '../../src/core/fact/kinds.ts'

export type Filling = { readonly project: string; readonly address: string; readonly invite: string }

/** What the bench calls, one after the other. */
export type Fill = {
  /** Joins and accepts the terms. @returns its key. */
  join(): Promise<string>
  /** Waits until so many tasks are here. */
  borrow(tasks: number): Promise<void>
  /** Finishes the first of them with no link, then sends them. */
  work(items: number, texts: readonly string[]): Promise<void>
  /** Closes it, and leaves the project in the list that the app reads. */
  end(): Promise<void>
}

const PATIENCE = 600_000

function fill({ project, address, invite }: Filling): Fill {
  const { device, store } = openBrowserDevice(databaseOf(project, FIRST))
  return {
    async join() {
      await device.join(invite)
      await device.start()
      await device.welcomed(PATIENCE)
      await device.acceptTerms()
      await device.synced(PATIENCE)
      await device.stop()
      return (await device.contact()).device ?? ''
    },
    async borrow(tasks) {
      await device.start()
      while ((await device.tasks()).length < tasks) await new Promise((later) => setTimeout(later, 500))
      await device.synced(PATIENCE)
      await device.stop()
    },
    async work(items, texts) {
      const batches = (await device.batches()).toSorted((a, b) => a.until - b.until)
      const tasks = batches.flatMap((batch) => batch.tasks).slice(0, items)
      for (const [n, task] of tasks.entries())
        await device.answer({ task: `${task.batch}/${task.place}`, took: 40, ...answerTo(task, n, texts) })
      await device.start()
      await device.synced(PATIENCE)
      await device.stop()
    },
    async end() {
      await store.close()
      const projects = new Projects()
      await projects.remember({ id: project, name: 'bench', address, practice: false, opened: Date.now() })
      projects.close()
    }
  }
}

function answerTo({ kind, candidates }: TaskRow, n: number, texts: readonly string[]) {
  if (isReview(kind)) return { labels: { spam: 0, lang_mismatch: 0, quality: (n % 5) / 4, humor: (n % 3) / 2 } }
  if (isBallot(kind)) return { order: candidates.map((_, at) => (at + n) % candidates.length) }
  return { text: `${texts[n % texts.length]} ${n}` }
}

Object.assign(globalThis, { fill })
