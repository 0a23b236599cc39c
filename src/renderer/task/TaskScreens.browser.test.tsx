import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import type { Device } from '../../client/device.ts'
import { offlineDevice } from '../../client/examples/offline.ts'
import type { DeviceStore, ItemRow, TaskRow } from '../../client/store/store.ts'
import { ToastProvider } from '../design/Toast.tsx'
import { HelpProvider } from '../help/HelpProvider.tsx'
import { HereContext } from '../profiles/here.tsx'
import { OpenedContext } from '../project/device.tsx'
import { WordsProvider } from '../words/words.tsx'
import { TaskScreens } from './TaskScreens.tsx'

/** A busy machine draws late. */
const WAIT = { timeout: 10_000 }

const HASH = '5e'.repeat(32)
const BATCH = 'b1'.repeat(32)
const questions = ['Who waters the moss?', 'Why is it green?', 'Is it old?', 'Does it sleep?', 'Can it swim?']
const tasks = questions.map(
  (text, place): TaskRow => ({
    ...{ batch: BATCH, place, kind: 'assistant_reply', lang: 'en', candidates: [] },
    thread: [{ role: 'prompter', lang: 'en', text }]
  })
)

const ranking: TaskRow = {
  ...{ batch: BATCH, place: tasks.length, kind: 'rank_assistant_replies', lang: 'en' },
  thread: [{ role: 'prompter', lang: 'en', text: 'How does moss drink?' }],
  candidates: ['By its leaves.', 'It has no roots.', 'Slowly.'].map((text) => ({ role: 'assistant', lang: 'en', text }))
}

let root: Root
let device: Device
let store: DeviceStore
/** What the reading of a task waits for. */
let gate: Promise<void>
const way = memoryLocation({ path: `/task/${BATCH}/0`, record: true })

