import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { LEVELS, readModel } from './people-model.ts'

it('what a model leaves out has its default', () => {
  const model = readModel({ careless: 0.3, presence: { hours: 2 } })
  expect([model.careless, model.presence.hours]).toEqual([0.3, 2])
  expect(model.judgement_noise).toBe(LEVELS.middle?.judgement_noise)
  expect(model.presence.day).toBe(LEVELS.middle?.presence.day)
  expect(readModel(JSON.parse(JSON.stringify(model)))).toEqual(model)
})

it('languages may be a list', () => {
  expect(readModel({ languages: ['sw', 'pt-BR'] }).languages).toEqual({ sw: 1, 'pt-BR': 1 })
})

it.each([
  [{ languages: ['no language'] }, 'languages.no language is not a language tag'],
  [{ careless: 1.5 }, 'careless'],
  [{ judgement_noise: -1 }, 'judgement_noise'],
  [{ judgement_noise: '1' }, 'judgement_noise must be number, not "1"'],
  [{ presence: { day: 2 } }, 'presence.day'],
  [{ presence: { dya: 0.5 } }, 'presence.dya is no field of a model of people'],
  [{ carefull: 1 }, 'carefull is no field of a model of people'],
  [{ minutes: { assistant_reply: 0 } }, 'minutes.assistant_reply'],
  [{ minutes: { summarize_story: 3 } }, 'minutes.summarize_story is no field'],
  [{ languages: { 'no language': 1 } }, 'languages.no language is not a language tag'],
  [{ languages: {} }, 'languages names no language'],
  [[], 'the file'],
  [null, 'the file must be Object, not null']
])('a file that is no model is refused by its field: %j', (given, words) => {
  expect(() => readModel(given)).toThrow(words)
})

it('levels differ in noise and carelessness alone', () => {
  const alike = Object.values(LEVELS).map(({ judgement_noise: _, careless: __, ...rest }) => rest)
  expect(alike).toEqual(alike.map(() => alike[0]))
})

it.each(Object.entries(LEVELS))('the file of the guide for %s is what its name stands for', (name, level) => {
  const file = new URL(`../../docs/guides/people/${name}.json`, import.meta.url)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(level)
})
