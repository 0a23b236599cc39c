import { eld } from 'eld/extrasmall'
import { describe, expect, it } from 'vitest'
import { type Hint, hintsFor, signaturesOf, type Written } from './hints.ts'
import { sentencesIn, USUAL_REPLY } from './length.ts'
import { canGuess, otherLanguage } from './other-language.ts'

const hints = (text: string, more: Partial<Written> = {}): Hint[] =>
  hintsFor({ text, lang: 'en', thread: [], mine: [], ...more })

const ABOUT_HENS = 'Hens lay less when the days are short, because they need fourteen hours of light.'

describe('hints', () => {
  it('show each thing that may point to a person, three at most', () => {
    expect(hints('Write to anna@tal.de or +49 171 2345678; anna@tal.de')).toEqual([
      { is: 'personal', kind: 'email', what: 'anna@tal.de' },
      { is: 'personal', kind: 'phone', what: '+49 171 2345678' }
    ])
    expect(hints('a@tal.de b@tal.de c@tal.de d@tal.de')).toHaveLength(3)
  })

  it('tell of what the same person wrote before, or of the message above, nearly word for word', () => {
    const again = `${ABOUT_HENS.replace('Hens', 'Chickens')} `
    expect(
      hints(again, { mine: signaturesOf(['Something else that is long enough to be compared.', ABOUT_HENS]) })
    ).toEqual([{ is: 'near', to: 'mine' }])
    expect(hints(again, { thread: signaturesOf([null, ABOUT_HENS]) })).toEqual([{ is: 'near', to: 'thread' }])
    expect(
      hints('Hens need warmth and a dry place, and someone who comes every day.', { mine: signaturesOf([ABOUT_HENS]) })
    ).toEqual([])
    expect(hints('Yes, please.', { mine: signaturesOf(['Yes, please.']) })).toEqual([])
  })

  it.each([
    ['ar', ABOUT_HENS],
    ['am', ABOUT_HENS],
    ['en', 'دجاجنا يبيض أقل عندما تكون الأيام قصيرة لأنه يحتاج إلى الضوء'],
    ['ja', 'Привет, сегодня короткий день, и куры почти не несутся совсем'],
    ['sr-Latn', 'Кокошке носе мање када су дани кратки, јер им треба светло.'],
    ['zh-Hans', ABOUT_HENS]
  ])('tell that a text for %s is in another script', (lang, text) => {
    expect(hints(text, { lang })).toEqual([{ is: 'script' }])
  })

  it.each([
    ['ar', 'Hello'],
    ['am', 'ሰላም ```js\nconst wanted = "a long line of code that is the same everywhere"\n```'],
    [
      'ja',
      'Python の list.sort() は安定ソートです。詳しくは https://docs.python.org/3/howto/sorting.html を参照してください'
    ],
    ['es', ABOUT_HENS],
    ['uk', 'Куры несутся меньше, когда дни короткие, им нужен свет.'],
    ['ur', 'ہمارے پاس تین مرغیاں ہیں۔ اب دن چھوٹے ہیں اور وہ انڈے نہیں دیتیں۔'],
    ['ko', '닭은 낮이 짧으면 알을 적게 낳습니다. 하루에 열네 시간의 빛이 필요합니다.'],
    ['no-such-language-at-all', ABOUT_HENS]
  ])('are quiet in %s for what is short, close, or code', (lang, text) => {
    expect(hints(text, { lang }).filter(({ is }) => is === 'script')).toEqual([])
  })
})

/** The same four sentences. */
const SAME = {
  en: 'We keep three hens for eggs. The days are short now and they have nearly stopped laying. They are two years old and eat kitchen scraps. Should I put a lamp in the coop?',
  ja: '卵のために鶏を三羽飼っています。日が短くなり、ほとんど卵を産まなくなりました。二歳で、台所の残り物を食べています。鶏小屋に電灯をつけるべきですか？',
  th: 'เราเลี้ยงไก่สามตัวเพื่อเก็บไข่ ตอนนี้กลางวันสั้นลงและพวกมันแทบจะหยุดออกไข่แล้ว พวกมันอายุสองปีและกินเศษอาหารจากในครัว ฉันควรติดหลอดไฟไว้ในเล้าไหม',
  am: 'ለእንቁላል ሦስት ዶሮዎች እናረባለን። አሁን ቀኖቹ አጭር ናቸው፣ እንቁላል መጣልም አቁመዋል ማለት ይቻላል። ሁለት ዓመታቸው ነው፣ የወጥ ቤት ትርፍራፊም ይበላሉ። በቤታቸው ውስጥ መብራት ላድርግ?',
  ur: 'ہم انڈوں کے لیے تین مرغیاں پالتے ہیں۔ اب دن چھوٹے ہیں اور انہوں نے انڈے دینا تقریباً بند کر دیا ہے۔ وہ دو سال کی ہیں اور باورچی خانے کا بچا کھچا کھاتی ہیں۔ کیا میں ڈربے میں چراغ رکھوں؟',
  my: 'ကျွန်ုပ်တို့သည် ကြက်ဥအတွက် ကြက်သုံးကောင် မွေးထားသည်။ ယခု နေ့တာတိုလာပြီး သူတို့ ဥဥခြင်း ရပ်လုနီးပါးဖြစ်သည်။ သူတို့သည် အသက်နှစ်နှစ်ရှိပြီး မီးဖိုချောင်အကြွင်းအကျန်များ စားသည်။ ခြံထဲတွင် မီးထွန်းသင့်သလား။'
}

describe('the length of a text', () => {
  it.each(Object.entries(SAME))('is the same in %s for the same words', (lang, text) => {
    const length = sentencesIn(text, lang)
    expect(length).toBeGreaterThanOrEqual(3)
    expect(length).toBeLessThanOrEqual(5)
    const isUsual = (count: number) => count >= USUAL_REPLY[0] && count <= USUAL_REPLY[1]
    expect(isUsual(length)).toBe(true)
    expect(isUsual(sentencesIn(`${text}\n`.repeat(5), lang))).toBe(false)
    expect(isUsual(sentencesIn(text.slice(0, 20), lang))).toBe(false)
  })

  it.each(Object.entries(SAME))('and the hints are the same in %s', (lang, text) => {
    const kinds = (more: string, beside: Partial<Written> = {}) =>
      hints(text + more, { lang, ...beside }).map((hint) => [
        hint.is,
        'kind' in hint ? hint.kind : 'to' in hint && hint.to
      ])
    expect(kinds('')).toEqual([])
    expect(kinds(' anna@tal.de, +49 171 2345678')).toEqual([
      ['personal', 'email'],
      ['personal', 'phone']
    ])
    expect(kinds('!', { mine: signaturesOf([text]) })).toEqual([['near', 'mine']])
    expect(kinds('!', { thread: signaturesOf([text]) })).toEqual([['near', 'thread']])
    // Half of it is another text.
    expect(kinds('', { mine: signaturesOf([text.slice(0, text.length / 2)]) })).toEqual([])
    expect(canGuess(text, lang)).toBe(lang !== 'my')
    if (lang !== 'my') expect(otherLanguage(text, lang, (plain) => eld.detect(plain).getScores())).toBeUndefined()
  })

  it('counts lines of lists, and what is written without any stop', () => {
    expect(sentencesIn('- a\n- b\n- c\n\n* * *\n', 'en')).toBe(3)
    expect(sentencesIn('word '.repeat(90), 'en')).toBe(3)
    expect(sentencesIn('  \n', 'en')).toBe(0)
    expect(sentencesIn('One. Two.', 'no such tag!')).toBe(2)
  })
})
