import { expect, it } from 'vitest'
import source from './offline-worker.js?raw'

type Answer = { readonly text: string; clone(): Answer; readonly ok: boolean }
type Heard = (event: object) => void
const answer = (text: string): Answer => ({ text, ok: true, clone: () => answer(text) })

/** The worker of one version, over caches that all versions share. */
function aWorker(
  version: string,
  { files = [], later = [] }: { readonly files?: readonly string[]; readonly later?: readonly string[] },
  kept: Map<string, Map<string, Answer>>,
  hub: Set<string>
) {
  const heard = new Map<string, Heard>()
  const clients = { claim: async () => {} }
  const self = { addEventListener: (name: string, hears: Heard) => heard.set(name, hears), clients }
  const caches = {
    async open(name: string) {
      const cache = kept.get(name) ?? new Map<string, Answer>()
      kept.set(name, cache)
      return {
        match: async (file: string) => cache.get(file),
        put: async (file: string, it: Answer) => cache.set(file, it),
        keys: async () => [...cache.keys()].map((file) => ({ url: `https://hub${file}` })),
        delete: async ({ url }: { url: string }) => cache.delete(new URL(url).pathname)
      }
    },
    keys: async () => [...kept.keys()],
    delete: async (name: string) => kept.delete(name),
    match: async (file: string) => [...kept.values()].find((cache) => cache.has(file))?.get(file)
  }
  const fetch = async (name: string) => {
    if (!hub.has(name)) throw new TypeError('no hub')
    return answer(`${name} from the hub`)
  }
  const location = { origin: 'https://hub' }
  const names = ['self', 'caches', 'fetch', 'location', 'VERSION', 'FILES', 'LATER']
  new Function(...names, source)(self, caches, fetch, location, version, files, later)
  return Object.assign(
    async (path: string) => {
      let answered: Promise<Answer> | undefined
      heard.get('fetch')?.({
        request: { method: 'GET', mode: 'cors', url: `https://hub${path}` },
        respondWith: (given: Promise<Answer>) => (answered = given)
      })
      return (await answered)?.text
    },
    {
      async hears(name: 'install' | 'activate' | 'message', data?: object) {
        let done: Promise<void> | undefined
        heard.get(name)?.({ data, waitUntil: (until: Promise<void>) => (done = until) })
        await done
      }
    }
  )
}

it('a page of a newer version finds its parts also when the hub goes away before the old worker has left', async () => {
  const kept = new Map([['understory-next', new Map([['/assets/new.js', answer('new part')]])]])
  const ask = aWorker('old', { files: ['/index.html', '/assets/old.js'] }, kept, new Set())
  expect(await ask('/assets/new.js')).toBe('new part')
})

it('keeps of what the hub gives only the files of its own version, and asks for nothing else', async () => {
  const kept = new Map<string, Map<string, Answer>>()
  const ask = aWorker('old', { files: ['/assets/old.js'] }, kept, new Set(['/assets/old.js', '/assets/newer.js']))
  expect(await ask('/assets/old.js')).toBe('/assets/old.js from the hub')
  expect(await ask('/assets/newer.js')).toBe('/assets/newer.js from the hub')
  expect([...(kept.get('understory-old')?.keys() ?? [])]).toEqual(['/assets/old.js'])
  expect(await ask('/hub.json')).toBeUndefined()
})

it('keeps a font that a text has needed for every version after', async () => {
  const kept = new Map<string, Map<string, Answer>>()
  const later = ['/assets/ethiopic.woff2', '/assets/other.woff2']
  const hub = new Set(later)
  await aWorker('old', { later }, kept, hub)('/assets/ethiopic.woff2')
  hub.clear()
  kept.delete('understory-old')
  expect(await aWorker('new', { later }, kept, hub)('/assets/ethiopic.woff2')).toBe(
    '/assets/ethiopic.woff2 from the hub'
  )
})

it('keeps the words of a language that the page had fetched before, and nothing else that it names', async () => {
  const kept = new Map<string, Map<string, Answer>>()
  const later = ['/assets/later-words-fa-AAAAAAAA.js', '/assets/later-words-th-AAAAAAAA.js']
  const worker = aWorker('one', { later }, kept, new Set([...later, '/hub.json']))
  await worker.hears('message', { used: ['/assets/later-words-fa-AAAAAAAA.js', '/hub.json'] })
  expect([...(kept.get('understory-fonts')?.keys() ?? [])]).toEqual(['/assets/later-words-fa-AAAAAAAA.js'])
})

it('is not a new version before it has the words of the languages in use, and drops those of the old one then', async () => {
  const kept = new Map<string, Map<string, Answer>>()
  const old = ['/assets/later-words-fa-AAAAAAAA.js', '/assets/later-words-th-AAAAAAAA.js']
  await aWorker('old', { later: old }, kept, new Set(old))('/assets/later-words-fa-AAAAAAAA.js')
  const later = ['/assets/later-words-fa-BB_B-BBB.js', '/assets/later-words-th-BB_B-BBB.js']
  await expect(aWorker('new', { later }, kept, new Set()).hears('install')).rejects.toThrow('no hub')
  const worker = aWorker('new', { later }, kept, new Set(later))
  await worker.hears('install')
  const used = () => [...(kept.get('understory-fonts')?.keys() ?? [])]
  expect(used()).toEqual(['/assets/later-words-fa-AAAAAAAA.js', '/assets/later-words-fa-BB_B-BBB.js'])
  await worker.hears('activate')
  expect(used()).toEqual(['/assets/later-words-fa-BB_B-BBB.js'])
})
