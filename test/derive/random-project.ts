import type { Chance } from '../../src/core/examples/chance.ts'
import { keyOf, Story, TERMS } from '../../src/core/examples/story.ts'
import { type Content, type Fact, makeFact } from '../../src/core/fact/fact.ts'
import { isBallot, isReview } from '../../src/core/fact/kinds.ts'
import type { Project } from '../../src/core/project/project.ts'
import { type Rules, UNDERSTORY } from '../../src/core/rules.ts'
import type { Need, TreeView } from '../../src/core/tree/view.ts'

const PEOPLE = ['ada', 'bo', 'cy', 'di', 'ed', 'flo', 'gus', 'hal', 'ada phone', 'bo phone', 'newcomer']
const SMALL: Partial<Rules> = { goal_tree_size: 4, num_reviews_reply: 2, max_active_trees: 6 }
/** Of a project whose trees are soon finished. */
export const RULES: Rules = { ...UNDERSTORY, ...SMALL }
const MOST_TREES = 15

/**
 * The life of a project of many trees as chance has it: work, decisions and mischief as on one tree, and facts about
 * persons and rules that touch many. What happens is told a fact or two at a time, most of it at once and some of it late.
 */
export class RandomProject {
  readonly story = new Story(SMALL)
  private readonly chance: Chance
  /** Of this project, as whoever works in it sees it. */
  private readonly project: Project
  private readonly prompts: string[] = []
  private readonly told = { facts: 0, persons: 0, changes: 0, lendings: 0 }
  private readonly late: Fact[] = []
  private bans: string[] = []

  constructor(chance: Chance, project: Project) {
    this.chance = chance
    this.project = project
    this.story.grant('deputy', 'hub')
    for (const name of PEOPLE)
      this.story.grant(name, 'contributor', { contributor: name.split(' ')[0] ?? '', giver: 'hub' })
  }

  /** Something happens. @returns the facts that come to light. */
  step(): Fact[] {
    // Whom the project names and who lends is known before anything else can come.
    const isFirst = this.told.persons === 0
    if (!isFirst) this.act()
    const fresh = this.fresh()
    const come = fresh.filter(() => isFirst || this.chance.happens(0.85))
    this.late.push(...fresh.filter((fact) => !come.includes(fact)))
    if (this.late.length > 0 && this.chance.happens(0.3))
      come.push(...this.late.splice(this.chance.below(this.late.length), 1))
    return come
  }

  private fresh(): Fact[] {
    const { facts, persons, changes, lendings } = this.story
    const lent = [...lendings.values()].slice(this.told.lendings)
    const fresh = [
      ...persons.slice(this.told.persons),
      ...lent.map((content) => makeFact(keyOf('hub'), content as unknown as Content)),
      ...facts.slice(this.told.facts),
      ...changes
        .slice(this.told.changes)
        .map(({ id, device, content }) => ({ id, device, content: content as Content }))
    ]
    Object.assign(this.told, {
      facts: facts.length,
      persons: persons.length,
      changes: changes.length,
      lendings: lendings.size
    })
    return fresh
  }

  private act(): void {
    const { chance } = this
    if (this.prompts.length < 3 || (this.prompts.length < MOST_TREES && chance.happens(0.05)))
      this.prompts.push(this.story.prompt(this.person))
    else if (chance.happens(0.05)) this.aboutPersons()
    else if (chance.happens(0.12)) this.decide()
    else if (chance.happens(0.88)) this.contribute()
    else this.mischief()
  }

  private get person(): string {
    return this.chance.one(PEOPLE) as string
  }

  private get view(): TreeView | undefined {
    return this.project.view(this.chance.one(this.prompts) ?? '')
  }

  private contribute(): void {
    const view = this.view
    const need = this.chance.one(view?.needs ?? [])
    if (view?.state === 'prompt_lottery_waiting') this.story.decide('lottery', { tree: view.id, seed: 1 })
    else if (view?.due) this.story.decide('finish', { tree: view.id, counted: view.due })
    else if (need) this.meet(this.person, need)
    else this.mischief()
  }