beforeEach(async () => {
  await page.viewport(1366, 768)
  gate = Promise.resolve()
  const here = await offlineDevice(...tasks, ranking)
  device = here.device
  store = here.store
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

describe('the task that comes next', () => {
  const mains = () => [...document.querySelectorAll('main')]
  const unseen = () => mains()[1]
  const isLaidOut = () => (unseen()?.querySelector('textarea')?.getBoundingClientRect().height ?? 0) > 0

  it('is laid out behind the open one, unseen and out of reach, and the very same is shown then', async () => {
    await expect.poll(isLaidOut, WAIT).toBe(true)
    const next = unseen()
    expect(next?.checkVisibility({ visibilityProperty: true })).toBe(false)
    expect(page.getByRole('main').elements()).toEqual(mains().slice(0, 1))
    for (let presses = 0; presses < 40; presses++) {
      await userEvent.keyboard('{Tab}')
      expect(next?.contains(document.activeElement)).toBe(false)
    }
    mains()[0]?.querySelector('textarea')?.focus()
    await userEvent.keyboard('Rain does.')
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
    await expect.poll(shown, WAIT).toContain(questions[1])
    expect(mains()[0]).toBe(next)
    expect(next?.checkVisibility({ visibilityProperty: true })).toBe(true)
    expect(next?.contains(document.activeElement)).toBe(true)
  })

  it('is laid out also where the part that does its kind is loaded first', async () => {
    // The last one of its kind.
    for (const { place } of tasks.slice(0, 4)) await device.answer({ task: `${BATCH}/${place}`, text: 'Rain does.' })
    way.navigate(`/task/${BATCH}/4`)
    await expect.poll(shown, WAIT).toContain(questions[4])
    const heights = () => [...(unseen()?.querySelectorAll('[data-card]') ?? [])].map((card) => card.clientHeight > 0)
    await expect.poll(heights, WAIT).toEqual([true, true, true])
  })

  /** What is done the moment it is seen. */
  const onceSeen = (then: (next: Element) => void) => {
    const next = unseen()
    const watch = new MutationObserver(() => {
      if (!next?.checkVisibility({ visibilityProperty: true })) return
      watch.disconnect()
      then(next)
    })
    watch.observe(document.body, { subtree: true, attributes: true })
  }
  const writeAndFinish = async () => {
    await userEvent.keyboard('Rain does.')
    await userEvent.keyboard('{Control>}{Enter}{/Control}')
  }
  const pressed = (key: string, more: KeyboardEventInit = {}) => {
    const init = { key, code: key, bubbles: true, cancelable: true, ...more }
    return document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', init))
  }

  it('is seen, with the focus in it, before anything is drawn for it', async () => {
    await expect.poll(isLaidOut, WAIT).toBe(true)
    const seen: unknown[] = []
    const titleOf = (next: Element) =>
      document.getElementById(next.querySelector('section')?.getAttribute('aria-labelledby') ?? '')
    onceSeen((next) => {
      // Whoever hears the focus come hears of this task, not of the one that it stands over.
      seen.push(gone(), mains().length, next.contains(document.activeElement), next.contains(titleOf(next)))
    })
    await writeAndFinish()
    await expect.poll(gone, WAIT).toEqual([0, 1])
    expect(seen).toEqual([[0], 2, true, true])
  })

  it('hears a key that is pressed the moment it is seen, once', async () => {
    await expect.poll(isLaidOut, WAIT).toBe(true)
    const kept: (boolean | undefined)[] = []
    onceSeen(() => kept.push(pressed('PageDown', { ctrlKey: true })))
    await writeAndFinish()
    await expect.poll(shown, WAIT).toContain(questions[2])
    expect([gone(), kept]).toEqual([[0, 1, 2], [false]])
  })

  it('keeps a letter that is typed the moment it is seen', async () => {
    await expect.poll(isLaidOut, WAIT).toBe(true)
    const kept: (boolean | undefined)[] = []
    onceSeen(() => {
      kept.push(pressed('W', { code: 'KeyW' }))
      document.execCommand('insertText', false, 'W')
    })
    await writeAndFinish()
    await expect.poll(gone, WAIT).toEqual([0, 1])
    expect(kept).toEqual([true])
    expect(document.querySelector('textarea')?.value).toBe('W')
    await expect.poll(async () => (await device.draft(BATCH, 1))?.value, WAIT).toMatchObject({ text: 'W' })
  })

  it('comes drawn, with caret and scroll, where something was written before', async () => {
    await device.keepDraft(BATCH, 1, { text: 'So far' }, { stand: {} })
    await expect.poll(() => unseen()?.querySelector('textarea') !== null && isLaidOut(), WAIT).toBe(true)
    const seen: unknown[] = []
    onceSeen(() => seen.push(gone(), document.querySelectorAll('textarea').length))
    await writeAndFinish()
    await expect.poll(gone, WAIT).toEqual([0, 1])
    expect(seen[0]).toEqual([0, 1])
    expect(document.querySelector('textarea')?.value).toBe('So far')
  })

  it('is gone when the way leads elsewhere', async () => {
    await expect.poll(isLaidOut, WAIT).toBe(true)
    const behind = unseen()?.parentElement
    way.navigate(`/task/${BATCH}/3`)
    await expect.poll(shown, WAIT).toContain(questions[3])
    await expect.poll(() => behind?.isConnected, WAIT).toBe(false)
  })
})

describe('the key that undoes', () => {
  const said = () => document.querySelector('[role="status"] span')?.textContent ?? ''
  /** As a contact does. */
  const seal = (item: ItemRow) =>
    store.transact('strict', async (tx) => {
      await tx.put('items', { ...item, segment: HASH })
      const fields = { device: 'd'.repeat(64), n: 0, hash: HASH, next: 9, bytes: new Uint8Array(), facts: [item.id] }
      await tx.put('segments', fields)
    })
  const undo = () => userEvent.keyboard('{Control>}z{/Control}')

  it('opens again what was finished last, and says so', async () => {
    await device.answer({ task: `${BATCH}/4`, text: 'Fish can.' })
    await undo()
    await expect.poll(said, WAIT).toBe('Taken back. It is open again.')
  })

  it('says that what was finished last is sent, and where it can be changed', async () => {
    await seal(await device.answer({ task: `${BATCH}/4`, text: 'Fish can.' }))
    await undo()
    await expect
      .poll(said, WAIT)
      .toBe(
        'This item has been sealed for sending, so it cannot be undone. Change it in My work: the old version is kept.'
      )
    expect(gone()).toEqual([0])
  })

  it('promises no change of what cannot be changed', async () => {
    await seal(await device.answer({ task: `${BATCH}/4`, skip: 'unclear' }))
    await undo()
    await expect.poll(said, WAIT).toBe('This item has been sealed for sending, so it cannot be undone.')
  })

  it('is silent where nothing was finished', async () => {
    let looked = 0
    const work = device.work.bind(device)
    device.work = () => work().finally(() => looked++)
    await undo()
    await expect.poll(() => looked, WAIT).toBeGreaterThan(0)
    expect(said()).toBe('')
  })
})
