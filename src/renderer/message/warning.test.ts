import { expect, it } from 'vitest'
import { warns } from './warning.ts'

it.each([
  'CW: violence\n\nHe …',
  '**NSFW** – what happened then',
  'My question [TW: abuse] is this',
  'NSFW',
  '【閲覧注意】事故の話です',
  '敏感内容：……',
  'تحذير المحتوى: عنف',
  'Осторожно, насилие.'
])('a text warns of itself: %j', (text) => expect(warns(text)).toBe(true))

it.each([
  'Two hens',
  'CWs are common in zines.\nCW: none',
  'cwm is a word of Welsh',
  'What does NSFW mean?',
  '',
  `${'x'.repeat(200)} [NSFW]`
])('and this does not: %j', (text) => expect(warns(text)).toBe(false))
