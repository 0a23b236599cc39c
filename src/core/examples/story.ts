import { checkFact, type Known, type KnownFact } from '../fact/check.ts'
import { type Content, type DeviceKey, type Fact, type FactId, type MessageId, makeFact } from '../fact/fact.ts'
import type { TaskKind } from '../fact/kinds.ts'
import type { Places } from '../fact/places.ts'
import { hashOf, uuidOf } from '../hash.ts'
import { type People, readPeople } from '../people.ts'
import { type Rules, UNDERSTORY } from '../rules.ts'
import { evaluate } from '../tree/evaluate.ts'
import type { Lending } from '../tree/task.ts'
import type { MessageView, TreeView } from '../tree/view.ts'
import { frozen } from './frozen.ts'

export const TERMS = hashOf('example terms', '')
export const GOOD = { spam: 0 }
export const BAD = { spam: 1, lang_mismatch: 1 }

/** When a fact says it was saved, or what stands in it besides. */
export type More = { readonly at?: number; readonly [field: string]: unknown }

/**
 * A project with one tree, told fact by fact for tests: every person is granted at first mention, every answer is lent
 * before it is given, and the clock goes on by a minute with every fact. All facts are frozen.
 */
export class Story {
  readonly persons: Fact[] = []
  readonly facts: Fact[] = []
  readonly lendings = new Map<FactId, Lending>()
  readonly rules: Rules
  /** Organizers' changes of the rules; a story knows them all. */
  readonly changes: Known<'rules'>[] = []
  /** The root of the tree: of the first prompt, or of the first import. */
  tree: MessageId = ''
  private clock = 1_700_000_000
  private members: People = new Map()
  private counted = 0
  private readonly granted = new Set<string>()
  private readonly versions = new Map<MessageId, string>()
  private readonly reviewKinds = new Map<MessageId, TaskKind>()

  constructor(rules: Partial<Rules> = {}) {
    // Three reviews of every message, so that stories read alike whatever the reviews say.
    this.rules = { ...UNDERSTORY, num_clean_reviews: 3, num_disputed_reviews: 3, ...rules }
    const organizers = [keyOf('organizer')]
    const at = this.tick()
    this.person('organizer', { kind: 'project', v: 1, name: 'Example', rules: 'example', organizers, terms: TERMS, at })
    this.grant('hub', 'hub')
    this.grant('moderator', 'moderator')
  }

  tick(): number {
    this.clock += 60
    return this.clock
  }

  /** Adds a fact of the tree. */
  add(name: string, content: Content): Fact {
    const fact = frozen(makeFact(keyOf(name), content))
    this.facts.push(fact)
    return fact
  }

  /** Adds a fact about persons. */
  person(name: string, content: Content): Fact {
    const fact = frozen(makeFact(keyOf(name), content))
    this.persons.push(fact)
    return fact
  }

  /** Parameters that hold from now on. */
  change(parameters: Partial<Rules>, name = 'organizer'): Fact {
    const fact = frozen(makeFact(keyOf(name), { kind: 'rules', v: 1, parameters, at: this.tick() }))
    this.changes.push(known(fact) as Known<'rules'>)
    return fact
  }

  grant(name: string, role: string, { contributor = name, giver = 'organizer' } = {}): Fact {
    this.granted.add(name)
    return this.person(giver, { kind: 'grant', v: 1, device: keyOf(name), role, contributor, at: this.tick() })
  }

  /** A decision of the hub. */
  decide(kind: string, fields: { readonly [field: string]: unknown }): Fact {
    return this.add('hub', { kind, v: 1, at: this.tick(), ...fields })
  }

  /** Lends one task; messages are named by their id and lent in the version that stands. */
  lend(name: string, kind: TaskKind, target?: MessageId, candidates: readonly MessageId[] = []): [FactId, number] {
    if (!this.granted.has(name)) this.grant(name, 'contributor', { giver: 'hub' })
    const shown = [...(target === undefined ? [] : [target]), ...candidates].map((id) => this.versions.get(id) ?? id)
    const first = target === undefined ? 0 : 1
    const task = { kind, ...(first === 1 && { target: 0 }), candidates: candidates.map((_, i) => i + first) }
    const at = this.tick()
    const lending = { device: keyOf(name), until: at + 86_400, at, nonce: new Uint8Array(8), lang: 'en', shown }
    const content = { kind: 'lending', v: 1, ...lending, tasks: [task] }
    const fact = makeFact(keyOf('hub'), content)
    this.lendings.set(fact.id, frozen(content) as unknown as Lending)
    return [fact.id, 0]
  }

  answer(name: string, kind: string, task: readonly [FactId, number], { at, ...fields }: More = {}): Fact {
    return this.add(name, { kind, v: 1, task, saved: at ?? this.tick(), took: 30, ...fields })
  }

  prompt(name: string, more: More = {}): MessageId {
    const fact = this.answer(name, 'initial_prompt', this.lend(name, 'initial_prompt'), this.written(name, more))
    this.tree ||= uuidOf(fact.id)
    return this.reviewedBy('label_initial_prompt', uuidOf(fact.id))
  }

  reply(name: string, parent: MessageId, kind: 'assistant_reply' | 'prompter_reply', more: More = {}): MessageId {
    const fact = this.answer(name, kind, this.lend(name, kind, parent), this.written(name, more))
    return this.reviewedBy(`label_${kind}`, uuidOf(fact.id))
  }

