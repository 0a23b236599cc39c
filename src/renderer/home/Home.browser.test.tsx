import { createRoot, type Root } from 'react-dom/client'
import { afterEach, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import { offlineDevice } from '../../client/examples/offline.ts'
import type { TaskRow } from '../../client/store/store.ts'
import { HereContext } from '../profiles/here.tsx'
import { OpenedContext } from '../project/device.tsx'
import { ProjectsContext } from '../project/projects.tsx'
import { WordsProvider } from '../words/words.tsx'
import { Home } from './Home.tsx'

const BATCH = 'b1'.repeat(32)
const task: TaskRow = {
  ...{ batch: BATCH, place: 0, kind: 'assistant_reply', lang: 'en', candidates: [] },
  thread: [{ role: 'prompter', lang: 'en', text: 'Who waters the moss?' }]
}

let root: Root | undefined
afterEach(() => root?.unmount())

it('the first batch is there before what thousands of items are made into, and stays where it is when that comes', async () => {
  await page.viewport(390, 844)
  const { device, store } = await offlineDevice(task)
  const batch = { id: BATCH, document: '', until: 2e9, segment: new Uint8Array() }
  await store.transact('strict', (tx) => tx.put('batches', batch))
  let ready = () => {}
  const held = new Promise<void>((done) => {
    ready = done
  })
  const read = device.work.bind(device)
  device.work = () => held.then(read)
  const letters = { profile: '', box: undefined }
  const twin = { mended: async () => undefined, copies: () => 'two' }
  root = createRoot(document.body.appendChild(document.createElement('div')))
  root.render(
    <HereContext value={{ profile: { id: '' } } as never}>
      <OpenedContext value={{ device, project: { id: 'p' }, letters, twin } as never}>
        <ProjectsContext value={{} as never}>
          <WordsProvider>
            <Home />
          </WordsProvider>
        </ProjectsContext>
      </OpenedContext>
    </HereContext>
  )
  const way = () => document.querySelector(`[aria-labelledby="batch-now"] a[href="/task/${BATCH}/0"]`)
  await expect.poll(way).not.toBeNull()
  const before = way()?.getBoundingClientRect().top
  expect(document.querySelectorAll('section')).toHaveLength(1)
  ready()
  await expect.poll(() => document.querySelectorAll('section').length).toBeGreaterThan(1)
  expect(way()?.getBoundingClientRect().top).toBe(before)
})
