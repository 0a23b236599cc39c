import { type Told, UnderstoryError } from '../../core/error.ts'
import { checkFact } from '../../core/fact/check.ts'
import { type Content, type Fact, type FactId, makeFact } from '../../core/fact/fact.ts'
import { secondsNow } from '../../sync/system.ts'
import type { Hub } from '../hub.ts'
import type { ReadTx } from '../store/store.ts'

/** Nothing was decided: what was named is not there, or is not what can be decided about. */
class NoCase extends UnderstoryError {
  override name = 'NoCase' as const
  readonly code = 'M1'
  readonly named: string

  constructor(named: string) {
    super(`nothing to decide about: ${named}`)
    this.named = named
  }

  get told(): Told {
    return { work: ['nothing-changed'], cause: ['no-case', { named: this.named }], action: ['list-cases'] }
  }
}

/** Nothing was decided: its author would look for these words in vain. */
class NoPassage extends UnderstoryError {
  override name = 'NoPassage' as const
  readonly code = 'M2'
  readonly passage: string

  constructor(passage: string) {
    super(`not in the text: ${passage}`)
    this.passage = passage
  }

  get told(): Told {
    return { work: ['nothing-changed'], cause: ['no-passage', { passage: this.passage }], action: ['copy-passage'] }
  }
}

type Words = { readonly words?: string; readonly passage?: string }

/**
 * Returns a contribution to its author, in the organizer's name.
 * @param named a contribution by its id, or a message by its UUID.
 * @param rule why, in a word or two: authors see it as it is, unless the app has a phrase for it.
 * A passage is of its text, word for word; what has no text of its own, or one in pieces, is not looked through.
 *
 * @returns the decline. @throws {NoCase} or {NoPassage}
 */
export async function decline(hub: Hub, named: string, rule: string, { words, passage }: Words): Promise<FactId> {
  return decided(hub, async (tx) => {
    const fact = (await tx.fact(named)) ?? (await factOf(tx, named))
    if (!fact || !('task' in fact.content || fact.content.kind === 'amend')) throw new NoCase(named)
    const { text } = fact.content
    if (passage !== undefined && typeof text === 'string' && !text.includes(passage)) throw new NoPassage(passage)
    return {
      ...{ kind: 'decline', v: 1, fact: fact.id, rule },
      ...(passage !== undefined && { passage }),
      ...said(hub, words)
    }
  })
}

/**
 * Answers an appeal in the organizer's name.
 * @param lift what the appeal is about counts again.
 * @returns the hearing. @throws {NoCase}
 */
export async function answer(hub: Hub, appeal: FactId, words: string, lift: boolean): Promise<FactId> {
  return decided(hub, async (tx) => {
    const fact = await tx.fact(appeal)
    const checked = fact && checkFact(fact)
    if (checked?.is !== 'appeal') throw new NoCase(appeal)
    const about = checked.content.fact
    const declines = lift ? await declinesOf(tx, about) : []
    return { ...{ kind: 'hearing', v: 1, appeal, fact: about, declines }, ...said(hub, words) }
  })
}

/** The facts of a tree are few. */
async function declinesOf(tx: ReadTx, fact: FactId): Promise<FactId[]> {
  const found = new Set<FactId>()
  for (const tree of await tx.treesOf(fact))
    for (const { id, content } of await tx.factsOf(tree))
      if (content.kind === 'decline' && content.fact === fact) found.add(id)
  return [...found].sort().slice(0, MOST_LIFTED)
}

/** As many as one hearing may name. */
const MOST_LIFTED = 20

async function factOf(tx: ReadTx, version: string): Promise<Fact | undefined> {
  const id = await tx.factOfVersion(version)
  return id === undefined ? undefined : tx.fact(id)
}

/** Salted, so that the words can be erased later. */
function said({ system }: Hub, words: string | undefined): Record<string, unknown> {
  return words === undefined ? {} : { text: words, salt: system.random(12) }
}

async function decided(hub: Hub, make: (tx: ReadTx) => Promise<Content>): Promise<FactId> {
  const { identity, ingest, system } = hub
  return ingest.decide(async (tx) => {
    const content: Content = { ...(await make(tx)), at: secondsNow(system) }
    const fact = makeFact(identity.organizer.device, content)
    return { contents: [content], result: fact.id, signer: identity.organizer }
  })
}
