import { afterAll, expect, it } from 'vitest'
import { HubProcess } from '../hub-process.ts'
import { cleanUp, freePort, newFolder, PRACTICE, succeeds } from '../understory.ts'
import { violationsOn } from './axe.ts'
import { closeAll } from './browser-window.ts'
import { keyboard } from './hands.ts'
import { Volunteer } from './volunteer.ts'

afterAll(() => {
  closeAll()
  cleanUp()
})

const LOOKS = [
  { width: 1366, height: 768, theme: 'light' },
  { width: 390, height: 844, theme: 'dark' }
] as const

async function axeFinds(one: Volunteer, name: string): Promise<string[]> {
  const found: string[] = []
  for (const { width, height, theme } of LOOKS) {
    await one.page.setViewportSize({ width, height })
    await one.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    for (const { id, nodes } of await violationsOn(one.page))
      found.push(`${name}, ${width}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  }
  await one.page.setViewportSize(LOOKS[0])
  return found
}

it('time, goals and what all do together, by keyboard alone, and axe finds nothing there', {
  timeout: 240_000
}, async () => {
  const folder = newFolder()
  await succeeds(['import', PRACTICE, '--data', folder, '--as', 'growing'])
  await succeeds(['goals', '--data', folder, '--tasks', '40'])
  const hub = await HubProcess.start(folder, await freePort())
  const one = new Volunteer('Amina', keyboard)
  const { t } = one
  await one.joins(hub.invite)

  // Nothing is here: a time leads to the form, filled in, with its cost.
  const spare = () => one.page.getByRole('region', { name: t('spare-title') })
  await one.hands.choose(spare().getByRole('radio').nth(1))
  await one.hands.press(spare().getByRole('link'))
  await one.at('borrow-title')
  const twenty = one.page.getByRole('radio', { name: t('borrow-minutes', { count: 20 }), exact: true })
  await expect.poll(() => twenty.isChecked()).toBe(true)
  await one.page.getByText(/\d kB/).first().waitFor()
  const found = await axeFinds(one, 'get tasks')

  // Tasks are here: it leads to the first that fits.
  await one.borrows('en', 'write', 5)
  await one.goesHome()
  await one.hands.choose(spare().getByRole('radio').nth(1))
  found.push(...(await axeFinds(one, 'home')))
  await one.hands.press(spare().getByRole('link', { name: t('spare-go') }))
  await one.control('task-finish').waitFor()
  await one.writes()
  await one.finishes()

  // A goal of one's own, and what was done towards it today.
  await one.goesHome()
  await one.hands.press(one.page.getByRole('link', { name: t('goals-title') }))
  await one.at('goals-title')
  await one.hands.choose(one.page.getByRole('radio', { name: t('goal-unit-tasks'), exact: true }))
  await one.page.getByText(t('goal-tasks', { done: 1, count: 5 })).waitFor()

  // What all did together, people on wish alone, and the way out of the list.
  await one.hands.press(one.page.getByRole('button', { name: t('most-show') }))
  const me = one.page.getByRole('rowheader', { name: 'Amina' })
  await expect
    .poll(
      async () => {
        await one.hands.press(one.page.getByRole('button', { name: t('together-ask') }))
        return me.count()
      },
      { timeout: 60_000, interval: 500 }
    )
    .toBe(1)
  await one.page.getByText(t('together-done', { done: 1, count: 40 })).waitFor()
  found.push(...(await axeFinds(one, 'goals')))
  await one.hands.choose(one.page.getByRole('radio', { name: t('listed-no'), exact: true }))
  await expect
    .poll(
      async () => {
        await one.hands.press(one.page.getByRole('button', { name: t('together-ask') }))
        return me.count()
      },
      { timeout: 60_000, interval: 500 }
    )
    .toBe(0)
  expect(found).toEqual([])

  // Without a hub it says what was told, and until when it holds.
  await hub.stopped()
  await one.goesHome()
  await one.hands.press(one.page.getByRole('link', { name: t('goals-title') }))
  await one.page.getByText(t('together-done', { done: 1, count: 40 })).waitFor()
})
