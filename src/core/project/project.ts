import { rulesInForce } from '../changed-rules.ts'
import { type Checked, checkFact, type Known, type KnownFact } from '../fact/check.ts'
import type { DeviceKey, Fact, FactId, TreeId } from '../fact/fact.ts'
import { uuidOf } from '../hash.ts'
import { type Member, mayDecide, memberOf, type People, readPeople } from '../people.ts'
import type { Rules } from '../rules.ts'
import { evaluate, outcomesWithoutRoot } from '../tree/evaluate.ts'
import { belongsTo, isAnswer, type Lending, piecesOf } from '../tree/task.ts'
import type { TreeFacts } from '../tree/usable.ts'
import type { Outcome, TreeView } from '../tree/view.ts'

/** Facts that say who people are, and not what they made. */
export const ABOUT_PERSONS: readonly string[] = [
  ...(['project', 'grant', 'succeed', 'consent', 'withdraw', 'listing', 'ban', 'unban'] as const)
]

/**
 * [PJ1] A whole project in memory: a set of facts, and the trees that they make. What a fact touches is derived anew when
 * somebody next looks at it; nothing else is.
 */
export class Project {
  /** As the project began. */
  readonly rules: Rules
  people: People = new Map()
  private readonly facts = new Map<FactId, { readonly fact: Fact; readonly checked: Checked }>()
  private readonly persons: KnownFact[] = []
  private readonly changes: Known<'rules'>[] = []
  private readonly lendings = new Map<FactId, Lending>()
  /** Lendings of devices that may not decide, so far as is known. */
  private readonly unheard = new Map<FactId, Known<'lending'>>()
  /** The facts of a tree, by their ids. */
  private readonly byTree = new Map<TreeId, Map<FactId, Fact>>()
  private readonly byDevice = new Map<DeviceKey, Set<TreeId>>()
  /** The trees of a message, version or fact; of several that claim a message, deriving finds out which has it. */
  private readonly treesOf = new Map<string, Set<TreeId>>()
  /** The facts that name a message, version, fact or piece. */
  private readonly naming = new Map<string, Set<FactId>>()
  private inForce: Rules | undefined
  private readonly views = new Map<TreeId, TreeView | undefined>()

  constructor(rules: Rules) {
    this.rules = rules
  }

  get size(): number {
    return this.facts.size
  }

  /** Those in force after all changes; the same object until one comes. */
  get rulesNow(): Rules {
    this.inForce ??= rulesInForce(this.rules, this.changes, this.people)
    return this.inForce
  }

  /** Trees whose root may still be missing are among them. */
  trees(): TreeId[] {
    return [...this.byTree.keys()]
  }

  /** undefined while the tree's root is unknown. */
  view(tree: TreeId): TreeView | undefined {
    if (!this.views.has(tree)) this.views.set(tree, evaluate(this.factsIn(tree), this.rules))
    return this.views.get(tree)
  }

  private factsIn(tree: TreeId): TreeFacts {
    const facts = [...(this.byTree.get(tree)?.values() ?? [])]
    const { lendings, people, changes } = this
    return { tree, facts, lendings, people, changes }
  }

  /** What became of a fact; of several trees that know it, where it is of most use. undefined: it waits, or is of no tree. */
  outcome(id: FactId): Outcome | undefined {
    if (this.facts.get(id)?.checked.is === 'malformed') return { is: 'returned', rule: 'malformed' }
    const trees = [...(this.treesOf.get(id) ?? [])].sort()
    const outcomes = trees.flatMap(
      (tree) => (this.view(tree)?.outcomes ?? outcomesWithoutRoot(this.factsIn(tree))).get(id) ?? []
    )
    return USE.map((is) => outcomes.find((outcome) => outcome.is === is)).find((outcome) => outcome !== undefined)
  }

  /**
   * Takes a fact in; one that is there already changes nothing.
   * @returns the trees that it may have changed.
   */
  add(fact: Fact): readonly TreeId[] {
    const held = this.facts.get(fact.id)?.fact
    if (held && ('text' in held.content || !('text' in fact.content))) return []
    const checked = checkFact(fact)
    this.facts.set(fact.id, { fact, checked })
    const touched = new Set<TreeId>()
    if ('id' in checked) {
      if (ABOUT_PERSONS.includes(checked.is)) this.learnPerson(checked, touched)
      else if (checked.is === 'rules') this.learnRules(checked, touched)
      else this.place(fact, checked, touched)
    }
    for (const tree of touched) this.views.delete(tree)
    return [...touched]
  }

