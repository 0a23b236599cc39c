import { compareText } from '../bytes.ts'
import { changesThatCount } from '../changed-rules.ts'
import type { Known, KnownFact } from '../fact/check.ts'
import type { FactId, MessageId } from '../fact/fact.ts'
import { timeOf } from '../fact/time.ts'
import { uuidOf } from '../hash.ts'
import { memberOf } from '../people.ts'
import type { Rules } from '../rules.ts'
import { declinesThatHold, settleAppeals } from '../tree/declines.ts'
import { readMessages, type Written } from '../tree/messages.ts'
import { Outcomes } from '../tree/outcomes.ts'
import { type AnswerFact, isAnswer, taskAt } from '../tree/task.ts'
import { Texts } from '../tree/texts.ts'
import { eachOnce, settleErasures, type TreeFacts, usableFacts } from '../tree/usable.ts'
import type { FreeLabelView, TreeView } from '../tree/view.ts'
import { type Answer, label, type Reaction, rank, react, report, review, skip, write } from './contributions.ts'
import { decide, remove, restore } from './decisions.ts'
import { importTree } from './imports.ts'
import type { Refusal } from './refusals.ts'
import type { Post, Stage } from './rows.ts'
import { viewOf } from './tree-view.ts'

/**
 * [OA1] One whole tree under the profile `open-assistant`: its facts, in the order of their recorded times and then ids, do
 * what they would have done to Open-Assistant's database, one after the other. So what depends on the order of arrival
 * there depends here on the order of recorded times, and the same set gives the same view in any order (I1).
 *
 * What Open-Assistant refuses is returned and changes nothing. An answer recorded before what it answers comes after it.
 *
 * @returns undefined while the tree's root is unknown.
 */
export function replay(given: TreeFacts, rules: Rules): TreeView | undefined {
  const outcomes = new Outcomes()
  const known = usableFacts(given, outcomes)
  const declined = declinesThatHold(known)
  const counted = known.filter((fact) => {
    const rule = declined.get(fact.id)
    if (rule !== undefined) outcomes.returned(fact, rule)
    return rule === undefined
  })
  const messages = readMessages(given.tree, counted, given.lendings, given.people, outcomes)
  if (!messages.has(given.tree)) return undefined
  const texts = new Texts(counted, given.people)
  const stage: Stage = { tree: given.tree, rules, row: undefined, posts: new Map(), rolls: [] }
  new Retelling(stage, messages, given, outcomes, texts).tell(counted)
  if (!stage.posts.has(given.tree)) return undefined
  settleErasures(known, given.people, outcomes)
  settleAppeals(known, given.people, outcomes)
  return viewOf(stage, messages, { known, counted, all: eachOnce(given.facts), texts, outcomes, given })
}

type Of<N extends KnownFact['is']> = Extract<KnownFact, { is: N }>
type Event = { readonly at: number; readonly fact: KnownFact }

class Retelling {
  private readonly stage: Stage
  private readonly messages: ReadonlyMap<MessageId, Written>
  private readonly given: TreeFacts
  private readonly outcomes: Outcomes
  private readonly texts: Texts
  private readonly messageOf = new Map<string, MessageId>()
  private readonly done = new Set<string>()
  /** Events that wait for a message, in order. */
  private readonly waiting = new Map<MessageId, KnownFact[]>()

  constructor(
    stage: Stage,
    messages: ReadonlyMap<MessageId, Written>,
    given: TreeFacts,
    outcomes: Outcomes,
    texts: Texts
  ) {
    this.stage = stage
    this.messages = messages
    this.given = given
    this.outcomes = outcomes
    this.texts = texts
    for (const { id, versions } of messages.values()) for (const version of versions) this.messageOf.set(version, id)
  }

  tell(facts: readonly KnownFact[]): void {
    const changes = changesThatCount(this.given.changes ?? [], this.given.people).sort(
      (a, b) => a.content.at - b.content.at || compareText(a.id, b.id)
    )
    for (const { at, fact } of this.inOrder(facts)) {
      for (let next = changes[0]; next && isBefore(next, at, fact.id); next = changes[0]) {
        this.stage.rules = changed(this.stage.rules, next)
        changes.shift()
      }
      this.happen(fact)
    }
    // Later changes hold for what is asked for now.
    for (const change of changes) this.stage.rules = changed(this.stage.rules, change)
    // What an answer hangs on is here, but was refused.
    for (const [target, facts] of this.waiting)
      if (this.messages.has(target)) for (const fact of facts) this.outcomes.returned(fact, 'no-such-message')
  }

  private inOrder(facts: readonly KnownFact[]): Event[] {
    return facts
      .flatMap((fact): Event[] => {
        const at = this.timeOf(fact)
        return at === undefined ? [] : [{ at, fact }]
      })
      .sort((a, b) => a.at - b.at || compareText(a.fact.id, b.fact.id))
  }

  /** Nothing was answered before it was lent. */
  private timeOf(fact: KnownFact): number | undefined {
    const at = timeOf(fact)
    const lent = isAnswer(fact) ? this.given.lendings.get(fact.content.task[0])?.at : undefined
    return at === undefined ? undefined : Math.max(at, lent ?? 0)
  }

