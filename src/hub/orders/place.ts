import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { hashOf } from '../../core/hash.ts'

/** The path of a socket has 104 bytes on macOS and 108 on Linux, one of which is its end. */
const MOST_PATH_BYTES = 103

/**
 * Where the hub of a folder may take orders, best first: in the folder, or where its path is too long or its file system
 * has no sockets, as those of sticks, in the folder of temporary files. On Windows a pipe.
 * Each but the pipe lies in a folder of its own: how well a socket's own rights keep others off differs between systems.
 */
export function placesOf(folder: string): string[] {
  const real = realpathSync.native(folder)
  const name = `understory-${hashOf('orders', real).slice(0, 16)}`
  if (process.platform === 'win32') return [`\\\\.\\pipe\\${name}`]
  const places = [join(real, 'orders', 'socket'), join(tmpdir(), name, 'socket')]
  return places.filter((place) => Buffer.byteLength(place) <= MOST_PATH_BYTES)
}

/** Makes the folder of a place, for this user alone. @throws {Error} somebody else's is there. */
export function makeOwn(place: string): void {
  if (process.platform === 'win32') return
  const folder = dirname(place)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (isOwn(place) && (lstatSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700)
  if (!isOwn(place) || (lstatSync(folder).mode & 0o077) !== 0) throw new Error(`${folder} is open to others`)
}

/** Whether the folder of a place is this user's, and no link to another: who else could make it could listen there. */
export function isOwn(place: string): boolean {
  if (process.platform === 'win32') return true
  const found = lstatSync(dirname(place))
  return found.isDirectory() && found.uid === process.getuid?.()
}
