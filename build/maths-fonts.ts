import type { Plugin } from 'vite'

/** Of the fonts that KaTeX names, the one form that Chromium takes; the two others are 800 kB. */
export function mathsFonts(): Plugin {
  return {
    name: 'understory:maths-fonts',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/katex\/dist\/katex\.min\.css/.test(id)) return undefined
      return code.replaceAll(/,url\([^)]+\) format\("(woff|truetype)"\)/g, '')
    }
  }
}
