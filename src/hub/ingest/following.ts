import type { Content } from '../../core/fact/fact.ts'
import type { Rules } from '../../core/rules.ts'
import { NO_HEAD, seal } from '../../sync/segment/seal.ts'
import type { ProjectId } from '../../sync/segment/segment.ts'
import type { Signer } from '../../sync/signer.ts'
import { type System, secondsNow } from '../../sync/system.ts'
import type { WriteTx } from '../store/store.ts'
import type { Admission } from './admit.ts'
import { activateBacklog, drawLottery } from './lottery.ts'
import { declinesOf, placesTaken } from './open-assistant.ts'
import { rulesOf } from './rules.ts'
import { settle } from './settle.ts'

/** A decision may make another one due: a finish leaves room for a draw. More than this in a row is a fault of ours. */
const MOST_ROUNDS = 8

export type FollowingOptions = {
  readonly project: ProjectId
  readonly signer: Signer
  readonly rules: Rules
  readonly system: System
}

/** What follows from the facts that a transaction takes: states of trees, and decisions of this hub that are due. */
export class Following {
  private readonly options: FollowingOptions
  /** Languages in which the lottery may have something to draw. */
  private readonly undrawn = new Set<string>()

  constructor(options: FollowingOptions) {
    this.options = options
  }

  /**
   * Derives until nothing follows any more: a finish or a draw is a fact that touches trees again.
   * @returns facts whose outcome is not what it was.
   */
  async settleAll(admission: Admission): Promise<ReadonlySet<string>> {
    const { signer, rules, system } = this.options
    const { tx, book } = admission
    const { seed } = this
    const now = secondsNow(system)
    const changed = new Set<string>()
    for (let round = 1; ; round++) {
      const settled = await settle(admission, signer, rules, now)
      for (const fact of settled.changed) changed.add(fact)
      if (round === MOST_ROUNDS) return changed
      const inForce = await rulesOf(tx, book.people, rules)
      const contents = [...settled.due]
      if (rules.profile === 'open-assistant') {
        // Its lottery is drawn when somebody asks for work.
        const both = { profile: rules, rules: inForce }
        contents.push(...(await declinesOf(admission, rules, now)))
        contents.push(...(await placesTaken(tx, book, both, settled.ended, seed, now)))
      } else {
        const langs = await this.drawableNow(tx, settled.drawable)
        contents.push(...(await drawLottery(tx, book, inForce, langs, seed, now)))
        contents.push(...(await activateBacklog(tx, inForce, settled.ended, seed, now)))
      }
      if (contents.length === 0) return changed
      await this.sealed(admission, contents, signer)
    }
  }

  /** Takes these contents in as decisions of a signer of this hub. */
  async sealed(admission: Admission, contents: readonly Content[], signer: Signer): Promise<void> {
    if (contents.length === 0) return
    const head = (await admission.tx.tips(signer.device)).at(-1) ?? NO_HEAD
    const { segments } = await seal(contents, this.options.project, head, signer)
    for (const segment of segments) await admission.admit(segment)
  }

  readonly seed = () => new DataView(this.options.system.random(4).buffer).getUint32(0)

  /** While trees are still to be derived, it is not known how many grow: then it is drawn when they are. */
  private async drawableNow(tx: WriteTx, langs: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    for (const lang of langs) this.undrawn.add(lang)
    if (this.undrawn.size === 0 || (await tx.hasStale())) return new Set()
    const now = new Set(this.undrawn)
    this.undrawn.clear()
    return now
  }
}
