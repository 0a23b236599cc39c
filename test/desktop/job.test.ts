import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { closeAll } from '../app/browser-window.ts'
import { pointer } from '../app/hands.ts'
import { Volunteer } from '../app/volunteer.ts'
import { contributionsIn, textsIn, uuidOf } from '../exported.ts'
import { HubProcess } from '../hub-process.ts'
import { steps } from '../steps.ts'
import { cleanUp, freePort, newFolder, PRACTICE } from '../understory.ts'
import { isBuilt } from './fresh.ts'
import { endAll, HOST } from './launch.ts'
import { Seat } from './seat.ts'

/** For what happens in other processes: it takes as long as it takes. */
const PATIENT = { timeout: 60_000 }
const STEPS = { timeout: 120_000 }

isBuilt()
afterAll(async () => {
  await endAll()
  closeAll()
  cleanUp()
})

describe(`the whole job in the desktop app, on ${HOST}`, STEPS, () => {
  const profile = newFolder()
  const half = 'Half a sentence that nobody has finish'
  const bo = new Volunteer('Bo', pointer)
  let amina: Seat
  let port: number
  let invite = ''
  const step = steps()

  beforeAll(async () => {
    port = await freePort()
    amina = new Seat('Amina', `--profile=${profile}`, `--port=${port}`)
  })

  step('somebody starts to practise, agrees, and gets tasks in Swahili', async () => {
    await amina.starts()
    await amina.at('welcome-title')
    await amina.hands.write(amina.field('welcome-name'), amina.name)
    await amina.press('welcome-practise')
    await amina.press('consent-agree')
    await amina.at('home-title')
    for (const kind of ['write', 'judge', 'rank'] as const) await amina.borrows('sw', kind, 5)
  })

  step('writes a reply, judges one, ranks one: My work shows the receipts', async () => {
    for (const kind of ['write', 'judge', 'rank'] as const) await amina.answers(1, kind)
    await amina.goesTo('/work', 'work-title')
    await expect.poll(() => openStates(amina), PATIENT).toEqual([])
    expect(await amina.states()).toHaveLength(3)
  })

  step('invites a second person, who joins in a browser and judges', async () => {
    await amina.goesTo('/', 'home-title')
    const box = amina.page.getByRole('region', { name: amina.t('practice-title') })
    await box.getByRole('heading', { name: amina.t('practice-invite') }).waitFor()
    invite = (await box.locator('code').textContent()) ?? ''
    await box.getByRole('button', { name: amina.t('practice-copy') }).click()
    await box.getByText(amina.t('practice-copied')).waitFor()
    await bo.joins(invite)
    await bo.borrows('sw', 'judge', 5)
    await bo.answers(1, 'judge')
    await bo.goesTo('/work', 'work-title')
    await expect.poll(() => openStates(bo), PATIENT).toEqual([])
  })

  step('downloads what was made: the file holds what both did, each once', async () => {
    const file = join(newFolder(), 'made.jsonl')
    await amina.running.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath })
    }, file)
    await amina.press('practice-save')
    await amina.page.getByText(amina.t('practice-saved')).waitFor()
    const project = invite.replace(/.*#|\..*/g, '')
    const made = readFileSync(file, 'utf8')
    const items = [...(await amina.items(project)), ...(await bo.items(project))].map(uuidOf)
    const found = contributionsIn(made, readFileSync(PRACTICE, 'utf8'))
    // Beside them each has given consent, which belongs to no tree.
    expect(items).toHaveLength(3 + 1 + 2)
    expect(found).toHaveLength(3 + 1)
    expect(items).toEqual(expect.arrayContaining(found))
    expect(textsIn(made)).toEqual(expect.arrayContaining(amina.wrote))
    await bo.closes()
  })

  step('quits in the middle of a sentence, starts again: the sentence and all states are there', async () => {
    await amina.opensTask('write')
    const address = new URL(amina.page.url()).pathname
    await amina.hands.write(amina.field('write-label'), half)
    await amina.closes()
    await amina.starts()
    await amina.at('home-title')
    expect(await amina.page.title()).toBe(`${amina.t('home-title')} · Understory`)
    await amina.offline(true)
    await amina.goes('nav-work', 'work-title')
    expect(await amina.states()).toHaveLength(4)
    expect(await openStates(amina)).toEqual(['draft'])
    await amina.opensTask('write')
    expect(new URL(amina.page.url()).pathname).toBe(address)
    expect(await amina.field('write-label').inputValue()).toBe(half)
  })

  step('goes on without any network, and hands it in when there is one', async () => {
    amina.wrote.push(half)
    await amina.finishes()
    await amina.answers(1, 'write')
    await amina.goesTo('/work', 'work-title')
    expect(await openStates(amina)).toEqual(['saved', 'saved'])
    await amina.offline(false)
    await expect.poll(() => openStates(amina), PATIENT).toEqual([])
    expect(await amina.states()).toHaveLength(5)
  })

  step('says why the practice hub does not start this time, and begins it once the port is free', async () => {
    await amina.closes()
    const free = await takes(port)
    await amina.starts()
    await amina.at('home-title')
    const said = amina.page.getByRole('alert')
    await said.getByText(amina.t('port-taken', { port: String(port) })).waitFor()
    await free()
    await amina.press('welcome-try')
    await amina.page.getByRole('heading', { name: amina.t('practice-invite') }).waitFor()
  })

  step('an invite of another hub that a second start hands over opens the screen for joining', async () => {
    const hub = await HubProcess.start(newFolder(), await freePort(), ['hub', '--name', 'Bandari Library'])
    expect(await amina.startsAgain(hub.invite.replace(/^http/, 'understory'))).toBe(0)
    await amina.at('join-invited')
    await amina.page.getByText(hub.address, { exact: true }).waitFor()
    await amina.press('join-go')
    await amina.press('consent-agree')
    await amina.at('home-title')
    await amina.page.getByRole('banner').getByText('Bandari Library').waitFor()
    expect(await amina.startsAgain(invite)).toBe(0)
    await amina.at('join-member')
    expect(await amina.page.evaluate(() => location.href + JSON.stringify(history.state))).not.toContain(hub.secret)
    await amina.closes()
  })
})

