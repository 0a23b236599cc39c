import { compareText } from '../../core/bytes.ts'
import { decodeCbor } from '../../core/cbor.ts'
import { checkFact, type Known, type KnownFact, ofKind } from '../../core/fact/check.ts'
import type { Fact, FactId } from '../../core/fact/fact.ts'
import { timeOf } from '../../core/fact/time.ts'
import { mayDecide, memberOf, type People } from '../../core/people.ts'
import { piecesOf } from '../../core/tree/task.ts'
import { peopleIn } from '../ingest/people.ts'
import type { HubStore, ReadTx } from '../store/store.ts'

/** Something that a moderator may have to look at, with all that was said of it. Words are null once erased. */
export type Case = {
  /** What it is about: a contribution. */
  readonly fact: FactId
  readonly kind: string
  /** Of a message: what it says. */
  readonly text?: string | null
  /** In seconds since 1970, by the clock of whoever said the newest of it. */
  readonly at: number
  readonly declines: readonly Declined[]
  readonly appeals: readonly Appealed[]
  /** Calls for a moderator, one a person at most. */
  readonly reports: readonly { readonly words: string | null; readonly at: number }[]
}
export type Declined = {
  readonly decline: FactId
  readonly rule: string
  readonly words: string | null
  readonly passage?: string
  /** A hearing has lifted it. */
  readonly lifted: boolean
  readonly at: number
}
export type Appealed = {
  readonly appeal: FactId
  readonly words: string | null
  readonly at: number
  /** Absent: nobody has answered yet. */
  readonly answer?: { readonly words: string | null; readonly lifted: boolean; readonly at: number }
}

const KINDS: readonly string[] = ['decline', 'appeal', 'hearing', 'report']

/** What moderators have declined, what was appealed and what was reported; those that wait for an answer come first. */
export async function casesIn(store: HubStore): Promise<Case[]> {
  return store.read(async (tx) => {
    const people = await peopleIn(tx)
    const facts = await factsOfKinds(tx, KINDS)
    const about = new Map<FactId, KnownFact[]>()
    for (const fact of facts) {
      const id = await targetOf(tx, fact)
      if (id !== undefined) about.set(id, [...(about.get(id) ?? []), fact])
    }
    const cases: Case[] = []
    for (const [id, said] of about) {
      const fact = await tx.fact(id)
      if (fact) cases.push(await caseOf(tx, fact, said, people))
    }
    return cases.sort((a, b) => rankOf(a) - rankOf(b) || b.at - a.at || compareText(a.fact, b.fact))
  })
}

/** Appeals without an answer, then reports of what stands, then the rest. */
function rankOf({ appeals, reports, declines }: Case): number {
  if (appeals.some(({ answer }) => !answer)) return 0
  return reports.length > 0 && !declines.some(({ lifted }) => !lifted) ? 1 : 2
}

/** One pass over all: there is no index by kind, and a moderator asks seldom. */
async function factsOfKinds(tx: ReadTx, kinds: readonly string[]): Promise<KnownFact[]> {
  const found: KnownFact[] = []
  for await (const { id, content } of tx.factRows()) {
    const { kind } = decodeCbor(content) as { kind?: unknown }
    if (typeof kind !== 'string' || !kinds.includes(kind)) continue
    const fact = await tx.fact(id)
    const checked = fact && checkFact(fact)
    if (checked && 'id' in checked) found.push(checked)
  }
  return found
}

async function targetOf(tx: ReadTx, fact: KnownFact): Promise<FactId | undefined> {
  if (fact.is === 'report') return tx.factOfVersion(fact.content.message)
  return 'fact' in fact.content ? (fact.content.fact as FactId) : undefined
}

async function caseOf(tx: ReadTx, fact: Fact, said: readonly KnownFact[], people: People): Promise<Case> {
  const decisions = said.filter(({ device }) => mayDecide(people, device))
  const [declines, hearings] = [ofKind(decisions, 'decline'), ofKind(decisions, 'hearing')]
  const lifted = new Set(hearings.flatMap(({ content }) => content.declines ?? []))
  const author = memberOf(people, fact.device).contributor
  const appeals = ofKind(said, 'appeal').filter(({ device }) => memberOf(people, device).contributor === author)
  const reports = ofKind(said, 'report')
  const text = fact.content.text === undefined ? {} : { text: await textOf(tx, fact) }
  const times = said.map((each) => timeOf(each) ?? 0)
  return {
    ...{ fact: fact.id, kind: fact.content.kind, ...text, at: Math.max(...times) },
    declines: declines.map(({ id, content }) => ({
      ...{ decline: id, rule: content.rule, words: content.text ?? null, lifted: lifted.has(id), at: content.at },
      ...(content.passage !== undefined && { passage: content.passage })
    })),
    appeals: await Promise.all(appeals.map((appeal) => appealed(tx, appeal, hearings))),
    reports: await Promise.all(
      reports.map(async (report) => ({ words: await textOf(tx, report as Fact), at: report.content.saved }))
    )
  }
}

async function appealed(tx: ReadTx, appeal: Known<'appeal'>, hearings: readonly Known<'hearing'>[]): Promise<Appealed> {
  const heard = hearings
    .filter(({ content }) => content.appeal === appeal.id)
    .sort((a, b) => a.content.at - b.content.at)
  const last = heard.at(-1)?.content
  return {
    ...{ appeal: appeal.id, words: await textOf(tx, appeal as Fact), at: appeal.content.saved },
    ...(last && { answer: { words: last.text ?? null, lifted: (last.declines ?? []).length > 0, at: last.at } })
  }
}

/** With the pieces that come before it; null: a part of it is erased, or not here. */
async function textOf(tx: ReadTx, fact: Fact): Promise<string | null> {
  const checked = checkFact(fact)
  const parts: unknown[] = []
  for (const piece of 'id' in checked ? piecesOf(checked) : []) parts.push((await tx.fact(piece))?.content.text)
  parts.push(fact.content.text)
  return parts.every((part) => typeof part === 'string') ? parts.join('') : null
}
