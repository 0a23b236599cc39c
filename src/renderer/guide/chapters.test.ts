import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../keys/commands.ts'
import { UI_LANGUAGES, type UiLanguage } from '../words/languages.ts'
import { CHAPTERS, chapterOf, loadGuide } from './chapters.ts'

/** How letters of the language look. */
const LETTERS = {
  ...{ en: /[a-z]/, es: /[a-zñáéíóú]/, fr: /[a-zàâçéèêîôû]/, pt: /[a-zãâáçéêíóõ]/, sw: /[a-z]/ },
  ...{ ru: /\p{Script=Cyrillic}/u, ar: /\p{Script=Arabic}/u, fa: /\p{Script=Arabic}/u, am: /\p{Script=Ethiopic}/u },
  ...{ hi: /\p{Script=Devanagari}/u, th: /\p{Script=Thai}/u, zh: /\p{Script=Han}/u, ja: /\p{Script=Hiragana}/u }
} as const satisfies Record<UiLanguage, RegExp>

describe.each(UI_LANGUAGES)('the guide in %s', (lang) => {
  it('has every chapter with as many paragraphs as in English, each in its own script', async () => {
    const [guide, english] = [await loadGuide(lang), await loadGuide('en')]
    expect(guide.lang).toBe(lang)
    for (const id of CHAPTERS) {
      const { title, text } = guide.chapters[id]
      expect([id, text.length]).toEqual([id, english.chapters[id].text.length])
      expect([title, ...text].filter((words) => !LETTERS[lang].test(words))).toEqual([])
    }
  })

  it('names only keys that there are', async () => {
    const { chapters } = await loadGuide(lang)
    const named = JSON.stringify(chapters).matchAll(/\{([a-z-]+)\}/g)
    expect([...named].map(([, id = '']) => id).filter((id) => !(id in COMMANDS))).toEqual([])
  })
})

it('a language without a guide reads the English one, and says so', async () => {
  expect((await loadGuide('xx' as 'en')).lang).toBe('en')
})

it('each kind of task has its chapter', () => {
  const kinds = ['assistant_reply', 'initial_prompt', 'label_initial_prompt', 'rank_assistant_replies', 'dance']
  expect(kinds.map(chapterOf)).toEqual(['writing', 'writing', 'judging', 'ranking', 'batch'])
})
