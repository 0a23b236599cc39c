import { describe, expect, it } from 'vitest'
import { closeness } from './language.ts'

/** Work in the first, a wish for the second. */
const TABLE = [
  ['pt', 'pt', 3],
  ['pt-BR', 'pt', 2],
  ['pt', 'pt-BR', 1],
  ['pt-BR', 'pt-BR', 3],
  ['pt-br', 'PT-BR', 3],
  ['pt_BR', 'pt-BR', 3],
  ['pt-PT', 'pt-BR', 0],
  ['ptx', 'pt', 0],
  ['pt', 'ptx', 0],
  ['uk-UA', 'uk', 2],
  ['uk', 'uk-UA', 1],
  ['uk-UA', 'uk-UA', 3],
  ['uk-Cyrl-UA', 'uk', 2],
  ['uk-Cyrl', 'uk', 3],
  ['uk', 'uk-Cyrl', 3],
  ['uk-Latn', 'uk-UA', 0],
  ['uk', 'uk-Latn', 0],
  ['ru', 'uk', 0],
  ['en', 'en-US', 1],
  ['en-GB', 'en-US', 0],
  ['en-GB-oxendict', 'en-GB', 2],
  ['en', 'en-GB-oxendict', 1],
  ['es-419', 'es', 2],
  ['es', 'es-419', 1],
  ['es-MX', 'es-419', 0],
  ['zh-Hant', 'zh-Hans', 0],
  ['zh-Hans', 'zh-Hant', 0],
  ['zh-Hant', 'zh', 2],
  ['zh-Hans', 'zh', 3],
  ['zh', 'zh-Hans', 3],
  ['zh', 'zh-Hant', 0],
  ['zh-TW', 'zh-Hant', 2],
  ['zh-TW', 'zh-Hans', 0],
  ['zh-CN', 'zh-Hans', 2],
  ['zh', 'zh-CN', 1],
  ['zh', 'zh-TW', 0],
  ['zh-Hant', 'zh-TW', 1],
  ['zh-Hant-TW', 'zh-TW', 3],
  ['sr-Latn', 'sr', 2],
  ['sr', 'sr-Latn', 0],
  ['sr', 'sr-RS', 1],
  // A language of which no script is known keeps what it says.
  ['qaa', 'qaa-Arab', 0],
  ['qaa-Arab', 'qaa', 2],
  ['qaa', 'qaa-AB', 1],
  ['he', 'iw', 3],
  ['id-ID', 'in', 2],
  ['am', '*', 1]
] as const

describe('languages', () => {
  it.each(TABLE)('[DI2] work in %s for a wish for %s: %i', (tag, range, wanted) => {
    expect(closeness(tag, range)).toBe(wanted)
  })
})
