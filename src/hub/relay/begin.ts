import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Told, UnderstoryError } from '../../core/error.ts'
import { readInvite } from '../../sync/invite.ts'
import { Refused } from '../../sync/refusal.ts'
import { realSystem, type System } from '../../sync/system.ts'
import { openersIn } from '../bundle.ts'
import { Hub } from '../hub.ts'
import { identityIn } from '../project.ts'
import { openSqliteStore } from '../store/sqlite.ts'
import { caller, UpstreamTrouble } from './call.ts'
import { Relay, type Upstream } from './relay.ts'

/** The folder is no hub of the upstream's project, and cannot become one. */
class NotBehind extends UnderstoryError {
  override name = 'NotBehind' as const
  readonly code = 'R2'
  readonly told: Told
  constructor(reason: 'new' | 'other', folder: string) {
    super(`hub behind another: ${reason}`)
    this.told = {
      work: ['nothing-started'],
      cause: [`upstream-${reason}`, { folder }],
      action: [`after-upstream-${reason}`]
    }
  }
}

/** @param text an organizer's invite of the other hub, or its address alone. @throws {BadInvite} */
export function upstreamIn(text: string): Upstream & { readonly project?: string } {
  if (!text.includes('#') && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))
    return { address: new URL(text).origin }
  const { address, project, secret } = readInvite(text)
  return { address, project, invite: secret }
}

type NewFolder = {
  readonly folder: string
  readonly name: string
  log(line: string): void
  readonly system?: System
}

/**
 * [RL1] Makes a new folder a hub of its upstream's project: fetches all that the other holds, before anybody is let in.
 * A folder that is one already is left as it is.
 * @throws {UpstreamTrouble} or {NotBehind}; a new folder then holds no project still.
 */
export async function beginBehind(
  { folder, name, log, system = realSystem() }: NewFolder,
  { project, ...upstream }: ReturnType<typeof upstreamIn>
): Promise<void> {
  const file = join(folder, 'hub.sqlite')
  const identity = identityIn(folder)
  const isNew = !existsSync(file)
  if (isNew && project === undefined) throw new NotBehind('new', folder)
  const store = openSqliteStore(file)
  let begun = false
  try {
    const known = await store.read((tx) => tx.meta('project'))
    if (known !== undefined && project !== undefined && known !== project) throw new NotBehind('other', folder)
    begun = known !== undefined
    if (begun || project === undefined) return
    await store.write((tx) => tx.setMeta('project', project))
    const hub = await Hub.open({ store, identity, name, system, log })
    await new Relay(hub, upstream, openersIn(folder), caller(system)).begin()
    const title = (await store.read((tx) => tx.fact(project)))?.content.name
    if (typeof title === 'string') await store.write((tx) => tx.setMeta('name', title))
    begun = true
  } catch (cause) {
    throw cause instanceof Refused ? new UpstreamTrouble(upstream.address, 'refused', cause.message, { cause }) : cause
  } finally {
    await store.close()
    // What is half of a project serves nobody.
    if (isNew && !begun) for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true })
  }
}