  private learnPerson(fact: KnownFact, touched: Set<TreeId>): void {
    this.persons.push(fact)
    const before = this.people
    this.inForce = undefined
    this.people = readPeople(this.persons)
    for (const device of new Set([...before.keys(), ...this.people.keys()]))
      if (!isSame(memberOf(before, device), memberOf(this.people, device)))
        for (const tree of this.byDevice.get(device) ?? []) touched.add(tree)
    for (const lending of [...this.unheard.values()]) this.lend(lending, touched)
  }

  private learnRules(fact: Known<'rules'>, touched: Set<TreeId>): void {
    this.changes.push(fact)
    this.inForce = undefined
    for (const tree of this.byTree.keys()) touched.add(tree)
  }

  /** What lent tasks say of others' work counts once who lends may decide; roles only ever rise. */
  private lend(fact: Known<'lending'>, touched: Set<TreeId>): void {
    if (!mayDecide(this.people, fact.device)) {
      this.unheard.set(fact.id, fact)
      return
    }
    this.unheard.delete(fact.id)
    this.lendings.set(fact.id, fact.content)
    this.tell(fact.id, touched)
  }

  /** Puts a fact into the trees that it speaks of, as far as they are known now; again when more is. */
  private place(fact: Fact, checked: KnownFact, touched: Set<TreeId>): void {
    if (checked.is === 'lending') {
      this.lend(checked as Known<'lending'>, touched)
      return
    }
    const { trees, waitsFor: names } = belongsTo(checked, this.lendings, () => undefined)
    for (const name of [...names, ...piecesOf(checked)]) into(this.naming, name, () => new Set<FactId>()).add(fact.id)
    for (const tree of new Set([...trees, ...names.flatMap((name) => [...(this.treesOf.get(name) ?? [])])]))
      this.placeIn(tree, fact, checked, touched)
    // Whoever names it may have waited for it; a piece is of no tree of its own.
    if (checked.is === 'piece') this.tell(fact.id, touched)
  }

  private placeIn(tree: TreeId, fact: Fact, known: KnownFact, touched: Set<TreeId>): void {
    touched.add(tree)
    const isNew = this.put(tree, fact)
    for (const piece of piecesOf(known)) {
      const held = this.facts.get(piece)
      if (held?.checked.is === 'piece' && this.put(tree, held.fact)) this.tell(piece, touched)
    }
    if (isAnswer(known)) {
      // Whether the answer is the borrower's depends on who the borrower is.
      const lending = this.lendings.get(known.content.task[0])
      if (lending) into(this.byDevice, lending.device, () => new Set<TreeId>()).add(tree)
    }
    const version = versionMade(known)
    const claims = version !== undefined && !this.treesOf.get(version)?.has(tree)
    if (claims) into(this.treesOf, version, () => new Set<TreeId>()).add(tree)
    if (claims) this.tell(version, touched)
    if (isNew) this.tell(fact.id, touched)
  }

  /** @returns whether the tree did not know it. */
  private put(tree: TreeId, fact: Fact): boolean {
    into(this.byTree, tree, () => new Map<FactId, Fact>()).set(fact.id, fact)
    into(this.byDevice, fact.device, () => new Set<TreeId>()).add(tree)
    const trees = into(this.treesOf, fact.id, () => new Set<TreeId>())
    return trees.size < trees.add(tree).size
  }

  /** Places again what names this id. */
  private tell(id: string, touched: Set<TreeId>): void {
    for (const naming of [...(this.naming.get(id) ?? [])]) {
      const held = this.facts.get(naming)
      if (held && 'id' in held.checked) this.place(held.fact, held.checked, touched)
    }
  }
}

const USE: readonly Outcome['is'][] = ['merged', 'spare', 'returned']

/** Of facts given at once. */
export function projectOf(facts: Iterable<Fact>, rules: Rules): Project {
  const project = new Project(rules)
  for (const fact of facts) project.add(fact)
  return project
}

/** The message or version that a fact brings. */
function versionMade(known: KnownFact): string | undefined {
  if (known.is === 'import_message') return known.content.message
  return known.is === 'writing' || known.is === 'amend' ? uuidOf(known.id) : undefined
}

function isSame(a: Member, b: Member): boolean {
  return a.contributor === b.contributor && a.role === b.role && a.consented === b.consented && a.banned === b.banned
}

function into<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
