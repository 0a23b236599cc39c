import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hub } from '../../src/hub/hub.ts'
import { addInvite, makeSecret } from '../../src/hub/invite.ts'
import { identityIn } from '../../src/hub/project.ts'
import { type Serving, serve } from '../../src/hub/server.ts'
import { openSqliteStore } from '../../src/hub/store/sqlite.ts'
import { writeInvite } from '../../src/sync/invite.ts'
import { realSystem } from '../../src/sync/system.ts'
import { BrowserWindow } from '../../test/app/browser-window.ts'
import { readMessages } from '../day-of-work.ts'
import { importCopies, lendBatches, TASKS_IN_BATCH } from './many-tasks.ts'
import { fillIn } from './page-code.ts'

export type Load = {
  /** With every task open. */
  readonly batches: number
  /** Finished, sent and received, in batches of their own. */
  readonly items: number
}
export type BusyDevice = {
  readonly address: string
  /** Of a browser in which the device lives. */
  readonly profile: string
  close(): Promise<void>
}

/** A hub with its pages, and a browser whose device has worked for it for long. What is in the folder already is used. */
export async function busyDevice(
  folder: string,
  site: string,
  port: number,
  file: string,
  load: Load
): Promise<BusyDevice> {
  mkdirSync(folder, { recursive: true })
  const store = openSqliteStore(join(folder, 'hub.sqlite'))
  const system = realSystem()
  const hub = await Hub.open({ store, identity: identityIn(folder), name: 'bench', system, log: () => {} })
  const serving = await serve({ hub, host: '127.0.0.1', port, site })
  const profile = join(folder, 'profile')
  const done = join(folder, 'filled')
  if (!existsSync(done)) {
    await fillUp(hub, serving, profile, file, load)
    writeFileSync(done, '')
  }
  return {
    address: serving.address,
    profile,
    async close() {
      await serving.close()
      await store.close()
    }
  }
}

async function fillUp(
  hub: Hub,
  { address }: Serving,
  profile: string,
  file: string,
  { batches, items }: Load
): Promise<void> {
  const messages = readMessages(file)
  const all = batches + Math.ceil(items / TASKS_IN_BATCH)
  const copies = Math.ceil(all / 25)
  await importCopies(hub, messages, copies)
  const secret = makeSecret(hub.system)
  await addInvite(hub.store, secret, 'contributor', hub.system)
  const { project } = hub
  const window = await BrowserWindow.open(profile)
  // A page of the same origin that holds no script of its own.
  await window.page.goto(`${address}/hub.json`)
  const fill = await fillIn(window.page, { project, address, invite: writeInvite({ address, project, secret }) })
  const device = await fill.join()
  await lendBatches(hub, device, messages, copies, all)
  await fill.borrow(all * TASKS_IN_BATCH)
  await fill.work(
    items,
    messages.filter(({ role }) => role === 'assistant').map(({ text }) => text)
  )
  await fill.end()
  await window.close()
}
