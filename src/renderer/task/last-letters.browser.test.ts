import { beforeEach, expect, it } from 'vitest'
import { boxOf } from '../../client/profiles/box.ts'
import { FIRST } from '../../client/profiles/profile.ts'
import { convertLetters, keepLetters, type LettersOf, takeLetters } from './last-letters.ts'

const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
const box = boxOf(random(32), random)
const PROJECT = 'a'.repeat(64)
const CLEAR: LettersOf = { profile: FIRST, box: undefined }
const SEALED: LettersOf = { profile: FIRST, box }
const OTHER: LettersOf = { profile: '0123456789abcdef', box: undefined }
const letters = (text: string) => ({ batch: 'b'.repeat(64), place: 1, saved: 7, value: { text } })
const lying = () => JSON.stringify({ ...localStorage })

/** What becomes a draft, as the device is told. */
async function taken(of: LettersOf): Promise<unknown[]> {
  const kept: unknown[] = []
  await takeLetters(of, PROJECT, {
    draft: async () => undefined,
    keepDraft: async (_batch, _place, value) => {
      kept.push(value)
    }
  })
  return kept
}

beforeEach(() => localStorage.clear())

it('[PF5] last letters lie sealed where there is a PIN, and those from before are taken too', async () => {
  keepLetters(SEALED, PROJECT, letters('habari'))
  expect(lying()).not.toContain('habari')
  expect(await taken(SEALED)).toEqual([{ text: 'habari' }])
  keepLetters(CLEAR, PROJECT, letters('before'))
  expect(await taken(SEALED)).toEqual([{ text: 'before' }])
  expect(lying()).toBe('{}')
})

it('[PF5] a PIN that is set or taken away converts them in their place', async () => {
  keepLetters(CLEAR, PROJECT, letters('habari'))
  convertLetters(SEALED, box)
  convertLetters(SEALED, box)
  expect(lying()).not.toContain('habari')
  convertLetters(CLEAR, box)
  expect(lying()).toContain('habari')
  expect(await taken(CLEAR)).toEqual([{ text: 'habari' }])
})

it('[PF1] nobody is given the letters of somebody else, and without the key they stay where they are', async () => {
  keepLetters(SEALED, PROJECT, letters('of the first'))
  expect([await taken(OTHER), await taken(CLEAR)]).toEqual([[], []])
  keepLetters(OTHER, PROJECT, letters('of the other'))
  expect(await taken(SEALED)).toEqual([{ text: 'of the first' }])
  expect(await taken(OTHER)).toEqual([{ text: 'of the other' }])
})
