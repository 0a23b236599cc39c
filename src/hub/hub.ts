import type { Content } from '../core/fact/fact.ts'
import { makeFact } from '../core/fact/fact.ts'
import { memberOf, type People } from '../core/people.ts'
import type { Rules } from '../core/rules.ts'
import { type BatchContent, batchDocumentName, writeBatchDocument } from '../sync/documents/batch.ts'
import type { Inbox, InboxBatch } from '../sync/documents/inbox.ts'
import { Partials } from '../sync/link/parts.ts'
import type { ProjectId } from '../sync/segment/segment.ts'
import type { Verify } from '../sync/signer.ts'
import type { System } from '../sync/system.ts'
import { putTogether, type Wish } from './dispatch/dispatch.ts'
import { batchContent } from './documents/batch-content.ts'
import { MemberDocuments } from './documents/member-documents.ts'
import { Ingest } from './ingest/ingest.ts'
import { profileOf, rulesOf } from './ingest/rules.ts'
import type { NewReceipt } from './ingest/settle.ts'
import { makeVerify } from './keys.ts'
import { Connection } from './link/connection.ts'
import type { Guest, Host } from './link/host.ts'
import type { HubSocket } from './link/outlet.ts'
import { Turns } from './link/turns.ts'
import { Standings } from './progress/standings.ts'
import { type Identity, projectOf } from './project.ts'
import type { HubStore, ReadTx } from './store/store.ts'

/** What comes is mostly not alone: at most so often it is looked whether it completes a batch. */
const TELL_AGAIN_AFTER = 1000

export type HubOptions = {
  readonly store: HubStore
  readonly identity: Identity
  readonly name: string
  /** The name of a new project's rules; the default ones if missing. */
  readonly rules?: string
  readonly system: System
  readonly verify?: Verify
  /** One line for the operator; never a secret, never a text of a contributor. */
  log(line: string): void
}

/** A hub without a socket: identity, ingest, dispatch and documents over one store. */
export class Hub implements Host {
  readonly store: HubStore
  readonly identity: Identity
  readonly system: System
  readonly project: ProjectId
  readonly name: string
  /** Those that the project was founded with; `rulesOf` says what was decided since. */
  readonly rules: Rules
  readonly verify: Verify
  readonly memberDocuments: MemberDocuments
  readonly partials = new Partials()
  readonly turns: Turns
  readonly ingest: Ingest
  readonly standings: Standings
  readonly log: (line: string) => void
  /** Since this hub started. */
  readonly counts = { segments: 0, duplicates: 0 }
  private readonly guests = new Set<Guest>()
  /** Of batches, by lending: only an erasure changes them. */
  private readonly documents = new Map<string, { readonly document: string; readonly bytes: number }>()
  /** Devices that were not told all of their batches, or told of one without a text: more may come from elsewhere. */
  private readonly toldInPart = new Set<string>()
  private willTellAgain = false

  static async open(options: HubOptions): Promise<Hub> {
    const { project, name } = await projectOf(options.store, options.identity, options)
    const hub = new Hub(options, project, name, await options.store.read(profileOf))
    await hub.ingest.start()
    return hub
  }

  private constructor(
    { store, identity, system, log, verify = makeVerify() }: HubOptions,
    project: ProjectId,
    name: string,
    rules: Rules
  ) {
    this.store = store
    this.identity = identity
    this.system = system
    this.log = log
    this.verify = verify
    this.project = project
    this.name = name
    this.rules = rules
    this.turns = new Turns(system)
    this.memberDocuments = new MemberDocuments(store)
    const own = [identity.hub.device, identity.organizer.device]
    this.ingest = new Ingest(
      { store, project, signer: identity.hub, own, rules: this.rules, system, log, crowded: () => this.turns.crowded },
      {
        onReceipts: (receipts) => this.spread(receipts),
        onTaken: () => this.tellAgain(),
        onErased: () => {
          this.documents.clear()
          this.publish()
        },
        onGoals: () => this.goalsChanged()
      }
    )
    this.standings = new Standings({ store, system, ingest: this.ingest, turns: this.turns })
  }

  /** @param device the key that the caller says is its own; nothing is believed before its proof. */
  connect(socket: HubSocket, from: string, device: string): Connection {
    return new Connection(this, socket, from, device)
  }

  /** The device of this connection has proved who it is: receipts go there from now on. */
  joined(guest: Guest): void {
    this.guests.add(guest)
  }

  left(guest: Guest): void {
    guest.end()
    this.guests.delete(guest)
  }

  /** The devices of the contributor behind a device: itself, and those it succeeded. */
  devicesOf(device: string): string[] {
    const { book } = this.ingest
    return [...book.devicesOf(memberOf(book.people, device).contributor)]
  }

