import type { Fact } from '../fact/fact.ts'
import { isBallot, isReview } from '../fact/kinds.ts'
import type { Places } from '../fact/places.ts'
import { uuidOf } from '../hash.ts'
import type { Need, TreeView } from '../tree/view.ts'
import { Chance } from './chance.ts'
import { keyOf, Story, TERMS } from './story.ts'

const PEOPLE = ['ada', 'bo', 'cy', 'di', 'ed', 'flo', 'gus', 'hal', 'ivy', 'jo', 'kit', 'lea', 'ada phone', 'bo phone']
/** Prompts of other trees. */
const OTHERS = ['another prompt', 'one more prompt']
/** There are few people, so that trees come to an end though no two of them agree. */
const FEW = { max_rankings: 3, rank_prompter_replies: true, auto_mod_red_flags: 3 }
const SMALL = { ...FEW, goal_tree_size: 5, num_reviews_reply: 2, num_prompter_replies: 2 }

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
    this.story = new Story(this.chance.happens(0.7) ? SMALL : FEW)
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

  private get saved() {
    const { at } = this.more as { at?: number }
    return at === undefined ? {} : { saved: at }
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
    const task = this.story.lend(name, kind, target, this.chance.shuffled(candidates))
    // The same answer twice, as from a restored profile, or one on another's task.
    const giver = this.chance.happens(0.05) ? this.person : name
    for (let times = this.chance.happens(0.1) ? 2 : 1; times > 0; times--) {
      if (isReview(kind)) this.story.answer(giver, kind, task, { ...this.opinion(), ...this.more })
      else if (isBallot(kind)) this.story.answer(giver, kind, task, { ...this.ballot(candidates), ...this.more })
      else this.story.answer(giver, kind, task, { ...this.text(giver), lang: 'en', ...this.more })
    }
  }

  /** Mostly good, now and then with labels left open, or that one cannot tell; personal data with its passage. */
  private opinion() {
    const mark = (probability: number) => (this.chance.happens(probability) ? 1 : 0)
    const unsure = this.chance.happens(0.1)
    const labels = {
      ...(!unsure && { spam: mark(0.12) }),
      ...(this.chance.happens(0.7) && { lang_mismatch: mark(0.1), pii: mark(0.05), quality: this.chance.below(5) / 4 })
    }
    const evidence = labels.pii === 1 ? [{ label: 'pii', start: 1, end: 3 }] : undefined
    return { labels, ...(evidence && { evidence }), ...(unsure && { unsure: ['spam', 'hate_speech'] }) }
  }

  /** Most compare all, some leave replies out, some find that there is nothing to rank. */
  private ballot(candidates: readonly string[]) {
    const order = this.tied(this.chance.shuffled(candidates.map((_, i) => i)))
    if (this.chance.happens(0.1))
      return { order: order.slice(1), ...(this.chance.happens(0.5) && { not_rankable: true }) }
    return { order, ...(this.chance.happens(0.3) && { good: this.chance.below(candidates.length) }) }
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
      () => this.amend(name, id, messages.find((message) => message.id === id)?.version ?? id),
      () => this.story.skip(name, 'assistant_reply', id, this.more),
      () => this.story.review(name, id, { spam: 9 }),
      () => this.react(name, id),
      () => this.story.rankPrompts(name, this.tied(this.chance.shuffled([this.story.tree, ...OTHERS])), this.more),
      () => this.story.add(name, { kind: 'applause', v: 3, message: id }),
      () => this.story.add(name, { kind: 'halt', v: 1, tree: id, at: 1 })
    ]
    this.chance.one(acts)?.()
  }

  /** Mostly of others' texts; what is lent later is the version that stands, and not what these would have made of it. */
  private amend(name: string, message: string, saw: string): void {
    const content = { kind: 'amend', v: 1, message, saw, text: 'Amended.', salt: new Uint8Array(16) }
    this.story.add(name, { ...content, saved: this.story.tick(), ...this.saved })
  }

  private react(name: string, id: string): void {
    const removed = this.chance.happens(0.2)
    const emoji = this.chance.one(['red_flag', '+1', '-1', '-1'])
    const acts = [
      () => this.story.react(name, 'emoji', id, { emoji, removed, ...this.more }),
      () => this.story.react(name, 'emoji', id, { emoji, ...this.more }),
      () => this.story.react(name, 'label', id, { labels: { political_content: 1, toxicity: 0.5 }, ...this.more }),
      () => this.story.react(name, 'report', id, { text: 'Look at this.', ...this.more })
    ]
    this.chance.one(acts)?.()
  }

  /** A decision of a moderator or a hub, or of an author about their own text. */
  decide(): void {
    const view = this.viewOf('hub')
    const id = this.chance.one(view.messages)?.id ?? this.story.tree
    // Without its prompt a tree is none.
    const fact = this.chance.one(this.story.facts.slice(2)) ?? (this.story.facts[0] as Fact)
    const of = (kind: string) => this.story.facts.filter((one) => one.content.kind === kind).map((one) => one.id)
    const deletions = of('delete')
    const tree = this.story.tree
    const some = (ids: readonly string[]) => ids.filter(() => this.chance.happens(0.5))
    const acts = [
      () => this.story.decide('delete', { message: id, ...(this.chance.happens(0.3) && { alone: true }) }),
      () => this.story.decide('clear', { message: id }),
      () => this.stopOrGoOn(of),
      () => this.story.decide(this.chance.one(['recheck', 'retry', 'lose']) as string, { tree }),
      () => this.story.decide('activate', { tree, seed: 1 }),
      () => this.story.decide('undelete', { message: id, undoes: some(deletions) }),
      () => this.story.decide('undelete', { message: id, undoes: deletions }),
      () => this.story.add(this.person, { kind: 'erase', v: 1, facts: [fact.id], at: 1 }),
      () =>
        fact !== this.story.facts[0] &&
        (of('decline').length > 0 && this.chance.happens(0.5)
          ? this.appealOrHear(fact, of)
          : this.story.decide('decline', { fact: fact.id, rule: this.chance.one(['copied', 'bot']) })),
      () => this.finish(view)
    ]
    this.chance.one(acts)?.()
  }

  /** Whoever appeals may be the author or not, and a hearing may lift what it is about or something else. */
  private appealOrHear(fact: Fact, of: (kind: string) => string[]): void {
    const declined = this.story.facts.find(({ content }) => content.kind === 'decline')?.content.fact ?? fact.id
    const [appeal] = of('appeal')
    const saved = this.story.tick()
    if (appeal === undefined)
      this.story.add(this.person, { kind: 'appeal', v: 1, fact: declined, text: 'Please look again.', saved })
    else this.story.decide('hearing', { appeal, fact: declined, declines: of('decline'), text: 'Right.' })
  }

  /** Whatever is stopped goes on some time later. */
  private stopOrGoOn(of: (kind: string) => string[]): void {
    const tree = this.story.tree
    const halts = [...of('halt'), ...of('abort')]
    if (this.chance.happens(0.8)) this.story.decide('restart', { tree, halts })
    else this.story.decide(this.chance.happens(0.7) ? 'halt' : 'abort', { tree })
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

  /** A ban, its lifting, or a word on consent; they touch what people may do next, and nothing that they did. */
  aboutPersons(): void {
    const { persons } = this.story
    const bans = persons.filter(({ content }) => content.kind === 'ban').map(({ id }) => id)
    const acts = [
      () => this.story.person('moderator', { kind: 'ban', v: 1, contributor: this.person, at: this.story.tick() }),
      () => this.story.person('organizer', { kind: 'unban', v: 1, bans, at: this.story.tick() }),
      () => this.story.person(this.person, { kind: 'withdraw', v: 1, saved: this.story.tick() }),
      () => this.story.person(this.person, { kind: 'consent', v: 1, terms: TERMS, saved: this.story.tick() })
    ]
    this.chance.one(acts)?.()
  }

  /** Parameters that organizers change while work goes on. */
  changeRules(): void {
    const goal_tree_size = 3 + this.chance.below(10)
    this.story.change({ goal_tree_size, max_rankings: 2 + this.chance.below(3), flag_threshold: 0.4 })
  }

  live(steps: number, { decisions = 0.06, mischief = 0.12 } = {}): this {
    for (let step = 0; step < steps; step++) {
      if (this.chance.happens(decisions)) this.decide()
      else if (this.chance.happens(mischief)) this.mischief()
      else if (this.chance.happens(0.02)) this.claim()
      else if (this.chance.happens(0.015)) this.aboutPersons()
      else this.contribute()
    }
    return this
  }
}
