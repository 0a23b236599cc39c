import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { drawMarkdown } from './draw-markdown.tsx'

const html = (text: string) => renderToStaticMarkup(drawMarkdown(text).drawn)
const elements = (text: string) => html(text).match(/<[a-z]/g)?.length ?? 0

describe('what people write', () => {
  it('is drawn: emphasis, lists, quotes, code, tables, line breaks', () => {
    expect(html('a **b** *c* `d`\ne')).toBe('<p>a <strong>b</strong> <em>c</em> <code dir="ltr">d</code><br/>e</p>')
    expect(html('3. x\n4. y')).toBe('<ol start="3"><li>x</li><li>y</li></ol>')
    expect(html('> q')).toBe('<blockquote><p>q</p></blockquote>')
    expect(html('```js\n<b>\n```')).toEqual(expect.stringContaining('dir="ltr"><code>&lt;b&gt;\n</code></pre>'))
    expect(html('|a|\n|-|\n|b|')).toBe(
      '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>'
    )
  })

  it('has headings below those of the screen', () => {
    expect(html('# a\n\n###### b')).toBe('<h3>a</h3><h6>b</h6>')
  })
})

describe('a hostile text', () => {
  it('brings no element of its own', () => {
    expect(html('<script>x</script>\n\n<img src=x> a <b onclick=x>b</b>')).toBe(
      '<p>&lt;script&gt;x&lt;/script&gt;</p><p>&lt;img src=x&gt; a &lt;b onclick=x&gt;b&lt;/b&gt;</p>'
    )
  })

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '/own'
  ])('gets no link to %s, and what it wrote stays visible', (address) => {
    const drawn = html(`[click](<${address}>) ![p](<${address}>)`)
    expect(drawn).not.toMatch(/<a|<button/)
    expect(drawn).toContain('click')
    expect(drawn).toContain(address.trim())
  })

  it('hides no scheme in entities or escapes', () => {
    expect(html('[x](&#106;avascript:alert(1)) [y](java\\script:1) <javascript:1>')).not.toMatch(/<a|<button/)
  })

  it('gets links that do nothing until somebody asks', () => {
    const drawn = html('[x](https://a.example/?q) <me@a.example>')
    expect(drawn).not.toMatch(/href|src|a\.example\/\?q/)
    expect(drawn.match(/<button type="button"[^>]*aria-expanded="false"[^>]*>[^<]*/g)).toHaveLength(2)
    expect(drawn).toContain('>x</button>')
    expect(drawn).toContain('>me@a.example</button>')
  })

  it('fetches no picture: it is such a link with its description', () => {
    const drawn = html('![a cat](https://a.example/c.png) ![](https://a.example/d.png)')
    expect(drawn).not.toMatch(/<img|src=/)
    expect(drawn).toContain('>a cat</button>')
    expect(drawn).toContain('>https://a.example/d.png</button>')
  })

  it('shows what would turn or hide other words, in prose and in code', () => {
    const drawn = html('safe\u202egpj.exe `a\u2066b` [x\u202e](https://a.example)\n\n```js\nlet a = "\u202e"\n```')
    expect(drawn).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
    expect(drawn.match(/>RLO<\/bdi>/g)).toHaveLength(3)
    expect(drawn).toContain('>LRI</bdi>')
    const many = html('\u202e'.repeat(5000))
    expect(many).toContain('\ufffd'.repeat(5000))
  })

  it.each([
    ['quotes', '>'.repeat(10_000)],
    ['quotes with words', `${'>'.repeat(10_000)} deep`],
    ['lists', Array.from({ length: 200 }, (_, i) => `${'  '.repeat(i)}- x${i}`).join('\n')]
  ])('too deep in %s is left as it was written', (_, text) => {
    expect(drawMarkdown(text)).toEqual({ drawn: [], rest: text })
  })

  it('with a huge table is left as it was written', () => {
    const row = `|${'x|'.repeat(50)}\n`
    const text = `${row}|${'-|'.repeat(50)}\n${row.repeat(300)}`
    expect(drawMarkdown(text)).toEqual({ drawn: [], rest: text })
  })

  it('is drawn up to a number of blocks, and the rest begins where drawing ends', () => {
    const lines = Array.from({ length: 5000 }, (_, i) => `p${i}`)
    const { drawn, rest } = drawMarkdown(lines.join('\n\n'))
    expect(drawn).toHaveLength(1000)
    expect(rest).toBe(lines.slice(1000).join('\n\n'))
  })

  it('too long to read is left as it was written', () => {
    const text = 'word '.repeat(10_000)
    expect(drawMarkdown(text)).toEqual({ drawn: [], rest: text })
  })

  it('of unclosed brackets and stars makes few elements', () => {
    expect(elements('['.repeat(5000))).toBe(1)
    expect(elements('*a '.repeat(3000))).toBe(1)
    expect(elements(`${'**a'.repeat(1000)}`)).toBeLessThan(2000)
  })
})
