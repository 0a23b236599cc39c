import type { FactId } from '../../src/core/fact/fact.ts'
import { restedSince, takePlaces } from '../../src/core/open-assistant/backlog.ts'
import type { Signed } from '../../src/core/open-assistant/board.ts'
import type { Draws } from '../../src/core/open-assistant/draws.ts'
import { goalOf } from '../../src/core/open-assistant/goal.ts'
import { REFUSALS, type Refusal } from '../../src/core/open-assistant/refusals.ts'
import type { Handed, Situation } from '../../src/core/open-assistant/situation.ts'
import type { MessageView, TreeView } from '../../src/core/tree/view.ts'
import { namesIn } from './names.ts'
import { everyEnd } from './odds.ts'
import type { Changes, Event, ImportedNode, Scenario } from './scenario.ts'
import { importedId, type Named, World } from './world.ts'

/** What an event gave back: nothing, a refusal, counts, a task, or the chances of each outcome. */
export type Given =
  | { readonly refused: Refusal; readonly code: number }
  | { readonly counts: Readonly<Record<string, number>> }
  | { readonly task: { readonly task: string; readonly target?: string; readonly candidates?: readonly string[] } }
  | { readonly chances: ReadonlyMap<string, number> }
  | undefined

/**
 * A scenario as facts: each event is what a person says or what a hub or moderator decides. Where Open-Assistant drew by
 * lot, the draw that the scenario tells of is taken if it was possible.
 */
export class Play {
  readonly world: World
  private readonly scenario: Scenario
  private readonly named: (alias: string) => Named
  private readonly handed: (Handed & { done: boolean })[] = []
  private readonly deletions = new Map<string, FactId[]>()
  private readonly halts = new Map<string, FactId[]>()
  /** Events take no time but for `advance`; hundredths of a second keep them apart. */
  private now = 0

  constructor(scenario: Scenario) {
    this.scenario = scenario
    this.world = new World(scenario.config)
    this.named = namesIn(scenario)
  }

  id(alias: string): string {
    return this.world.ids.get(alias) ?? alias
  }

  alias(id: string): string {
    for (const [alias, each] of this.world.ids) if (each === id) return alias
    return id
  }

  /** What a person hands in, and what follows from it. */
  contribute(
    by: string,
    fields: { readonly kind: string; readonly [field: string]: unknown },
    about?: TreeView,
    event?: Event
  ): Given {
    const goal = event?.changes?.trees?.[event.message ?? '']?.goal_tree_size
    const { rules } = this.world
    const fits = (id: FactId) => !rules.random_goal_tree_size || goal === undefined || goalOf(id, rules) === goal
    const named = event?.message === undefined ? undefined : { ...this.named(event.message), fits }
    const refused = this.world.contribute(by, fields, named)
    if (about) this.follow([about], event?.changes)
    return refused && { refused, code: REFUSALS[refused] }
  }

  /** Decisions of the hub; of those of a call, what follows is among them. */
  sign(decisions: readonly Signed[], event: Event, follows: boolean): void {
    for (const decision of decisions) {
      const before = 'tree' in decision ? this.world.view(decision.tree) : undefined
      this.world.decide('hub', { ...decision, ...this.seedOf(decision, event) })
      if (before && follows) this.follow([before], event.changes)
    }
  }

  /** A state that is made anew may have a goal drawn by lot; the seed that gives it is looked for. */
  private seedOf(decision: Signed, event: Event): { seed?: number } {
    const { rules } = this.world
    const goal = 'tree' in decision ? event.changes?.trees?.[this.alias(decision.tree)]?.goal_tree_size : undefined
    if (decision.kind !== 'recheck' || goal === undefined || !rules.random_goal_tree_size) return {}
    for (let seed = 0; ; seed++)
      if (goalOf(this.world.idAhead('hub', { ...decision, seed }), rules) === goal) return { seed }
  }

  decideOn(
    alias: string,
    role: 'moderator' | 'hub',
    kind: string,
    fields: { readonly [field: string]: unknown },
    event: Event
  ): FactId {
    const before = this.world.view(this.id(alias))
    const { id } = this.world.decide(role, { kind, tree: this.id(alias), ...fields })
    if (before) this.follow([before], event.changes)
    return id
  }

  /** Trees of the backlog that take the places of those that came to rest. */
  private follow(before: readonly TreeView[], changes: Changes | undefined): void {
    const langs = before.flatMap((view) => restedSince(view, this.world.view(view.id)))
    if (langs.length === 0) return
    const signed = this.asTold(
      (draws) => takePlaces(this.world.trees, langs, this.world.rules, draws),
      changes,
      (all) => all
    )
    this.sign(signed, { do: '', ...(changes && { changes }) }, false)
  }

