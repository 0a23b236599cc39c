/** An address that nobody may be asked at. */
const CANARY = 'https://canary.example'

/** Texts as an enemy of volunteers writes them, short enough to stand in one message together. */
export const HOSTILE: readonly string[] = [
  `<script>window.hacked = 1</script><img src=x onerror="window.hacked = 2"><svg onload="window.hacked = 3">`,
  `<iframe src="${CANARY}/frame"></iframe><style>@import "${CANARY}/s.css"; body { display: none }</style><base href="${CANARY}">`,
  `![](${CANARY}/pixel.png) ![a cat](${CANARY}/cat.png "title") [![x](${CANARY}/in.png)](${CANARY}/out)`,
  `[click](javascript:window.hacked=4) [data](data:text/html,<script>window.hacked=5</script>) <javascript:window.hacked=6>`,
  `[https://understory.example/sign-in](${CANARY}/phish) <${CANARY}/auto>`,
  `evil\u202etxt.exe \u2067hidden\u2066 \u202dover \u0007\u001b[31m \u{e0041}\u{e0042}`,
  `Za${'\u0351\u0323\u0489'.repeat(60)}lgo${'\u0310\u033e'.repeat(80)}`,
  `**unclosed *emphasis [brackets](( \`code ~~~ $x^{\\frac{1}{ $$ \\begin{matrix}`,
  `$\\def\\a{\\a\\a}\\a$ $\\href{javascript:window.hacked=7}{x}$ $\\includegraphics{${CANARY}/tex.png}$ $\\rule{9999em}{9999em}$`,
  `|a|b|\n|-|-|\n${`|${'x'.repeat(40)}|y|\n`.repeat(60)}`,
  `${'>'.repeat(200)} deep\n\n${Array.from({ length: 60 }, (_, i) => `${'  '.repeat(i)}- x`).join('\n')}`,
  `&#60;script&#62; &lt;img src=${CANARY}/entity.png&gt; \u0000\ufeff\ufffe`,
  `{{constructor.constructor('window.hacked=8')()}} \${window.hacked=9} <%= 1 %>`
]

/** A name that turns what stands after it. */
export const HOSTILE_NAME = 'Ada\u202etseb <b>x</b>'

/** One line without a break: more than a message may have, as somebody pastes it. */
export const LONG_LINE = 'wordwordword '.repeat(80_000)
