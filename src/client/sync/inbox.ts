import * as Y from 'yjs'
import { type Inbox, readInbox } from '../../sync/documents/inbox.ts'
import type { VirtualSockets } from '../../sync/link/virtual-socket.ts'
import { openDocument } from './batches.ts'

/**
 * Tells what the hub publishes for this device, at every change.
 * @param follow `whole` says, also later, whether all that the hub had to say at first has come.
 * @returns closes it.
 */
export function followInbox(
  sockets: VirtualSockets,
  name: string,
  follow: (inbox: Inbox, whole: () => boolean) => Promise<void>
): () => void {
  const doc = new Y.Doc()
  const provider = openDocument(sockets, name, doc)
  let open = true
  const told = () => void follow(readInbox(doc), () => open && provider.synced)
  doc.on('update', told)
  // An inbox in which nothing stands brings no update.
  provider.on('sync', told)
  return () => {
    open = false
    provider.destroy()
    doc.destroy()
  }
}
