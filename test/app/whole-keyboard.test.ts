import { afterAll, beforeAll, describe, expect } from 'vitest'
import { linesOf } from '../device-folder.ts'
import { messagesOf, type Tree, textsIn } from '../exported.ts'
import { Project } from '../project.ts'
import { steps } from '../steps.ts'
import { cleanUp, succeeds } from '../understory.ts'
import { closeAll } from './browser-window.ts'
import { Fingers } from './fingers.ts'
import { keyboard } from './hands.ts'
import { treesOfAllKinds } from './trees-of-all.ts'
import { Volunteer } from './volunteer.ts'
import { ANY, pattern } from './words.ts'

const TEXTS = {
  'assistant-reply': 'Start with chives.',
  'prompter-reply': 'Does mint spread in a pot?',
  'initial-prompt': 'How do I keep seeds dry?'
} as const
const kinds = Object.keys(TEXTS) as (keyof typeof TEXTS)[]
const MENDED = ' They regrow after each cut.'

/** One person's first day, from the invite to an item that came back: nothing but key presses, and few of them. */
describe('the whole journey by keyboard alone', { timeout: 120_000 }, () => {
  const amina = new Volunteer('Amina', keyboard)
  const { t } = amina
  let project: Project
  let keys: Fingers
  const next = steps()

  beforeAll(async () => {
    project = await Project.from(treesOfAllKinds())
    await amina.opens(project.hub.invite)
    keys = new Fingers(amina.page)
  }, 120_000)
  afterAll(() => {
    console.log([...keys.presses].map(([words, count]) => `${count} presses: ${words}`).join('\n'))
    closeAll()
    cleanUp()
  })

  /** @param most how many presses it may take, letters apart. */
  const step = (words: string, most: number, work: () => Promise<void>) =>
    next(`${words}, with at most ${most} presses`, async () => {
      keys.begins(words)
      await work()
      expect(keys.presses.get(words)).toBeLessThanOrEqual(most)
    })
  const labelled = (label: string) => amina.page.locator(`[data-label="${label}"] input:checked`).inputValue()
  /** By the list of all there is to do. */
  const does = async (typed: string) => {
    await keys.press('ControlOrMeta+k')
    await keys.at('combobox', t('palette-field'))
    await keys.type(typed)
    await keys.press('Enter')
  }
  const goesToSync = async () => {
    await keys.press('ControlOrMeta+Shift+y')
    await keys.at('heading', t('home-sync'))
  }

  step('the invite: a name, the languages, the terms', 20, async () => {
    await keys.at('heading', t('join-invited'))
    await keys.press('Tab')
    await keys.at('radio', 'English', t('settings-language'))
    await keys.press('Tab')
    await keys.at('textbox', t('welcome-name'))
    await keys.type('Amina')
    await keys.until(t('borrow-language-add'))
    await keys.press('Enter')
    await keys.at('combobox', t('borrow-language-more'))
    await keys.type('swahili')
    await keys.press('Enter')
    await keys.at('button', t('borrow-language-add'))
    await keys.until(t('rank-button-of', { button: t('mine-judges'), card: 'Swahili' }), 'Shift+Tab')
    await keys.press('Space')
    await keys.until(t('join-go'))
    await keys.press('Enter')
    await keys.at('heading', t('consent-title'))
    await keys.press('Tab')
    await keys.at('button', t('consent-agree'))
    await keys.press('Enter')
    await keys.at('heading', t('home-title'))
  })

  step('a batch of every kind is taken', 12, async () => {
    // Seen before anybody presses a key.
    await amina.page
      .getByRole('main')
      .getByRole('link', { name: t('nav-borrow') })
      .waitFor()
    await keys.press('Tab')
    await keys.at('link', t('nav-borrow'))
    await keys.press('Enter')
    await keys.at('heading', t('borrow-title'))
    await keys.until(t('borrow-initial-prompt'))
    await keys.at('checkbox', t('borrow-initial-prompt'), t('borrow-write'))
    await keys.press('Space', 'Enter')
    await keys.at('heading', t('borrow-done', { count: 10, lang: 'English' }))
  })

  step('nothing shall cross before it is said', 4, async () => {
    await goesToSync()
    await keys.until(t('sync-metered'))
    await keys.press('Space')
    await amina.page.getByText(t('sync-paused')).first().waitFor()
  })

  step('a round for practice before the first ranking', 12, async () => {
    await does('next open')
    await keys.at('article', pattern(`${ANY}A${ANY}`))
    const task = amina.page.url()
    await keys.until(t('round-go'), 'Shift+Tab')
    await keys.press('Enter')
    await keys.at('article', pattern(`${ANY}A${ANY}`))
    await keys.press('2', 'ControlOrMeta+Enter')
    await keys.at('heading', t('round-said'))
    await keys.press('ControlOrMeta+Enter')
    await amina.page.waitForURL(task)
  })

  step('four long replies are ranked with one tie', 11, async () => {
    const held = (letter: string, place: number) => keys.at('article', new RegExp(`${letter}.*, .*${place}`))
    await held('A', 1)
    await keys.press('4')
    await held('A', 4)
    await keys.press('ArrowLeft', 'ArrowLeft')
    await held('C', 2)
    await keys.press('1')
    await held('C', 1)
    await keys.press('ArrowRight', 'ArrowRight')
    await held('D', 3)
    await keys.press('Equal')
    await held('D', 2)
    await keys.press('ControlOrMeta+Enter')
  })

  step('a message is judged, taken back and finished again', 6, async () => {
    await keys.at('radio', t('judge-no'), pattern(`${t('judge-spam')}${ANY}`))
    const task = amina.page.url()
    await keys.press('n', 'Shift+Digit0', 'ControlOrMeta+Enter')
    await amina.page.waitForURL((url) => url.href !== task)
    await keys.at('radio', t('judge-no'), pattern(`${t('judge-spam')}${ANY}`))
    await keys.press('ControlOrMeta+z')
    await amina.page.waitForURL(task)
    await expect.poll(() => labelled('spam')).toBe('no')
    await keys.press('ControlOrMeta+Enter')
    await amina.page.waitForURL((url) => url.href !== task)
  })

  step('one is skipped with a reason', 2, async () => {
    await keys.at('radio', t('judge-no'), pattern(`${t('judge-spam')}${ANY}`))
    const task = amina.page.url()
    await keys.press('ControlOrMeta+Shift+s')
    await keys.at('button', pattern(`${ANY}${t('skip-not-my-field')}`))
    await keys.press('3')
    await amina.page.waitForURL((url) => url.href !== task)
  })

  step('one is reported, and stays to be judged', 3, async () => {
    await keys.at('radio', t('judge-no'), pattern(`${t('judge-spam')}${ANY}`))
    await keys.press('ControlOrMeta+Shift+f')
    await keys.at('textbox', t('report-text'))
    await keys.type('It sells seeds.')
    await keys.press('Tab')
    await keys.at('button', t('report-do'))
    await keys.press('Enter')
    await amina.page.getByText(t('report-done')).waitFor()
  })

  step('two are judged one after another', 2 + 2 * 2, async () => {
    await keys.at('radio', t('judge-no'), pattern(`${t('judge-spam')}${ANY}`))
    await does('one after')
    await keys.at('article', t('triage-card', { position: 1, count: 2 }))
    await keys.press('w')
    await keys.at('button', new RegExp(`^(${t('judge-fails-task')}|${t('judge-lang-mismatch')})`))
    await keys.press('1')
    await keys.at('article', t('triage-card', { position: 2, count: 2 }))
    await keys.press('f')
    await keys.at('link', t('task-next'))
  })

  step('replies as the assistant and as the prompter, and a first prompt are written', 1 + 5, async () => {
    await keys.press('Enter')
    const written = new Set<string>()
    while (written.size < Object.keys(TEXTS).length) {
      await keys.at('textbox', t('write-label'))
      const task = amina.page.url()
      const title = await amina.page.getByRole('heading', { level: 1 }).textContent()
      const kind = kinds.find((each) => title === t(`task-do-${each}`)) ?? 'initial-prompt'
      await keys.type(written.has(kind) ? `${TEXTS[kind]} And again?` : TEXTS[kind])
      written.add(kind)
      await keys.press('ControlOrMeta+Enter')
      await amina.page.waitForURL((url) => url.href !== task)
    }
  })

  step('all of it goes to the hub', 3, async () => {
    await keys.at('textbox', t('write-label'))
    await goesToSync()
    await keys.press('Tab')
    await keys.at('button', t('sync-now'))
    await keys.press('Enter')
    await allIsReceived()
    await keys.at('button', t('sync-now'))
    const exported = await project.exported()
    expect(textsIn(exported)).toEqual(expect.arrayContaining(Object.values(TEXTS)))
    // C is the best, B and D tie behind it.
    expect(exported).toContain('"ranking": [0, 1, 1, 3]')
    for (const reason of ['needs a native speaker', 'It sells seeds.'])
      expect(exported).toContain(`"reason": "${reason}"`)
    expect(exported.match(/"(fails_task|lang_mismatch)": 1/g)).toHaveLength(1)
  })

  step('one comes back, is mended, goes again and is received', 24, async () => {
    const messages = linesOf<Tree>(await project.exported()).flatMap(messagesOf)
    const { message_id = '' } = messages.find(({ text }) => text === TEXTS['assistant-reply']) ?? {}
    await project.hub.stopped()
    const words = ['--words', 'Why those?', '--passage', 'chives']
    await succeeds(['moderate', 'return', message_id, '--rule', 'unclear', ...words, '--data', project.folder])
    await project.hubStarts()
    await keys.press('Enter')
    const returned = pattern(`${t('state-returned')}${ANY}`)
    await amina.page.getByRole('link', { name: returned }).waitFor()
    await keys.at('button', t('sync-now'))
    await keys.until(returned, 'Tab', 20)
    await keys.press('Enter')
    await keys.at('button', pattern(`${ANY}${TEXTS['assistant-reply']}${ANY}`))
    await keys.press('e')
    await keys.at('textbox', t('write-label'))
    await keys.press('ControlOrMeta+End')
    await keys.type(MENDED)
    await keys.press('ControlOrMeta+Enter')
    await keys.at('button', pattern(`${ANY}${MENDED}${ANY}`))
    await goesToSync()
    await keys.press('Tab')
    await keys.at('button', t('sync-now'))
    await keys.press('Enter')
    await allIsReceived()
    expect(textsIn(await project.exported())).toContain(TEXTS['assistant-reply'] + MENDED)
  })

  const allIsReceived = async () => {
    const here = [t('state-saved'), t('state-waiting')]
    const counts = amina.page.getByRole('listitem').filter({ hasText: new RegExp(`^(${here.join('|')})`) })
    const left = async () => (await counts.allTextContents()).filter((words) => !words.endsWith('0'))
    await expect.poll(() => counts.count()).toBe(here.length)
    await expect.poll(left, { timeout: 30_000 }).toEqual([])
  }
})
