import { WebSocket } from 'ws'
import type { RawSocket } from './link.ts'

/** A WebSocket of Node for a link: it deflates from 200 bytes on, each message in the light of those before. */
export function nodeSocket(address: string): RawSocket {
  const socket = new WebSocket(address, {
    perMessageDeflate: { threshold: 200, zlibDeflateOptions: { level: 9 } },
    handshakeTimeout: 20_000
  })
  // Also after `onerror` was taken away, a late error must not end the program.
  socket.on('error', () => {})
  return socket as unknown as RawSocket
}
