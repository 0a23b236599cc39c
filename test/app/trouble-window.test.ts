import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { lineSays, oneAtWork, sends, Workplace, works } from './at-work.ts'
import type { Volunteer } from './volunteer.ts'

const LAN = Object.values(networkInterfaces())
  .flat()
  .some((net) => net?.family === 'IPv4' && !net.internal)

const { here, step } = oneAtWork('Amina', 'en', 'ar')

describe('a window that is not the only one, or not an ordinary one', () => {
  step('leaves the sync to another window and says so; what is finished in either arrives once', async (amina) => {
    const { place } = here
    const first = amina.page
    const second = await first.context().newPage()
    await second.goto(place.hub.address)
    await lineSays({ page: second, t: amina.t }, 'line-received')
    await lineSays(amina, 'line-other-window')

    await works(amina, 1)
    await lineSays(amina, 'line-waiting', { count: 1, note: 'line-other-window' })
    await expect.poll(() => received(amina), { timeout: 20_000 }).toBe(1)

    amina.looksAt(second)
    await works(amina, 1)
    await lineSays({ page: first, t: amina.t }, 'line-waiting', { count: 1, note: 'line-other-window' })
    await second.close()
    amina.looksAt(first)
    await lineSays(amina, 'line-received')
    expect(await received(amina)).toBe(2)
    await place.holdsAllOf(amina)
  })

  step(
    'does not lose what it says while another finishes the same task: the words stay to be copied',
    async (amina) => {
      const { place } = here
      const first = amina.page
      await amina.opensTaskHere('write')
      const task = first.url()
      await amina.field('write-label').fill('begun in the first window')
      const second = await first.context().newPage()
      await second.goto(task)
      amina.looksAt(second)
      await amina.field('write-label').fill('')
      await amina.writes()
      await amina.finishes()
      await first.getByRole('heading', { name: amina.t('task-left-title') }).waitFor()
      await first.getByText('begun in the first window').waitFor()
      await second.close()
      amina.looksAt(first)
      await amina.goesHome()
      await expect.poll(() => received(amina), { timeout: 20_000 }).toBe(3)
      await place.holdsAllOf(amina)
    }
  )

  step('may store for good: Today warns of nothing', async (amina) => {
    const session = await amina.page.context().newCDPSession(amina.page)
    await session.send('Browser.grantPermissions', { permissions: ['durableStorage'], origin: here.place.hub.address })
    await sends(amina)
    await expect.poll(() => amina.page.getByText(amina.t('private-note')).count()).toBe(0)
  })

  it('is private: work goes as everywhere, and Today warns that it is forgotten on closing', async () => {
    const { place } = here
    const bo = await place.volunteer('Bo', 'ja', { isPrivate: true })
    await works(bo, 1)
    // Sent at the next contact, and only seconds later without one.
    await bo.goesTo('/', 'home-title')
    await bo.page.getByText(bo.t('private-note')).waitFor()
    await lineSays(bo, 'line-received')
    await place.holdsAllOf(bo)
    await bo.closes()
  })

  const how = LAN
    ? 'comes over plain http from the local network'
    : 'no local network on this machine, so no window of it'
  it.skipIf(!LAN)(`${how}: joining, borrowing, finishing without the hub and receipts work as everywhere`, async () => {
    const place = await Workplace.open('--host', '0.0.0.0')
    const dede = await place.volunteer('Dede', 'sw')
    expect(await dede.page.evaluate(() => [isSecureContext, 'locks' in navigator])).toEqual([false, false])
    await dede.page.getByText(dede.t('copies-one')).waitFor()
    // The last of the parts that this window loads ahead.
    await dede.page.waitForFunction(() =>
      performance.getEntriesByType('resource').some(({ name }) => /Editor/.test(name))
    )
    await place.hub.killed()
    await works(dede, 2)
    await lineSays(dede, 'line-waiting', { count: 2, note: 'line-offline' })
    await place.hubStarts()
    await lineSays(dede, 'line-received')
    await place.holdsAllOf(dede)
    await dede.closes()
  })
})

/** How many items this window's Today says are with the project, besides the consent. */
async function received(volunteer: Volunteer): Promise<number> {
  const words = await volunteer.page.getByRole('region', { name: volunteer.t('home-sync') }).textContent()
  return [0, 1, 2, 3].findLast((count) => words?.includes(volunteer.t('home-sync-received', { count }))) ?? -1
}