describe(`the desktop app at its first start, on ${HOST}`, STEPS, () => {
  afterEach(endAll)

  it('opens the screen for joining when the start itself hands an invite over', async () => {
    const link = `understory://192.0.2.1:8787/join#${'a'.repeat(64)}.${'b'.repeat(26)}`
    const newcomer = new Seat('Chen', `--profile=${newFolder()}`, `--port=${await freePort()}`)
    await newcomer.starts(link)
    await newcomer.at('join-invited')
    await newcomer.page.getByText('http://192.0.2.1:8787', { exact: true }).waitFor()
  })

  it('speaks of the computer, not of a browser, when what it kept is gone', async () => {
    const profile = newFolder()
    const chen = new Seat('Chen', `--profile=${profile}`, `--port=${await freePort()}`)
    await chen.starts()
    await chen.at('welcome-title')
    await chen.press('welcome-practise')
    await chen.press('consent-agree')
    await chen.at('home-title')
    await chen.losesItsDatabase()
    // What still waited is written by then.
    await chen.closes()
    rmSync(join(profile, 'journals'), { recursive: true })
    await chen.starts()
    await chen.page.getByRole('heading', { name: chen.t('lost-title', { edition: 'desktop' }) }).waitFor()
    expect(await chen.page.getByRole('main').textContent()).not.toMatch(/browser|private/)
  })

  it('says that another program has the port, and begins once it is free', async () => {
    const port = await freePort()
    const free = await takes(port)
    const newcomer = new Seat('Chen', `--profile=${newFolder()}`, `--port=${port}`)
    await newcomer.starts()
    await newcomer.at('welcome-title')
    const said = newcomer.page.getByRole('alert')
    for (const [key, fill] of [['nothing-started'], ['port-taken', { port: String(port) }], ['free-port']] as const)
      expect(await said.textContent()).toContain(newcomer.t(key, fill))
    expect(await newcomer.page.getByRole('main').getByRole('button').allTextContents()).toEqual([
      newcomer.t('welcome-try'),
      newcomer.t('keys-open')
    ])
    await free()
    await newcomer.press('welcome-try')
    await newcomer.control('welcome-practise').waitFor()
  })
})

/** What is not with the project yet. */
async function openStates(volunteer: Volunteer): Promise<string[]> {
  return (await volunteer.states()).filter((state) => !/received|merged|spare/.test(state))
}

/** As another program does. @returns ends it. */
async function takes(port: number): Promise<() => Promise<void>> {
  // It answers nobody; a device that tries its hub there is cut off.
  const other = createServer((socket) => socket.destroy())
  await new Promise<void>((done) => other.listen(port, '127.0.0.1', done))
  return () => new Promise((done) => other.close(() => done()))
}
