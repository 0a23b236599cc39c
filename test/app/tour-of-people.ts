import { HubProcess } from '../hub-process.ts'
import { freePort, newFolder } from '../understory.ts'
import type { Look } from './browser-window.ts'
import { pointer } from './hands.ts'
import { Volunteer } from './volunteer.ts'

const PIN = 'acacia 7'

/** The screens of several people at one computer, and of a PIN, as `tour` shows the others. */
export async function tourOfPeople(
  lang: string,
  stop: (name: string, visitor: Volunteer) => Promise<void>,
  look: Look = {}
): Promise<void> {
  const hub = await HubProcess.start(newFolder(), await freePort(), ['practice'])
  const visitor = new Volunteer('Sauti', pointer, { ...look, lang })
  const at = (name: string) => stop(name, visitor)
  const writes = (field: string, text: string) => visitor.hands.write(visitor.field(field), text)
  try {
    await visitor.joins(hub.invite)
    await visitor.goesTo('/people', 'people-title')
    await at('people')
    await writes('people-name', 'Amina')
    await visitor.press('people-save')
    await visitor.press('pin-set')
    await writes('pin-new', PIN)
    await writes('pin-again', `${PIN}8`)
    await visitor.press('pin-make')
    await visitor.page.getByText(visitor.t('pin-differ')).waitFor()
    await at('pin-new')
    await visitor.field('pin-again').fill(PIN)
    await visitor.press('pin-make')
    const code = visitor.page.getByText(/^([0-9a-z]{4}-){4}[0-9a-z]{4}$/)
    await code.waitFor()
    await at('pin-code')
    await writes('code-end', (await code.textContent())?.slice(-4) ?? '')
    await visitor.press('pin-go')
    await visitor.page.getByText(visitor.t('pin-has')).waitFor()
    await at('people-with-pin')
    await visitor.press('people-add')
    await writes('new-name', '太郎')
    await at('people-add')
    await visitor.press('new-begin')
    await visitor.at('welcome-title')
    await at('welcome-second')
    await visitor.press('person-other')
    await visitor.at('who-title')
    await at('who')
    await visitor.page.getByRole('button', { name: 'Amina' }).click()
    for (let tries = 1; tries <= 3; tries++) {
      await writes('unlock-pin', `${PIN}${tries}`)
      await visitor.press('unlock-open')
      await visitor.page.getByText(visitor.t('unlock-wrong', { count: tries })).waitFor()
    }
    await at('unlock')
    await visitor.press('unlock-forgot')
    await visitor.at('forgot-title')
    await at('forgot')
  } finally {
    await visitor.killed()
    await hub.killed()
  }
}
