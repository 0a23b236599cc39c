import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeAll, expect, it } from 'vitest'
import type { Device } from '../../client/device.ts'
import { offlineDevice } from '../../client/examples/offline.ts'
import { FIRST } from '../../client/profiles/profile.ts'
import type { TaskRow } from '../../client/store/store.ts'
import { recall, remember } from '../platform/remember.ts'
import { HereContext } from '../profiles/here.tsx'

const [URGENT, HINTED] = ['a1'.repeat(32), 'b1'.repeat(32)]
const taskOf = (batch: string): TaskRow => ({
  ...{ batch, place: 0, kind: 'assistant_reply', lang: 'en', candidates: [] },
  thread: [{ role: 'prompter', lang: 'en', text: 'Who waters the moss?' }]
})

/** Loaded by a window that opens on Today. */
async function modules() {
  history.replaceState(null, '', '/')
  const [{ Home }, { OpenedContext }, { ProjectsContext }, { WordsProvider }, { isFirstLook }] = await Promise.all([
    import('./Home.tsx'),
    import('../project/device.tsx'),
    import('../project/projects.tsx'),
    import('../words/words.tsx'),
    import('../project/first-look.ts')
  ])
  return { Home, OpenedContext, ProjectsContext, WordsProvider, isFirstLook }
}

let root: Root | undefined
let app: Awaited<ReturnType<typeof modules>>
beforeAll(async () => {
  app = await modules()
})
afterEach(() => root?.unmount())

function opens(device: Device): void {
  const { Home, OpenedContext, ProjectsContext, WordsProvider } = app
  const letters = { profile: FIRST, box: undefined }
  const twin = { mended: async () => undefined, copies: () => 'two' }
  root = createRoot(document.body.appendChild(document.createElement('div')))
  root.render(
    <HereContext value={{ profile: { id: FIRST } } as never}>
      <OpenedContext value={{ device, project: { id: 'p' }, letters, twin } as never}>
        <ProjectsContext value={{} as never}>
          <WordsProvider>
            <Home />
          </WordsProvider>
        </ProjectsContext>
      </OpenedContext>
    </HereContext>
  )
}

it('what stood first is there before all batches are read, and gives way to a more urgent one', async () => {
  const { device, store } = await offlineDevice(taskOf(HINTED))
  await store.transact('strict', async (tx) => {
    await tx.put('tasks', taskOf(URGENT))
    await tx.put('batches', { id: HINTED, document: '', until: 2e9, segment: new Uint8Array() })
    await tx.put('batches', { id: URGENT, document: '', until: 1.9e9, segment: new Uint8Array() })
  })
  const { promise: held, resolve: goOn } = Promise.withResolvers<void>()
  const [work, batches] = [device.work.bind(device), device.batches.bind(device)]
  const asked: boolean[] = []
  device.work = () => held.then(work)
  device.batches = () => {
    asked.push(app.isFirstLook())
    return held.then(batches)
  }
  remember('soonest-p', HINTED)
  expect(app.isFirstLook()).toBe(true)
  opens(device)
  const first = () => document.querySelector('[aria-labelledby="batch-now"] a')?.getAttribute('href')
  await expect.poll(first).toBe(`/task/${HINTED}/0`)
  await expect.poll(() => asked.length).toBeGreaterThan(0)
  expect(asked[0]).toBe(false)
  goOn()
  await expect.poll(first).toBe(`/task/${URGENT}/0`)
  expect(recall('soonest-p')).toBe(URGENT)
})
