import type { Plugin } from 'vite'

/**
 * Chromium keeps what it has compiled of a script, and starts with that the next time. Of a module that a service worker
 * hands out of its cache it does not: the module is compiled while it arrives, and what is kept is never asked for. A
 * module that was preloaded as a script is not compiled on the way (Blink, `ScriptStreamer::NotStreamingReason`), and so
 * comes from what is kept. That is what was compiled by the end of its first run; the hint makes it all of it.
 */
export function compiledOnce(): Plugin {
  return {
    name: 'understory:compiled-once',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { chunk }) =>
        chunk && [
          {
            tag: 'link',
            attrs: { rel: 'preload', as: 'script', crossorigin: true, href: `/${chunk.fileName}` },
            injectTo: 'head-prepend'
          }
        ]
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const part of Object.values(bundle))
          if (part.type === 'chunk' && part.isEntry) part.code = HINT + part.code
      }
    }
  }
}

/** Read by V8 where a file begins: https://github.com/WICG/explicit-javascript-compile-hints-file-based */
const HINT = '//# allFunctionsCalledOnLoad\n'
