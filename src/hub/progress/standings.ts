import { checkFact, type Known } from '../../core/fact/check.ts'
import type { Fact } from '../../core/fact/fact.ts'
import { TASK_KINDS, type TaskKind } from '../../core/fact/kinds.ts'
import { memberOf } from '../../core/people.ts'
import { goalsInForce, type ProjectGoal } from '../../core/progress/goals.ts'
import { type Counts, groupOf, type Tally, tallying } from '../../core/progress/tally.ts'
import type { ControlFields } from '../../sync/link/control.ts'
import { type PersonStanding, type Standing, versionOfStanding, writeStanding } from '../../sync/standing.ts'
import { type System, secondsNow } from '../../sync/system.ts'
import type { Ingest } from '../ingest/ingest.ts'
import type { Turns } from '../link/turns.ts'
import type { HubStore, ReadTx } from '../store/store.ts'

/** Facts read in one transaction, a few milliseconds. */
const AT_ONCE = 500
/** Between two of these the hub does what people wait for. */
const PAUSE = 20
/** [PR1] What was counted is good for so long, and for so many times as long as the counting took. */
const GOOD_FOR = 1000
const SHARE = 100
/** More names than this nobody reads, and they would not fit. */
const MOST_NAMES = 20

type Of = {
  readonly store: HubStore
  readonly system: System
  readonly ingest: Ingest
  readonly turns: Pick<Turns, 'crowded'>
}

/** Those who may be named, with their points of this week. */
type Places = ReadonlyMap<string, { readonly place: number; readonly points: number }>
type Counted = { readonly standing: Standing; readonly body: Uint8Array; readonly places: Places }

/** [PR1] How the project goes, counted anew from all facts when somebody asks and it has grown old. */
export class Standings {
  private readonly of: Of
  private counting: Promise<Counted> | undefined
  /** When the last counting began, and how long it took; milliseconds. */
  private begun = 0
  private took = 0

  constructor(of: Of) {
    this.of = of
  }

  /** @returns undefined: the device has it already, or too many wait for their turn just now. */
  async tell(device: string, have: string | undefined): Promise<ControlFields<'standing'> | undefined> {
    const counted = await this.latest()
    if (!counted) return undefined
    const { standing, body, places } = counted
    const own = places.get(memberOf(this.of.ingest.people, device).contributor)
    const mine = own && { ...own, of: places.size }
    const version = versionOfStanding(standing, mine)
    return version === have ? undefined : { version, body, ...(mine && { mine }) }
  }

  /** Something else than work has changed: what was counted is old, whenever that was. */
  countAnew(): void {
    this.counting = undefined
  }

  private latest(): Promise<Counted> | undefined {
    const { system, turns } = this.of
    const now = system.now()
    // The clock may have been set back.
    const isOld = Math.abs(now - this.begun) > Math.max(GOOD_FOR, SHARE * this.took)
    if (turns.crowded || (this.counting && !isOld)) return this.counting
    const counting = this.count()
    this.begun = now
    this.counting = counting
    counting.then(
      () => {
        this.took = system.now() - now
      },
      () => {
        if (this.counting === counting) this.counting = undefined
      }
    )
    return counting
  }

  private async count(): Promise<Counted> {
    const { store, system } = this.of
    const now = secondsNow(system)
    const { goals, open } = await store.read(async (tx) => ({ goals: await this.goals(tx), open: await openTasks(tx) }))
    const tally = tallying(now, goals)
    for (let behind: number | undefined = 0; behind !== undefined; ) {
      const from: number = behind
      behind = await store.read(async (tx) => {
        const { facts, end } = await tx.keptFacts(from, AT_ONCE)
        for (const fact of facts) {
          const task = await this.taskOf(tx, fact, now)
          if (task) tally.add(task)
        }
        return end
      })
      if (behind !== undefined) await new Promise<void>((done) => system.after(PAUSE, done))
    }
    return this.standingOf(tally.result(), now, open)
  }

  private async goals(tx: ReadTx): Promise<ProjectGoal[]> {
    const facts = (await tx.factsAboutRules()).map(checkFact).filter((fact) => fact.is === 'goal')
    return goalsInForce(facts as Known<'goal'>[], this.of.ingest.people)
  }

  /** [PR2] Done at the earliest when it was lent, at the latest when a hub had it. */
  private async taskOf(tx: ReadTx, { id, device, content }: Fact, now: number) {
    const kind = TASK_KINDS.find((each) => each === content.kind)
    const [lent] = Array.isArray(content.task) ? content.task : []
    const lending = typeof lent === 'string' ? await tx.lending(lent) : undefined
    if (!kind || !lending) return undefined
    const latest = Number(content.saved) > now ? await hadAt(tx, id, now) : now
    const at = Math.max(lending.at, Math.min(Number(content.saved), latest))
    const { contributor } = memberOf(this.of.ingest.people, device)
    return { contributor, kind: kind satisfies TaskKind, lang: lending.lang, at }
  }

  private standingOf(tally: Tally, now: number, open: ReadonlyMap<string, Counts>): Counted {
    const places = new Map<string, { place: number; points: number }>()
    const people: PersonStanding[] = []
    let [place, before] = [0, Number.POSITIVE_INFINITY]
    for (const { contributor, points } of tally.people) {
      const name = this.of.ingest.book.listedAs(contributor)
      if (name === undefined) continue
      if (points < before) place = places.size + 1
      before = points
      places.set(contributor, { place, points })
      if (people.length < MOST_NAMES) people.push({ name, points, place })
    }
    const none: Counts = [0, 0, 0]
    const known = tally.langs.map((counts) => ({ ...counts, open: open.get(counts.lang) ?? none }))
    const langs = new Set(known.map(({ lang }) => lang))
    const others = [...open].filter(([lang, counts]) => !langs.has(lang) && counts.some((count) => count > 0))
    const { week, all, workers, goals } = tally
    const standing = {
      ...{ at: now, week, all, workers, goals, people },
      langs: [...known, ...others.map(([lang, counts]) => ({ lang, week: none, all: none, open: counts }))]
    }
    return { standing, body: writeStanding(standing), places }
  }
}

/** When a hub first had a fact by the newest receipt of it, which is no earlier. */
async function hadAt(tx: ReadTx, fact: string, now: number): Promise<number> {
  const segment = await tx.segmentOf(fact)
  const receipt = segment === undefined ? undefined : await tx.receiptOf(segment)
  return Math.min(now, receipt ? Math.floor(receipt.stamp / 1000) : now)
}

/** Tasks that nobody has, by languages. */
async function openTasks(tx: ReadTx): Promise<ReadonlyMap<string, Counts>> {
  const open = new Map<string, [number, number, number]>()
  for (const { kind, lang, free } of await tx.needCounts()) {
    const counts = open.get(lang) ?? [0, 0, 0]
    counts[groupOf(kind)] += free
    open.set(lang, counts)
  }
  return open
}
