import { beforeEach, describe, expect, it } from 'vitest'
import type { ManualSystem } from '../sync/manual-system.ts'
import type { Device } from './device.ts'
import { offlineDevice } from './examples/offline.ts'
import { type DeviceStore, type TaskRow, taskKey } from './store/store.ts'

const BATCH = 'b'.repeat(64)
const task: TaskRow = {
  ...{ batch: BATCH, place: 0, kind: 'assistant_reply', lang: 'sw', candidates: [] },
  thread: [{ role: 'prompter', lang: 'sw', text: 'Habari?' }]
}

let store: DeviceStore
let device: Device
let system: ManualSystem

beforeEach(async () => {
  ;({ store, device, system } = await offlineDevice(task))
})

const keep = (text: string | undefined) => device.keepDraft(BATCH, 0, text === undefined ? undefined : { text })
const versions = async () => (await device.versions(BATCH, 0)).map(({ value }) => value.text)

describe('versions of a draft', () => {
  it('[DV4] one is kept each minute of writing, not of each letter', async () => {
    for (let second = 0; second <= 150; second += 2) {
      await keep('a'.repeat(second + 1))
      await system.pass(2000)
    }
    expect((await versions()).map((text) => String(text).length)).toEqual([59, 119])
    expect((await device.draft(BATCH, 0))?.value.text).toHaveLength(151)
  })

  it('[DV4] what is deleted at one go stays as a version, as do all the words when nothing is left', async () => {
    const long = 'Nzuri sana, asante kwa kuuliza. Na wewe, habari yako?'
    await keep(long)
    await keep('Nzuri')
    await keep(undefined)
    expect(await device.draft(BATCH, 0)).toBeUndefined()
    expect(await versions()).toEqual([long, 'Nzuri'])
  })

  it('[DV4] a clock that is set back to 1985 loses none', async () => {
    await keep('Nzuri')
    await system.pass(-40 * 365.25 * 86_400_000)
    await keep('Nzuri sana')
    expect(await versions()).toEqual(['Nzuri'])
  })

  it('[DV4] the same twice is one version; active seconds are no words', async () => {
    for (const took of [1, 2, 3]) {
      await device.keepDraft(BATCH, 0, { text: 'Nzuri', took })
      await device.keepDraft(BATCH, 0, undefined)
    }
    expect(await device.versions(BATCH, 0)).toMatchObject([{ n: 0, value: { text: 'Nzuri' } }])
  })

  it('[DV4] what another window finished otherwise leaves the words of this one as a version', async () => {
    await keep('mine')
    await device.answer({ task: `${BATCH}/0`, text: 'theirs' })
    await keep('mine, and more')
    expect(await device.draft(BATCH, 0)).toBeUndefined()
    expect(await versions()).toEqual(['mine', 'mine, and more'])
  })

  it('[DV4] where the person stood is kept along, and is no part of the answer', async () => {
    await device.keepDraft(BATCH, 0, { text: 'Nzu' }, { stand: { caret: [1, 2] } })
    expect(await device.draft(BATCH, 0)).toMatchObject({ value: { text: 'Nzu' }, stand: { caret: [1, 2] } })
    const { contents } = await device.answer({ task: `${BATCH}/0`, text: 'Nzuri' })
    expect(contents.at(-1)).not.toHaveProperty('stand')
  })
})

describe('a draft outlives', () => {
  it('[DV4] its task: words go on being kept, and are shown', async () => {
    await keep('Nzu')
    await store.transact('strict', (tx) => tx.drop('tasks', taskKey(BATCH, 0)))
    await keep('Nzuri')
    expect((await device.draft(BATCH, 0))?.value.text).toBe('Nzuri')
    expect(await device.work()).toMatchObject([
      { state: 'draft', kind: 'assistant_reply', text: 'Nzuri', given: { lang: 'sw' }, place: [BATCH, 0] }
    ])
  })

  it('[DV4] the erasing of the message that it answers', async () => {
    await keep('Nzuri')
    const erased = { ...task, thread: [{ role: 'prompter' as const, lang: 'sw', text: null }] }
    await store.transact('strict', (tx) => tx.put('tasks', erased))
    device.refresh()
    expect(await device.work()).toMatchObject([{ state: 'draft', text: 'Nzuri', task: { thread: [{ text: null }] } }])
  })

  it('[DV4] a skip that is taken back', async () => {
    await device.keepDraft(BATCH, 0, { text: 'Nzu', took: 7 })
    const { id } = await device.answer({ task: `${BATCH}/0`, skip: 'unclear' })
    expect((await device.work()).map(({ state }) => state)).toEqual(['saved'])
    await device.undo(id)
    expect((await device.draft(BATCH, 0))?.value).toEqual({ text: 'Nzu', took: 7 })
  })
})