  private meet(name: string, { kind, target, candidates }: Need): void {
    const { story, chance } = this
    const task = story.lend(name, kind, target, chance.shuffled(candidates))
    const saved = chance.happens(0.1) ? { saved: chance.below(2_000_000_000) } : {}
    const giver = chance.happens(0.05) ? this.person : name
    if (chance.happens(0.05)) story.answer(giver, 'skip', task, { reason: 'other', ...saved })
    else if (isReview(kind))
      story.answer(giver, kind, task, { labels: { spam: chance.below(8) === 0 ? 1 : 0 }, ...saved })
    else if (isBallot(kind)) story.answer(giver, kind, task, { order: candidates.map((_, i) => i), ...saved })
    else {
      const pieces = chance.happens(0.15)
        ? [story.add(giver, { kind: 'piece', v: 1, text: `Piece ${story.facts.length}.` }).id]
        : []
      const text = {
        text: `Text ${story.facts.length}.`,
        salt: new Uint8Array(8),
        lang: 'en',
        ...(pieces.length > 0 && { pieces })
      }
      story.answer(giver, kind, task, { ...text, ...saved })
    }
  }

  private mischief(): void {
    const { story, chance } = this
    const name = this.person
    const id = chance.one(this.view?.messages ?? [])?.id ?? this.prompts[0] ?? ''
    chance.one([
      () => story.review(name, id, { spam: chance.below(2) }),
      () => story.reply(name, id, chance.happens(0.5) ? 'assistant_reply' : 'prompter_reply'),
      () => story.amend(name, id, `Amended ${story.facts.length}.`),
      () => story.react(name, 'emoji', id, { emoji: '+1' }),
      () => story.react(name, 'label', id, { labels: { quality: 0.5 } }),
      () => story.react(name, 'report', id, { text: 'Look at this.' }),
      () => story.rankPrompts(name, chance.shuffled(this.prompts).slice(0, 4)),
      () => story.add(name, { kind: 'applause', v: 3, message: id }),
      () => story.add(name, { kind: 'halt', v: 1, tree: id, at: 1 }),
      () => story.review(name, id, { spam: 9 })
    ])?.()
  }

  private decide(): void {
    const { story, chance } = this
    const view = this.view
    const id = chance.one(view?.messages ?? [])?.id ?? ''
    const some = (kind: string) =>
      story.facts.filter(({ content }) => content.kind === kind && chance.happens(0.5)).map((fact) => fact.id)
    const facts = Array.from({ length: 1 + chance.below(3) }, () => chance.one(story.facts)?.id ?? '').filter(Boolean)
    const tree = view?.id ?? ''
    if (id === '' || tree === '') return
    chance.one([
      () => story.decide('delete', { message: id, ...(chance.happens(0.3) && { alone: true }) }),
      () => story.decide('undelete', { message: id, undoes: some('delete') }),
      () =>
        story.add(chance.happens(0.5) ? 'moderator' : this.person, { kind: 'erase', v: 1, facts, at: story.tick() }),
      () => story.decide('decline', { fact: facts[0], rule: 'copied' }),
      () => story.decide('halt', { tree }),
      () => story.decide('restart', { tree, halts: some('halt') }),
      () => story.decide('clear', { message: id }),
      () => view?.finish && story.decide('reopen', { tree, finishes: [view.finish] })
    ])?.()
  }

  /** Whatever touches many trees at once. */
  private aboutPersons(): void {
    const { story, chance } = this
    const name = this.person
    const at = story.tick()
    chance.one([
      () =>
        story.person(name, {
          kind: 'succeed',
          v: 1,
          to: keyOf(chance.happens(0.5) ? this.person : `${name} new`),
          saved: at
        }),
      () => story.person(name, { kind: 'consent', v: 1, terms: TERMS, saved: at }),
      () => story.person(name, { kind: 'withdraw', v: 1, saved: at }),
      () => {
        const ban = story.person(chance.happens(0.8) ? 'moderator' : this.person, {
          kind: 'ban',
          v: 1,
          contributor: name,
          at
        })
        this.bans.push(ban.id)
      },
      () => story.person('moderator', { kind: 'unban', v: 1, bans: this.bans.filter(() => chance.happens(0.5)), at }),
      () =>
        story.grant(name, chance.happens(0.2) ? 'moderator' : 'contributor', {
          contributor: chance.happens(0.5) ? name : this.person,
          giver: chance.happens(0.7) ? 'organizer' : 'deputy'
        }),
      () =>
        chance.happens(0.3) &&
        story.change({ num_reviews_reply: 2 + chance.below(2), max_rankings: 3 + chance.below(3) })
    ])?.()
  }
}
