import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'

/** What a hub serves; nothing else needs to be kept. */
const SERVED = ['.html', '.js', '.css', '.json', '.webmanifest', '.svg', '.woff2', '.png']
const MANIFEST = 'manifest.webmanifest'
const MARK = 'mark.svg'

/** The web edition opens without its hub, and can be installed: a service worker that keeps every file, and a manifest. */
export function offline(): Plugin {
  let root = ''
  return {
    name: 'understory:offline',
    apply: 'build',
    configResolved(config) {
      root = config.root
    },
    transformIndexHtml: () => [{ tag: 'link', attrs: { rel: 'manifest', href: `/${MANIFEST}` }, injectTo: 'head' }],
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        this.emitFile({ type: 'asset', fileName: MARK, source: readFileSync(join(root, MARK)) })
        this.emitFile({ type: 'asset', fileName: MANIFEST, source: JSON.stringify(manifest()) })
        const built = Object.keys(bundle).filter((name) => SERVED.includes(extname(name)))
        const all = [...new Set([...built, MARK, MANIFEST])].sort()
        const files = all.filter((name) => !isLater(name))
        const later = all.filter(isLater)
        const version = versionOf(all, bundle['index.html'])
        const worker = readFileSync(join(root, 'platform', 'offline-worker.js'), 'utf8')
        const head = [`VERSION = '${version}'`, `FILES = ${paths(files)}`, `LATER = ${paths(later)}`]
        const source = head.map((line) => `const ${line}\n`).join('') + worker
        this.emitFile({ type: 'asset', fileName: 'sw.js', source })
      }
    }
  }
}

/** How the names of files begin that only some people need. */
const LATER = 'later-'

/** For `output.chunkFileNames`: which files those are is said by where they come from. */
export function chunkName({ facadeModuleId }: Rolldown.PreRenderedChunk): string {
  const [, words] = /\/renderer\/words\/([\w-]+)\/index\.ts$/.exec(facadeModuleId ?? '') ?? []
  if (words) return `assets/${words === 'en' ? '' : LATER}words-${words}-[hash].js`
  return 'assets/[name]-[hash].js'
}

/** Fetched when somebody first needs it, and kept from then on; the two fonts of every formula come at once. */
function isLater(name: string): boolean {
  if (extname(name) === '.woff2') return !/KaTeX_(Main-Regular|Math-Italic)/.test(name)
  return name.startsWith(`assets/${LATER}`)
}

function paths(names: readonly string[]): string {
  return JSON.stringify(names.map((name) => `/${name}`))
}

function manifest() {
  return {
    name: 'Understory',
    short_name: 'Understory',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#f7f6f1',
    theme_color: '#276632',
    icons: [{ src: `/${MARK}`, sizes: 'any', type: 'image/svg+xml', purpose: 'any' }]
  }
}

/** Other contents have other names, but for the page. */
function versionOf(files: readonly string[], page: Rolldown.OutputAsset | Rolldown.OutputChunk | undefined): string {
  if (page?.type !== 'asset') throw new Error('no page was built')
  return createHash('sha256')
    .update(files.join('\n'))
    .update(page.source)
    .update(JSON.stringify(manifest()))
    .digest('hex')
    .slice(0, 16)
}
