import { takenUntil } from '../../core/dispatch/reservation.ts'
import { type Checked, checkFact, type Known, type KnownFact } from '../../core/fact/check.ts'
import type { DeviceKey, Fact, FactId, TreeId } from '../../core/fact/fact.ts'
import { TASK_KINDS } from '../../core/fact/kinds.ts'
import { uuidOf } from '../../core/hash.ts'
import { mayDecide, memberOf, type People } from '../../core/people.ts'
import { ABOUT_PERSONS } from '../../core/project/project.ts'
import { type AnswerFact, belongsTo, isAnswer, type Lending, piecesOf, taskAt } from '../../core/tree/task.ts'
import { mayErase } from '../../core/tree/texts.ts'
import type { Segment, SegmentHash } from '../../sync/segment/segment.ts'
import { type About, LATER_VERSION, type StoredReceipt, type WriteTx } from '../store/store.ts'
import type { PeopleBook } from './people.ts'

/** More trees than this are derived anew later, some at a time, so that nobody waits for a fact that touches many. */
const MANY_TREES = 200

/** Takes segments into a store within one transaction, and notes what has to be derived again. */
export class Admission {
  readonly touched = new Set<TreeId>()
  /** Facts whose outcome is known without a tree. */
  readonly settled = new Map<FactId, 'merged' | 'malformed' | 'no-such-task' | 'not-allowed'>()
  readonly newSegments: Segment[] = []
  /** Those of them whose facts are still to be placed. */
  readonly putOff: Segment[] = []
  /** Facts that nobody has looked at but for their place. */
  readonly arrived: Fact[] = []
  /** What trees have that they did not have when they were last derived. */
  readonly placed = new Map<TreeId, Set<FactId>>()
  /** Segments held already, of which everything is to be said anew. */
  readonly sayAnew = new Set<SegmentHash>()
  /** Receipts of other hubs that are news here. */
  readonly brought: (StoredReceipt & { readonly device: DeviceKey })[] = []
  erasedAny = false
  /** Whether anything was learned about persons: should the transaction fail, the book is no longer the store's. */
  learned = false
  /** Whether the rules are no longer what they were. */
  rulesChanged = false
  /** Whether a goal came that holds. */
  goalsChanged = false
  readonly tx: WriteTx
  readonly book: PeopleBook

  constructor(tx: WriteTx, book: PeopleBook) {
    this.tx = tx
    this.book = book
  }

  get people(): People {
    return this.book.people
  }

  /**
   * @param later its facts may be placed when there is time, if nothing but answers are in it.
   * @returns false if the segment was held already.
   */
  async admit(segment: Segment, later = false): Promise<boolean> {
    if (!(await this.tx.addSegment(segment))) return false
    this.newSegments.push(segment)
    if (later && segment.facts.every(mayWait)) {
      for (const fact of segment.facts) await this.tx.addFact(fact, 'work')
      await this.tx.addUnplaced(segment.hash)
      this.putOff.push(segment)
      return true
    }
    for (const fact of segment.facts) {
      const checked = checkFact(fact)
      const about = aboutOf(checked)
      if (!(await this.tx.addFact(fact, about))) continue
      this.arrived.push(fact)
      if (about === 'person') await this.learn(checked as KnownFact)
      await this.place(fact, checked)
    }
    return true
  }

  /** The facts of a segment that was put off. For others they have come only now. */
  async placeAll(hash: SegmentHash): Promise<Segment[]> {
    const segment = await this.tx.segment(hash)
    for (const fact of segment?.facts ?? []) await this.place(fact)
    return segment ? [segment] : []
  }

  /** What an earlier version of this program kept without reading it. */
  async reconsider(): Promise<void> {
    for (const waiting of await this.tx.waitingFor(LATER_VERSION)) await this.placeAgain(waiting)
  }

  private async place(fact: Fact, checked = checkFact(fact)): Promise<void> {
    if (checked.is === 'malformed') this.settled.set(fact.id, 'malformed')
    else if (checked.is === 'lending') await this.lend(checked)
    else if (checked.is === 'rules') await this.changeRules(checked)
    else if (checked.is === 'goal') await this.setGoal(checked)
    else if (checked.is === 'ban' || checked.is === 'unban') await this.decideOnPerson(checked)
    else if (ABOUT_PERSONS.includes(checked.is) || checked.is === 'piece') this.settled.set(fact.id, 'merged')
    else if (checked.is !== 'unknown') await this.placeInTrees(checked)
    for (const waiting of await this.tx.waitingFor(fact.id)) await this.placeAgain(waiting)
  }

