import type { Content, DeviceKey, Fact, TreeId } from '../src/core/fact/fact.ts'
import { makeFact } from '../src/core/fact/fact.ts'
import { uuidOf } from '../src/core/hash.ts'
import type { Hub } from '../src/hub/hub.ts'
import { Admission } from '../src/hub/ingest/admit.ts'
import { settle } from '../src/hub/ingest/settle.ts'
import { TERMS_HASH } from '../src/hub/terms.ts'
import { type Head, NO_HEAD } from '../src/sync/segment/seal.ts'
import { hashOfStatement, type Segment, statementOf } from '../src/sync/segment/segment.ts'

/** Facts in one segment, as a device that was long away would have them. */
const FACTS = 100

/**
 * Fills a hub's store through admission, as if all had come over links: without signatures, which nobody asks for behind
 * that door, and some thousand facts in a transaction.
 */
export class Bulk {
  private readonly hub: Hub
  private readonly heads = new Map<DeviceKey, Head>()
  private readonly waiting = new Map<DeviceKey, Fact[]>()
  private held = 0
  facts = 0

  constructor(hub: Hub) {
    this.hub = hub
  }

  /** @returns the fact's id. */
  add(device: DeviceKey, content: Content): string {
    const fact = makeFact(device, content)
    const facts = this.waiting.get(device)
    if (facts) facts.push(fact)
    else this.waiting.set(device, [fact])
    this.held += 1
    this.facts += 1
    return fact.id
  }

  /** To be called between trees, so that each is derived once. */
  async flush(most = 0): Promise<void> {
    if (this.held < most) return
    const { store, ingest, identity, rules } = this.hub
    await store.write(async (tx) => {
      const admission = new Admission(tx, ingest.book)
      for (const [device, facts] of this.waiting)
        for (let at = 0; at < facts.length; at += FACTS)
          await admission.admit(this.segment(device, facts.slice(at, at + FACTS)))
      await settle(admission, identity.hub, rules, 0)
    })
    this.waiting.clear()
    this.held = 0
  }

  private segment(device: DeviceKey, facts: readonly Fact[]): Segment {
    const head = this.heads.get(device) ?? NO_HEAD
    const header = { project: this.hub.project, device, n: head.n + 1, first: head.next, prev: head.hash, batches: [] }
    const ids = facts.map(({ id }) => id)
    const hash = hashOfStatement(statementOf(header, ids))
    this.heads.set(device, { n: header.n, hash, next: header.first + facts.length })
    return { header, ids, signature: new Uint8Array(64), hash, facts }
  }
}

/** An importer of its own, so that the hub's chain stays the hub's. */
export async function importer(hub: Hub): Promise<DeviceKey> {
  const device = 'f'.repeat(64)
  const grant = { kind: 'grant', v: 1, device, role: 'hub', contributor: uuidOf(device), at: 1 }
  await hub.ingest.decide(async () => ({ contents: [grant], result: undefined, signer: hub.identity.organizer }))
  return device
}

/** A tree that grows: a prompt and an answer, both accepted elsewhere. */
export function addGrowing(bulk: Bulk, device: DeviceKey, tree: TreeId, text: () => string): void {
  const given = { review_result: true, review_count: 3, lang: 'en' }
  bulk.add(device, { kind: 'import_tree', v: 1, tree, as: 'growing', fields: {}, at: 1 })
  const root = { kind: 'import_message', v: 1, tree, message: tree, place: 0, text: text(), salt: salt() }
  bulk.add(device, { ...root, fields: { ...given, role: 'prompter' } })
  const reply = { ...root, message: `${tree}-a`, parent: tree, text: text(), salt: salt() }
  bulk.add(device, { ...reply, fields: { ...given, role: 'assistant' } })
}

let salts = 0
/** Of eight bytes, all different. */
function salt(): Uint8Array {
  salts += 1
  return new Uint8Array(new BigUint64Array([BigInt(salts)]).buffer)
}

const WORDS = 'the moss grows slowly on stones by the water and nobody asks it why'.split(' ')

/** Sentences of about 300 characters, none like another. */
export function texts(): () => string {
  let n = 0
  return () => {
    n += 1
    const words = Array.from({ length: 60 }, (_, i) => WORDS[(n * 7 + i * (1 + (n % 11))) % WORDS.length])
    return `${words.join(' ')} ${n}.`
  }
}

/** A whole project as the published dataset has it: trees written, reviewed and drawn here, each answer to a lent task. */
export async function writeDataset(
  hub: Hub,
  size: { trees: number; messages: number; ratings: number }
): Promise<Bulk> {
  const bulk = new Bulk(hub)
  const lender = await importer(hub)
  const text = texts()
  const people = Array.from({ length: 500 }, (_, n) => n.toString(16).padStart(8, '0').padEnd(64, '0'))
  for (const device of people) {
    bulk.add(lender, { kind: 'grant', v: 1, device, role: 'contributor', contributor: uuidOf(device), at: 1 })
    bulk.add(device, { kind: 'consent', v: 1, terms: TERMS_HASH, saved: 1 })
  }
  await bulk.flush()
  let [messages, ratings, clock] = [0, 0, 1_700_000_000]
  const at = () => ++clock
  const answer = (device: string, kind: string, shown: readonly string[], more: object): string => {
    const task = shown.length > 0 ? { kind, target: shown.length - 1 } : { kind }
    const head = { until: clock + 1000, at: clock, nonce: new Uint8Array(4), lang: 'en' }
    const lending = bulk.add(lender, { kind: 'lending', v: 1, device, ...head, shown: [...shown], tasks: [task] })
    return bulk.add(device, { kind, v: 1, task: [lending, 0], saved: at(), took: 30, ...more })
  }
  for (let tree = 0; tree < size.trees; tree++) {
    const someone = (n: number) => people[(tree * 7 + n) % people.length] as string
    const mine = Math.round(((tree + 1) * size.messages) / size.trees) - messages
    const thread: string[] = []
    for (let m = 0; m < mine; m++) {
      const kind = m === 0 ? 'initial_prompt' : m % 2 === 1 ? 'assistant_reply' : 'prompter_reply'
      const written = { text: text(), salt: salt(), lang: 'en' }
      thread.push(uuidOf(answer(someone(m), kind, thread, written)))
      if (m === 0) bulk.add(lender, { kind: 'lottery', v: 1, tree: thread[0], seed: 1, at: at() })
      messages += 1
      for (; ratings < (messages * size.ratings) / size.messages; ratings++)
        answer(someone(40 + (ratings % 400)), `label_${kind}`, thread, {
          labels: { spam: 0, lang_mismatch: 0, quality: 0.75 }
        })
    }
    await bulk.flush(5000)
  }
  await bulk.flush()
  return bulk
}
