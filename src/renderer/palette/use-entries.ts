import { type I18n, setupI18n } from '@lingui/core'
import { useEffect, useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import type { Batch } from '../../client/work.ts'
import { isReview } from '../../core/fact/kinds.ts'
import { chooseTheme, THEMES } from '../design/theme.ts'
import { useShortcuts } from '../help/HelpProvider.tsx'
import { chordsOf } from '../keys/bindings.ts'
import { type Chord, isMac } from '../keys/chord.ts'
import { COMMAND_IDS, COMMANDS, type CommandId, type Scope } from '../keys/commands.ts'
import { offeredNow } from '../keys/offered.ts'
import { useKeyNames } from '../keys/use-key-names.ts'
import { useDevice } from '../project/device.tsx'
import { nextTask, pathOf, triagePathOf } from '../task/next-task.ts'
import { loadCatalog } from '../words/catalogs.ts'
import { isDraft, nameIn, ownName, UI_LANGUAGES } from '../words/languages.ts'
import { type Fill, useWords, type WordKey } from '../words/words.tsx'
import type { Findable } from './find.ts'

export type Entry = Findable & {
  readonly id: string
  /** Keys that do the same. */
  readonly keys?: readonly string[]
  /** Language of the words, where it is not that of the interface. */
  readonly lang?: string
  run(): void
}

/** Every screen, by what it is called. */
const PLACES: readonly (readonly [path: string, words: WordKey])[] = [
  ['/', 'nav-home'],
  ['/borrow', 'nav-borrow'],
  ['/work', 'nav-work'],
  ['/work/copies', 'files-title'],
  ['/sync', 'home-sync'],
  ['/notes', 'nav-notes'],
  ['/settings', 'nav-settings'],
  ['/settings/keys', 'keys-change-go'],
  ['/people', 'settings-people'],
  ['/goals', 'goals-title'],
  ['/guide', 'guide-title'],
  ['/wrong', 'wrong-title'],
  ['/terms', 'consent-read'],
  ['/join', 'settings-join']
]

/** What the focus must stand in for keys that work there. */
const WITHIN: Readonly<Partial<Record<Scope, string>>> = {
  ...{ rank: '[data-card]', judge: '[data-label]', work: '[data-key]' }
}

/** All there is to go to and to do now: what the screen offers first, then places, then the rest. */
export function useEntries(from: Element): readonly Entry[] {
  const { t, lang, speak } = useWords()
  const english = useEnglish()
  const { of } = useKeyNames()
  const showKeys = useShortcuts()
  const device = useDevice()
  const [, navigate] = useLocation()
  const [batches, setBatches] = useState<readonly Batch[]>([])
  useEffect(() => {
    device.batches().then(setBatches, () => {}) // whoever shows them tells what is in the way
  }, [device])
  return useMemo(() => {
    const entry = (id: string, words: WordKey, run: () => void, fill?: Fill): Entry => ({
      ...{ id, words: t(words, fill), english: english?._(words, fill as Record<string, string>) ?? '', run }
    })
    const command = (id: CommandId, run: () => void): Entry => ({
      ...entry(id, COMMANDS[id].words, run),
      ...(of(id) && { keys: of(id) })
    })
    const offered = offeredNow()
    const acts = COMMAND_IDS.flatMap((id) => {
      const within = WITHIN[COMMANDS[id].in]
      const [chord] = chordsOf(id)
      const act = offered[id]
      if (act) return [command(id, act)]
      if (within === undefined || chord === undefined || !from.closest(within)) return []
      return [command(id, () => press(from, chord))]
    })
    const next = nextTask(batches, { batch: '', place: 0 })
    const judging = batches.flatMap(({ tasks }) => tasks).find(({ is, kind }) => is === 'open' && isReview(kind))
    const look = (theme: (typeof THEMES)[number]): Entry => ({
      ...entry(`look-${theme}`, 'palette-look', () => chooseTheme(theme), { look: t(`theme-${theme}`) }),
      english: `Appearance: ${english?._(`theme-${theme}`) ?? theme}`,
      isRare: true
    })
    const language = (tag: (typeof UI_LANGUAGES)[number]): Entry => ({
      ...entry(`language-${tag}`, 'palette-language', () => speak(tag), { name: `\u2068${ownName(tag)}\u2069` }),
      english: `Language: ${nameIn('en', tag)} ${nameIn(lang, tag)}${isDraft(tag) ? ' (draft)' : ''}`,
      isRare: true
    })
    return [
      ...acts,
      ...(next ? [entry('next-task', 'palette-next', () => navigate(pathOf(next)))] : []),
      ...(judging ? [entry('triage', 'triage-title', () => navigate(triagePathOf(judging)))] : []),
      ...PLACES.map(([path, words]): Entry => {
        const to = entry(path, words, () => navigate(path))
        const id = path.slice(1)
        return id === 'settings' || id === 'sync' ? { ...to, keys: of(id) ?? [] } : to
      }),
      command('help', showKeys),
      entry('sync-now', 'wrong-try', () => device.wake()),
      ...THEMES.map(look),
      ...UI_LANGUAGES.map(language)
    ]
  }, [t, lang, speak, english, of, showKeys, device, navigate, batches, from])
}

/** As if the key had been pressed there. */
function press(at: Element, chord: Chord): void {
  const key = chord.replace(/^(Mod\+)?(Shift\+)?/, '')
  const code = /^[a-z]$/.test(key) ? `Key${key.toUpperCase()}` : key
  const held = {
    shiftKey: /^(Mod\+)?Shift\+/.test(chord),
    [isMac ? 'metaKey' : 'ctrlKey']: chord.startsWith('Mod+')
  }
  at.dispatchEvent(new KeyboardEvent('keydown', { key, code, ...held, bubbles: true, cancelable: true }))
}

/** The English phrases, once they are there. */
function useEnglish(): I18n | undefined {
  const [english, setEnglish] = useState<I18n>()
  useEffect(() => {
    loadCatalog('en').then(
      (messages) => setEnglish(setupI18n({ locale: 'en', messages: { en: messages as never } })),
      () => {} // then names are found in the language of the interface alone
    )
  }, [])
  return english
}
