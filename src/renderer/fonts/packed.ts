import { lacks } from './lacks.ts'

/**
 * Fonts of Chinese, Japanese and Korean come in a hundred slices each, and their list alone is 30 kB: it is fetched once a
 * text in them is shown on a system without such a font. All other scripts are in fonts.css.
 */
const PACKS = {
  jp: { sample: 'あ語', load: () => import('./later-japanese.ts') },
  sc: { sample: '语这', load: () => import('./later-chinese.ts') },
  kr: { sample: '한글', load: () => import('./later-korean.ts') }
}

const asked = new Set<keyof typeof PACKS>()

/** For whoever shows a text: what it needs comes by itself, and the text is drawn anew then. */
export function needFonts(text: string, lang: string): void {
  for (const pack of packsOf(text.slice(0, LOOKED_AT), lang.split('-')[0] ?? '')) {
    if (asked.has(pack)) continue
    asked.add(pack)
    const { sample, load } = PACKS[pack]
    if (lacks(sample)) load().catch(() => asked.delete(pack)) // the next text asks again
  }
}

/** A text of a script shows it at its beginning. */
const LOOKED_AT = 20_000

const HANGUL = /[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]/
const KANA = /[\u3040-\u30ff\uff66-\uff9f]/
const HAN = /\p{Script=Han}/u

function packsOf(text: string, lang: string): (keyof typeof PACKS)[] {
  const packs: (keyof typeof PACKS)[] = []
  if (HANGUL.test(text)) packs.push('kr')
  if (KANA.test(text)) packs.push('jp')
  else if (HAN.test(text))
    packs.push(...(lang === 'zh' ? (['sc'] as const) : lang === 'ja' ? (['jp'] as const) : (['jp', 'sc'] as const)))
  return packs
}
