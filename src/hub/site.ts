import { createReadStream, type Stats, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join, posix, sep } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import { writeInvite } from '../sync/invite.ts'
import { CONTENT_POLICY } from './content-policy.ts'
import { CONTENT_TYPES } from './content-type.ts'
import { ALL, exportDataset } from './export.ts'
import type { Hub } from './hub.ts'

export type SiteOptions = {
  readonly hub: Hub
  /** What the hub listens on. */
  readonly host: string
  /** Of the built web edition, which may come and change while the hub runs. */
  readonly folder: string | undefined
  /** The secret of an invite that everyone may have; without it the hub is closed. */
  readonly openTo: string | undefined
  /** Where others reach the hub. */
  address(): string
}

/** What a hub says over HTTP: who it is, the web edition and, if it is open, its dataset. */
export async function answerPage(site: SiteOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('X-Content-Type-Options', 'nosniff')
  // No page of another origin may read or embed what is here: there is no CORS either.
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  const path = pathOf(request.url ?? '')
  if (request.method !== 'GET' && request.method !== 'HEAD') inWords(response, 405, 'This can only be read.')
  else if (path === undefined) inWords(response, 404, NOTHING)
  else if (path === '/hub.json') introduce(site, response)
  else if (path === '/dataset.jsonl') await giveDataset(site, response)
  else if (site.folder !== undefined && statOf(join(site.folder, 'index.html')))
    giveFile(site, site.folder, path, request, response)
  else if (path === '/' || path === '/join')
    inWords(response, 200, `This is the Understory hub of "${site.hub.name}". ${HOW}`)
  else inWords(response, 404, NOTHING)
}

export function inWords(response: ServerResponse, status: number, words: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' })
  response.end(`${words}\n`)
}

const NOTHING = 'There is nothing here.'
const HOW = 'It has no pages; join it with an invite and the app or "understory device".'

/** A path that no decoding can lead out of the folder; what cannot be decoded is nowhere. */
function pathOf(url: string): string | undefined {
  if (!url.startsWith('/')) return undefined
  try {
    return posix.normalize(decodeURIComponent(url.split(/[?#]/)[0] ?? '/'))
  } catch {
    return undefined
  }
}

/** Only an open hub hands out its invite: whoever reaches it may join. */
function introduce({ hub, openTo, address }: SiteOptions, response: ServerResponse): void {
  const said = {
    v: 1,
    name: hub.name,
    project: hub.project,
    address: address(),
    open: openTo !== undefined,
    ...(openTo !== undefined && { invite: writeInvite({ address: address(), project: hub.project, secret: openTo }) })
  }
  response.writeHead(200, { 'Content-Type': CONTENT_TYPES['.json'], 'Cache-Control': 'no-store' })
  response.end(JSON.stringify(said))
}

async function giveDataset({ hub, openTo }: SiteOptions, response: ServerResponse): Promise<void> {
  if (openTo === undefined) return inWords(response, 404, NOTHING)
  // A practice project is small. Taken whole first, so that a reader on a slow link does not hold up the store.
  const lines: string[] = []
  await exportDataset(hub.store, ALL, (line) => void lines.push(`${line}\n`))
  response.writeHead(200, {
    'Content-Type': 'application/jsonl; charset=utf-8',
    'Content-Disposition': 'attachment; filename="understory-practice.jsonl"',
    'Cache-Control': 'no-store'
  })
  pipeline(Readable.from(lines), response, () => {}) // a reader that left
}

const OF_A_PAGE = {
  'Content-Security-Policy': CONTENT_POLICY,
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin'
}

/** Best first. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz']
] as const

function giveFile(
  { host }: SiteOptions,
  folder: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse
): void {
  // A path without an extension is a place in the app, which finds its own way from there.
  const name = posix.extname(path) === '' ? '/index.html' : path
  // What has no type here (source maps, compressed twins) is not served.
  const type = CONTENT_TYPES[posix.extname(name)]
  const file = join(folder, name)
  const plain = file.startsWith(`${folder}${sep}`) ? statOf(file) : undefined
  if (type === undefined || !plain) {
    inWords(response, 404, NOTHING)
    return
  }
  const isPage = type === CONTENT_TYPES['.html']
  const elsewhere = isPage ? oneSpelling(host, request) : undefined
  if (elsewhere !== undefined) {
    response.writeHead(307, { Location: elsewhere, 'Cache-Control': 'no-store' })
    response.end()
    return
  }
  const chosen = smallest(file, plain, request.headers['accept-encoding'])
  const tag = `"${chosen.stats.mtimeMs.toString(36)}-${chosen.stats.size.toString(36)}${chosen.extension}"`
  const isHashed = path.startsWith('/assets/')
  const headers = {
    'Cache-Control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    Vary: 'Accept-Encoding',
    ETag: tag,
    ...(isPage && OF_A_PAGE)
  }
  if (holds(request.headers['if-none-match'], tag)) {
    response.writeHead(304, headers)
    response.end()
    return
  }
  response.writeHead(200, {
    ...headers,
    'Content-Type': type,
    ...(chosen.encoding !== undefined && { 'Content-Encoding': chosen.encoding })
  })
  if (request.method === 'HEAD') response.end()
  else pipeline(createReadStream(file + chosen.extension), response, () => {}) // a reader that left, a file that went
}

/**
 * Browser storage belongs to an address, and work would seem lost under the other name of this computer: pages have one.
 * What stands behind the # the browser carries over.
 */
function oneSpelling(host: string, { headers, url }: IncomingMessage): string | undefined {
  const named = /^localhost(:\d+)?$/i.exec(headers.host ?? '')
  const isReached = host === '127.0.0.1' || host === '0.0.0.0'
  return named && isReached ? `http://127.0.0.1${named[1] ?? ''}${url}` : undefined
}

function smallest(file: string, plain: Stats, accepted: string | undefined) {
  for (const [encoding, extension] of ENCODINGS) {
    const stats = accepts(accepted, encoding) ? statOf(file + extension) : undefined
    if (stats) return { encoding, extension, stats }
  }
  return { encoding: undefined, extension: '', stats: plain }
}

function accepts(header: string | undefined, encoding: string): boolean {
  return (header ?? '').split(',').some((part) => {
    const [name = '', ...fill] = part.split(';').map((each) => each.trim().toLowerCase())
    return name === encoding && !fill.some((each) => /^q=0(\.0*)?$/.test(each))
  })
}

function holds(header: string | undefined, tag: string): boolean {
  return (header ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === tag)
}

function statOf(file: string): Stats | undefined {
  const stats = file.includes('\0') ? undefined : statSync(file, { throwIfNoEntry: false })
  return stats?.isFile() ? stats : undefined
}
