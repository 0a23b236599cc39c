import { decodeCbor, encodeCbor } from '../cbor.ts'
import { type Content, type DeviceKey, type Fact, makeFact, type TreeId, type VersionId } from '../fact/fact.ts'
import { isWriting, type TaskKind } from '../fact/kinds.ts'
import { uuidOf } from '../hash.ts'
import type { Member } from '../people.ts'
import { type Rules, UNDERSTORY } from '../rules.ts'
import { evaluate } from '../tree/evaluate.ts'
import type { Lending } from '../tree/task.ts'
import type { TreeView } from '../tree/view.ts'
import { type ExportOptions, exportTrees } from './export.ts'
import { type ImportAs, importContents } from './import.ts'
import type { ParsedTree, Refusal } from './parsed.ts'
import { type ReadOptions, readDataset } from './read.ts'

/** What the tests of this folder share: a file's way through facts to views and out again, and trees made by hand. */
export const HUB = 'ab'.repeat(32)

export function read(text: string, options: ReadOptions = {}): { trees: ParsedTree[]; refusals: Refusal[] } {
  const found = [...readDataset([text], options)]
  return {
    trees: found.flatMap((one) => ('tree' in one ? [one.tree] : [])),
    refusals: found.flatMap((one) => ('refused' in one ? [one.refused] : []))
  }
}

/** The facts of a file's trees, as they arrive after a way through bytes. */
export function factsOf(tree: ParsedTree, as: ImportAs = 'as-is'): Fact[] {
  let salts = 0
  const sealing = { device: HUB, salt: () => new Uint8Array(16).fill(salts++) }
  return importContents(tree, as, 1_700_000_000, sealing).map((content) =>
    makeFact(HUB, decodeCbor(encodeCbor(content)) as Content)
  )
}

export function viewsOf(text: string, as: ImportAs = 'as-is'): TreeView[] {
  return read(text).trees.map((tree) => new Project(tree.tree, factsOf(tree, as)).view())
}

export function exported(views: Iterable<TreeView>, options: ExportOptions = {}): string[] {
  return [...exportTrees(views, options)]
}

/** Everything, imported as it is and given back. */
export function roundTrip(text: string, format: 'trees' | 'messages' = 'trees'): string[] {
  return exported(viewsOf(text), { all: true, format })
}

const QUICK: Rules = {
  ...UNDERSTORY,
  goal_tree_size: 3,
  num_reviews_initial_prompt: 1,
  num_reviews_reply: 1,
  num_required_rankings: 1,
  consensus: 'ranked-pairs'
}

/** One tree that people work on: each task is lent to who does it, at a second of its own. */
export class Project {
  private readonly lendings = new Map<string, Lending>()
  private readonly people = new Map<DeviceKey, Member>([[HUB, { contributor: 'hub', role: 'hub', consented: true }]])
  private now = 1_700_000_000
  private tree: TreeId
  readonly facts: Fact[]

  constructor(tree: TreeId = '', facts: readonly Fact[] = []) {
    this.tree = tree
    this.facts = [...facts]
  }

  /** @returns the UUID of the fact: for a writing its message's id. */
  work(
    who: string,
    kind: TaskKind,
    target: VersionId | undefined,
    answer: Record<string, unknown>,
    candidates: VersionId[] = []
  ): string {
    const { device, done } = this.lend(who, kind, target, candidates)
    return this.add(makeFact(device, { kind, v: 1, ...done, ...(isWriting(kind) && { lang: 'en' }), ...answer }))
  }

  skip(who: string, kind: TaskKind, target: VersionId): string {
    const { device, done } = this.lend(who, kind, target, [])
    return this.add(makeFact(device, { kind: 'skip', v: 1, ...done, reason: 'other' }))
  }

  /** What needs no task: a reaction, free labels, a report. */
  say(who: string, said: { readonly kind: string; readonly [field: string]: unknown }): string {
    this.now += 60
    return this.add(makeFact(this.deviceOf(who), { v: 1, saved: this.now, ...said }))
  }

  private deviceOf(who: string): DeviceKey {
    const device = who.charCodeAt(0).toString(16).padStart(64, '0')
    this.people.set(device, { contributor: who, role: 'contributor', consented: true })
    return device
  }

  private lend(who: string, kind: TaskKind, target: VersionId | undefined, candidates: readonly VersionId[]) {
    const device = this.deviceOf(who)
    const shown = [...(target === undefined ? [] : [target]), ...candidates]
    const task = { kind, ...(target !== undefined && { target: 0 }), candidates: candidates.map((_, at) => at + 1) }
    this.now += 60
    const lending = { kind: 'lending', v: 1, device, until: this.now, at: this.now, lang: 'en', shown, tasks: [task] }
    const lent = makeFact(HUB, { ...lending, nonce: Uint8Array.of(this.lendings.size) })
    this.lendings.set(lent.id, lent.content as unknown as Lending)
    return { device, done: { task: [lent.id, 0], saved: this.now, took: 5 } }
  }

