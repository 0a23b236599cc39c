import type { RawSocket } from './link.ts'

/** A WebSocket of the browser for a link. An address that the browser does not dial (ws:// from https) is a broken link. */
export function webSocket(address: string): RawSocket {
  try {
    return new WebSocket(address) as unknown as RawSocket
  } catch {
    return neverOpen()
  }
}

function neverOpen(): RawSocket {
  const socket: RawSocket = {
    ...{ binaryType: 'arraybuffer', extensions: '' },
    ...{ onopen: null, onmessage: null, onclose: null, onerror: null },
    send() {},
    close() {}
  }
  queueMicrotask(() => socket.onclose?.({ code: 1006, reason: '' }))
  return socket
}
