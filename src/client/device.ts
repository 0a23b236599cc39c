import type { FactId, VersionId } from '../core/fact/fact.ts'
import type { Goal } from '../core/progress/goal.ts'
import { amend } from './amend.ts'
import { type Became, readGrown } from './became/kept.ts'
import type { Crossing } from './crossing.ts'
import type { DeviceOptions, TaskHere } from './device-options.ts'
import { type Keeping, keepDraft, keepDraftsVersion, readTask } from './drafts.ts'
import { finish, takeBack } from './finish.ts'
import type { Item } from './items.ts'
import { readListed, setListed } from './listing.ts'
import { acceptTerms, followTo, forgetJoin, join, readMembership, readTerms, type Terms } from './membership.ts'
import type { Notes } from './notes.ts'
import { NotesPages } from './notes-pages.ts'
import { type OwnText, readOwnTexts } from './own-texts.ts'
import { keepPrivateNote, readPrivateNote, readPrivateNotes } from './private-notes.ts'
import { type Done, readDone, readTold, type Told } from './progress.ts'
import { type ItemsReceipt, readReceipts } from './receipt-list.ts'
import { appeal, FLAG, react, readReactions, readReported, report, withdraw } from './remarks.ts'
import { getSetting, type Rates, setSetting } from './settings.ts'
import { Reading } from './store/reading.ts'
import { type DeviceStore, type DraftRow, type ItemRow, type TaskRow, taskKey, type VersionRow } from './store/store.ts'
import type { Wish } from './sync/checkouts.ts'
import { type Contact, readContact, Syncing } from './syncing.ts'
import { versionsOf } from './versions.ts'
import { type Batch, readBatch, readBatches, readItems, readLine, readWork, type SyncLine, type Work } from './work.ts'

/** A volunteer's device: tasks, finished items, notes, and the sync that carries them, all without a screen. */
export class Device {
  private readonly options: DeviceOptions
  private readonly listeners = new Set<() => void>()
  private readonly notes: NotesPages
  private readonly reading: Reading
  private readonly syncing: Syncing

  constructor(parts: DeviceOptions) {
    this.reading = new Reading(parts.store)
    const options = { ...parts, store: this.reading.store }
    this.options = options
    this.notes = new NotesPages(options.store, () => this.changed())
    this.syncing = new Syncing({
      ...{ options, reading: this.reading, notes: this.notes },
      ...{ changed: () => this.changed(), onChange: (listener) => this.onChange(listener) }
    })
  }

  /** Whoever else in this program writes to its store writes to this one. */
  get store(): DeviceStore {
    return this.options.store
  }

  /** What is on its way, by which road, and whether it may be. */
  get crossing(): Crossing {
    return this.syncing.crossing
  }

  /**
   * Binds this device to the invite's project; the hub lets it in at the first contact.
   * @throws {BadInvite} or {NotHere} joined-already.
   */
  async join(text: string, name?: string): Promise<void> {
    await join(this.options.store, this.options.keyring, text, name)
    this.reading.changed()
  }

  /** Undoes a join that the hub turned down, so that another invite can be tried. */
  async forgetJoin(): Promise<void> {
    await forgetJoin(this.options.store)
    this.reading.changed()
  }

  /** Quick, also where there are thousands of items; with why the hub does not want this device, if so. */
  async membership() {
    const { turnedAway } = this.syncing.told
    return { ...(await this.reading.view(readMembership)), ...(turnedAway !== undefined && { turnedAway }) }
  }

  /** The terms of the project, once the hub has shown them. */
  async terms(): Promise<Terms | undefined> {
    return this.reading.view(readTerms)
  }

  async acceptTerms(): Promise<void> {
    await acceptTerms(this.options.store, this.options.system)
    this.changed()
    // Nobody takes it back, so it need not wait for that.
    this.syncing.flush()
  }

  /** The open tasks. */
  async tasks(): Promise<TaskRow[]> {
    const rows = await this.reading.read((tx) => tx.list('tasks'))
    return rows.filter(({ item }) => item === undefined)
  }

  /** One task, open or done; undefined if it is not here. */
  async task(batch: FactId, place: number): Promise<TaskRow | undefined> {
    return this.options.store.transact('relaxed', (tx) => tx.get('tasks', taskKey(batch, place)))
  }

  /**
   * One task as `task` gives it, with its draft and what was finished of it.
   * @param known as this program's last transaction found it: for whoever has just made one.
   */
  async taskHere(batch: FactId, place: number, known = false): Promise<TaskHere> {
    const { task, draft } = await this.reading[known ? 'read' : 'fresh']((tx) => readTask(tx, batch, place))
    const finished = task?.item === undefined ? undefined : (await this.work()).find(({ id }) => id === task.item)
    return { task, draft, finished }
  }

  async batches(): Promise<Batch[]> {
    return this.reading.view(readBatches)
  }

