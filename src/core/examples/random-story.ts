import type { Fact } from '../fact/fact.ts'
import { isBallot, isReview } from '../fact/kinds.ts'
import type { Places } from '../fact/places.ts'
import { uuidOf } from '../hash.ts'
import type { Need, TreeView } from '../tree/view.ts'
import { Chance } from './chance.ts'
import { keyOf, Story } from './story.ts'

const PEOPLE = ['ada', 'bo', 'cy', 'di', 'ed', 'flo', 'gus', 'hal', 'ada phone', 'bo phone']
const SMALL = { goal_tree_size: 5, num_reviews_reply: 2, num_required_rankings: 2, num_prompter_replies: 2 }

/**
 * The life of one tree as chance has it: people who work from views long out of date, on two devices, twice, on each
 * other's tasks, with wrong clocks; moderators who delete, restore, decline and erase; hubs that finish and reopen.
 */
export class RandomStory {
  readonly story: Story
  readonly chance: Chance
  private readonly ties: Chance
  /** What each person last saw of the tree. */
  private readonly seen = new Map<string, TreeView>()

  constructor(seed: number, { imports = true } = {}) {
    this.chance = new Chance(seed)
    this.ties = new Chance(seed)
    this.story = new Story(this.chance.happens(0.7) ? SMALL : {})
    for (const name of PEOPLE)
      this.story.grant(name, 'contributor', { contributor: name.split(' ')[0] ?? '', giver: 'hub' })
    if (imports && this.chance.happens(0.3)) this.begunElsewhere()
    else this.story.prompt('ada')
  }

  private begunElsewhere(): void {
    const as = this.chance.one(['as-is', 'growing', 'ranking', 'backlog', 'prompts']) ?? 'growing'
    const state = this.chance.one(['growing', 'ranking', 'initial_prompt_review', undefined])
    this.story.importTree('m0', as, { ...(as === 'as-is' && state && { tree_state: state }) })
    for (let i = 0; i < 6; i++) {
      const parent = i === 0 ? undefined : this.chance.below(i)
      const role = parent === undefined || this.roles[parent] === 'assistant' ? 'prompter' : 'assistant'
      this.roles.push(role)
      const result = this.chance.one([true, true, true, false, undefined])
      const fields = { role, ...(result !== undefined && { review_result: result }), deleted: this.chance.happens(0.1) }
      this.story.importMessage(`m${i}`, parent === undefined ? undefined : `m${parent}`, fields)
    }
  }

  private readonly roles: string[] = []

  private get person(): string {
    return this.chance.one(PEOPLE) as string
  }

  private viewOf(name: string): TreeView {
    const seen = this.seen.get(name)
    if (seen && this.chance.happens(0.6)) return seen
    const view = this.story.view()
    this.seen.set(name, view)
    return view
  }

  private get more() {
    return this.chance.happens(0.2) ? { at: this.chance.below(2_000_000_000) } : {}
  }

  /** Something that tree is in want of, done by someone who may even have done it before. */
  contribute(name = this.person): void {
    const view = this.viewOf(name)
    const need = this.chance.one(view.needs)
    if (view.state === 'prompt_lottery_waiting') this.story.decide('lottery', { tree: view.id, seed: 1 })
    else if (need && this.chance.happens(0.1)) this.story.skip(name, need.kind, need.target, { ...this.more })
    else if (need) this.meet(name, need)
    else this.mischief(name)
  }

  private meet(name: string, { kind, target, candidates }: Need): void {
    const labels = { spam: this.chance.happens(0.15) ? 1 : 0, lang_mismatch: this.chance.happens(0.1) ? 1 : 0 }
    const task = this.story.lend(name, kind, target, this.chance.shuffled(candidates))
    // The same answer twice, as from a restored profile, or one on another's task.
    const giver = this.chance.happens(0.05) ? this.person : name
    for (let times = this.chance.happens(0.1) ? 2 : 1; times > 0; times--) {
      if (isReview(kind)) this.story.answer(giver, kind, task, { labels, ...this.more })
      else if (isBallot(kind)) this.story.answer(giver, kind, task, { order: this.order(candidates), ...this.more })
      else this.story.answer(giver, kind, task, { ...this.text(giver), lang: 'en', ...this.more })
    }
  }

