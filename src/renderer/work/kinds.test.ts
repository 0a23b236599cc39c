import { expect, it } from 'vitest'
import { kindKey, ruleKey } from './kinds.ts'

const TREE = import.meta.glob<string>('../../core/tree/*.ts', { query: '?raw', import: 'default', eager: true })

it('every rule that a tree gives has a phrase', () => {
  const sources = Object.keys(TREE)
    .flatMap((file) => (file.includes('.test.') ? [] : (TREE[file] ?? [])))
    .join(' ')
  const literals = [...sources.matchAll(/outcomes\.(?:spare|returned)\([^\n]*?'([a-z-]+)'/g)].map(([, rule]) => rule)
  const others = [...sources.matchAll(/(?:return|why\.set\(id,) '([a-z]+-[a-z-]+)'/g)].map(([, rule]) => rule)
  const given = new Set([...literals, ...others, 'not-lent-to-you'].filter((rule) => rule !== undefined))
  expect(given.size).toBeGreaterThan(12)
  expect([...given].filter((rule) => ruleKey(rule) === 'rule-other')).toEqual([])
})

it('what no catalog knows has a phrase for the rest', () => {
  expect(ruleKey('told by a moderator')).toBe('rule-other')
  expect(kindKey('of a later version')).toBe('kind-other')
})
