import { checkStore } from '../check/check.ts'
import type { Fault } from '../check/fault.ts'
import { openSqliteStore } from '../store/sqlite.ts'
import type { HubStore } from '../store/store.ts'

/** What a check finds in a store. */
export async function faultsIn(store: HubStore, file: string): Promise<Fault[]> {
  const faults: Fault[] = []
  await checkStore(store, file, (fault) => void faults.push(fault))
  return faults
}

/** The same of the store in a file, which it only reads. */
export async function faultsOf(file: string): Promise<Fault[]> {
  const store = openSqliteStore(file, { readOnly: true })
  const faults = await faultsIn(store, file)
  await store.close()
  return faults
}
