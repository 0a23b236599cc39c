/**
 * `app://HOST/…` is `http://HOST.localhost/…` in Chromium, which can be intercepted: a secure context without the rules
 * about mixed content, as `app://` is one.
 */
import { app } from './app.ts'

type Handler = (request: Request) => Response | Promise<Response>
type Scheme = { scheme: string; privileges?: { standard?: boolean; secure?: boolean; supportFetchAPI?: boolean } }

const schemes = new Set<string>()
const handlers = new Map<string, Handler>()

export const protocol = {
  registerSchemesAsPrivileged(list: Scheme[]) {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    for (const { scheme, privileges = {} } of list)
      if (privileges.standard && privileges.secure && privileges.supportFetchAPI) schemes.add(scheme)
  },
  handle(scheme: string, handler: Handler) {
    if (!schemes.has(scheme)) throw new Error(`stand-in: ${scheme} is not registered as standard, secure, with fetch`)
    handlers.set(scheme, handler)
  }
}

/** What main serves at an address of `app://`; undefined if nobody serves it. */
export async function served(request: Request): Promise<Response | undefined> {
  return handlers.get('app')?.(request)
}

export function toWeb(url: string): string {
  return url.replace(/^app:\/\/([^/]+)/, 'http://$1.localhost')
}

export function toApp(url: string): string {
  return url.replace(/^http:\/\/([^/:]+)\.localhost(?=\/|$)/, 'app://$1')
}
