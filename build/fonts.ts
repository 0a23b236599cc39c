import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/**
 * Of the packages with Chinese, Japanese and Korean fonts: the form that Chromium takes, without the letters of other
 * scripts, under the names that src/renderer/fonts/fonts.css gives them. The licence of all fonts goes with them.
 */
export function eastFonts(): Plugin {
  return {
    name: 'understory:east-fonts',
    enforce: 'pre',
    generateBundle() {
      const source = readFileSync('node_modules/@fontsource/noto-sans-jp/LICENSE')
      this.emitFile({ type: 'asset', fileName: 'fonts-licence.txt', source })
    },
    transform(code, id) {
      const [, script] = /\/@fontsource\/noto-sans-(jp|sc|kr)\/400\.css/.exec(id) ?? []
      if (!script) return undefined
      const faces = code
        .split(/(?=\/\* )/)
        .filter((face) => !/^\/\* \S+-(latin|latin-ext|cyrillic|vietnamese)-400/.test(face))
      return faces
        .join('')
        .replaceAll(/, url\([^)]+\) format\('woff'\)/g, '')
        .replaceAll(/font-family: '[^']+'/g, `font-family: 'Packed ${script.toUpperCase()}'`)
    }
  }
}
