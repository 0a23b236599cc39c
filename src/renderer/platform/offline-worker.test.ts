import { expect, it } from 'vitest'
import source from './offline-worker.js?raw'

type Answer = { readonly text: string; clone(): Answer; readonly ok: boolean }
type Heard = (event: object) => void
const answer = (text: string): Answer => ({ text, ok: true, clone: () => answer(text) })

/** The worker of one version, over caches that all versions share. */
function aWorker(version: string, files: readonly string[], kept: Map<string, Map<string, Answer>>, hub: Set<string>) {
  const heard = new Map<string, Heard>()
  const self = { addEventListener: (name: string, hears: Heard) => heard.set(name, hears) }
  const caches = {
    async open(name: string) {
      const cache = kept.get(name) ?? new Map<string, Answer>()
      kept.set(name, cache)
      return {
        match: async (file: string) => cache.get(file),
        put: async (file: string, it: Answer) => cache.set(file, it)
      }
    },
    match: async (file: string) => [...kept.values()].find((cache) => cache.has(file))?.get(file)
  }
  const fetch = async (name: string) => {
    if (!hub.has(name)) throw new TypeError('no hub')
    return answer(`${name} from the hub`)
  }
  const location = { origin: 'https://hub' }
  const names = ['self', 'caches', 'fetch', 'location', 'VERSION', 'FILES']
  new Function(...names, source)(self, caches, fetch, location, version, files)
  return async (path: string) => {
    let answered: Promise<Answer> | undefined
    heard.get('fetch')?.({
      request: { method: 'GET', mode: 'cors', url: `https://hub${path}` },
      respondWith: (given: Promise<Answer>) => (answered = given)
    })
    return (await answered)?.text
  }
}

it('a page of a newer version finds its parts also when the hub goes away before the old worker has left', async () => {
  const kept = new Map([['understory-next', new Map([['/assets/new.js', answer('new part')]])]])
  const ask = aWorker('old', ['/index.html', '/assets/old.js'], kept, new Set())
  expect(await ask('/assets/new.js')).toBe('new part')
})

it('keeps of what the hub gives only the files of its own version, and asks for nothing else', async () => {
  const kept = new Map<string, Map<string, Answer>>()
  const ask = aWorker('old', ['/assets/old.js'], kept, new Set(['/assets/old.js', '/assets/newer.js']))
  expect(await ask('/assets/old.js')).toBe('/assets/old.js from the hub')
  expect(await ask('/assets/newer.js')).toBe('/assets/newer.js from the hub')
  expect([...(kept.get('understory-old')?.keys() ?? [])]).toEqual(['/assets/old.js'])
  expect(await ask('/hub.json')).toBeUndefined()
})

it('keeps a font that a text has needed for every version after', async () => {
  const kept = new Map<string, Map<string, Answer>>()
  const hub = new Set(['/assets/ethiopic.woff2'])
  await aWorker('old', [], kept, hub)('/assets/ethiopic.woff2')
  hub.clear()
  kept.delete('understory-old')
  expect(await aWorker('new', [], kept, hub)('/assets/ethiopic.woff2')).toBe('/assets/ethiopic.woff2 from the hub')
})
