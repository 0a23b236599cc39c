import { describe, expect } from 'vitest'
import { WebSocketServer } from 'ws'
import { writeControl } from '../../src/sync/link/control.ts'
import { CONTROL, writeFrame } from '../../src/sync/link/frame.ts'
import { HubProcess } from '../hub-process.ts'
import { freePort, newFolder } from '../understory.ts'
import { isTold, lineSays, oneAtWork, works } from './at-work.ts'

const { here, step } = oneAtWork('Amina', 'en', 'ar', 'sw')

describe('a hub that is not as it was, while somebody works', () => {
  step(
    'is dead: the line says how much waits, and all of it arrives in the same page once the hub is back',
    async (amina) => {
      const { place } = here
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
    }
  )

  step(
    'serves another project: that is told, the work stays through a reload, and arrives at the right hub',
    async (amina) => {
      const { place } = here
      await place.hub.stopped()
      const other = await HubProcess.start(newFolder(), place.port)
      await works(amina, 1)
      const told = ['safe-here', 'refused-wrong-project', 'after-wrong-project', 'N3'] as const
      await isTold(amina, told, 1)
      await amina.page.reload()
      await isTold(amina, told, 1)
      await other.stopped()
      await place.hubStarts()
      await amina.page.getByRole('button', { name: amina.t('line-try') }).click()
      await lineSays(amina, 'line-received')
      await place.holdsAllOf(amina)
    }
  )

  step(
    'is of a newer version: that is told with the one thing to do, and the work arrives at a hub that fits',
    async (amina) => {
      const { place } = here
      await place.hub.stopped()
      const { project } = place
      const newer = new WebSocketServer({ port: place.port, host: '127.0.0.1' })
      newer.on('connection', (socket) => {
        const challenge = { v: 2, project, nonce: new Uint8Array(16), tips: [], loose: [], begun: [] }
        socket.send(writeFrame(CONTROL, writeControl('challenge', challenge)))
      })
      await works(amina, 1)
      await isTold(amina, ['safe-here', 'refused-newer-version', 'after-newer-version', 'N3'], 1)
      // What waits for the end of a browser's unused sockets waits a minute.
      newer.close()
      for (const socket of newer.clients) socket.terminate()
      await place.hubStarts()
      await amina.page.getByRole('button', { name: amina.t('line-try') }).click()
      await lineSays(amina, 'line-received')
      await place.holdsAllOf(amina)
    }
  )

  step(
    'has moved: the line says what waits, an invite of another project is refused, the new one brings all of it',
    async (amina) => {
      const { place } = here
      await place.hub.stopped()
      await works(amina, 1)
      await lineSays(amina, 'line-waiting', { count: 1, note: 'line-offline' })
      await amina.goes('nav-settings', 'settings-title')
      const follow = async (invite: string) => {
        await amina.field('settings-moved').fill(invite)
        await amina.press('settings-follow')
      }
      await follow(`http://127.0.0.1:${place.port}/join#${'a'.repeat(64)}.${'b'.repeat(26)}`)
      await isTold(amina, ['nothing-changed', 'another-project', 'after-another-project', 'D2'])
      await follow('hello')
      await isTold(amina, ['nothing-changed', 'bad-invite', 'ask-invite', 'N4'])
      await lineSays(amina, 'line-waiting', { count: 1, note: 'line-offline' })
      await place.hubStarts(await freePort())
      await follow(place.hub.invite)
      await amina.page.getByText(amina.t('settings-followed', { address: place.hub.address })).waitFor()
      await lineSays(amina, 'line-received')
      await place.holdsAllOf(amina)
    }
  )
})
