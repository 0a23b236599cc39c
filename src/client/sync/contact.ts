import type { DeviceKey, FactId } from '../../core/fact/fact.ts'
import { type ControlFields, type ControlName, challengeStatement, LINK_VERSION } from '../../sync/link/control.ts'
import { SEGMENTS } from '../../sync/link/frame.ts'
import type { Link } from '../../sync/link/link.ts'
import { writeParts } from '../../sync/link/parts.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import type { Signer, Verify } from '../../sync/signer.ts'
import type { System } from '../../sync/system.ts'
import type { Keyring } from '../keyring.ts'
import { getSetting, type Settings, setSetting } from '../settings.ts'
import type { DeviceStore } from '../store/store.ts'
import { keepCharter, readCharter } from './charter.ts'
import { isForked } from './fork.ts'
import { readGreeting, saidOf } from './greeting.ts'
import type { InTurn } from './in-turn.ts'
import type { Outbox } from './outbox.ts'
import type { Outgoing } from './outgoing.ts'
import { takeNewKey } from './succession.ts'

/** Hashes of a chain that one `compare` names, newest first. */
const FIRST_COMPARED = 4
const MOST_COMPARED = 100
/** [EX4] What a hub owes comes with the first that it says; a receipt that has not come by then lies before `since`. */
const OWED_AFTER = 30_000
/** For so long a chain that was refused is not offered again: somebody may have let its key in by then. */
const WITHOUT_EARLIER = 600_000

export type ContactOptions = {
  readonly store: DeviceStore
  readonly keyring: Keyring
  readonly verify: Verify
  readonly system: System
  readonly settings: Pick<Settings, 'project' | 'device'>
  readonly link: Link
  readonly turn: InTurn
  readonly outbox: Outbox
  readonly outgoing: Outgoing
  /** Work goes out from now on. */
  onSends(): void
  /** The hub has let this device in, and named the document that says what it has for it. */
  onWelcome(inbox: string): void
  /** Everything is compared. */
  onReady(): Promise<void>
  /** What was on its way to or from the hub is less. */
  onChange(): void
  onTurnedAway(reason: string): void
}

type Answered = (answer: ControlFields<'held'>) => Promise<void>

/** What device and hub say to each other before they are of one mind about who has what. */
export class Contact {
  device: DeviceKey
  /** Once the hub has asked for a proof. */
  signer: Signer | undefined
  /** The one that is called. */
  private hub: DeviceKey | undefined
  /** Who may sign receipts and lendings. */
  hubs: readonly DeviceKey[] = []
  /** Lendings on their way back to a hub that lost them. */
  givingBack = 0
  /** Older keys of this device whose chains are still to be compared with the hub's. */
  private comparing: { readonly device: DeviceKey; readonly hashes: readonly SegmentHash[] }[] = []
  private questions: Answered[] = []
  /** Shown to a hub that does not know this device, and not again for the same refusal: it would call for ever. */
  private credentials: 'kept' | 'asked' | 'shown' = 'kept'
  /** A hub that knows this device refuses an earlier chain all the same: the others must not wait for that one. */
  private withoutEarlier = false
  private refusedAt = Number.NEGATIVE_INFINITY
  /** The stamp from which on this hub was asked for receipts, and whether an older chain lacks one from before it. */
  private since = 0
  private missed = false
  private cancelOwed = (): void => {}
  private readonly options: ContactOptions

  constructor(options: ContactOptions) {
    this.options = options
    this.device = options.settings.device
  }

  /**
   * [EX2] Contact: what is finished is sealed, and since the hub has said what it holds of this device, whatever it
   * lacks goes out in the same breath as the proof, and nothing twice.
   */
  async hello(challenge: ControlFields<'challenge'>): Promise<void> {
    const { store, keyring, system, settings, link, turn, outbox, outgoing } = this.options
    if (challenge.v > LINK_VERSION) return this.options.onTurnedAway('newer-version')
    if (challenge.project !== settings.project) return this.options.onTurnedAway('wrong-project')
    outbox.meets(challenge.hub)
    const known = await readGreeting(store, challenge.hub)
    const signer = await keyring.find(this.device)
    if (!signer) return this.options.onTurnedAway('no-key')
    this.signer = signer
    this.hub = challenge.hub
    if (this.credentials === 'shown') this.credentials = 'kept'
    // The clock may have been set back.
    if (Math.abs(system.now() - this.refusedAt) >= WITHOUT_EARLIER) this.withoutEarlier = false
    this.hubs = known.hubs
    for (const key of known.before) {
      // An item finished in the moment when this device took another key.
      const older = await keyring.find(key)
      if (older) await outbox.sealAll(older)
    }
    await outbox.sealAll(signer)
    if (await isForked(outbox, this.device, challenge)) {
      this.device = await takeNewKey({ store, keyring, system, outbox }, signer, known.before)
      this.credentials = 'asked'
      link.again()
      return
    }
    // Whoever compared has found that receipts are missing, or not.
    const { since } = await readGreeting(store, challenge.hub)
    const proof = await signer.sign(challengeStatement(challenge.project, challenge.nonce, signer.device))
    this.tell('hello', { v: LINK_VERSION, proof, ...saidOf({ ...known, since }, this.credentials === 'asked') })
    outgoing.begin(signer.device, await outbox.unreceived(signer.device), challenge.begun)
    this.since = since
    this.missed = false
    this.comparing = []
    for (const device of this.withoutEarlier ? [] : known.before)
      this.comparing.push({ device, hashes: await outbox.hashes(device) })
    this.options.onSends()
    await outgoing.push()
    // The hub takes one message after another: what a cut interrupted goes on before its welcome, a round trip earlier.
    if (!turn.overtaken && !turn.stopped) link.sockets.allUp()
  }

