import { join } from 'node:path'
import { type ImportAs, importContents } from '../../core/dataset/import.ts'
import { readDataset } from '../../core/dataset/read.ts'
import type { Content } from '../../core/fact/fact.ts'
import type { TaskKind } from '../../core/fact/kinds.ts'
import { uuidOf } from '../../core/hash.ts'
import { UNDERSTORY } from '../../core/rules.ts'
import type { TreeView } from '../../core/tree/view.ts'
import { testSigner } from '../../sync/examples/key.ts'
import { type ManualSystem, manualSystem } from '../../sync/manual-system.ts'
import { type Head, NO_HEAD, seal } from '../../sync/segment/seal.ts'
import type { Segment } from '../../sync/segment/segment.ts'
import type { Signer } from '../../sync/signer.ts'
import { secondsNow } from '../../sync/system.ts'
import { Hub } from '../hub.ts'
import { viewOf } from '../ingest/settle.ts'
import { openSqliteStore } from '../store/sqlite.ts'
import type { HubStore } from '../store/store.ts'
import { newFolder } from './folders.ts'

/** A hub over a real store, in a world whose time passes by hand and whose chances follow from a seed. */
export class World {
  readonly system: ManualSystem
  readonly folder: string
  private readonly rules: string
  readonly log: string[] = []
  hub!: Hub
  store!: HubStore

  static async begin({
    seed = 1,
    folder = newFolder(),
    rules = UNDERSTORY.name,
    engine = (store: HubStore) => store
  } = {}): Promise<World> {
    const world = new World(seed, folder, rules)
    await world.start(engine)
    return world
  }

  private constructor(seed: number, folder: string, rules: string) {
    this.system = manualSystem(seed)
    this.folder = folder
    this.rules = rules
  }

  get file(): string {
    return join(this.folder, 'hub.sqlite')
  }

  async start(engine = (store: HubStore) => store): Promise<void> {
    this.store = engine(openSqliteStore(this.file))
    const identity = { hub: await testSigner(1), organizer: await testSigner(2) }
    const log = (line: string) => void this.log.push(line)
    this.hub = await Hub.open({
      store: this.store,
      identity,
      name: 'Example',
      rules: this.rules,
      system: this.system,
      log
    })
  }

  /** A member with a key of their own. */
  async member(byte: number, role: 'contributor' | 'moderator' = 'contributor'): Promise<Hand> {
    const signer = await testSigner(byte)
    const grant = { device: signer.device, role, contributor: uuidOf(signer.device), at: secondsNow(this.system) }
    await this.decide([{ kind: 'grant', v: 1, ...grant }], role === 'contributor' ? undefined : await testSigner(2))
    return new Hand(signer, this.hub.project, this.system)
  }

  async decide(contents: readonly Content[], signer?: Signer): Promise<void> {
    await this.hub.ingest.decide(async () => ({ contents, result: undefined, ...(signer && { signer }) }))
  }

  /** Lines of trees, brought in as the import command does. */
  async import(lines: string, as: ImportAs = 'growing'): Promise<void> {
    const sealing = { device: this.hub.identity.hub.device, salt: () => this.system.random(12) }
    const contents: Content[] = []
    for (const found of readDataset([lines]))
      if ('tree' in found) contents.push(...importContents(found.tree, as, secondsNow(this.system), sealing))
    await this.decide(contents)
  }

  /** Tasks that a hand borrows, as answers name them. */
  async borrow(hand: Hand, kind: TaskKind, count = 20, lang?: string): Promise<Borrowed[]> {
    const wish = { kinds: [kind], count, nonce: this.system.random(8), langs: lang === undefined ? [] : [lang] }
    const lent = await this.hub.lend(hand.device, wish)
    const lending = lent && (await this.store.read((tx) => tx.lending(lent.id)))
    return (lending?.tasks ?? []).map(({ target }, place) => ({
      task: [lent?.id ?? '', place],
      target: (target === undefined ? undefined : lending?.shown[target]) ?? ''
    }))
  }

  async view(tree: string): Promise<TreeView> {
    const view = await this.store.read((tx) => viewOf(tx, tree, this.hub.ingest.people, this.hub.rules))
    if (!view) throw new Error(`no tree ${tree}`)
    return view
  }

  /** Takes what a hand has finished; all of it together. */
  async take(segments: readonly Segment[]): Promise<boolean[]> {
    return Promise.all(segments.map((segment) => this.hub.ingest.take(segment)))
  }

  async outcome(fact: string): Promise<string> {
    const outcome = await this.store.read((tx) => tx.outcome(fact))
    return outcome ? ('rule' in outcome ? `${outcome.is} ${outcome.rule}` : outcome.is) : 'received'
  }
}

export type Borrowed = { readonly task: readonly [lending: string, place: number]; readonly target: string }

/** Somebody's key and chain. */
export class Hand {
  readonly signer: Signer
  readonly device: string
  head: Head = NO_HEAD
  private readonly project: string
  private readonly system: ManualSystem

  constructor(signer: Signer, project: string, system: ManualSystem) {
    this.signer = signer
    this.device = signer.device
    this.project = project
    this.system = system
  }

  async seals(...contents: readonly Content[]): Promise<Segment[]> {
    const { segments, head } = await seal(contents, this.project, this.head, this.signer)
    this.head = head
    return segments
  }

  /** An answer to a lent task. */
  answer(kind: string, task: readonly [string, number], fields: Record<string, unknown>): Content {
    return { kind, v: 1, task, saved: secondsNow(this.system), took: 5, ...fields }
  }

  writing(kind: string, task: readonly [string, number], text: string): Content {
    return this.answer(kind, task, { lang: 'en', text, salt: this.system.random(12) })
  }
}

/** A tree of a prompt and so many replies, all of them accepted. */
export function treeLine(id: string, { replies = 2, lang = 'en', text = `Prompt ${id}`, by = 'someone' } = {}): string {
  const message = (name: string, role: string) => ({
    message_id: name,
    role,
    lang,
    user_id: by,
    review_count: 3,
    review_result: true
  })
  const below = Array.from({ length: replies }, (_, i) => ({
    ...message(`${id}-${i}`, 'assistant'),
    text: `Reply ${i} of ${id}`,
    parent_id: id,
    replies: []
  }))
  return `${JSON.stringify({ message_tree_id: id, tree_state: 'growing', prompt: { ...message(id, 'prompter'), text, replies: below } })}\n`
}
