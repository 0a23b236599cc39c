import { compareText } from '../bytes.ts'
import { type Known, type KnownFact, ofKind } from '../fact/check.ts'
import type { MessageId, TreeId, VersionId } from '../fact/fact.ts'
import { otherRole, type Role, roleWritten } from '../fact/kinds.ts'
import { uuidOf } from '../hash.ts'
import { mayDecide, memberOf, type People } from '../people.ts'
import type { Outcomes } from './outcomes.ts'
import { type Lendings, taskAt } from './task.ts'
import { Texts } from './texts.ts'

/** A message before anyone judged it. */
export type Written = {
  readonly id: MessageId
  readonly parent?: MessageId
  readonly role: Role
  readonly lang?: string
  readonly depth: number
  readonly text: string | null
  readonly version: VersionId
  readonly versions: readonly VersionId[]
  readonly fact: Known<'writing'> | Known<'import_message'>
  readonly contributor: string
  readonly at?: number
  readonly given?: Readonly<Record<string, unknown>>
  readonly place: number
  readonly children: readonly MessageId[]
}

type Source = Pick<Written, 'id' | 'parent' | 'role' | 'lang' | 'fact' | 'contributor' | 'at' | 'given' | 'place'>

/** By recorded time, then id: the order wherever time must decide. */
export function byTime(
  a: { id: string; content: { saved: number } },
  b: { id: string; content: { saved: number } }
): number {
  return a.content.saved - b.content.saved || compareText(a.id, b.id)
}

/**
 * [MS1] The messages of a tree that hang together from its root, parents first. What hangs on a message that is not
 * there yet waits without an outcome.
 */
export function readMessages(
  tree: TreeId,
  facts: readonly KnownFact[],
  lendings: Lendings,
  people: People,
  outcomes: Outcomes
): Map<MessageId, Written> {
  const texts = new Texts(facts, people)
  const sources = new Map<MessageId, Source>()
  for (const source of [...imported(facts, texts), ...contributed(facts, lendings, people)]) {
    if (texts.of(source.fact) === undefined) continue // a piece is still to come
    if (sources.has(source.id)) outcomes.spare(source.fact, 'known-already')
    else sources.set(source.id, source)
  }
  const childrenOf = new Map<MessageId, Source[]>()
  for (const source of sources.values()) {
    if (source.parent === undefined || source.id === tree) continue
    const siblings = childrenOf.get(source.parent)
    if (siblings) siblings.push(source)
    else childrenOf.set(source.parent, [source])
  }
  const amendments = Map.groupBy(ofKind(facts, 'amend'), ({ content }) => content.message)
  const messages = new Map<MessageId, Written>()
  // A loop and not a recursion: an imported thread may be deeper than the stack.
  const next: { source: Source; depth: number; parentRole?: Role }[] = []
  const root = sources.get(tree)
  if (root) next.push({ source: withoutParent(root), depth: 0 })
  for (let at = next.pop(); at; at = next.pop()) {
    const { source, depth, parentRole } = at
    if (parentRole !== undefined && source.role !== otherRole(parentRole) && source.given === undefined) {
      outcomes.returned(source.fact, 'wrong-role')
      continue
    }
    if (source.given) outcomes.merged(source.fact)
    const children = (childrenOf.get(source.id) ?? []).sort(inFileThenByTime)
    const { text, version, versions } = currentText(source, amendments.get(source.id) ?? [], texts, people, outcomes)
    messages.set(source.id, { ...source, depth, text, version, versions, children: children.map(({ id }) => id) })
    for (const child of children.toReversed()) next.push({ source: child, depth: depth + 1, parentRole: source.role })
  }
  return messages
}

/** What a file calls the parent of a root is no message of the tree, and may even be one below it. */
function withoutParent({ parent: _, ...root }: Source): Source {
  return root
}

function inFileThenByTime(a: Source, b: Source): number {
  return a.place - b.place || (a.at ?? 0) - (b.at ?? 0) || compareText(a.fact.id, b.fact.id)
}

function imported(facts: readonly KnownFact[], texts: Texts): Source[] {
  return ofKind(facts, 'import_message')
    .sort((a, b) => compareText(a.id, b.id))
    .map((fact) => {
      const { message, parent, place } = fact.content
      const fields = texts.fieldsOf(fact)
      return {
        id: message,
        ...(parent !== undefined && { parent }),
        role: fields.role === 'assistant' ? 'assistant' : 'prompter',
        ...(typeof fields.lang === 'string' && { lang: fields.lang }),
        fact,
        contributor: typeof fields.user_id === 'string' ? fields.user_id : '',
        given: fields,
        place
      }
    })
}

function contributed(facts: readonly KnownFact[], lendings: Lendings, people: People): Source[] {
  const messageOf = new Map<VersionId, MessageId>(
    ofKind(facts, 'amend').map(({ id, content }) => [uuidOf(id), content.message])
  )
  return ofKind(facts, 'writing').flatMap((fact) => {
    const lending = lendings.get(fact.content.task[0])
    const task = lending && taskAt(lending, fact.content.task[1])
    if (!task) return []
    const parent = task.target === undefined ? undefined : (messageOf.get(task.target) ?? task.target)
    return {
      id: uuidOf(fact.id),
      ...(parent !== undefined && { parent }),
      role: roleWritten(fact.content.kind),
      lang: fact.content.lang,
      fact,
      contributor: memberOf(people, fact.device).contributor,
      at: fact.content.saved,
      place: Number.MAX_SAFE_INTEGER
    }
  })
}

/** The text that stands now: of several of its amendments of which none saw another, the last by time, then id. */
function currentText(
  source: Source,
  amendments: readonly Known<'amend'>[],
  texts: Texts,
  people: People,
  outcomes: Outcomes
): Pick<Written, 'text' | 'version' | 'versions'> {
  const allowed = amendments.toSorted(byTime).filter((amend) => {
    const may = mayDecide(people, amend.device) || memberOf(people, amend.device).contributor === source.contributor
    if (!may) outcomes.returned(amend, 'not-yours')
    return may && texts.of(amend) !== undefined
  })
  for (const amend of allowed) outcomes.merged(amend)
  const seen = new Set(allowed.map(({ content }) => content.saw))
  const last = allowed.filter(({ id }) => !seen.has(uuidOf(id))).at(-1)
  return {
    text: texts.of(last ?? source.fact) ?? null,
    version: last ? uuidOf(last.id) : source.id,
    versions: [source.id, ...allowed.map(({ id }) => uuidOf(id))]
  }
}
