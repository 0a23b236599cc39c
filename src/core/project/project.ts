import { checkFact, type Known, type KnownFact } from '../fact/check.ts'
import type { Fact, FactId, TreeId } from '../fact/fact.ts'
import { uuidOf } from '../hash.ts'
import { memberOf, type People, readPeople } from '../people.ts'
import type { Rules } from '../rules.ts'
import { evaluate } from '../tree/evaluate.ts'
import { belongsTo, type Lending } from '../tree/task.ts'
import type { TreeView } from '../tree/view.ts'

/** Facts that say who people are, and not what they made. */
export const ABOUT_PERSONS: readonly string[] = ['project', 'grant', 'succeed', 'consent', 'withdraw', 'ban', 'unban']

/**
 * [PJ1] A whole project in memory: a set of facts, and the trees that they make. What a fact touches is derived anew when
 * somebody next looks at it; nothing else is.
 */
export class Project {
  readonly rules: Rules
  people: People = new Map()
  private readonly facts = new Map<FactId, Fact>()
  private readonly persons: KnownFact[] = []
  private readonly changes: Known<'rules'>[] = []
  private readonly lendings = new Map<FactId, Lending>()
  /** The facts of a tree, by their ids. */
  private readonly byTree = new Map<TreeId, Map<FactId, Fact>>()
  private readonly treesOf = new Map<FactId, Set<TreeId>>()
  private readonly byDevice = new Map<string, Set<TreeId>>()
  /** The tree of a version or a message. */
  private readonly versions = new Map<string, TreeId>()
  private readonly waiting = new Map<string, Set<FactId>>()
  private readonly views = new Map<TreeId, TreeView | undefined>()

  constructor(rules: Rules) {
    this.rules = rules
  }

  get size(): number {
    return this.facts.size
  }

  /** Trees whose root may still be missing are among them. */
  trees(): TreeId[] {
    return [...this.byTree.keys()]
  }

  /** undefined while the tree's root is unknown. */
  view(tree: TreeId): TreeView | undefined {
    if (!this.views.has(tree)) {
      const facts = [...(this.byTree.get(tree)?.values() ?? [])]
      const { lendings, people, changes, rules } = this
      this.views.set(tree, evaluate({ tree, facts, lendings, people, changes }, rules))
    }
    return this.views.get(tree)
  }

  /**
   * Takes a fact in; one that is there already changes nothing.
   * @returns the trees that it may have changed.
   */
  add(fact: Fact): readonly TreeId[] {
    const held = this.facts.get(fact.id)
    if (held && ('text' in held.content || !('text' in fact.content))) return []
    this.facts.set(fact.id, fact)
    const touched = new Set<TreeId>()
    const checked = checkFact(fact)
    if ('id' in checked && ABOUT_PERSONS.includes(checked.is)) this.learnPerson(checked, touched)
    else if ('id' in checked && checked.is === 'rules') {
      this.changes.push(checked as Known<'rules'>)
      for (const tree of this.byTree.keys()) touched.add(tree)
    } else this.place(fact, touched)
    for (const tree of touched) this.views.delete(tree)
    return [...touched]
  }

  private learnPerson(fact: KnownFact, touched: Set<TreeId>): void {
    this.persons.push(fact)
    const before = this.people
    this.people = readPeople(this.persons)
    for (const device of new Set([...before.keys(), ...this.people.keys()])) {
      const [was, is] = [memberOf(before, device), memberOf(this.people, device)]
      if (JSON.stringify(was) === JSON.stringify(is)) continue
      for (const tree of this.byDevice.get(device) ?? []) touched.add(tree)
    }
  }

  private place(fact: Fact, touched: Set<TreeId>): void {
    const checked = checkFact(fact)
    if (!('id' in checked)) return
    if (checked.is === 'lending') this.lendings.set(fact.id, checked.content as Lending)
    const { trees, waitsFor } = belongsTo(checked, this.lendings, (id) => this.treeOf(id))
    for (const tree of trees) this.placeIn(tree, fact, checked, touched)
    for (const need of waitsFor) this.wait(need, fact.id)
    this.tell(fact.id, touched)
  }

  private placeIn(tree: TreeId, fact: Fact, known: KnownFact, touched: Set<TreeId>): void {
    touched.add(tree)
    this.put(tree, fact)
    for (const piece of Array.isArray(fact.content.pieces) ? fact.content.pieces : []) {
      const held = this.facts.get(piece)
      if (!held) this.wait(piece, fact.id)
      else if (!this.treesOf.get(piece)?.has(tree)) {
        this.put(tree, held)
        this.tell(piece, touched)
      }
    }
    const version =
      known.is === 'import_message'
        ? known.content.message
        : known.is === 'writing' || known.is === 'amend'
          ? uuidOf(fact.id)
          : undefined
    if (version === undefined || this.versions.has(version)) return
    this.versions.set(version, tree)
    this.tell(version, touched)
  }

  private put(tree: TreeId, fact: Fact): void {
    into(this.byTree, tree, () => new Map<FactId, Fact>()).set(fact.id, fact)
    into(this.treesOf, fact.id, () => new Set<TreeId>()).add(tree)
    into(this.byDevice, fact.device, () => new Set<TreeId>()).add(tree)
  }

  private wait(need: string, fact: FactId): void {
    into(this.waiting, need, () => new Set<FactId>()).add(fact)
  }

  /** Places again what waited for this id. */
  private tell(id: string, touched: Set<TreeId>): void {
    const some = [...(this.waiting.get(id) ?? [])]
    this.waiting.delete(id)
    for (const waiting of some) {
      const fact = this.facts.get(waiting)
      if (fact) this.place(fact, touched)
    }
  }

  private treeOf(id: string): TreeId | undefined {
    return this.versions.get(id) ?? this.treesOf.get(id)?.values().next().value
  }
}

/** Of facts given at once. */
export function projectOf(facts: Iterable<Fact>, rules: Rules): Project {
  const project = new Project(rules)
  for (const fact of facts) project.add(fact)
  return project
}

function into<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
