import * as v from 'valibot'
import type { Opener } from '../../sync/bundle/lock.ts'
import type { LogWord } from '../../sync/bundle/log-item.ts'
import { Refused } from '../../sync/refusal.ts'
import type { SegmentHash } from '../../sync/segment/segment.ts'
import { hubsAmong, isDecider, takerFor } from '../bundle.ts'
import type { Hub } from '../hub.ts'
import { takeCall, writeCall } from './bundles.ts'
import type { Call } from './call.ts'
import { endOf, pieceOf } from './log.ts'

export type Upstream = {
  /** `http://host:port` of another hub of the project. */
  readonly address: string
  /** The secret of an organizer's invite, for a hub that nobody has let in yet. */
  readonly invite?: string | undefined
}

/** [RL3] How far the two logs are known to each other; kept with the store, so that both are of one moment. */
type Known = { readonly given?: string | undefined; readonly have?: string | undefined }
const KnownShape = v.object({ given: v.optional(v.string()), have: v.optional(v.string()) })

/** [RL5] Milliseconds from one call to the next while there is nothing to say, doubled each time. */
const [SHORTEST_WAIT, LONGEST_WAIT] = [2000, 60_000]
/** New work of guests goes out so soon. */
const LOOK_EVERY = 500

/** [RL1] A hub that passes on what its guests make, and brings them what its upstream has. */
export class Relay {
  private readonly hub: Hub
  private readonly upstream: Upstream
  private readonly openers: readonly Opener[]
  private readonly call: Call
  /** Segments that came from there: they need not go back. */
  private readonly fromThere = new Set<SegmentHash>()
  private stopped = false
  private readonly giveUp = new AbortController()
  private running: Promise<void> = Promise.resolve()
  private cancel = (): void => {}
  private reached: boolean | undefined
  private wait = SHORTEST_WAIT
  private seen = -1

  constructor(hub: Hub, upstream: Upstream, openers: readonly Opener[], call: Call) {
    this.hub = hub
    this.upstream = upstream
    this.openers = openers
    this.call = call
  }

  /** Goes on by itself until stopped. */
  start(): void {
    this.running = this.turn()
  }

  /** Resolves once the store is no longer used. */
  async stop(): Promise<void> {
    this.stopped = true
    this.cancel()
    this.giveUp.abort()
    await this.running
  }

  /**
   * Fetches what a new hub lacks: all of it. Nothing is derived of it here, since the rules come with it.
   * @throws {UpstreamTrouble} or {Refused}
   */
  async begin(): Promise<void> {
    this.hub.ingest.later.hold()
    for (let more = true; more; ) more = (await this.exchange()).more
    const { have } = await this.known()
    await this.keep({ given: await endOf(this.hub.store), have })
  }

  private async turn(): Promise<void> {
    const { hub } = this
    this.seen = hub.counts.segments
    try {
      const news = await this.catchUp()
      if (this.reached !== true) hub.log(`the hub at ${this.upstream.address} is reached`)
      this.reached = true
      this.wait = news ? SHORTEST_WAIT : Math.min(this.wait * 2, LONGEST_WAIT)
    } catch (cause) {
      if (this.stopped) return
      if (this.reached !== false)
        hub.log(`the hub at ${this.upstream.address} is not reached: ${cause instanceof Error ? cause.message : cause}`)
      this.reached = false
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT)
    }
    this.rest(this.wait)
  }

  private rest(left: number): void {
    if (this.stopped) return
    this.cancel = this.hub.system.after(Math.min(left, LOOK_EVERY), () => {
      // While nobody answers, new work makes no difference.
      const hasNews = this.reached === true && this.hub.counts.segments !== this.seen
      if (left <= LOOK_EVERY || hasNews) this.running = this.turn()
      else this.rest(left - LOOK_EVERY)
    })
  }

  /**
   * Calls until neither has anything for the other.
   * @returns whether anything was new. @throws {UpstreamTrouble} or {Refused}
   */
  private async catchUp(): Promise<boolean> {
    const allIsHere = this.hub.ingest.later.hold()
    let news = false
    try {
      for (let more = true; more && !this.stopped; ) {
        const exchanged = await this.exchange()
        more = exchanged.more
        news ||= exchanged.news
      }
    } finally {
      await allIsHere()
    }
    return news
  }

  private async exchange(): Promise<{ more: boolean; news: boolean }> {
    const { hub } = this
    const { store, ingest } = hub
    const { given, have } = await this.known()
    const mine = await pieceOf(store, given, this.fromThere)
    const hubs = hubsAmong(ingest.people)
    const isBeginning = !ingest.people.has(hub.identity.hub.device)
    const question: LogWord = {
      ...{ is: 'question', have, since: ingest.lastStamp },
      invite: isBeginning ? this.upstream.invite : undefined
    }
    const asked = await writeCall(hub, question, isBeginning ? [] : mine.items, hubs.length > 0 ? hubs : undefined)
    const answer = await this.call(`${this.upstream.address}/relay`, asked.bytes, this.giveUp.signal)
    let word: Extract<LogWord, { is: 'answer' }> | undefined
    const taker = takerFor(hub, this.openers, (hash, isNew) => isNew && this.fromThere.add(hash))
    const { head, counts, refusals } = await takeCall(answer, taker, async (said) => {
      if (said.is !== 'answer' || Buffer.compare(said.to, asked.id) !== 0) throw new Refused('malformed', 'no answer')
      word = said
    })
    // Who has answered a hub that knew nobody is known by what the answer brought.
    if (!word || !isDecider(ingest.people, head.maker)) throw new Refused('unknown-device', 'no hub of this project')
    for (const { kind, reason } of refusals)
      hub.log(`of the hub at ${this.upstream.address}, a ${kind} was refused: ${reason}`)
    // [RL3] Its log is no longer the one that was known: an older state was put back, and lacks what was given since.
    const anew = have !== undefined && word.from === undefined
    await this.keep({ given: isBeginning || anew ? undefined : mine.mark, have: word.mark })
    if (anew) this.fromThere.clear()
    const more = word.more || mine.more || isBeginning || anew
    return { more, news: counts.new > 0 || mine.items.length > 0 }
  }

  private async known(): Promise<Known> {
    const kept = await this.hub.store.read((tx) => tx.meta(this.key))
    return kept === undefined ? {} : v.parse(KnownShape, JSON.parse(kept))
  }

  private async keep(known: Known): Promise<void> {
    await this.hub.store.write((tx) => tx.setMeta(this.key, JSON.stringify(known)))
  }

  private get key(): string {
    return `relay ${this.upstream.address}`
  }
}
