import { describe, expect, it } from 'vitest'
import { labelsOf } from '../../../core/fact/kinds.ts'
import type { Pressed } from '../../keys/chord.ts'
import { answered, choiceOf, deedOf, firstOpen, labelsIn, type Row, restIsNo, rowsOf, spelled } from './labels.ts'

const rows = rowsOf('label_assistant_reply')
const press = (code: string, shiftKey = false): Pressed => ({
  ...{ code, key: code.replace(/^(Key|Digit|Numpad)/, ''), shiftKey },
  ...{ ctrlKey: false, altKey: false, metaKey: false }
})
const pressed = (code: string, label: string, shift?: boolean) => deedOf(press(code, shift), row(label))
const row = (label: string) => rows.find((each) => each.label === label) as Row

describe('labels', () => {
  it.each(['label_initial_prompt', 'label_prompter_reply', 'label_assistant_reply'])(
    'of %s have words, each one',
    (kind) => {
      expect(rowsOf(kind).map(({ label }) => label)).toEqual(labelsOf(kind))
    }
  )

  it('are 0 and 1 for No and Yes, and quarters for 1 to 5', () => {
    const values = (label: string, choices: string[]) =>
      choices.map((choice) => answered({}, row(label), choice)[label])
    expect(values('pii', ['no', 'yes'])).toEqual([0, 1])
    expect(values('humor', ['1', '2', '3', '4', '5'])).toEqual([0, 0.25, 0.5, 0.75, 1])
    for (const value of [0, 0.25, 0.5, 0.75, 1])
      expect(answered({}, row('humor'), choiceOf(row('humor'), value)).humor).toBe(value)
  })

  it('that are not answered are absent, also when an answer is taken back', () => {
    expect(answered({ spam: 0, humor: 1 }, row('humor'), undefined)).toEqual({ spam: 0 })
    expect(choiceOf(row('spam'), undefined)).toBeUndefined()
  })

  it('Rest is No answers open flags alone', () => {
    const flags = rows.filter(({ is }) => is === 'flag').map(({ label }) => label)
    const rest = restIsNo({ pii: 1, quality: 0.5 }, rows)
    expect(rest).toEqual({ ...Object.fromEntries(flags.map((flag) => [flag, 0])), pii: 1, quality: 0.5 })
  })

  it('go on with spam, then with the first that is open', () => {
    expect(firstOpen({}, rows)?.label).toBe('spam')
    expect(firstOpen({ fails_task: 0 }, rows)?.label).toBe('spam')
    expect(firstOpen({ spam: 0, fails_task: 0 }, rows)?.label).toBe('lang_mismatch')
  })

  it('of which one cannot tell are answered, and neither 0 nor absent', () => {
    for (const label of ['spam', 'humor']) {
      const labels = answered({}, row(label), 'unsure')
      expect(choiceOf(row(label), labels[label])).toBe('unsure')
      expect(spelled(labels)).toEqual({ labels: {}, unsure: [label] })
      expect(answered(labels, row(label), undefined)).toEqual({})
    }
    expect(restIsNo({ pii: 'unsure' }, rows).pii).toBe('unsure')
    expect(firstOpen({ spam: 'unsure' }, rows)?.label).toBe('fails_task')
  })

  it('come back from a draft, whatever else it holds', () => {
    const given = { labels: { spam: 1, pii: 'x', own: 1 }, unsure: ['humor', 'spam', 'own', 7] }
    expect(labelsIn(given, rows)).toEqual({ spam: 1, humor: 'unsure' })
    for (const bad of [{}, { labels: 7, unsure: 7 }, { labels: null }]) expect(labelsIn(bad, rows)).toEqual({})
    const answers = { spam: 0, quality: 0.75, pii: 'unsure' } as const
    expect(labelsIn(spelled(answers), rows)).toEqual(answers)
    expect(spelled({ spam: 0 })).toEqual({ labels: { spam: 0 } })
  })
})

describe('keys', () => {
  it('Y and N answer a flag, 1 to 5 a scale, and not the other way round', () => {
    expect(pressed('KeyY', 'pii')).toEqual({ is: 'answer', choice: 'yes' })
    expect(pressed('KeyN', 'pii')).toEqual({ is: 'answer', choice: 'no' })
    expect(pressed('Digit1', 'pii')).toBeUndefined()
    expect(pressed('Digit5', 'humor')).toEqual({ is: 'answer', choice: '5' })
    expect(pressed('Numpad1', 'humor')).toEqual({ is: 'answer', choice: '1' })
    expect(pressed('KeyY', 'humor')).toBeUndefined()
    expect(pressed('Digit6', 'humor')).toBeUndefined()
  })

  it('U says that one cannot tell, of flags and scales', () => {
    for (const label of ['pii', 'humor']) expect(pressed('KeyU', label)).toEqual({ is: 'answer', choice: 'unsure' })
  })

  it('J and K walk, Backspace takes back, Shift+0 says No to the rest', () => {
    expect(pressed('KeyJ', 'pii')).toEqual({ is: 'walk', by: 1 })
    expect(pressed('KeyK', 'pii')).toEqual({ is: 'walk', by: -1 })
    expect(pressed('Backspace', 'pii')).toEqual({ is: 'answer' })
    expect(pressed('Digit0', 'pii', true)).toEqual({ is: 'rest' })
    expect(pressed('KeyJ', 'pii', true)).toBeUndefined()
  })
})
