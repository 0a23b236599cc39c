import { eld } from 'eld/extrasmall'
import { describe, expect, it } from 'vitest'
import { type Detect, otherLanguage } from './other-language.ts'

const detect: Detect = (text) => eld.detect(text).getScores()

/** The same in each language, as somebody would write it. */
const HENS: Readonly<Record<string, string>> = {
  en: 'We keep three hens for eggs. The days are short now and they have nearly stopped laying. Should I put a lamp in the coop?',
  de: 'Wir halten drei Hühner wegen der Eier. Jetzt sind die Tage kurz und sie legen kaum noch. Soll ich eine Lampe in den Stall hängen?',
  fr: 'Nous avons trois poules pour les œufs. Les jours sont courts et elles ne pondent presque plus. Dois-je mettre une lampe dans le poulailler ?',
  es: 'Tenemos tres gallinas para los huevos. Ahora los días son cortos y casi han dejado de poner. ¿Debo poner una lámpara en el gallinero?',
  pt: 'Temos três galinhas para os ovos. Agora os dias são curtos e quase deixaram de pôr. Devo pôr uma lâmpada no galinheiro?',
  it: 'Abbiamo tre galline per le uova. Ora le giornate sono corte e hanno quasi smesso di deporre. Devo mettere una lampada nel pollaio?',
  sv: 'Vi har tre höns för äggens skull. Nu är dagarna korta och de har nästan slutat värpa. Ska jag sätta en lampa i hönshuset?',
  no: 'Vi har tre høner for eggenes skyld. Nå er dagene korte og de har nesten sluttet å verpe. Skal jeg sette en lampe i hønsehuset?',
  da: 'Vi har tre høns for æggenes skyld. Nu er dagene korte, og de er næsten holdt op med at lægge. Skal jeg sætte en lampe i hønsehuset?',
  hr: 'Držimo tri kokoši zbog jaja. Dani su sada kratki i gotovo su prestale nesti. Trebam li staviti lampu u kokošinjac?',
  ru: 'Мы держим трёх кур ради яиц. Сейчас дни короткие, и они почти перестали нестись. Стоит ли поставить лампу в курятник?',
  uk: 'Ми тримаємо трьох курей заради яєць. Зараз дні короткі, і вони майже перестали нестися. Чи варто поставити лампу в курник?',
  ar: 'نربي ثلاث دجاجات من أجل البيض. الأيام قصيرة الآن وقد توقفت تقريبا عن وضع البيض. هل أضع مصباحا في القن؟',
  fa: 'ما سه مرغ برای تخم‌مرغ نگه می‌داریم. اکنون روزها کوتاه است و تقریباً تخم نمی‌گذارند. آیا باید در لانه چراغ بگذارم؟',
  hi: 'हम अंडों के लिए तीन मुर्गियाँ पालते हैं। अब दिन छोटे हैं और उन्होंने अंडे देना लगभग बंद कर दिया है। क्या मैं दड़बे में दीया रखूँ?',
  tr: 'Yumurta için üç tavuk besliyoruz. Günler artık kısa ve neredeyse yumurtlamayı bıraktılar. Kümese bir lamba koymalı mıyım?',
  vi: 'Chúng tôi nuôi ba con gà mái để lấy trứng. Bây giờ ngày ngắn và chúng gần như ngừng đẻ. Tôi có nên đặt đèn trong chuồng không?',
  ja: '卵のために鶏を三羽飼っています。日が短くなり、ほとんど卵を産まなくなりました。鶏小屋に電灯をつけるべきですか？',
  zh: '我们养了三只母鸡来下蛋。现在白天很短，它们几乎不下蛋了。我应该在鸡舍里放一盏灯吗？',
  ko: '달걀을 얻으려고 닭 세 마리를 키웁니다. 지금은 낮이 짧아서 알을 거의 낳지 않습니다. 닭장에 등을 달아야 할까요?'
}

describe('the hint about another language', () => {
  it.each(Object.entries(HENS))('is quiet for %s in its own task', (lang, text) => {
    expect(otherLanguage(text, lang, detect)).toBeUndefined()
  })

  it.each([
    ['en', 'de'],
    ['de', 'en'],
    ['en', 'fr'],
    ['fr', 'en'],
    ['es', 'en'],
    ['en', 'tr'],
    ['vi', 'en'],
    ['pt-BR', 'en'],
    ['hi', 'en'],
    ['fr', 'es']
  ])('tells in a task for %s of a text in %s', (lang, written) => {
    expect(otherLanguage(HENS[written] ?? '', lang, detect)).toBe(written)
  })

  it.each([
    ['no', 'da'],
    ['da', 'no'],
    ['sv', 'no'],
    ['uk', 'ru'],
    ['pt', 'es'],
    ['es', 'it'],
    ['fa', 'ar'],
    ['ja', 'zh']
  ])('is quiet in a task for %s about a text in %s, which is close', (lang, written) => {
    expect(otherLanguage(HENS[written] ?? '', lang, detect)).toBeUndefined()
  })

  it.each([
    ['de', 'Thank you so much for your help!'],
    [
      'de',
      'Danke! Das Buch heißt „The Old Man and the Sea“ und ist von Ernest Hemingway, ich habe es zweimal gelesen.'
    ],
    [
      'de',
      'So geht es:\n```\nfor each line in the file print the line and the number of the words that it has\n```\nund fertig.'
    ],
    ['de', `> ${HENS.en}\n\nDas stimmt so nicht ganz.`],
    ['sw', HENS.en ?? ''],
    ['my', HENS.en ?? ''],
    ['tlh', HENS.en ?? ''],
    ['de', '']
  ])(
    'is quiet in a task for %s about what is short, quoted, code, or of a language it does not know: %#',
    (lang, text) => {
      expect(otherLanguage(text, lang, detect)).toBeUndefined()
    }
  )
})
