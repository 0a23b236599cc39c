import { expect, it } from 'vitest'
import { spelledIn, textMenu } from './spelling.ts'

const AVAILABLE = ['af', 'de', 'en-GB', 'en-US', 'fa', 'pt-BR', 'pt-PT', 'sw']

it.each([
  [
    ['de-AT', 'en-US'],
    ['de', 'en-US']
  ],
  [
    ['pt-PT', 'pt'],
    ['pt-PT', 'pt-BR']
  ],
  [
    ['en-ZA', 'en-US', 'en-US'],
    ['en-GB', 'en-US']
  ],
  [['th', 'am-ET'], []],
  [[], []]
])('the system names %j: %j are checked', (preferred, checked) => {
  expect(spelledIn(preferred, AVAILABLE)).toEqual(checked)
})

it('a wrong word has others to choose from; what only stands there can be copied', () => {
  const chosen: string[] = []
  const menu = textMenu({ isEditable: true, dictionarySuggestions: ['hens'] }, (word) => chosen.push(word))
  expect(menu.map(({ label, role, type }) => label ?? role ?? type)).toEqual([
    'hens',
    'separator',
    'cut',
    'copy',
    'paste'
  ])
  const click = menu[0]?.click as () => void
  click()
  expect(chosen).toEqual(['hens'])
  expect(textMenu({ isEditable: false, dictionarySuggestions: [] }, () => {})).toEqual([{ role: 'copy' }])
})
