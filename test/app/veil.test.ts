import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { HubProcess } from '../hub-process.ts'
import { cleanUp, freePort, newFolder, succeeds } from '../understory.ts'
import { violationsOn } from './axe.ts'
import { closeAll } from './browser-window.ts'
import { pointer } from './hands.ts'
import { Volunteer } from './volunteer.ts'

const HARD = 'The river ran red for two days.'

/** A prompt with two replies, of which three people found the first one violent. */
function tree(): string {
  const message = (id: string, role: string, text: string, violence: number, replies: readonly object[] = []) => ({
    ...{ message_id: id, role, text, lang: 'en', user_id: 'someone', review_count: 3, review_result: true, replies },
    labels: { violence: { value: violence, count: 3 } },
    ...(role === 'assistant' && { parent_id: 'q' })
  })
  const replies = [message('a', 'assistant', HARD, 0.75), message('b', 'assistant', 'In spring they made peace.', 0.25)]
  const prompt = message('q', 'prompter', 'How did the battle end?', 0.25, replies)
  return `${JSON.stringify({ message_tree_id: 'q', tree_state: 'ranking', prompt })}\n`
}

describe('what reviewers found hard to read', () => {
  afterAll(() => {
    closeAll()
    cleanUp()
  })

  it('is covered for whoever is to rank it, until they want to read it, and can be left for something else', async () => {
    const folder = newFolder()
    const file = join(newFolder(), 'trees.jsonl')
    writeFileSync(file, tree())
    await succeeds(['import', file, '--data', folder, '--as', 'ranking'])
    const hub = await HubProcess.start(folder, await freePort())
    const reader = new Volunteer('Amina', pointer)
    await reader.joins(hub.invite)
    await reader.borrows('en', 'rank', 5)
    await reader.goesHome()
    await reader.opensTask('rank')
    const { page, t } = reader
    const veil = page.getByText(t('veil-sensitive'))
    await veil.waitFor()
    expect(await veil.count()).toBe(1)
    expect(await page.locator('[inert]', { hasText: HARD }).count()).toBe(1)
    expect((await violationsOn(page)).map(({ id }) => id)).toEqual([])
    await reader.press('veil-show')
    await expect.poll(() => page.locator('[inert]', { hasText: HARD }).count()).toBe(0)
    await reader.press('veil-leave')
    await veil.waitFor({ state: 'detached' })
    await hub.stopped()
  })
})
