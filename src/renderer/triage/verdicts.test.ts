import { describe, expect, it } from 'vitest'
import { FLAG_LABELS, labelsOf } from '../../core/fact/kinds.ts'
import type { Pressed } from '../keys/chord.ts'
import { answered, type Labels, restIsNo, rowsOf, spelled, UNSURE } from '../task/judge/labels.ts'
import { deedOf, labelsFor, otherFlags } from './verdicts.ts'

const KINDS = ['label_initial_prompt', 'label_prompter_reply', 'label_assistant_reply']

/** What the ordinary screen gives after these choices. */
const judged = (kind: string, ...choices: readonly (readonly [label: string, choice: string])[]): Labels =>
  choices.reduce(
    (labels, [label, choice]) => answered(labels, rowsOf(kind).find((row) => row.label === label)!, choice),
    {}
  )

describe.each(KINDS)('a verdict on a %s', (kind) => {
  it('that it is fine is No to every flag that is asked, and nothing said of the scales', () => {
    const flags = labelsOf(kind).filter((label) => FLAG_LABELS.some((flag) => flag === label))
    expect(labelsFor({ is: 'fine' }, kind)).toEqual(restIsNo({}, rowsOf(kind)))
    expect(Object.keys(labelsFor({ is: 'fine' }, kind)).sort()).toEqual([...flags].sort())
  })

  it('with a number says how good it is overall, as the scale does', () => {
    for (const good of [1, 2, 3, 4, 5])
      expect(labelsFor({ is: 'fine', good }, kind)).toEqual(
        restIsNo(judged(kind, ['quality', String(good)]), rowsOf(kind))
      )
  })

  it('that it is spam, or that one cannot tell, says nothing else', () => {
    expect(labelsFor({ is: 'spam' }, kind)).toEqual(judged(kind, ['spam', 'yes']))
    expect(spelled(labelsFor({ is: 'unsure' }, kind))).toEqual(spelled(judged(kind, ['spam', UNSURE])))
  })

  it('with another flag says that it is no spam and that, and leaves the rest open', () => {
    for (const flag of otherFlags(kind))
      expect(labelsFor({ is: 'flag', flag }, kind)).toEqual(judged(kind, ['spam', 'no'], [flag, 'yes']))
  })
})

describe('a key', () => {
  const press = (code: string, more: Partial<Pressed> = {}) =>
    deedOf({
      ...{ code, key: code.replace(/^(Key|Digit)/, '').toLowerCase() },
      ...{ ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
      ...more
    })

  it('gives one verdict', () => {
    expect(press('KeyF')).toEqual({ is: 'give', verdict: { is: 'fine' } })
    expect(press('Digit4')).toEqual({ is: 'give', verdict: { is: 'fine', good: 4 } })
    expect(press('KeyX')).toEqual({ is: 'give', verdict: { is: 'spam' } })
    expect(press('KeyU')).toEqual({ is: 'give', verdict: { is: 'unsure' } })
    expect(press('Digit6')).toBeUndefined()
  })

  it('takes back by itself and with Ctrl, and no other key does anything with Ctrl', () => {
    expect(press('KeyZ')).toEqual({ is: 'undo' })
    expect(press('KeyZ', { ctrlKey: true })).toEqual({ is: 'undo' })
    expect(press('KeyF', { ctrlKey: true })).toBeUndefined()
    expect(press('KeyX', { shiftKey: true })).toBeUndefined()
  })

  it('works where the keyboard writes another script', () => {
    expect(press('KeyF', { key: 'а' })).toEqual({ is: 'give', verdict: { is: 'fine' } })
    expect(press('KeyX', { key: 'ء' })).toEqual({ is: 'give', verdict: { is: 'spam' } })
  })
})
