import { isOurs } from './app-protocol.ts'

/** The part of Electron's `WebContents` that is used here. */
export type Guarded = {
  on(event: 'will-navigate', heard: (event: { readonly url: string; preventDefault(): void }) => void): unknown
  setWindowOpenHandler(handler: (details: { readonly url: string }) => { action: 'deny' }): void
}

/** Keeps the window at the app's own page, and alone. Links of messages open outside, in what the person has for them. */
export function guard(contents: Guarded, openOutside: (url: string) => void): void {
  contents.on('will-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    if (URL.canParse(url) && OUTSIDE.has(new URL(url).protocol)) openOutside(url)
    return { action: 'deny' }
  })
}

/** What a message can link to (renderer/message/draw-markdown.tsx); the system would start programs for others. */
const OUTSIDE: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:'])

/** What the page needs; everything else stays closed. */
export function mayUse(permission: string, origin: string): boolean {
  return OPEN.has(permission) && isOurs(origin)
}

const OPEN: ReadonlySet<string> = new Set([
  // Chromium asks before a page may reach a hub on this computer or in this room.
  ...['local-network-access', 'local-network', 'loopback-network'],
  // Work is not to be cleared away when the disk fills up, and an invite can be copied.
  ...['persistent-storage', 'clipboard-sanitized-write']
])
