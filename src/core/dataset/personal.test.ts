import { describe, expect, it } from 'vitest'
import { PERSONAL_KINDS, personalIn } from './personal.ts'

function found(text: string): string[] {
  const points = [...text]
  return personalIn(text).map(({ kind, at, length }) => `${kind} ${points.slice(at, at + length).join('')}`)
}

describe('likely personal data', () => {
  it.each([
    ['email', 'Write to anna.meyer+moss@uni-tal.de, please', 'anna.meyer+moss@uni-tal.de'],
    ['email', 'почта: иван@пример.рф.', 'иван@пример.рф'],
    ['email', 'full width ａｎｎａ＠ｔａｌ．ｄｅ here', 'ａｎｎａ＠ｔａｌ．ｄｅ'],
    ['email', 'anna [at] tal (dot) de', 'anna [at] tal (dot) de'],
    ['link', 'see https://www.linkedin.com/in/anna-meyer-12 there', 'https://www.linkedin.com/in/anna-meyer-12'],
    ['link', 'https://shop.tal/x?email=a%40b.de', 'https://shop.tal/x?email=a%40b.de'],
    ['iban', 'Konto DE89 3704 0044 0532 0130 00 bitte', 'DE89 3704 0044 0532 0130 00'],
    ['iban', 'GB82WEST12345698765432', 'GB82WEST12345698765432'],
    ['card', 'my card 4111-1111-1111-1234 no', undefined],
    ['card', 'my card 4012 8888 8888 1881 ok', '4012 8888 8888 1881'],
    ['ip', 'from 84.17.46.9 at noon', '84.17.46.9'],
    ['ip', 'from 2a02:8109:9a80:1c4:ad2e:ef1f:5f7c:1 at noon', '2a02:8109:9a80:1c4:ad2e:ef1f:5f7c:1'],
    ['phone', 'ring +49 (0)171 2345678 now', '+49 (0)171 2345678'],
    ['phone', 'ring 0171/2345678 now', '0171/2345678'],
    ['phone', 'ring 01 23 45 67 89 now', '01 23 45 67 89'],
    ['phone', 'ring (555) 123-4567 now', '(555) 123-4567'],
    ['phone', 'اتصل +٩٦٦ ٥٠ ١٢٣ ٤٥٦٧ الآن', '+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧'],
    ['phone', 'फोन ९८७६५ ४३२१०', '९८७६५ ४३२१०'],
    ['phone', '電話は０９０－１２３４－５６７８です', '０９０－１２３４－５６７８'],
    ['phone', 'আমার phone ০১৭১১-২৩৪৫৬৭', '০১৭১১-২৩৪৫৬৭'],
    ['id-number', 'SSN 123-45-6789', '123-45-6789'],
    ['id-number', 'meu CPF 529.982.247-25', '529.982.247-25'],
    ['id-number', 'passport number X1234567A', 'X1234567A'],
    ['id-number', '身份证 11010519491231002X', '11010519491231002X'],
    ['id-number', '我的身份证号码是11010519491231002X。', '11010519491231002X']
  ])('[XP18] %s: %s', (kind, text, what) => {
    expect(found(text)).toEqual(what === undefined ? [] : [`${kind} ${what}`])
  })

  it.each([
    'On 2023-04-12 at 12:30:59 there were 1,000,000 people and 3.14159265358979.',
    'Use 192.168.0.1 or 127.0.0.1, ::1, fe80::1, and version 2.14.0.3 of it.',
    'Mail someone@example.com or you@test.example.',
    'See https://en.wikipedia.org/wiki/Moss and https://github.com for more.',
    'The years 1914-1918 and 1939 - 1945, pages 100-200, 50 000 000 dollars.',
    'Born 05/02/2003, died 01.02.2023; call me on 2023-04-12, id 2023-01.',
    '1 2 3 4 5 6 7 8 9 10 11 12',
    'def f(x): return x ** 2 # 12345678901234567890',
    'std::vector<int> a::b::c',
    ''
  ])('[XP18] nothing in: %s', (text) => {
    expect(found(text)).toEqual([])
  })

  it('[XP18] says where in characters, whatever stands before', () => {
    expect(personalIn('\ud83d\ude00\ud83d\ude00 a@tal.de')).toEqual([{ kind: 'email', at: 3, length: 8 }])
  })

  it('[XP18] has an example of every kind', () => {
    const all = found(
      'a@tal.de https://t.me/anna DE89370400440532013000 4012888888881881 84.17.46.9 +491712345678 123-45-6789'
    )
    expect(all.map((one) => one.split(' ')[0])).toEqual([...PERSONAL_KINDS])
  })

  it('[XP18] takes time in proportion on texts made to be slow', () => {
    for (const bad of [
      'a'.repeat(100_000),
      '1 '.repeat(50_000),
      '@a.'.repeat(30_000),
      '::'.repeat(50_000),
      `${'0-'.repeat(50_000)}x`
    ])
      expect(personalIn(bad).length).toBeLessThan(10_000)
  })
})
