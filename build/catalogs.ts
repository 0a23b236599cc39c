import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import type { Plugin } from 'vite'

/** Compiles the catalogs in src/renderer/words, so that the app carries no parser; a phrase with a fault ends the build. */
export function catalogs(): Plugin {
  return {
    name: 'understory:catalogs',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/renderer\/words\/[\w-]+\/\w+\.json$/.test(id)) return undefined
      const phrases = Object.entries(JSON.parse(code) as Record<string, string>)
      return JSON.stringify(Object.fromEntries(phrases.map(([key, phrase]) => [key, compileMessageOrThrow(phrase)])))
    }
  }
}
