import { expect, it } from 'vitest'
import { plainWords } from './plain-words.ts'

it.each([
  ['**Boil it** for _one_ minute.', 'Boil it for one minute.'],
  ['***All*** of it is __sure__, and ~~no~~ yes.', 'All of it is sure, and no yes.'],
  ['## A title\n\nand **two\nlines**', 'A title\n\nand two\nlines'],
  ['> # Said\n> > twice', 'Said\ntwice'],
  ['* one\n+ two\n  - three\n1. four', '• one\n• two\n  • three\n1. four'],
  ['```js\nlet a = 1\n```\nthen', 'let a = 1\n\nthen'],
  ['a `b*c*d` and ``x ` y``', 'a b*c*d and x ` y'],
  ['See [**the** page](https://example.org/a "title") ![a well](w.png)', 'See the page a well'],
  ['one\n\n---\n\ntwo', 'one\n\n\n\ntwo'],
  ['a \\*star\\*', 'a *star*'],
  ['**بئر** _ماء_', 'بئر ماء']
])('%j reads %j', (text, words) => expect(plainWords(text)).toBe(words))

it.each([
  '2 * 3 * 4',
  'snake_case_name',
  '$a_1$ and $b_1$',
  '5 > 3',
  '#tag',
  'a [b] (c)',
  '-5 degrees',
  '**',

  ''
])('what only looks like a sign stays: %j', (text) => expect(plainWords(text)).toBe(text))

it('what is odd takes no time', () => {
  for (const odd of ['*a', '[', '_a ', '`', '> ', '\\', '*_~~`['])
    expect(plainWords(odd.repeat(600 / odd.length)).length).toBeGreaterThanOrEqual(0)
})
