import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { newFolder } from '../understory.ts'
import { aWorkplace } from './at-work.ts'
import type { Volunteer } from './volunteer.ts'

/** Every script that the app brings fonts for. */
const SAMPLES = {
  ar: 'دجاجنا يبيض أقل عندما تقصر الأيام',
  fa: 'مرغ‌های ما در روزهای کوتاه کمتر تخم می‌گذارند',
  ur: 'ہمارے پاس تین مرغیاں ہیں',
  hi: 'दिन छोटे होने पर मुर्गियाँ कम अंडे देती हैं',
  bn: 'দিন ছোট হলে মুরগি কম ডিম পাড়ে',
  th: 'ไก่ออกไข่น้อยลงเมื่อกลางวันสั้น',
  am: 'ቀኖቹ ሲያጥሩ ዶሮዎች ጥቂት እንቁላል ይጥላሉ',
  my: 'နေ့တာတိုလျှင် ကြက်များ ဥနည်းသည်',
  ja: '日が短くなると鶏は卵をあまり産みません',
  zh: '这里的母鸡在白天变短时下蛋会变少，还要说汉语',
  ko: '낮이 짧으면 닭은 알을 적게 낳습니다',
  ru: 'Когда дни короткие, куры несутся меньше',
  vi: 'Khi ngày ngắn, gà đẻ ít trứng hơn ở những nơi rét',
  ha: 'Kajin mu ƙarami ne, ɗan ƙwai ɓoye ƴan tsako',
  el: 'Όταν οι μέρες μικραίνουν, οι κότες γεννούν λιγότερο'
}

/** One font with Latin letters, Greek and Cyrillic: what a small system has. */
const LATIN_ALONE = '/usr/share/fonts/truetype/liberation'

const here = aWorkplace()

describe.skipIf(!existsSync(LATIN_ALONE))('on a system with Latin fonts alone', { timeout: 120_000 }, () => {
  it('no letter of any script that is offered is a blank box, and a font comes when it is first needed', async () => {
    const vera = await here.place.volunteer('Vera', 'en', { fonts: fontsOf(LATIN_ALONE) })
    const fetched = fontsOver(vera.page)
    await vera.opensTaskHere('write')
    expect(await boxesIn(vera, 'Hens lay less when the days are short', 'en')).toEqual([])
    expect(fetched()).toEqual([])
    const boxes: Record<string, string[]> = {}
    for (const [lang, text] of Object.entries(SAMPLES)) boxes[lang] = await boxesIn(vera, text, lang)
    expect(boxes).toEqual(Object.fromEntries(Object.keys(SAMPLES).map((lang) => [lang, []])))
    expect(fetched().length).toBeGreaterThan(10)
    // The font of one script is one file; of the large ones a few slices came, and not the hundred.
    expect(fetched().length).toBeLessThan(80)
    await vera.closes()
  })
})

describe('on a system that has fonts', () => {
  it('none is fetched', async () => {
    const olga = await here.place.volunteer('Olga', 'en')
    const fetched = fontsOver(olga.page)
    await olga.opensTaskHere('write')
    for (const lang of ['ru', 'el'] as const) expect(await boxesIn(olga, SAMPLES[lang], lang)).toEqual([])
    expect(fetched()).toEqual([])
    await olga.closes()
  })
})

/** A file for fontconfig that knows this folder alone. */
function fontsOf(folder: string): string {
  const file = join(newFolder(), 'fonts.conf')
  writeFileSync(
    file,
    `<?xml version="1.0"?><fontconfig><dir>${folder}</dir><cachedir>${newFolder()}</cachedir></fontconfig>`
  )
  return file
}

/** Names of the fonts that the page has asked for, but for those of formulas. */
function fontsOver(page: Page): () => string[] {
  const names: string[] = []
  page.on('request', (request) => {
    const name = request.url().split('/').at(-1) ?? ''
    if (name.endsWith('.woff2') && !name.startsWith('KaTeX')) names.push(name)
  })
  return () => names
}

/** Writes the text and looks at it in the preview. @returns its letters that show as the box for what no font has. */
async function boxesIn({ page, t }: Volunteer, text: string, lang: string): Promise<string[]> {
  await page.getByRole('textbox', { name: t('write-label') }).fill(text)
  const shown = page.getByRole('region', { name: t('write-preview') }).getByText(text)
  await shown.waitFor()
  await shown.evaluate((element, tag) => element.setAttribute('lang', tag), lang)
  const look = () =>
    shown.evaluate(async (element) => {
      await document.fonts.ready
      const font = getComputedStyle(element).fontFamily
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
      if (!context) throw new Error('no canvas')
      const drawn = (letter: string) => {
        context.clearRect(0, 0, 64, 64)
        context.font = `32px ${font}`
        context.fillText(letter, 16, 48)
        return context.getImageData(0, 0, 64, 64).data.join('')
      }
      const box = drawn('\u{10fffd}')
      return [...new Set(element.textContent ?? '')].filter((letter) => /\p{L}/u.test(letter) && drawn(letter) === box)
    })
  await expect.poll(look, { timeout: 8000 }).toEqual([])
  return look()
}
