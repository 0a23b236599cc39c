import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { usableFolder } from '../hub/folder.ts'
import { Trouble } from './trouble.ts'

/**
 * The folder, if it is a device's: a mistyped name makes no new one, which would look as if all work were gone.
 *
 * @param action what to do if there is none.
 * @throws {Trouble} F9. What `usableFolder` throws.
 */
export function deviceFolder(folder: string, action: 'name-device-folder' | 'after-not-joined'): string {
  if (existsSync(folder)) usableFolder(folder) // or says why not
  if (existsSync(join(folder, 'device.sqlite'))) return folder
  throw new Trouble('F9', { work: ['nothing-changed'], cause: ['no-device', { folder }], action: [action] })
}

/** The folder, if a device may be made in it. @throws {Trouble} F9: it is a hub's. */
export function noHubFolder(folder: string): string {
  if (!existsSync(join(folder, 'hub.sqlite'))) return folder
  throw new Trouble('F9', {
    work: ['nothing-changed'],
    cause: ['folder-taken', { folder }],
    action: ['name-new-folder']
  })
}
