import { Dexie, type Table } from 'dexie'
import type { ProjectId } from '../sync/segment/segment.ts'

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

/** The projects of this browser or computer; each has a database of its own. */
export class Projects {
  private readonly rows: Table<KnownProject, ProjectId>

  constructor() {
    const db = new Dexie('understory', { chromeTransactionDurability: 'strict' })
    db.version(1).stores({ projects: 'id' })
    this.rows = db.table('projects')
  }

  /** The one last looked at first. */
  async list(): Promise<KnownProject[]> {
    return (await this.rows.toArray()).sort((a, b) => b.opened - a.opened)
  }

  async remember(project: KnownProject): Promise<void> {
    await this.rows.put(project)
  }

  /** Its database stays. */
  async forget(id: ProjectId): Promise<void> {
    await this.rows.delete(id)
  }
}

/** Where a project's device lies. */
export function databaseOf(id: ProjectId): string {
  return `understory-${id}`
}
