import { afterAll, expect, it } from 'vitest'
import { HubProcess } from '../hub-process.ts'
import { cleanUp, freePort, newFolder, succeeds } from '../understory.ts'
import { violationsOn } from './axe.ts'
import { closeAll } from './browser-window.ts'
import { keyboard } from './hands.ts'
import { Volunteer } from './volunteer.ts'
import { ANY, pattern } from './words.ts'

afterAll(() => {
  closeAll()
  cleanUp()
})

it('the sync centre says what waits and where it is, and a returned item is appealed and fixed, by keyboard alone', {
  timeout: 180_000
}, async () => {
  const [folder, port] = [newFolder(), await freePort()]
  let hub = await HubProcess.start(folder, port, ['practice'])
  const one = new Volunteer('Amina', keyboard)
  const says = (key: string, fill = {}) => one.page.getByText(one.t(key, fill)).first().waitFor()
  await one.joins(hub.invite)
  await one.borrows('sw', 'write', 5)
  await one.goesHome()

  await hub.stopped()
  await one.opensTaskHere('write')
  await one.writes()
  await one.finishes()
  await one.goesHome()
  const line = one.page.getByRole('link', { name: pattern(one.t('line-waiting', { count: 1, size: ANY })) })
  await one.hands.press(line)
  await one.at('home-sync')
  await says('sync-hub-no')
  const waits = one.page.getByRole('row').filter({ hasText: one.t('sync-up') })
  await waits.filter({ hasText: /[1-9]\d* bytes/ }).waitFor()
  await one.hands.write(one.field('sync-price'), '1000000')
  await one.hands.write(one.field('sync-money'), 'KES')
  // At a unit of money a byte.
  await waits.filter({ hasText: /(\d+) bytes\1 KES/ }).waitFor()
  await one.hands.choose(one.page.getByRole('checkbox', { name: one.t('sync-metered') }), true)
  await says('sync-paused')
  expect(await violationsOn(one.page, 'main')).toEqual([])
  hub = await HubProcess.start(folder, port, ['practice'])
  await one.goesTo('/sync', 'home-sync')
  await says('sync-paused')
  await one.press('sync-now')
  await one.page.getByRole('link', { name: pattern(`${one.t('state-merged')}${ANY}`) }).waitFor()
  await says('sync-receipt', { count: 1 })
  // All has crossed, so a network that costs is left by itself.
  await one.control('sync-now').waitFor()

  await one.goesTo('/work', 'work-title')
  await one.hands.press(one.page.locator('[data-key] > button').first())
  await one.page.waitForURL(/item=/)
  const item = new URL(one.page.url()).searchParams.get('item') ?? ''
  const words = ['--words', 'How thick are they?', '--passage', 'привет']
  await succeeds(['moderate', 'return', item, '--rule', 'unclear', ...words, '--data', folder])
  await one.goesTo('/sync', 'home-sync')
  await one.press('sync-now')
  await one.hands.press(one.page.getByRole('link', { name: pattern(`${one.t('state-returned')}${ANY}`) }))
  await one.at('work-title')
  for (const told of ['How thick are they?', 'привет', 'unclear'])
    await one.page
      .getByRole('region', { name: one.t('work-item') })
      .getByText(told)
      .first()
      .waitFor()
  expect(await violationsOn(one.page, 'main')).toEqual([])
  await one.press('appeal-open')
  await one.hands.write(one.page.getByRole('textbox', { name: one.t('appeal-text') }), 'As thick as one likes.')
  await one.press('appeal-do')
  await says('appeal-done')
  await one.press('returned-fix')
  await one.page.waitForURL(/change$/)
  await one.writesMore(' 5 mm.')
  await one.press('change-finish')
  await one.page.waitForURL(/work/)
  await one.goesTo('/sync', 'home-sync')
  await one.press('sync-now')
  for (const state of ['merged', 'received'])
    await one.page.getByRole('link', { name: pattern(`${one.t(`state-${state}`)}${ANY}`) }).waitFor()
  await one.goesTo('/work', 'work-title')
  const states = async () => (await one.states()).sort()
  await expect.poll(states).toEqual(['merged', 'received', 'returned'])
  await hub.killed()
  await one.killed()
})
