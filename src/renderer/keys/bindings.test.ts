import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recall, remember } from '../platform/remember.ts'
import { bind, bindingsNow, chordsOf, commandOf, letSingles, openBindings, unbind } from './bindings.ts'
import type { Pressed } from './chord.ts'
import { COMMAND_IDS, COMMANDS } from './commands.ts'
import { FIXED, overlap, refusal } from './refusal.ts'

const press = (key: string, code: string, held: Partial<Pressed> = {}): Pressed => ({
  ...{ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held
})
const U = press('u', 'KeyU')

beforeEach(() => openBindings('keys of a test'))
afterEach(() => {
  unbind()
  letSingles(true)
})

describe('the registry of commands', () => {
  it('has no key twice where two commands could be meant', () => {
    const pairs = COMMAND_IDS.flatMap((one) => COMMAND_IDS.filter((other) => one < other).map((other) => [one, other]))
    const clash = pairs.filter(([one, other]) => {
      const [a, b] = [COMMANDS[one as 'help'], COMMANDS[other as 'help']]
      return overlap(a.in, b.in) && a.keys.some((key) => (b.keys as readonly string[]).includes(key))
    })
    expect(clash).toEqual([])
  })

  it('puts each command on a key that it could be put on', () => {
    const nothing = () => []
    const refused = COMMAND_IDS.flatMap((id) => COMMANDS[id].keys.filter((key) => refusal(id, key, nothing)))
    expect(refused).toEqual([])
  })

  it('lets none of the keys that stay be taken where they work', () => {
    const taken = FIXED.filter((fixed) => fixed.in === 'rank' || fixed.in === 'judge').flatMap((fixed) =>
      fixed.keys.filter((key) => refusal(fixed.in === 'rank' ? 'good' : 'yes', key, chordsOf) === undefined)
    )
    expect(taken).toEqual([])
  })

  it('has nothing that destroys on a bare key, and nothing on Alt', () => {
    const bare = COMMAND_IDS.filter((id) => ['task', 'everywhere'].includes(COMMANDS[id].in) && id !== 'help')
    expect(bare.flatMap((id) => COMMANDS[id].keys).every((key) => key.startsWith('Mod+'))).toBe(true)
    expect(COMMAND_IDS.flatMap((id) => [...COMMANDS[id].keys]).filter((key) => key.includes('Alt'))).toEqual([])
  })
})

describe('a key can be changed', () => {
  it('and from then on the new one does it, the old one nothing', () => {
    bind('unsure', 'q')
    expect(commandOf(U, 'judge')).toBeUndefined()
    expect(commandOf(press('q', 'KeyQ'), 'judge')).toBe('unsure')
    expect(commandOf(U, 'rank')).toBe('leave-out')
  })

  it('is told with its name who has it, and may take it from there', () => {
    expect(refusal('unsure', 'y', chordsOf)).toEqual({ is: 'taken', by: 'yes' })
    bind('unsure', 'y', 'yes')
    expect([chordsOf('unsure'), chordsOf('yes')]).toEqual([['y'], []])
    unbind()
    expect([chordsOf('unsure'), chordsOf('yes')]).toEqual([['u'], ['y']])
  })

  it('also where another one is on it that works there and elsewhere', () => {
    expect(refusal('good', 'Mod+Enter', chordsOf)).toEqual({ is: 'taken', by: 'finish' })
    expect(refusal('good', 'n', chordsOf)).toBeUndefined()
    expect(refusal('finish', 'Mod+e', chordsOf)).toBeUndefined()
  })

  it('but not to one that the browser needs, nor in a text to one that writes', () => {
    expect(refusal('save', 'Mod+w', chordsOf)).toEqual({ is: 'reserved' })
    expect(refusal('tie', 'Digit3', chordsOf)).toEqual({ is: 'reserved' })
    expect(refusal('tie', 'Tab', chordsOf)).toEqual({ is: 'reserved' })
    expect(refusal('finish', 'g', chordsOf)).toEqual({ is: 'writes' })
    expect(refusal('finish', 'Home', chordsOf)).toEqual({ is: 'writes' })
    expect(refusal('finish', 'F8', chordsOf)).toBeUndefined()
  })

  it('one alone goes back to its first key', () => {
    bind('unsure', 'q')
    bind('good', 'q')
    unbind('unsure')
    expect([chordsOf('unsure'), chordsOf('good')]).toEqual([['u'], ['q']])
  })
})

describe('keys that write can be switched off as a whole', () => {
  it('and the others go on', () => {
    letSingles(false)
    expect(commandOf(U, 'judge')).toBeUndefined()
    expect(commandOf(press('?', 'Slash', { shiftKey: true }), 'everywhere')).toBeUndefined()
    expect(commandOf(press('F1', 'F1'), 'everywhere')).toBe('help')
    expect(commandOf(press('Home', 'Home'), 'rank')).toBe('top')
    expect(commandOf(press('Enter', 'Enter', { ctrlKey: true }), 'task')).toBe('finish')
  })

  it('and one that was put on a command key goes on too', () => {
    bind('unsure', 'Mod+u')
    letSingles(false)
    expect(commandOf(press('u', 'KeyU', { ctrlKey: true }), 'judge')).toBe('unsure')
  })
})

describe('what a person has changed', () => {
  it('is there again, and is another one’s not', () => {
    bind('unsure', 'q')
    openBindings('keys of another')
    expect(chordsOf('unsure')).toEqual(['u'])
    openBindings('keys of a test')
    expect(chordsOf('unsure')).toEqual(['q'])
  })

  it.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['of another shape', '{"singles":1}']
  ])('that cannot be read, %s, leaves the first keys', (_, text) => {
    remember('keys of a third', text)
    openBindings('keys of a third')
    expect(bindingsNow()).toEqual({ singles: true, keys: {} })
  })

  it('keeps what is known of it where a newer version has kept more', () => {
    remember('keys of a third', JSON.stringify({ singles: false, keys: { dance: ['d'], good: ['q'] } }))
    openBindings('keys of a third')
    expect(bindingsNow()).toEqual({ singles: false, keys: { good: ['q'] } })
    expect(recall('keys of a third')).toContain('dance')
  })
})
