import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import type { Device } from '../../client/device.ts'
import { offlineDevice } from '../../client/examples/offline.ts'
import type { TaskRow } from '../../client/store/store.ts'
import { ToastProvider } from '../design/Toast.tsx'
import { HelpProvider } from '../help/HelpProvider.tsx'
import { HereContext } from '../profiles/here.tsx'
import { OpenedContext } from '../project/device.tsx'
import { WordsProvider } from '../words/words.tsx'
import { TaskScreens } from './TaskScreens.tsx'

/** A busy machine draws late. */
const WAIT = { timeout: 10_000 }

const BATCH = 'b1'.repeat(32)
const questions = ['Who waters the moss?', 'Why is it green?', 'Is it old?', 'Does it sleep?', 'Can it swim?']
const tasks = questions.map(
  (text, place): TaskRow => ({
    ...{ batch: BATCH, place, kind: 'assistant_reply', lang: 'en', candidates: [] },
    thread: [{ role: 'prompter', lang: 'en', text }]
  })
)

let root: Root
let device: Device
/** What the reading of a task waits for. */
let gate: Promise<void>
const way = memoryLocation({ path: `/task/${BATCH}/0`, record: true })

beforeEach(async () => {
  await page.viewport(1366, 768)
  gate = Promise.resolve()
  const here = await offlineDevice(...tasks)
  device = here.device
  const batch = { id: BATCH, document: '', until: 2e9, segment: new Uint8Array() }
  await here.store.transact('strict', (tx) => tx.put('batches', batch))
  const read = device.taskHere.bind(device)
  device.taskHere = (...task) => gate.then(() => read(...task))
  way.reset()
  root = createRoot(document.body.appendChild(document.createElement('div')))
  root.render(
    <HereContext value={{ profile: { id: '' } } as never}>
      <OpenedContext value={{ device, project: { id: 'p' }, letters: { profile: '', box: undefined } } as never}>
        <WordsProvider>
          <HelpProvider>
            <ToastProvider>
              <Router hook={way.hook}>
                <Here />
              </Router>
            </ToastProvider>
          </HelpProvider>
        </WordsProvider>
      </OpenedContext>
    </HereContext>
  )
  await expect.poll(shown, WAIT).toContain(questions[0])
})
afterEach(() => root.unmount())

function Here() {
  const [path] = way.hook()
  return <TaskScreens batch={BATCH} place={Number(path.split('/')[3])} />
}

const shown = () => document.querySelector('main')?.textContent ?? document.body.textContent ?? ''
const gone = () => way.history.map((path) => Number(path.split('/')[3]))

it('each quick press leads one task on, or back, also while the next is still read', async () => {
  let open = () => {}
  gate = new Promise((done) => {
    open = done
  })
  await userEvent.keyboard('{Control>}{PageDown}{PageDown}{PageDown}{PageUp}{/Control}')
  expect(gone()).toEqual([0, 1, 2, 3, 2])
  open()
  await expect.poll(shown, WAIT).toContain(questions[2])
})