  /** Of all ends of a call the one that the scenario tells of, or the nearest to it. */
  asTold<T>(
    call: (draws: Draws) => T,
    changes: Changes | undefined,
    signedBy: (value: T) => readonly Signed[],
    misses: (value: T) => number = () => 0
  ): T {
    const told = Object.entries(changes?.trees ?? {}).flatMap(([alias, fields]) => {
      const was = this.world.view(this.id(alias))?.state
      const drawn = was === 'prompt_lottery_waiting' && fields?.state === 'growing'
      const activated =
        was === 'backlog_ranking' && (fields?.state === 'ranking' || fields?.state === 'aborted_low_grade')
      return drawn || activated ? [this.id(alias)] : []
    })
    const distance = (value: T) => {
      const drawn = signedBy(value).flatMap((each) =>
        each.kind === 'lottery' || each.kind === 'activate' ? [each.tree] : []
      )
      const wrong = [...told.filter((tree) => !drawn.includes(tree)), ...drawn.filter((tree) => !told.includes(tree))]
      return wrong.length * 1000 + misses(value)
    }
    let nearest: { readonly value: T; readonly off: number } | undefined
    for (const { value } of everyEnd(call)) {
      const off = distance(value)
      if (!nearest || off < nearest.off) nearest = { value, off }
      if (off === 0) break
    }
    return (nearest as { value: T }).value
  }

  get situation(): Situation {
    return {
      trees: this.world.trees,
      handed: this.handed,
      rules: this.world.rules,
      now: this.now,
      accounts: (name) => this.world.account(name)
    }
  }

  goOn(): void {
    this.now += 0.01
  }

  pass(seconds: number): void {
    this.now += seconds
    this.world.advance(seconds)
  }

  handOut(task: Handed): void {
    this.handed.push({ ...task, at: this.now })
  }

  message(alias: string): { tree: TreeView; message: MessageView } {
    const tree = this.world.treeOf(this.id(alias))
    const message = tree?.messages.find(({ id }) => id === this.id(alias))
    if (!tree || !message) throw new Error(`there is no message ${alias} in ${this.scenario.id}`)
    return { tree, message }
  }

  delete(event: Event): void {
    const alone = event.recursive === false ? { alone: true } : {}
    const { id } = this.world.decide('moderator', { kind: 'delete', message: this.id(event.message ?? ''), ...alone })
    for (const alias of this.world.ids.keys()) this.deletions.set(alias, [...(this.deletions.get(alias) ?? []), id])
  }

  undelete({ message = '' }: Event): void {
    const undoes = this.deletions.get(message) ?? []
    this.world.decide('moderator', { kind: 'undelete', message: this.id(message), undoes })
  }

  halt(event: Event): void {
    const id = this.decideOn(event.tree ?? '', 'moderator', 'halt', {}, event)
    this.halts.set(event.tree ?? '', [...(this.halts.get(event.tree ?? '') ?? []), id])
  }

  lose(event: Event): void {
    this.decideOn(event.tree ?? '', 'hub', 'lose', {}, event)
  }

  restart(event: Event): void {
    this.decideOn(event.tree ?? '', 'moderator', 'restart', { halts: this.halts.get(event.tree ?? '') ?? [] }, event)
  }

  import(trees: readonly ImportedNode[], activate: number): void {
    let known = 0
    for (const [i, root] of trees.entries()) {
      if (this.world.ids.has(root.message)) known += 1
      else this.importTree(root, i - known < activate ? 'ranking' : 'backlog')
    }
  }

  private importTree(root: ImportedNode, as: string): void {
    const tree = this.idOfImport(root.message)
    const fields = { origin: 'conformance' }
    this.world.decide('hub', { kind: 'import_tree', tree, as, fields })
    const importNode = (node: ImportedNode, place: number, above?: string) => {
      const { message: alias, text = `text of ${alias}`, replies = [], ...given } = node
      const message = this.idOfImport(alias)
      const parent = above === undefined ? {} : { parent: above }
      this.world.decide('hub', { kind: 'import_message', tree, message, ...parent, place, text, fields: given })
      for (const [at, reply] of replies.entries()) importNode(reply, at, message)
    }
    importNode(root, 0)
  }

  private idOfImport(alias: string): string {
    const id = this.world.ids.get(alias) ?? importedId(this.named(alias))
    this.world.ids.set(alias, id)
    return id
  }
}
