import type { Backup } from '../../client/backup/read.ts'
import type { BrowserDevice } from '../../client/browser.ts'
import type { KnownProject } from '../../client/projects.ts'
import { allClosed } from '../project/open-devices.ts'

type OpenDevice = (project: string) => BrowserDevice
export type Opened = { readonly backup: Backup; readonly wantsCode: boolean }

/** Looks into a backup of any project. @throws {BackupRefused} */
export async function lookInto(bytes: Uint8Array, openDevice: OpenDevice): Promise<Opened> {
  const [{ readBackup }, { webVerify }] = await Promise.all([
    import('../../client/backup/read.ts'),
    import('../../client/keyring/verify.ts')
  ])
  const backup = await readBackup(bytes, webVerify())
  const { files, store } = openDevice(backup.head.project)
  const wantsCode = !(await (await files()).hasKeyOf(backup))
  await store.close()
  return { backup, wantsCode }
}

/** Puts it back where the project's device lies. @returns the project as a list shows it. @throws {BackupRefused} */
export async function putInto(backup: Backup, code: string, openDevice: OpenDevice): Promise<KnownProject> {
  await allClosed()
  const { project: id, title, settings } = backup.head
  const { files, store } = openDevice(id)
  try {
    await (await files()).restore(backup, code)
  } finally {
    await store.close()
  }
  const { name, address, practice } = settings.listed ?? {
    name: title,
    address: settings.address ?? '',
    practice: false
  }
  return { id, name, address, practice, opened: 0 }
}
