import type { ReactNode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { page } from 'vitest/browser'
import type { Device } from '../../client/device.ts'
import { StoreTrouble } from '../../client/errors.ts'
import { offlineDevice } from '../../client/examples/offline.ts'
import type { TaskRow } from '../../client/store/store.ts'
import { HereContext } from '../profiles/here.tsx'
import { OpenedContext } from '../project/device.tsx'
import { ReportDialog } from '../task/ReportDialog.tsx'
import { WordsProvider } from '../words/words.tsx'
import { AppealDialog } from './AppealDialog.tsx'

const asked = { id: 'asked', role: 'prompter', lang: 'en', text: 'Who waters the moss?' } as const
const task: TaskRow = {
  ...{ batch: 'b1'.repeat(32), place: 0, lang: 'en', candidates: [] },
  ...{ kind: 'assistant_reply', thread: [asked] }
}

let root: Root
let device: Device
beforeEach(async () => {
  device = (await offlineDevice(task)).device
  root = createRoot(document.body.appendChild(document.createElement('div')))
})
afterEach(() => root.unmount())

function render(drawn: ReactNode): void {
  root.render(
    <HereContext value={{ profile: { id: '' } } as never}>
      <OpenedContext value={{ device } as never}>
        <WordsProvider>{drawn}</WordsProvider>
      </OpenedContext>
    </HereContext>
  )
}

const kinds = async () => (await device.work()).map(({ kind }) => kind).sort()

describe('pressed twice in quick succession', () => {
  it('an appeal is made once, and one that failed can be made again', async () => {
    const item = await device.answer({ task: `${task.batch}/0`, text: 'The rain.' })
    const before = (await kinds()).length
    let closed = 0
    const appeal = device.appeal.bind(device)
    device.appeal = () => Promise.reject(new StoreTrouble('device', new Error('the disk is full')))
    render(<AppealDialog item={item.id} isOpen onClose={() => closed++} />)
    const press = page.getByRole('button', { name: 'Send the appeal' })
    await page.getByRole('textbox').fill('It does.')
    await press.click()
    await expect.element(page.getByRole('alert')).toBeVisible()
    device.appeal = appeal
    await press.dblClick()
    await expect.poll(() => closed).toBe(1)
    await new Promise((drawn) => requestAnimationFrame(drawn))
    expect((await kinds()).length).toBe(before + 1)
  })

  it('a report is made once', async () => {
    const before = (await kinds()).length
    let closed = 0
    render(<ReportDialog task={task} isOpen onClose={() => closed++} />)
    await page.getByRole('textbox').fill('It names a person.')
    await page.getByRole('button', { name: 'Report it' }).dblClick()
    await expect.poll(() => closed).toBe(1)
    await new Promise((drawn) => requestAnimationFrame(drawn))
    expect((await kinds()).length).toBe(before + 1)
  })
})

it('an appeal without words is not sent: what is missing is said in plain words, and the field has the focus', async () => {
  const item = await device.answer({ task: `${task.batch}/0`, text: 'The rain.' })
  const before = await kinds()
  let closed = 0
  render(<AppealDialog item={item.id} isOpen onClose={() => closed++} />)
  const press = page.getByRole('button', { name: 'Send the appeal' })
  const field = page.getByRole('textbox')
  await field.fill('  ')
  await press.click()
  await expect.element(field).toHaveAccessibleDescription(/Write why it should count/)
  await expect.element(field).toHaveFocus()
  await expect.element(page.getByRole('alert')).toHaveTextContent('Nothing is written yet. Write why it should count.')
  expect([await kinds(), closed]).toEqual([before, 0])
  await field.fill('It does.')
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument()
  await press.click()
  await expect.poll(() => closed).toBe(1)
})
