import MarkdownIt, { type Token } from 'markdown-it'
import { describe, expect, it } from 'vitest'
import { readMaths } from './read-maths.ts'

const reader = new MarkdownIt({ html: false })
readMaths(reader)

function formulas(text: string): string[] {
  const found: string[] = []
  const walk = (tokens: readonly Token[]) => {
    for (const { type, content, children } of tokens) {
      if (type.startsWith('formula')) found.push(`${type === 'formula' ? '' : 'block '}${content}`)
      if (children) walk(children)
    }
  }
  walk(reader.parse(text, {}))
  return found
}

describe('formulas', () => {
  it.each([
    ['$x^2$', ['x^2']],
    ['a $x$, b \\(y\\) and \\[z\\].', ['x', 'y', 'z']],
    ['($a$)($b$)', ['a', 'b']],
    ['$a \\$ b$', ['a \\$ b']],
    ['see $$x + y$$ here', ['x + y']],
    ['$$\na\n\\\\ b\n$$', ['block a\n\\\\ b']],
    ['\\[ a\n + b \\]', ['block a\n + b'.replace('\n ', '\n')]],
    ['word\n$$\na\n$$\nword', ['block a']],
    ['- $$\n  a\n  $$\n- $b$', ['block a', 'b']],
    ['|a|b|\n|-|-|\n|$x$|y|', ['x']],
    ['ሀ $x$ ሁ، «$y$»، ผม$z$', ['x', 'y', 'z']]
  ])('are read in %j', (text, expected) => {
    expect(formulas(text)).toEqual(expected)
  })

  it.each([
    'It costs $5 and $6.',
    '$5-$6, or $20 a month, US$30/US$40',
    'R$ 5 e R$ 6',
    'a $ b $ c',
    '$20,000 and $30,000',
    '\\$x\\$',
    '`$x$` and `\\(x\\)`',
    '```\n$$\nx\n$$\n```',
    '    $$\n    x\n    $$',
    '$ x$',
    '$$',
    '$$$$',
    '$$\nnever closed',
    '\\(never closed',
    'echo $HOME; echo "$PATH"',
    'echo $HOME; echo $' + '{PATH}'
  ])('are none in %j, and nothing of it is lost', (text) => {
    expect(formulas(text)).toEqual([])
    const words = text.match(/\w+/g) ?? []
    for (const word of words) expect(reader.render(text)).toContain(word)
  })

  it('that are too long stay as they were written', () => {
    expect(formulas(`$${'x'.repeat(1999)}$`)).toHaveLength(1)
    for (const long of [`$${'x'.repeat(2001)}$`, `$$\n${'x\n'.repeat(1500)}$$`]) expect(formulas(long)).toEqual([])
  })

  it.each([
    ['$ '.repeat(20_000)],
    ['$x '.repeat(12_000)],
    ['\\('.repeat(20_000)],
    ['$$\n'.repeat(13_000)],
    ['\\[\n'.repeat(13_000)],
    [`$${'\\'.repeat(39_000)}`]
  ])('that are opened again and again and never closed are none: %#', (text) => {
    expect(formulas(text)).toEqual([])
  })
})