  private async placeAgain(id: FactId): Promise<void> {
    const fact = await this.tx.fact(id)
    await this.tx.setWaits(id, [])
    if (fact) await this.place(fact)
  }

  private async placeInTrees(fact: KnownFact): Promise<void> {
    const lendings = await lendingsOf(this.tx, [fact])
    const { trees: own, waitsFor: names } = belongsTo(fact, lendings, () => undefined)
    const waits: string[] = []
    const trees = new Set(own)
    for (const name of names) {
      const named = await this.tx.treesNamed(name)
      for (const tree of named) trees.add(tree)
      if (named.length === 0) waits.push(name)
    }
    for (const tree of trees) {
      await this.put(fact.id, tree)
      for (const piece of piecesOf(fact)) {
        const held = await this.tx.fact(piece)
        if (!held) waits.push(piece)
        // Whoever names another's work as a piece of theirs must not draw it into their tree.
        else if (checkFact(held).is === 'piece') await this.placePiece(piece, tree, fact.id)
      }
      // An import by someone who may not decide must not take the place of a message that is still to come.
      if (fact.is === 'import_message' && !mayDecide(this.people, fact.device)) waits.push(rightsOf(fact.device))
      else await this.introduce(fact, tree)
    }
    if (fact.is === 'erase') waits.push(...(await this.erase(fact)))
    if (fact.is === 'hearing') await this.sayOfHearing(fact)
    if (isAnswer(fact)) waits.push(...(await this.answered(fact, lendings)))
    await this.tx.setWaits(fact.id, waits)
    if (trees.size === 0 && waits.length === 0) this.settled.set(fact.id, 'no-such-task')
  }

  /** What names it in the trees that it had before speaks of this one too. @returns whether the tree did not have it. */
  private async put(fact: FactId, tree: TreeId): Promise<boolean> {
    this.touched.add(tree)
    const others = await this.tx.treesOf(fact)
    if (!(await this.tx.placeFact(fact, tree))) return false
    this.placed.set(tree, (this.placed.get(tree) ?? new Set()).add(fact))
    // What its only tree says of it is from now on one word among several.
    const [first, second] = others
    if (first !== undefined && second === undefined)
      await this.tx.setOutcomeInTree(fact, first, await this.tx.outcome(fact))
    if (others.length > 0) await this.placeAllAgain(fact, others)
    return true
  }

  /** Seldom: a fact of several trees, or a message that several claim. */
  private async placeAllAgain(name: string, trees: readonly TreeId[]): Promise<void> {
    for (const tree of trees)
      for (const fact of await this.tx.factsOf(tree)) {
        const checked = checkFact(fact)
        if (!('id' in checked)) continue
        const names = belongsTo(checked, await lendingsOf(this.tx, [fact]), () => undefined).waitsFor
        if (names.includes(name)) await this.placeInTrees(checked)
      }
  }

  /** A piece has its tree by the fact that names it, and so have erasures and the like that name the piece. */
  private async placePiece(piece: FactId, tree: TreeId, of: FactId): Promise<void> {
    if (!(await this.put(piece, tree))) return
    for (const waiting of await this.tx.waitingFor(piece)) if (waiting !== of) await this.placeAgain(waiting)
  }

  /** The loan is done with, if the answer comes from whom the task was lent to. @returns what that depends on. */
  private async answered({ device, content }: AnswerFact, lendings: ReadonlyMap<FactId, Lending>) {
    const [id, place] = content.task
    const lending = lendings.get(id)
    if (!lending) return []
    if (memberOf(this.people, lending.device).contributor === memberOf(this.people, device).contributor)
      for (const tree of await this.tx.loanDone(id, place)) this.touched.add(tree)
    return lending.device === device ? [] : [rightsOf(lending.device), rightsOf(device)]
  }

  /** Makes the versions that a fact brings known, to the facts that waited for them. */
  private async introduce(fact: KnownFact, tree: TreeId): Promise<void> {
    const version =
      fact.is === 'import_message'
        ? fact.content.message
        : fact.is === 'writing' || fact.is === 'amend'
          ? uuidOf(fact.id)
          : undefined
    if (version === undefined) return
    const others = (await this.tx.treesNamed(version)).filter((each) => each !== tree)
    const isNew = await this.tx.addVersion(version, tree, fact.id)
    if (isNew && others.length > 0) await this.placeAllAgain(version, others)
    for (const waiting of await this.tx.waitingFor(version)) await this.placeAgain(waiting)
  }