  /** One of them, quick where there are thousands of tasks; undefined: it is not here. */
  async batch(id: FactId): Promise<Batch | undefined> {
    return this.options.store.transact('relaxed', (tx) => readBatch(tx, id))
  }

  /** Everything done here and every draft, newest first. */
  async work(): Promise<Work[]> {
    return this.reading.view(readWork)
  }

  /** The words of `work` alone, whole, newest first, with their items: quick where there are thousands. */
  async texts(): Promise<readonly OwnText[]> {
    return this.reading.view(readOwnTexts)
  }

  /** Every task finished here, in the order of finishing. */
  async done(): Promise<Done[]> {
    return this.reading.view(readDone)
  }

  /** What this person wants to do on a day; undefined: nothing is set. It stays on this person's devices. */
  async goal(): Promise<Goal | undefined> {
    return this.reading.read((tx) => getSetting(tx, 'goal'))
  }

  async setGoal(goal: Goal | undefined): Promise<void> {
    await this.options.store.transact('strict', (tx) =>
      goal ? setSetting(tx, 'goal', goal) : tx.drop('settings', 'goal')
    )
    this.changed()
  }

  /** Whether lists of those who did most may name this person. */
  async listed(): Promise<boolean> {
    return this.reading.read(readListed)
  }

  async setListed(shown: boolean): Promise<void> {
    await setListed(this.options.store, this.options.system, shown)
    this.changed()
    // Nobody takes it back, so it need not wait for that.
    this.syncing.flush()
  }

  /** What a hub last told of how the project goes; undefined: nothing so far. */
  async standing(): Promise<Told | undefined> {
    return this.reading.read(readTold)
  }

  /** Asks for it now, if there is a link. */
  askStanding(): void {
    this.syncing.look()
  }

  /** How fast the last link was. */
  async rates(): Promise<Rates> {
    return (await this.reading.read((tx) => getSetting(tx, 'rates'))) ?? {}
  }

  /** What was given to a task so far, if it is not finished. */
  async draft(batch: FactId, place: number): Promise<DraftRow | undefined> {
    return this.options.store.transact('relaxed', (tx) => tx.get('drafts', taskKey(batch, place)))
  }

  /**
   * Keeps a draft, or drops it if there is nothing to keep. A finished task keeps none but that of a change. Only a draft
   * that comes or goes is a change to hear of: whoever listens reads everything again, and this happens all the while
   * somebody writes.
   */
  async keepDraft(
    batch: FactId,
    place: number,
    value: DraftRow['value'] | undefined,
    keeping?: Keeping
  ): Promise<void> {
    const { store, system } = this.options
    const cameOrWent = await keepDraft(store, system, { batch, place }, value, keeping)
    if (cameOrWent) this.told()
  }

  /** How the draft of a task stands becomes an earlier version of it. */
  async keepVersion(batch: FactId, place: number): Promise<void> {
    await keepDraftsVersion(this.options.store, batch, place)
  }

  /** What this person has noted on a task for themselves. */
  async privateNote(batch: FactId, place: number): Promise<string | undefined> {
    return this.options.store.transact('relaxed', (tx) => readPrivateNote(tx, batch, place))
  }

  /** All such notes, by the keys of their tasks. */
  async privateNotes(): Promise<ReadonlyMap<string, string>> {
    return this.options.store.transact('relaxed', readPrivateNotes)
  }

  /** A blank note is none. Nothing sends it; copies and backups have it. */
  async keepPrivateNote(batch: FactId, place: number, text: string): Promise<void> {
    await keepPrivateNote(this.options.store, batch, place, text)
    this.changed()
  }

  /** How the work on a task stood at earlier times, oldest first. */
  async versions(batch: FactId, place: number): Promise<VersionRow[]> {
    return this.options.store.transact('relaxed', (tx) => versionsOf(tx, batch, place))
  }

  /**
   * [DS1] Saves a finished item; it is durable when this resolves.
   * @throws {BadAnswer} or {NotHere}; nothing is saved then.
   */
  async answer(value: unknown): Promise<ItemRow> {
    return this.said(await finish(this.options.store, this.options.system, value))
  }

  /**
   * Changes what an item gave, also after it was sealed: `{ amend: its id }` with the fields of an answer.
   * @throws {BadAnswer} or {NotHere}; nothing is saved then.
   */
  async amend(value: unknown): Promise<ItemRow> {
    return this.said(await amend(this.options.store, this.options.system, value))
  }

  /** Calls a moderator to a message that was shown here. @throws {BadAnswer} or {NotHere}; nothing is saved then. */
  async report(message: VersionId, text: string): Promise<ItemRow> {
    return this.said(await report(this.options.store, this.options.system, message, text))
  }

  /** Asks the moderators for another look at a returned item. @throws {BadAnswer} or {NotHere}; nothing is saved then. */
  async appeal(id: FactId, text: string): Promise<ItemRow> {
    return this.said(await appeal(this.options.store, this.options.system, id, text))
  }

