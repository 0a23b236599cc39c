import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { writeControl } from '../../src/sync/link/control.ts'
import { CONTROL, writeFrame } from '../../src/sync/link/frame.ts'
import { HubProcess } from '../hub-process.ts'
import { cleanUp, freePort, newFolder } from '../understory.ts'
import { isTold, lineSays, Workplace, works } from './at-work.ts'
import { closeAll } from './browser-window.ts'

let place: Workplace

beforeAll(async () => {
  place = await Workplace.open()
})
afterAll(() => {
  closeAll()
  cleanUp()
})

describe('a hub that is not as it was, while somebody works', () => {
  it('is dead: the line says how much waits, and all of it arrives in the same page once the hub is back', async () => {
    const amina = await place.volunteer('Amina', 'en')
    await place.hub.killed()
    await works(amina, 1)
    await lineSays(amina, 'line-waiting', { count: 1, note: 'line-offline' })
    await works(amina, 2)
    await lineSays(amina, 'line-waiting', { count: 3, note: 'line-offline' })
    await amina.page.evaluate(() => Object.assign(window, { same: true }))
    await place.hubStarts()
    await lineSays(amina, 'line-received')
    expect(await amina.page.evaluate(() => 'same' in window)).toBe(true)
    await place.holdsAllOf(amina)
    await amina.closes()
  })
  it('serves another project: that is told, the work stays through a reload, and arrives at the right hub', async () => {
    const bo = await place.volunteer('Bo', 'ja')
    await place.hub.stopped()
    const other = await HubProcess.start(newFolder(), place.port)
    await works(bo, 1)
    const told = ['safe-here', 'refused-wrong-project', 'after-wrong-project', 'N3'] as const
    await isTold(bo, told, 1)
    await bo.page.reload()
    await isTold(bo, told, 1)
    await other.stopped()
    await place.hubStarts()
    await bo.page.getByRole('button', { name: bo.t('line-try') }).click()
    await lineSays(bo, 'line-received')
    await place.holdsAllOf(bo)
    await bo.closes()
  })
  it('is of a newer version: that is told with the one thing to do, and the work arrives at a hub that fits', async () => {
    const chen = await place.volunteer('Chen', 'ar')
    await place.hub.stopped()
    const { project } = place
    const newer = new WebSocketServer({ port: place.port, host: '127.0.0.1' })
    newer.on('connection', (socket) => {
      const challenge = { v: 2, project, nonce: new Uint8Array(16), tips: [], loose: [], begun: [] }
      socket.send(writeFrame(CONTROL, writeControl('challenge', challenge)))
    })
    await works(chen, 1)
    await isTold(chen, ['safe-here', 'refused-newer-version', 'after-newer-version', 'N3'], 1)
    await new Promise((done) => newer.close(done))
    await place.hubStarts()
    await chen.page.getByRole('button', { name: chen.t('line-try') }).click()
    await lineSays(chen, 'line-received')
    await place.holdsAllOf(chen)
    await chen.closes()
  })
  it('has moved: the line says what waits, an invite of another project is refused, the new one brings all of it', async () => {
    const dede = await place.volunteer('Dede', 'sw')
    await place.hub.stopped()
    await works(dede, 1)
    await lineSays(dede, 'line-waiting', { count: 1, note: 'line-offline' })
    await dede.goes('nav-settings', 'settings-title')
    const follow = async (invite: string) => {
      await dede.field('settings-moved').fill(invite)
      await dede.press('settings-follow')
    }
    await follow(`http://127.0.0.1:${place.port}/join#${'a'.repeat(64)}.${'b'.repeat(26)}`)
    await isTold(dede, ['nothing-changed', 'another-project', 'after-another-project', 'D2'])
    await follow('hello')
    await isTold(dede, ['nothing-changed', 'bad-invite', 'ask-invite', 'N4'])
    await lineSays(dede, 'line-waiting', { count: 1, note: 'line-offline' })
    await place.hubStarts(await freePort())
    await follow(place.hub.invite)
    await dede.page.getByText(dede.t('settings-followed', { address: place.hub.address })).waitFor()
    await lineSays(dede, 'line-received')
    await place.holdsAllOf(dede)
    await dede.closes()
  })
})
