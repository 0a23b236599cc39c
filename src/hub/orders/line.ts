import type { Socket } from 'node:net'

/**
 * The first line that a socket brings, as text without its end. Lines, since a pipe on Windows has no half that ends.
 * Whoever has the socket listens to its errors.
 *
 * @throws {Error} the socket is closed before, also because more than `most` bytes came, or none for `within` ms.
 */
export function lineOf(socket: Socket, most: number, within: number): Promise<string> {
  return new Promise((done, failed) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const gone = () => failed(new Error('no line came'))
    const take = (chunk: Buffer) => {
      const length = chunk.indexOf(0x0a)
      chunks.push(length < 0 ? chunk : chunk.subarray(0, length))
      bytes += chunk.byteLength
      if (bytes > most) return socket.destroy()
      if (length < 0) return
      socket.off('data', take).off('close', gone).setTimeout(0)
      done(Buffer.concat(chunks).toString('utf8'))
    }
    socket.on('data', take).on('close', gone)
    socket.setTimeout(within, () => socket.destroy())
  })
}