  /** Lends a batch; undefined if nothing is open for this wish. */
  async lend(device: string, wish: Wish): Promise<{ id: string; count: number } | undefined> {
    await this.ingest.later.fresh()
    await this.ingest.drawForWork(wish.langs ?? [])
    return this.ingest.decide(async (tx, people) => {
      for (const each of this.devicesOf(device)) {
        const id = await tx.lendingFor(each, wish.nonce)
        const before = id === undefined ? undefined : await tx.lending(id)
        if (id !== undefined && before) return { contents: [], result: { id, count: before.tasks.length } }
      }
      const rules = await rulesOf(tx, people, this.rules)
      const both = { profile: this.rules, rules }
      const { lending, decisions } = await putTogether(tx, device, this.ingest.book, wish, both, this.system)
      if (!lending) return { contents: decisions, result: undefined }
      return { contents: [...decisions, lending], result: this.lent(lending) }
    })
  }

  /** A device that is connected sees what was lent to it otherwise than at its own wish. */
  publishTo(device: string): void {
    this.publish((guest) => guest.device === device)
  }

  /** Lends exactly this. */
  async lendContent(content: Content): Promise<{ id: string; count: number }> {
    return this.ingest.decide(async () => ({ contents: [content], result: this.lent(content) }))
  }

  /** What a device's inbox should say: batches with work left, and those that have lost a text since they were lent. */
  async inboxOf(device: string): Promise<Inbox> {
    const { people } = this.ingest
    const devices = this.devicesOf(device)
    const answered = this.ingest.later.answeredBy(devices)
    return this.store.read(async (tx) => {
      const batches: Record<string, InboxBatch> = {}
      let inPart = false
      for (const each of devices)
        for (const { id, until } of await tx.lendingsTo(each)) {
          if (!(await hasWork(tx, id, answered))) continue
          const document = await this.documentOf(tx, id, people)
          if (document) batches[id] = { ...document, until }
          inPart ||= !this.documents.has(id)
        }
      if (inPart) this.toldInPart.add(device)
      else this.toldInPart.delete(device)
      return { batches, notices: [] }
    })
  }

  private async documentOf(tx: ReadTx, id: string, people: People): Promise<Omit<InboxBatch, 'until'> | undefined> {
    const known = this.documents.get(id)
    if (known) return known
    const content = await batchContent(tx, id, people, this.rules)
    if (!content) return undefined
    const { doc, updates } = writeBatchDocument(id, content)
    doc.destroy()
    const bytes = updates.reduce((sum, { byteLength }) => sum + byteLength, 0)
    const document = { document: batchDocumentName(id, content), bytes }
    if (await isFinal(tx, id, content)) this.documents.set(id, document)
    return document
  }

  private lent(content: Content): { id: string; count: number } {
    return { id: makeFact(this.identity.hub.device, content).id, count: (content.tasks as unknown[]).length }
  }

  private spread(receipts: readonly NewReceipt[]): void {
    for (const guest of this.guests) {
      const devices = guest.device === undefined ? [] : this.devicesOf(guest.device)
      const mine = receipts.filter(({ device, segment }) => devices.includes(device) || guest.watches(segment))
      if (mine.length > 0) guest.sendReceipts(mine)
    }
  }

  /** [DC5] What a batch lacked may have come, from another hub or from who wrote it. */
  private tellAgain(): void {
    if (this.toldInPart.size === 0 || this.willTellAgain) return
    this.willTellAgain = true
    this.system.after(TELL_AGAIN_AFTER, () => {
      this.willTellAgain = false
      this.publish(({ device }) => device !== undefined && this.toldInPart.has(device))
    })
  }

  /** [PR1] Whoever is connected is told of a goal at once, whichever way it came. */
  private goalsChanged(): void {
    this.standings.countAnew()
    for (const guest of this.guests) guest.tellStanding()
  }

  private publish(to: (guest: Guest) => boolean = () => true): void {
    for (const guest of this.guests)
      if (to(guest))
        void guest
          .publish()
          .catch((cause) => this.log(`could not publish: ${cause instanceof Error ? cause.message : cause}`))
  }
}

/** Whether nothing but an erasure will change it: a text that is missing otherwise may be still to come. */
async function isFinal(tx: ReadTx, id: string, { shown }: BatchContent): Promise<boolean> {
  const versions = (await tx.lending(id))?.shown ?? []
  for (const [at, { text }] of shown.entries())
    if (text === null && !(await tx.erasedAmong(versions.slice(at, at + 1)))) return false
  return true
}

/**
 * Whether a device has something to do with a batch: a task, or to drop a text that was erased.
 * @param answered tasks that are done, though the store does not say so yet.
 */
export async function hasWork(
  tx: ReadTx,
  lending: string,
  answered: (lending: string, place: number) => boolean = () => false
): Promise<boolean> {
  if ((await tx.loansOf(lending)).some(({ place, done }) => !done && !answered(lending, place))) return true
  return tx.erasedAmong((await tx.lending(lending))?.shown ?? [])
}