  /** Reacts to a message that was shown here, or takes that back. @throws {BadAnswer} or {NotHere}. */
  async react(message: VersionId, emoji: string, on: boolean): Promise<ItemRow | undefined> {
    return this.said(await react(this.options.store, this.options.system, message, emoji, on))
  }

  /** A report without words. @throws {NotHere} */
  async flag(message: VersionId): Promise<ItemRow | undefined> {
    return this.react(message, FLAG, true)
  }

  /** Whether this person's last word on a message is this reaction. */
  async reacted(message: VersionId, emoji: string): Promise<boolean> {
    return (await this.reading.view(readReactions)).has(`${message}/${emoji}`)
  }

  /** The messages that this person has reported. */
  async reported(): Promise<ReadonlySet<VersionId>> {
    return this.reading.view(readReported)
  }

  /** The work of this person is no longer to be given away. */
  async withdraw(): Promise<ItemRow> {
    return this.said(await withdraw(this.options.store, this.options.system))
  }

  private said<T extends ItemRow | undefined>(item: T): T {
    this.told()
    if (item) this.syncing.sealSoon(item.order)
    return item
  }

  /** Takes back an item that was never sealed: its task, if it has one, is open again, with a draft. @throws {NotHere} */
  async undo(id: FactId): Promise<void> {
    await takeBack(this.options.store, id)
    this.told()
  }

  async items(): Promise<Item[]> {
    return this.reading.view(readItems)
  }

  /** What hubs have said of my items, the newest word first. */
  async receipts(): Promise<ItemsReceipt[]> {
    return this.reading.view(readReceipts)
  }

  /** What became of my messages, and what moderators said of my work, as a hub told it last. */
  async became(): Promise<Became> {
    return this.options.store.transact('relaxed', readGrown)
  }

  /** Items, notes and batches that the hub has not confirmed yet. */
  async open(): Promise<{ items: number; notes: number; fetching: boolean }> {
    return {
      items: await this.syncing.unconfirmed(),
      notes: this.notes.unproven,
      fetching: this.syncing.told.fetching
    }
  }

  /** What the sync line tells: the hub's last word, and what it has not confirmed. */
  async line(): Promise<SyncLine> {
    return { ...(await this.reading.view(readLine)), notes: this.notes.unproven, ...this.syncing.told }
  }

  async contact(): Promise<Contact> {
    return this.reading.view(readContact)
  }

  /** Starts to sync, and goes on by itself until stopped. @throws {NotHere} not-joined. */
  async start(): Promise<void> {
    await this.syncing.start()
  }

  async stop(): Promise<void> {
    await this.syncing.stop()
  }

  /** Begins to sync anew, also if the end of the last sync found notes that cannot be saved: they tell it themselves. */
  async restart(): Promise<void> {
    await this.syncing.restart()
  }

  /** Languages whose notes were ever opened here. */
  notesHere(): Promise<readonly string[]> {
    return this.notes.languages()
  }

  /** Notes of a language, to read and write; a stop leaves them open. @throws {BadAnswer} for a name that no hub would open. */
  openNotes(lang: string): Promise<Notes> {
    return this.notes.open(lang)
  }

  /** Borrows a batch; 0 if nothing is open for the wish. The device must be started. */
  async checkout(wish: Wish, withinMs: number): Promise<{ count: number; batch?: FactId }> {
    return this.syncing.checkout(wish, withinMs)
  }

  /**
   * Resolves once the hub has confirmed everything that was finished here.
   * @throws {HubSilent} after so many milliseconds, or {TurnedAway}.
   */
  async synced(withinMs: number): Promise<void> {
    await this.syncing.synced(withinMs)
  }

  /** Resolves once a hub has welcomed this device. */
  async welcomed(withinMs: number): Promise<void> {
    await this.syncing.welcomed(withinMs)
  }

  /** Something says that a network came back: tries at once. */
  wake(): void {
    this.syncing.wake()
  }

  /** Another program on this store has written: whoever shows it looks again, and what it finished goes out. */
  refresh(): void {
    this.notes.openAll().catch(() => {}) // what fails is told by the notes themselves, or with the next start
    this.reading.forget()
    this.told()
    this.syncing.sealAllSoon()
    this.syncing.callForEarlier()
  }

  /**
   * The hub of this device's project has moved: follows it to the invite's address.
   * @throws {BadInvite} or {NotHere} another-project; nothing is changed then.
   */
  async follow(text: string): Promise<void> {
    await followTo(this.options.store, text)
    this.reading.changed()
    await this.syncing.moves()
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Others on this store may have a part in it. */
  private changed(): void {
    this.reading.changed()
    this.told()
  }

  private told(): void {
    for (const listener of [...this.listeners]) listener()
  }
}