  async welcome({ inbox, lacks, charter }: ControlFields<'welcome'>): Promise<void> {
    const { store, system, link, turn } = this.options
    const { hub } = this
    if (charter && !(await this.takeCharter(charter))) return this.options.onTurnedAway('wrong-project')
    if (this.credentials === 'asked') this.credentials = 'shown'
    await this.giveBack(lacks)
    await store.transact('relaxed', async (tx) => {
      await setSetting(tx, 'contact', system.now())
      if ((await getSetting(tx, 'invite')) !== undefined) await tx.drop('settings', 'invite')
      if ((await getSetting(tx, 'stranger')) !== undefined) await tx.drop('settings', 'stranger')
      if (hub !== undefined && (await getSetting(tx, 'hub')) !== hub) await setSetting(tx, 'hub', hub)
    })
    if (turn.overtaken || turn.stopped) return
    link.settled()
    this.options.onWelcome(inbox)
    await this.compareNext()
  }

  /** Answers come in the order asked. */
  async held(answer: ControlFields<'held'>): Promise<void> {
    await this.questions.shift()?.(answer)
  }

  /**
   * [EX7] Gives the hub back the lendings that it signed and then lost. It takes one message after another, so its
   * answer to a question sent behind them says that they have arrived.
   */
  async giveBack(lendings: readonly FactId[]): Promise<void> {
    const { store, link, turn } = this.options
    for (const id of lendings) {
      const batch = await store.transact('relaxed', (tx) => tx.get('batches', id))
      if (!batch || turn.overtaken) continue
      for (const part of writeParts(id, batch.segment)) link.send(SEGMENTS, part)
      this.givingBack += 1
      this.ask([id], async () => {
        this.givingBack -= 1
        this.options.onChange()
      })
    }
  }

  /** @returns whether the device calls again, with what it had not shown, or without what is refused. */
  async isUnknown(): Promise<boolean> {
    // A hub put back from a backup made before this device joined: show it the grant it signed.
    const credentials = await this.options.store.transact('relaxed', (tx) => getSetting(tx, 'credentials'))
    if (!credentials || this.credentials === 'asked' || this.withoutEarlier) return false
    if (this.credentials === 'shown') {
      this.withoutEarlier = true
      this.refusedAt = this.options.system.now()
    } else this.credentials = 'asked'
    this.options.link.again()
    return true
  }

  broken(): void {
    this.cancelOwed()
    this.questions = []
    this.givingBack = 0
  }

  /**
   * [EX5] Older chains are compared one by one, a few segments at first, since the hub mostly holds them whole. [EX9] What
   * it holds and has said nothing of may be another person's to it: that is asked for by name.
   */
  private async compareNext(): Promise<void> {
    const { outbox, outgoing } = this.options
    const next = this.comparing.shift()
    // All receipts are to be said again, and this hub was not asked for them: it is, by calling anew.
    if (!next && this.missed && this.since !== 0) return this.options.link.again()
    if (!next) {
      this.expectOwed()
      return this.options.onReady()
    }
    if (next.hashes.length === 0) return this.compareNext()
    this.ask(next.hashes.slice(0, FIRST_COMPARED), async ({ n, hash }) => {
      const rest = next.hashes.slice(FIRST_COMPARED)
      if (n === 0 && rest.length > 0) this.comparing.unshift({ ...next, hashes: rest })
      else {
        this.missed = (await outbox.held(next.device, n === 0 ? undefined : hash, [], this.since === 0)) || this.missed
        outgoing.add(await outbox.unreceived(next.device))
        await outgoing.push()
        const unsaid = await outbox.unsaid(next.device)
        for (let at = 0; at < unsaid.length; at += MOST_COMPARED)
          this.ask(unsaid.slice(at, at + MOST_COMPARED), async () => {})
      }
      await this.compareNext()
    })
  }

  /** Whoever stays connected would else show for ever as waiting what the hub has long received. */
  private expectOwed(): void {
    const { system, turn, outbox, link } = this.options
    this.cancelOwed()
    if (this.since === 0 || turn.overtaken || turn.stopped) return
    const ask = async () => {
      if (await outbox.owed()) link.again()
    }
    this.cancelOwed = system.after(OWED_AFTER, () => turn.take(ask))
  }

  private ask(hashes: readonly SegmentHash[], answered: Answered): void {
    if (this.options.turn.overtaken) return
    this.questions.push(answered)
    this.tell('compare', { hashes: [...hashes] })
  }

  private tell<N extends ControlName>(name: N, fields: ControlFields<N>): void {
    if (!this.options.turn.overtaken) this.options.link.tell(name, fields)
  }

  private async takeCharter(segments: readonly Uint8Array[]): Promise<boolean> {
    const { store, verify, settings } = this.options
    const charter = await readCharter(segments, settings.project, this.device, verify)
    if (!charter) return false
    this.hubs = await keepCharter(store, charter)
    return true
  }
}