  private add(fact: Fact): string {
    this.facts.push(fact)
    if (fact.content.kind === 'initial_prompt') this.tree = uuidOf(fact.id)
    return uuidOf(fact.id)
  }

  decide(kind: string, said: Record<string, unknown>): string {
    const fact = makeFact(HUB, { kind, v: 1, at: this.now, ...said })
    this.facts.push(fact)
    return fact.id
  }

  view(rules: Rules = QUICK): TreeView {
    const view = evaluate({ tree: this.tree, facts: this.facts, lendings: this.lendings, people: this.people }, rules)
    if (!view) throw new Error(`no root of ${this.tree}`)
    return view
  }
}

export const GOOD = { labels: { spam: 0, quality: 1 } }
const BAD = { labels: { spam: 1, lang_mismatch: 1 } }

/** A prompt with two accepted replies and a rejected one: its replies are to be ranked. */
export function workedTree() {
  const project = new Project()
  const prompt = project.work('ann', 'initial_prompt', undefined, { text: 'What is moss?' })
  project.work('ben', 'label_initial_prompt', prompt, { labels: { spam: 0, quality: 0.5 } })
  project.decide('lottery', { tree: prompt, seed: 1 })
  const first = project.work('ben', 'assistant_reply', prompt, { text: 'A plant.' })
  const second = project.work('cat', 'assistant_reply', prompt, { text: 'A small plant\u2028without roots.' })
  const third = project.work('dan', 'assistant_reply', prompt, { text: 'Stone.' })
  const review = project.work('ann', 'label_assistant_reply', first, GOOD)
  project.work('ann', 'label_assistant_reply', second, GOOD)
  project.work('eve', 'label_assistant_reply', second, { labels: { spam: 0, quality: 0 } })
  project.work('eve', 'label_assistant_reply', third, BAD)
  return { project, prompt, first, second, third, review }
}

/** The same, ranked: ready. */
export function rankedTree() {
  const made = workedTree()
  const { project, prompt, first, second } = made
  const ballot = project.work('eve', 'rank_assistant_replies', prompt, { order: [1, 0] }, [first, second])
  return { ...made, ballot }
}

/** Ranked by one ballot, of four replies of which the two in the middle tie; a late one ties the best two. */
export function tiedTree() {
  const { project, prompt, first, second } = workedTree()
  const more = ['fay', 'gus'].map((who) => {
    const reply = project.work(who, 'assistant_reply', prompt, { text: `Moss, says ${who}.` })
    project.work('ann', 'label_assistant_reply', reply, GOOD)
    return reply
  })
  const replies = [first, second, ...more]
  const goal = { ...QUICK, goal_tree_size: 5 }
  project.work('eve', 'rank_assistant_replies', prompt, { order: [3, [2, 0], 1] }, replies)
  project.decide('finish', { tree: prompt, counted: project.view(goal).due ?? [] })
  project.work('hal', 'rank_assistant_replies', prompt, { order: [[1, 3], 2, 0] }, replies)
  return { view: () => project.view(goal), replies }
}

/** The rules of this project, for trees small enough to be told in a test. */
export const SMALL: Rules = { ...QUICK, goal_tree_size: 5, consensus: 'understory', max_rankings: 1 }

/** A prompt with four accepted replies, ranked by these ballots: places of positions, best first. */
export function fourReplies(
  ...ballots: readonly { readonly order: readonly (number | number[])[]; readonly [more: string]: unknown }[]
) {
  const { project, prompt, first, second, third } = workedTree()
  const more = ['fay', 'gus'].map((who) => {
    const reply = project.work(who, 'assistant_reply', prompt, { text: `Moss, says ${who}.` })
    project.work('ann', 'label_assistant_reply', reply, GOOD)
    return reply
  })
  const replies = [first, second, ...more]
  const voters = ['eve', 'hal', 'ivy', 'jon', 'kim']
  for (const [at, ballot] of ballots.entries())
    project.work(voters[at] ?? 'liz', 'rank_assistant_replies', prompt, ballot, replies)
  const rules = {
    ...SMALL,
    num_required_rankings: Math.max(1, ballots.length),
    max_rankings: Math.max(1, ballots.length)
  }
  return { project, prompt, replies, rejected: third, view: () => project.view(rules) }
}

export function json<T = Record<string, unknown>>(lines: readonly string[]): T[] {
  return lines.map((line) => JSON.parse(line))
}
