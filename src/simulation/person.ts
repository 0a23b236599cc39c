import type { DeviceKey } from '../core/fact/fact.ts'
import { hashOf } from '../core/hash.ts'
import { type Chance, chanceOf } from './chance.ts'
import type { PeopleModel } from './people-model.ts'

/** What a volunteer is like. Nothing of it but `languages`, `contributor` and `devices` is known to any rule. */
export type Person = {
  readonly contributor: string
  readonly languages: readonly string[]
  readonly devices: readonly Device[]
  /** How they vote if they do not care; undefined: they do. */
  readonly careless?: 'random' | 'untouched'
  readonly noise: number
  readonly skill: number
  /** Part of the minutes of the model that they take. */
  readonly pace: number
  readonly offline: boolean
  /** The hub that they work with, 0 or 1. */
  readonly hub: number
  readonly streams: { readonly write: Chance; readonly judge: Chance; readonly act: Chance }
}

type Device = {
  readonly key: DeviceKey
  /** How far its clock is wrong, in seconds. */
  readonly clock: number
}

/** The same seed gives the same people, whatever they are asked to do. */
export function peopleOf(model: PeopleModel, count: number, seed: number): Person[] {
  return Array.from({ length: count }, (_, i) => personOf(model, i, seed))
}

function personOf(model: PeopleModel, i: number, seed: number): Person {
  const contributor = `person-${String(i).padStart(4, '0')}`
  const chance = chanceOf(seed, contributor, 'traits')
  const careless = chance.happens(model.careless)
  const style = chance.happens(0.5) ? 'random' : 'untouched'
  const spread = () => 2 * chance.next() - 1
  const pace = (1 + model.pace * spread()) * (careless ? model.careless_pace : 1)
  const devices = Array.from({ length: chance.happens(model.second_device) ? 2 : 1 }, (_, d): Device => {
    const wrong = chance.happens(model.clocks.wrong)
    const hours = model.clocks.hours * spread()
    return { key: hashOf('simulated device', [seed, contributor, d]), clock: wrong ? Math.round(hours * 3600) : 0 }
  })
  return {
    contributor,
    languages: languagesOf(model, chance),
    devices,
    ...(careless && { careless: style }),
    noise: model.judgement_noise * (1 + 0.3 * spread()),
    skill: chance.normal(),
    pace,
    offline: chance.happens(model.presence.offline),
    hub: chance.happens(model.workshop.share) ? 1 : 0,
    streams: {
      write: chanceOf(seed, contributor, 'write'),
      judge: chanceOf(seed, contributor, 'judge'),
      act: chanceOf(seed, contributor, 'act')
    }
  }
}

function languagesOf(model: PeopleModel, chance: Chance): string[] {
  const first = drawn(Object.entries(model.languages), chance)
  const others = Object.entries(model.languages).filter(([lang]) => lang !== first)
  const second = chance.happens(model.second_language) && others.length > 0 ? [drawn(others, chance)] : []
  return [first, ...second]
}

function drawn(shares: readonly (readonly [string, number])[], chance: Chance): string {
  let left = chance.next() * shares.reduce((sum, [, share]) => sum + share, 0)
  for (const [lang, share] of shares) {
    left -= share
    if (left < 0) return lang
  }
  return shares.at(-1)?.[0] ?? 'en'
}
