import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openSqliteStore } from '../hub/store/sqlite.ts'
import type { HubStore } from '../hub/store/store.ts'
import { Trouble } from './trouble.ts'

/** @throws {Trouble} F6: nothing is there. */
export function noProject(folder: string): Trouble {
  return new Trouble('F6', { work: ['nothing-changed'], cause: ['no-project', { folder }], action: ['name-folder'] })
}

/**
 * Reads a project's store while nothing changes for the reader; a running hub is no hindrance.
 *
 * @param older also one that an older version has left, as it is.
 * @throws {Trouble} F6 if the folder holds none.
 */
export async function readingProject<T>(
  folder: string,
  work: (store: HubStore, file: string) => Promise<T>,
  { older = false } = {}
): Promise<T> {
  const file = join(folder, 'hub.sqlite')
  if (!existsSync(file)) throw noProject(folder)
  const store = openSqliteStore(file, { readOnly: true, older })
  try {
    return await work(store, file)
  } finally {
    await store.close()
  }
}