  private order(candidates: readonly string[]): Places<number> {
    const order = this.tied(this.chance.shuffled(candidates.map((_, i) => i)))
    return this.chance.happens(0.1) ? order.slice(1) : order
  }

  /** Now and then the best ones tie. */
  private tied<T>(order: readonly T[]): Places<T> {
    if (order.length < 2 || this.ties.happens(0.6)) return order
    const count = 2 + this.ties.below(order.length - 1)
    return [order.slice(0, count), ...order.slice(count)]
  }

  private text(name: string) {
    const text = `Text ${this.chance.below(1000)}`
    if (this.chance.happens(0.8)) return { text }
    const piece = this.story.add(name, { kind: 'piece', v: 1, text: 'A piece. ' })
    if (this.chance.happens(0.3)) this.story.facts.splice(-1) // and it never comes
    return { text, pieces: [piece.id] }
  }

  /** Work that nobody asked for: on any message, or of no sense at all. */
  mischief(name = this.person): void {
    const { messages } = this.viewOf(name)
    const id = this.chance.one(messages)?.id ?? this.story.tree
    const siblings = messages.filter(({ parent }) => parent === id).map((message) => message.id)
    const acts = [
      () => this.story.review(name, id, { spam: this.chance.below(2) }, this.more),
      () => this.story.reply(name, id, this.chance.happens(0.5) ? 'assistant_reply' : 'prompter_reply', this.more),
      () => this.story.rank(name, id, this.tied(this.chance.shuffled(siblings)), this.more),
      () => this.story.amend(name, id, 'Amended.', this.more),
      () => this.story.skip(name, 'assistant_reply', id, this.more),
      () => this.story.review(name, id, { spam: 9 }),
      () => this.story.add(name, { kind: 'applause', v: 3, message: id }),
      () => this.story.add(name, { kind: 'halt', v: 1, tree: id, at: 1 })
    ]
    this.chance.one(acts)?.()
  }

  /** A decision of a moderator or a hub, or of an author about their own text. */
  decide(): void {
    const view = this.viewOf('hub')
    const id = this.chance.one(view.messages)?.id ?? this.story.tree
    // Without its prompt a tree is none.
    const fact = this.chance.one(this.story.facts.slice(2)) ?? (this.story.facts[0] as Fact)
    const deletions = this.story.facts.filter(({ content }) => content.kind === 'delete').map((deletion) => deletion.id)
    const some = (ids: readonly string[]) => ids.filter(() => this.chance.happens(0.5))
    const acts = [
      () => this.story.decide('delete', { message: id }),
      () => this.story.decide('undelete', { message: id, undoes: some(deletions) }),
      () => this.story.decide('undelete', { message: id, undoes: deletions }),
      () => this.story.add(this.person, { kind: 'erase', v: 1, facts: [fact.id], at: 1 }),
      () =>
        fact !== this.story.facts[0] &&
        this.story.decide('decline', { fact: fact.id, rule: this.chance.one(['copied', 'bot']) }),
      () => this.finish(view)
    ]
    this.chance.one(acts)?.()
  }

  private finish(view: TreeView): void {
    if (view.due) this.story.decide('finish', { tree: view.id, counted: view.due })
    else if (view.finish && this.chance.happens(0.5))
      this.story.decide('reopen', { tree: view.id, finishes: [view.finish] })
    else
      this.story.decide('finish', { tree: view.id, counted: this.story.facts.slice(0, 9).map(({ id }) => uuidOf(id)) })
  }

  /** Someone claims a device, their own new one or another's. */
  claim(): void {
    const to = this.chance.happens(0.5) ? this.person : 'new device'
    this.story.person(this.person, { kind: 'succeed', v: 1, to: keyOf(to), saved: this.story.tick() })
  }

  live(steps: number, { decisions = 0.06, mischief = 0.12 } = {}): this {
    for (let step = 0; step < steps; step++) {
      if (this.chance.happens(decisions)) this.decide()
      else if (this.chance.happens(mischief)) this.mischief()
      else if (this.chance.happens(0.02)) this.claim()
      else this.contribute()
    }
    return this
  }
}