  private happen(fact: KnownFact): void {
    const refusal = this.apply(fact)
    if (refusal === 'waits') return
    if (refusal === undefined) this.outcomes.merged(fact)
    else this.outcomes.returned(fact, refusal)
    if (fact.is === 'writing' && refusal === undefined) this.arrived(uuidOf(fact.id))
  }

  private arrived(message: MessageId): void {
    const waited = this.waiting.get(message) ?? []
    this.waiting.delete(message)
    for (const fact of waited) this.happen(fact)
  }

  private apply(fact: KnownFact): Refusal | 'waits' | undefined {
    switch (fact.is) {
      case 'writing':
      case 'review':
      case 'ballot':
      case 'skip':
        return this.answer(fact)
      case 'emoji':
      case 'label':
      case 'report':
      case 'delete':
      case 'undelete':
        return this.on(fact, fact.content.message, (post) => this.say(fact, post))
      case 'import_tree': {
        if (this.stage.posts.size > 0) {
          this.outcomes.spare(fact, 'known-already')
          return 'waits'
        }
        const imported = { as: fact.content.as, fields: this.texts.fieldsOf(fact) }
        importTree(
          this.stage,
          imported,
          [...this.messages.values()].filter(({ given }) => given !== undefined)
        )
        for (const id of this.stage.posts.keys()) this.arrived(id)
        return undefined
      }
      case 'erase':
        return 'waits' // settled apart
      default:
        decide(this.stage, fact.is, fact.id)
        return undefined
    }
  }

  /** Does something to a message, now or once it is there. */
  private on(
    fact: KnownFact,
    version: string,
    what: (post: Post) => Refusal | undefined
  ): Refusal | 'waits' | undefined {
    const post = this.post(fact, version)
    if (!post) return 'waits'
    return what(post)
  }

  private post(fact: KnownFact, version: string): Post | undefined {
    const id = this.messageOf.get(version) ?? version
    const post = this.stage.posts.get(id)
    if (!post) this.waiting.set(id, [...(this.waiting.get(id) ?? []), fact])
    return post
  }

  private say(fact: Of<'emoji' | 'label' | 'report' | 'delete' | 'undelete'>, post: Post): Refusal | undefined {
    const { contributor } = memberOf(this.given.people, fact.device)
    if (fact.is === 'emoji') return react(post, reactionOf(fact, contributor))
    if (fact.is === 'label') label(post, freeLabels(fact, contributor))
    else if (fact.is === 'report')
      report(post, { ...freeLabels(fact, contributor), report: { text: this.texts.of(fact) ?? null } })
    else if (fact.is === 'delete') remove(this.stage, post.id, fact.content.alone === true)
    else restore(this.stage, post.id)
    return undefined
  }

  private answer(fact: AnswerFact): Refusal | 'waits' | undefined {
    const { content } = fact
    const lending = this.given.lendings.get(content.task[0])
    const task = lending && taskAt(lending, content.task[1])
    if (!lending || !task) return 'waits'
    const about = task.target === undefined ? [] : [task.target, ...task.candidates]
    const posts: Post[] = []
    for (const version of about) {
      const post = this.post(fact, version)
      if (!post) return 'waits'
      posts.push(post)
    }
    const key = JSON.stringify(content.task)
    if (content.saved > lending.until) return 'task-expired'
    if (this.done.has(key)) return 'task-done'
    const { contributor } = memberOf(this.given.people, fact.device)
    const refusal = this.give(fact, posts, { contributor, task, lending })
    if (refusal === undefined && fact.is !== 'skip') this.done.add(key)
    return refusal
  }

  private give(
    fact: AnswerFact,
    [target, ...candidates]: readonly Post[],
    answer: Answer
  ): Refusal | 'waits' | undefined {
    switch (fact.is) {
      case 'writing': {
        const written = this.messages.get(uuidOf(fact.id))
        return written ? write(this.stage, fact, written, target, answer) : 'waits'
      }
      case 'review':
        return target ? review(this.stage, fact, target, answer) : 'waits'
      case 'ballot':
        if (!target) return 'waits' // ballots over prompts feed no tree
        if (candidates.some(({ parent }) => parent !== target.id)) return 'not-an-order'
        return rank(this.stage, fact, target, candidates, answer)
      case 'skip':
        if (target) skip(fact, target, answer)
        return undefined
    }
  }
}

function reactionOf({ id, content }: Of<'emoji'>, contributor: string): Reaction {
  const { emoji, saved, removed = false } = content
  return { fact: id, contributor, at: saved, emoji, removed }
}

function freeLabels({ id, content }: Of<'label' | 'report'>, contributor: string): FreeLabelView {
  return { fact: id, contributor, at: content.saved, labels: content.labels ?? {} }
}

function isBefore(change: Known<'rules'>, at: number, id: FactId): boolean {
  return change.content.at < at || (change.content.at === at && change.id < id)
}

/** Parameters of later versions change nothing. */
function changed(rules: Rules, { content }: Known<'rules'>): Rules {
  const known = Object.entries(content.parameters).filter(([name]) => Object.hasOwn(rules, name))
  return { ...rules, ...Object.fromEntries(known) }
}
