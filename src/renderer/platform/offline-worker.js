/**
 * The web edition's service worker: with it the app opens without its hub. build/offline.ts puts the lines before that
 * say VERSION, FILES (every built file that the app needs; those under /assets/ have their hash in the name) and LATER
 * (fonts, words of other languages and the like: kept once somebody has used them).
 */
/* global VERSION, FILES, LATER */

const PAGE = '/index.html'
const OURS = 'understory-'
const CACHE = `${OURS}${VERSION}`
/** Files of LATER that somebody has used; they outlive versions, since a newer one names most of them the same. */
const USED = `${OURS}fonts`
/** As long as a person waits for a page before the one kept here opens. */
const PATIENCE = 3000

// A new version waits until all windows of the old one are closed: their parts that were not loaded yet are of the old.
self.addEventListener('install', (event) => event.waitUntil(keepAll()))
self.addEventListener('activate', (event) => event.waitUntil(dropOthers().then(() => self.clients.claim())))
// Before there was a worker, the page fetched by itself what its person uses.
self.addEventListener('message', (event) => event.waitUntil(keepUsed(event.data.used)))
self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate' && !pathname.includes('.') && pathname !== '/link') event.respondWith(page(request))
  else if (FILES.includes(pathname) || isAsset(pathname)) event.respondWith(file(pathname))
})

/** One after another, for slow links; what came stays, and the browser asks for the rest when it installs again. */
async function keepAll() {
  const cache = await caches.open(CACHE)
  for (const name of FILES) {
    if (await cache.match(name)) continue
    await cache.put(name, (await ofAnyVersion(name)) ?? (await fetched(name)))
  }
  const used = await caches.open(USED)
  const stems = new Set((await used.keys()).map(({ url }) => stemOf(new URL(url).pathname)))
  await keepUsed(LATER.filter((name) => stems.has(stemOf(name))))
}

async function keepUsed(names) {
  const used = await caches.open(USED)
  for (const name of names)
    if (LATER.includes(name) && !(await used.match(name))) await used.put(name, await fetched(name))
}

/** The same for all versions of a file. */
function stemOf(name) {
  return name.replace(/-[\w-]{8}(?=\.\w+$)/, '')
}

function isAsset(name) {
  return name.startsWith('/assets/')
}

/** Same name, same bytes: of an older version, or of a newer one that waits while its page came from the hub. */
async function ofAnyVersion(name) {
  return isAsset(name) ? caches.match(name) : undefined
}

async function fetched(name) {
  const response = await fetch(name, { cache: isAsset(name) ? 'default' : 'no-cache' })
  if (!response.ok || response.redirected) throw new Error(`${name}: ${response.status}`)
  if (name === PAGE) await checkPage(await response.clone().text())
  return response
}

/** The hub may have been given newer files meanwhile: their page would ask for what is not kept. */
function checkPage(text) {
  const named = text.match(/\/assets\/[^"]+/g) ?? []
  if (!named.every((name) => FILES.includes(name))) throw new Error('the page is of another version')
}

async function dropOthers() {
  for (const name of await caches.keys())
    if (name.startsWith(OURS) && name !== CACHE && name !== USED) await caches.delete(name)
  const used = await caches.open(USED)
  for (const request of await used.keys())
    if (!LATER.includes(new URL(request.url).pathname)) await used.delete(request)
}

/** The hub's page, since it is the newest; the one kept here if the hub is silent, slow or broken. */
async function page(request) {
  const cache = await caches.open(CACHE)
  const kept = await cache.match(PAGE)
  const asked = fetch(request)
  if (!kept) return asked
  const answer = await Promise.race([asked.catch(() => undefined), after(PATIENCE)])
  // A redirection has no status that a page may see; the browser follows it.
  return answer?.ok || answer?.type === 'opaqueredirect' ? answer : kept
}

async function file(name) {
  const cache = await caches.open(CACHE)
  const kept = (await cache.match(name)) ?? (await ofAnyVersion(name))
  if (kept) return kept
  const response = await fetched(name)
  if (FILES.includes(name)) await cache.put(name, response.clone())
  else if (LATER.includes(name)) await (await caches.open(USED)).put(name, response.clone())
  return response
}

function after(ms) {
  return new Promise((done) => setTimeout(done, ms))
}
