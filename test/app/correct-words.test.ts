import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import { oneAtWork } from './at-work.ts'
import type { Volunteer } from './volunteer.ts'
import { phrases } from './words.ts'

const t = phrases('ja')
const TITLE = 'せってい'

const { here, step } = oneAtWork('Hana', 'ja')

step('whoever speaks a language corrects its words, here at once and in a file for everybody', async (hana) => {
  const { page } = hana
  await hana.goesTo('/settings', 'settings-title')
  await page.getByRole('radio', { name: '日本語' }).locator('xpath=ancestor::label').click()
  await page.getByRole('heading', { level: 1, name: t('settings-title') }).waitFor()
  await page.getByText(t('language-draft-note')).waitFor()
  const corrected = {
    'settings-title': TITLE,
    'words-refused': '{count, plural, one {#} few {#}}',
    'line-last': '最後',
    'no-such-key': 'x'
  }
  await loads(hana.page, JSON.stringify(corrected))
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor()
  await page.getByText(t('words-refused', { count: 3 })).waitFor()
  for (const why of [t('words-fault-unknown'), t('words-fault-fill', { expected: 'when', found: '–' })])
    await page.getByRole('listitem').filter({ hasText: why }).waitFor()

  await page.reload()
  await page.getByRole('heading', { level: 1, name: TITLE }).waitFor()
  expect(await saved(page, t('words-save-own'))).toEqual({ '@language': 'ja', 'settings-title': TITLE })
  const all = await saved(page, t('words-save-all'))
  expect(all['settings-title']).toBe(TITLE)
  expect(all['line-sending']).toContain('{count, plural, ')

  await loads(page, JSON.stringify({ '@language': 'ar', 'settings-title': 'x' }))
  await page.getByText(t('words-file-language', { lang: 'アラビア語' })).waitFor()
  await loads(page, 'no file of phrases')
  await page.getByText(t('words-file-fault')).waitFor()
  await page.getByRole('button', { name: t('words-drop') }).click()
  await page.getByRole('heading', { level: 1, name: t('settings-title') }).waitFor()
})

step('the words of a language are there without the hub once they were used, and only those', async (hana) => {
  const { page } = hana
  const kept = () =>
    page.evaluate(async () => {
      const names = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))
      return names.flat().flatMap(({ url }) => /later-words-(\w+)/.exec(url)?.[1] ?? [])
    })
  await expect.poll(kept).toEqual(['ja'])
  await here.place.hub.stopped()
  await page.reload()
  await page.getByRole('heading', { level: 1, name: t('settings-title') }).waitFor()
  await here.place.hubStarts()
})

type Page = Volunteer['page']

async function loads(page: Page, text: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: t('words-load') }).click()
  await (await chooser).setFiles({ name: 'words.json', mimeType: 'application/json', buffer: Buffer.from(text) })
}

async function saved(page: Page, button: string): Promise<Record<string, string>> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: button, exact: true }).click()
  return JSON.parse(readFileSync(await (await download).path(), 'utf8'))
}