  private reviewedBy(kind: TaskKind, message: MessageId): MessageId {
    this.reviewKinds.set(message, kind)
    return message
  }

  private written(name: string, more: More): More {
    return { text: `Text ${this.facts.length} of ${name}.`, salt: new Uint8Array(16), lang: 'en', ...more }
  }

  review(name: string, message: MessageId, labels: Readonly<Record<string, number>> = GOOD, more: More = {}): Fact {
    const kind = this.reviewKinds.get(message) ?? 'label_assistant_reply'
    return this.answer(name, kind, this.lend(name, kind, message), { labels, ...more })
  }

  /** Three reviews of one mind; by strangers to the tree unless names are given. */
  judge(message: MessageId, labels: Readonly<Record<string, number>> = GOOD, names = ['rev1', 'rev2', 'rev3']): Fact[] {
    return names.map((name) => this.review(name, message, labels))
  }

  /** Shown in another order. Two that agree settle a set. */
  rank(name: string, parent: MessageId, order: Places<MessageId>, more: More = {}): Fact {
    const shown = order.flat().sort()
    const positions = order.map((place) =>
      typeof place === 'string' ? shown.indexOf(place) : place.map((id) => shown.indexOf(id))
    )
    const kind =
      this.reviewKinds.get(shown[0] ?? '') === 'label_prompter_reply'
        ? 'rank_prompter_replies'
        : 'rank_assistant_replies'
    return this.answer(name, kind, this.lend(name, kind, parent, shown), { order: positions, ...more })
  }

  /** Over first messages, of this tree and of others. */
  rankPrompts(name: string, order: Places<MessageId>, more: More = {}): Fact {
    const shown = order.flat().sort()
    const positions = order.map((place) =>
      typeof place === 'string' ? shown.indexOf(place) : place.map((id) => shown.indexOf(id))
    )
    const task = this.lend(name, 'rank_initial_prompts', undefined, shown)
    return this.answer(name, 'rank_initial_prompts', task, { order: positions, ...more })
  }

  /** A reaction, free labels or a report: what needs no task. */
  react(name: string, kind: 'emoji' | 'label' | 'report', message: MessageId, { at, ...more }: More = {}): Fact {
    if (!this.granted.has(name)) this.grant(name, 'contributor', { giver: 'hub' })
    return this.add(name, { kind, v: 1, message, saved: at ?? this.tick(), ...more })
  }

  skip(name: string, kind: TaskKind, target: MessageId, more: More = {}): Fact {
    return this.answer(name, 'skip', this.lend(name, kind, target), { reason: 'other', ...more })
  }

  amend(name: string, message: MessageId, text: string, { at, ...more }: More = {}): Fact {
    const saw = this.versions.get(message) ?? message
    const content = { kind: 'amend', v: 1, message, saw, text, salt: new Uint8Array(16), saved: at ?? this.tick() }
    const fact = this.add(name, { ...content, ...more })
    this.versions.set(message, uuidOf(fact.id))
    return fact
  }

  importTree(tree: MessageId, as: string, fields: Readonly<Record<string, unknown>> = {}): Fact {
    this.tree ||= tree
    return this.decide('import_tree', { tree, as, fields })
  }

  importMessage(message: MessageId, parent: MessageId | undefined, fields: Readonly<Record<string, unknown>>): Fact {
    const place = this.facts.length
    const kind = fields.role === 'assistant' ? 'label_assistant_reply' : 'label_prompter_reply'
    this.reviewKinds.set(message, parent === undefined ? 'label_initial_prompt' : kind)
    const named = { tree: this.tree, message, ...(parent !== undefined && { parent }), place, fields }
    return this.add('hub', { kind: 'import_message', v: 1, text: `Imported ${message}.`, ...named })
  }

  get people(): People {
    if (this.counted !== this.persons.length) this.members = readPeople(this.persons.map(known))
    this.counted = this.persons.length
    return this.members
  }

  view(facts: readonly Fact[] = this.facts): TreeView {
    const { tree, lendings, people, changes } = this
    const view = evaluate({ tree, facts, lendings, people, changes }, this.rules)
    if (!view) throw new Error('the tree has no root yet')
    return view
  }

  message(id: MessageId): MessageView {
    const found = this.view().messages.find((message) => message.id === id)
    if (!found) throw new Error(`no message ${id}`)
    return found
  }

  /** `merged`, `spare done-again`, `returned malformed`; undefined: it waits. */
  outcome(fact: Fact | MessageId): string | undefined {
    const id = typeof fact === 'string' ? this.facts.find((each) => uuidOf(each.id) === fact)?.id : fact.id
    const outcome = id === undefined ? undefined : this.view().outcomes.get(id)
    return outcome && ('rule' in outcome ? `${outcome.is} ${outcome.rule}` : outcome.is)
  }

  /** The finish that a hub would sign now. */
  finish(): Fact {
    return this.decide('finish', { tree: this.tree, counted: this.view().due ?? [] })
  }
}

export function keyOf(name: string): DeviceKey {
  return hashOf('example device', name)
}

export function known(fact: Fact): KnownFact {
  const checked = checkFact(fact)
  if (!('id' in checked)) throw new Error(`${fact.content.kind} is ${JSON.stringify(checked)}`)
  return checked
}