  private async lend({ id, device, content }: Known<'lending'>): Promise<void> {
    if (!mayDecide(this.people, device)) return this.tx.setWaits(id, [rightsOf(device)])
    await this.tx.addLending(id, content)
    const { lang, device: borrower, until, at } = content
    for (const [place] of content.tasks.entries()) {
      const task = taskAt(content, place)
      if (!task) continue
      const { kind, target = '' } = task
      const loan = { lending: id, place, kind, target, lang, device: borrower, at }
      await this.tx.addLoan({ ...loan, until: takenUntil(kind, at, until) })
    }
  }

  /** @returns whose rights decide about the texts that this erasure may not erase so far, whoever else has done it. */
  private async erase({ device, content }: Known<'erase'>): Promise<string[]> {
    const waits: string[] = []
    for (const id of content.facts) {
      const target = await this.tx.fact(id)
      if (!mayErase(this.people, device, target?.device))
        waits.push(rightsOf(device), ...(target ? [rightsOf(target.device)] : []))
      else if (!(await this.tx.isErased(id))) {
        await this.tx.eraseFact(id)
        this.erasedAny = true
      }
    }
    return waits
  }

  /** [BC1] It may change nothing but what the author is told: a receipt that comes again makes their device ask. */
  private async sayOfHearing({ device, content }: Known<'hearing'>): Promise<void> {
    if (!mayDecide(this.people, device)) return
    for (const segment of await this.tx.segmentsHolding(content.fact)) this.sayAnew.add(segment)
  }

  /** Whatever hangs on who stands behind a device, or on what that person may do, is placed and derived again. */
  private async learn(fact: KnownFact): Promise<void> {
    this.learned = true
    for (const device of this.book.learn(fact)) {
      const trees = await this.tx.treesTouchedBy(device)
      if (trees.length > MANY_TREES) await this.tx.addStale(trees)
      else for (const tree of trees) this.touched.add(tree)
      for (const waiting of await this.tx.waitingFor(rightsOf(device))) await this.placeAgain(waiting)
    }
  }

  private async decideOnPerson({ id, device }: Fact): Promise<void> {
    this.settled.set(id, mayDecide(this.people, device) ? 'merged' : 'not-allowed')
    await this.tx.setWaits(id, [rightsOf(device)])
  }

  /** Only an organizer's counts. */
  private async setGoal({ id, device }: Fact): Promise<void> {
    this.settled.set(id, this.isOrganizer(device) ? 'merged' : 'not-allowed')
    this.goalsChanged ||= this.isOrganizer(device)
    await this.tx.setWaits(id, [rightsOf(device)])
  }

  private isOrganizer(device: DeviceKey): boolean {
    return this.people.has(device) && memberOf(this.people, device).role === 'organizer'
  }

  /** Only an organizer's word counts, and every tree is derived under it. */
  private async changeRules({ id, device }: Fact): Promise<void> {
    this.settled.set(id, this.isOrganizer(device) ? 'merged' : 'not-allowed')
    await this.tx.setWaits(id, [rightsOf(device)])
    this.rulesChanged = true
    const trees = (await this.tx.treeCounts()).reduce((sum, { count }) => sum + count, 0)
    if (trees > MANY_TREES) await this.tx.addStale('all')
    else for (const tree of await this.tx.trees()) this.touched.add(tree.id)
  }
}

/** What a person did with a task, and pieces of that: whatever else they say, such kinds are about no person and no rule. */
function mayWait({ content: { kind } }: Fact): boolean {
  return kind === 'skip' || kind === 'piece' || TASK_KINDS.some((task) => task === kind)
}

function aboutOf({ is }: Checked): About {
  return is === 'rules' || is === 'goal' ? 'rules' : ABOUT_PERSONS.includes(is) ? 'person' : 'work'
}

/** What facts wait for that hang on a person: no id is spelled so. */
function rightsOf(device: DeviceKey): string {
  return `rights of ${device}`
}

/** The lendings that facts name by their tasks, as far as the store has them. */
export async function lendingsOf(
  tx: Pick<WriteTx, 'lending'>,
  facts: readonly { readonly content: { readonly [field: string]: unknown } }[]
): Promise<Map<FactId, Lending>> {
  const lendings = new Map<FactId, Lending>()
  for (const { content } of facts) {
    const id = Array.isArray(content.task) ? (content.task[0] as FactId) : undefined
    if (typeof id !== 'string' || lendings.has(id)) continue
    const lending = await tx.lending(id)
    if (lending) lendings.set(id, lending)
  }
  return lendings
}
