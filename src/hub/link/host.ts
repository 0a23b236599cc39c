import type { Rules } from '../../core/rules.ts'
import type { Inbox } from '../../sync/documents/inbox.ts'
import type { Partials } from '../../sync/link/parts.ts'
import type { ProjectId, SegmentHash } from '../../sync/segment/segment.ts'
import type { Verify } from '../../sync/signer.ts'
import type { System } from '../../sync/system.ts'
import type { Wish } from '../dispatch/dispatch.ts'
import type { MemberDocuments } from '../documents/member-documents.ts'
import type { Ingest } from '../ingest/ingest.ts'
import type { Standings } from '../progress/standings.ts'
import type { Identity } from '../project.ts'
import type { HubStore } from '../store/store.ts'
import type { Turns } from './turns.ts'

/** A link that has proved whose it is, as the hub sees it. */
export type Guest = {
  readonly device: string | undefined
  /** [EX9] Whether it brought or asked for this segment of another person. */
  watches(segment: SegmentHash): boolean
  sendReceipts(receipts: readonly { readonly bytes: Uint8Array }[]): void
  publish(): Promise<void>
  /** [PR1] Says how the project goes, in its own time. */
  tellStanding(): void
  end(): void
}

/** The hub as one of its links sees it. */
export type Host = {
  readonly store: HubStore
  readonly identity: Identity
  readonly system: System
  readonly project: ProjectId
  readonly rules: Rules
  readonly verify: Verify
  readonly memberDocuments: MemberDocuments
  readonly partials: Partials
  readonly ingest: Ingest
  readonly turns: Turns
  readonly standings: Standings
  /** Segments taken, and facts that came though they were held already, since this hub started. */
  readonly counts: { segments: number; duplicates: number }
  log(line: string): void
  joined(guest: Guest): void
  devicesOf(device: string): string[]
  lend(device: string, wish: Wish): Promise<{ id: string; count: number } | undefined>
  inboxOf(device: string): Promise<Inbox>
}
