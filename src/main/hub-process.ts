/** The practice hub, in a utility process: its disk and its tree work never hold up the window. */
import { join } from 'node:path'
import { HUB_LOCK, lock, usableFolder } from '../hub/folder.ts'
import { fillPractice, PRACTICE_NAME } from '../hub/practice/practice.ts'
import { startHub } from '../hub/run.ts'
import { type OpenHub, type StartPractice, serveMessages } from './hub-messages.ts'

const { parentPort } = process

serveMessages(
  {
    hear: (heard) => void parentPort.on('message', ({ data }) => heard(data)),
    say: (message) => parentPort.postMessage(message),
    log
  },
  openPractice,
  () => process.exit()
)

async function openPractice({ folder, port, site, practice }: StartPractice): Promise<OpenHub> {
  const unlock = lock(join(usableFolder(folder), 'hub.lock'), HUB_LOCK)
  try {
    const { address, project, name, invite, close } = await startHub({
      folder,
      port,
      site,
      // The page of this computer alone; a workshop's hub is started by the command line.
      host: '127.0.0.1',
      name: PRACTICE_NAME,
      open: true,
      fill: (hub) => fillPractice(hub, practice),
      log
    })
    const info = { v: 1, name, project, address, open: true, invite } as const
    return { info, close: () => close().finally(unlock) }
  } catch (error) {
    unlock()
    throw error
  }
}

function log(line: string): void {
  console.error(`hub: ${line}`)
}
