import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { answerTo } from './answers.ts'
import { DeviceFolder, linesOf } from './device-folder.ts'
import { contributionsIn, type Tree, uuidOf } from './exported.ts'
import { HubProcess } from './hub-process.ts'
import { PRACTICE_TREES } from './sources.ts'
import { cleanUp, freePort, newFolder, succeeds } from './understory.ts'

afterAll(cleanUp)

const KINDS = ['initial_prompt', 'prompter_reply', 'assistant_reply', 'label_initial_prompt', 'rank_assistant_replies']

describe('the practice project', () => {
  it('opens on an empty folder, lends every kind of task in two scripts, and takes the work', async () => {
    const [folder, port] = [join(newFolder(), 'practice'), await freePort()]
    const first = await HubProcess.start(folder, port, ['practice'])
    expect(first.address).toBe(`http://127.0.0.1:${port}`)
    expect(first.invite).toMatch(new RegExp(`^${first.address}/join#[0-9a-f]{64}\\.[a-z0-9]{26}$`))
    expect(first.log).toContain('"Understory practice" is open at this address')
    expect(first.log).toMatch(/another browser, or give this invite:\n/)
    expect(first.log).toContain(`npx understory export --data ${folder} --all, `)
    const introduced = await (await fetch(`${first.address}/hub.json`)).json()
    expect(introduced).toMatchObject({ name: 'Understory practice', open: true, invite: first.invite })
    const page = await (await fetch(`${first.address}/join`)).text()
    const [script = ''] = /\/assets\/index-[^"]+\.js/.exec(page) ?? []
    const sent = await fetch(first.address + script, { headers: { 'Accept-Encoding': 'br' } })
    expect([sent.status, sent.headers.get('content-encoding')]).toEqual([200, 'br'])
    const fresh = await exported(folder)
    expect(linesOf<Tree>(fresh)).toHaveLength(42)

    const device = new DeviceFolder('newcomer')
    await device.join(first.invite)
    for (const lang of ['am', 'en'])
      for (const kind of KINDS)
        expect([lang, kind, await device.checkout('--lang', lang, '--kind', kind, '--count', '1')]).toEqual([
          lang,
          kind,
          1
        ])
    const tasks = await device.tasks()
    expect(tasks.map(({ lang, kind }) => `${lang} ${kind}`).sort()).toEqual(
      ['am', 'en'].flatMap((lang) => KINDS.map((kind) => `${lang} ${kind}`)).sort()
    )
    const told = await device.answer(tasks.map((task) => answerTo(task, 'newcomer')))
    await device.sync()
    expect((await device.status()).items.map(({ state }) => state)).toEqual(Array(11).fill('merged'))

    const worked = await exported(folder)
    expect(await (await fetch(`${first.address}/dataset.jsonl`)).text()).toBe(worked)
    expect(contributionsIn(worked, readFileSync(PRACTICE_TREES.file, 'utf8')).sort()).toEqual(told.map(uuidOf).sort())
    expect((await first.stopped()).code).toBe(0)
    const second = await HubProcess.start(folder, port, ['practice'])
    expect(second.invite).toBe(first.invite)
    expect(await exported(folder)).toBe(worked)
    await device.sync()
    expect(await exported(folder)).toBe(worked)
  })
})

async function exported(folder: string): Promise<string> {
  return (await succeeds(['export', '--data', folder, '--all'])).stdout
}
