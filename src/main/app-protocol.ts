import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { CONTENT_POLICY } from '../hub/content-policy.ts'
import { CONTENT_TYPES } from '../hub/content-type.ts'

/** Where the app's own page lives. */
export const ORIGIN = 'app://understory'

/** What Chromium must know of the scheme before it starts: without these the page has no storage and no fetch. */
export const APP_SCHEME = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
} as const

/** Whether an address is one of the app's own page. */
export function isOurs(url: string): boolean {
  return url === ORIGIN || url.startsWith(`${ORIGIN}/`)
}

/** Serves the built page in `folder`, and nothing outside it. A path without an extension is a route of the page. */
export function appProtocol(folder: string): (request: Request) => Promise<Response> {
  return async ({ url, method }) => {
    const file = method === 'GET' && isOurs(url) ? fileOf(folder, url) : undefined
    const body = file === undefined ? undefined : await contentOf(file)
    if (file === undefined || body === undefined)
      return new Response('There is nothing here.', { status: 404, headers: SAFE })
    return new Response(body, {
      headers: { ...SAFE, 'Content-Type': CONTENT_TYPES[extname(file)] ?? 'application/octet-stream' }
    })
  }
}

const SAFE = { 'Content-Security-Policy': CONTENT_POLICY, 'X-Content-Type-Options': 'nosniff' }

/** Undefined if the address cannot be decoded. What is decoded begins with a slash, above which no `..` leads. */
function fileOf(folder: string, url: string): string | undefined {
  try {
    const path = normalize(decodeURIComponent(new URL(url).pathname || '/'))
    return join(folder, extname(path) === '' ? 'index.html' : path)
  } catch {
    return undefined
  }
}

async function contentOf(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await readFile(file))
  } catch {
    return undefined
  }
}
