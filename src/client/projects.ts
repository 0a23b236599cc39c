import type { ProjectId } from '../sync/segment/segment.ts'
import { FIRST, listOf, type ProfileId } from './profiles/profile.ts'
import { Connection } from './store/indexed-db.ts'

/** A project that this computer takes part in, or did. */
export type KnownProject = {
  readonly id: ProjectId
  readonly name: string
  /** `http://host:port` of its hub. */
  readonly address: string
  /** Practice work never enters a dataset that anybody uses. */
  readonly practice: boolean
  /** Milliseconds since 1970 when it was last looked at. */
  readonly opened: number
}

const TABLE = 'projects'

/**
 * The projects of somebody at this computer; each has a database of its own.
 * @throws {StoreTrouble} from each call, if the browser cannot open, read or write it.
 */
export class Projects {
  private readonly database: Connection

  constructor(profile: ProfileId = FIRST) {
    this.database = new Connection({ name: listOf(profile), version: 1, tables: [TABLE] })
  }

  /** The one last looked at first. */
  async list(): Promise<KnownProject[]> {
    const rows = await this.database.run('strict', (tx) => tx.list<KnownProject>(TABLE))
    return rows.sort((a, b) => b.opened - a.opened)
  }

  async remember(project: KnownProject): Promise<void> {
    await this.database.run('strict', async (tx) => tx.put(TABLE, project.id, project))
  }

  /** Its database stays. */
  async forget(id: ProjectId): Promise<void> {
    await this.database.run('strict', async (tx) => tx.drop(TABLE, id))
  }

  close(): void {
    this.database.close()
  }
}
