import { expect, it } from 'vitest'
import { type Content, makeFact } from '../../../core/fact/fact.ts'
import { uuidOf } from '../../../core/hash.ts'
import type { Need } from '../../../core/tree/view.ts'
import { testSigner } from '../../../sync/examples/key.ts'
import { NO_HEAD, seal } from '../../../sync/segment/seal.ts'
import type { ChangeMark, WriteTx } from '../store.ts'
import type { Kept } from './kept.ts'
import { DEVICE, lent, loan, OTHER } from './lent.ts'
import { offersContract } from './offers/conformance.ts'

const text = (words: string): Content => ({ kind: 'piece', v: 1, text: words, salt: new Uint8Array(12) })
const id = (n: number) => String(n).padStart(64, '0')

/** [HS1] What is derived, lent and remembered besides facts. */
export function derivedContract(kept: Kept): void {
  it(
    '[HS1] facts about persons are found as such',
    kept(
      async (tx) => {
        await tx.addFact(makeFact(DEVICE, { kind: 'grant', v: 1 }), 'person')
        await tx.addFact(makeFact(DEVICE, text('one')), 'work')
      },
      async (tx) => (await tx.factsAboutPersons()).map(({ content }) => content.kind),
      ['grant']
    )
  )
  it(
    '[HS1] facts wait for what they need, and no longer for what they needed before',
    kept(
      async (tx) => {
        for (const n of [1, 2]) await tx.addFact(makeFact(DEVICE, text(String(n))), 'work')
        const [one, two] = [1, 2].map((n) => makeFact(DEVICE, text(String(n))).id) as [string, string]
        await tx.setWaits(one, [id(5), id(5), 'rights of someone'])
        await tx.setWaits(two, [id(5), 'old'])
        await tx.setWaits(two, [id(5), lent.id])
        await tx.addFact(lent, 'work')
      },
      async (tx) => [
        (await tx.waitingFor(id(5))).length,
        (await tx.waitingFor('old')).length,
        await tx.lacksFor(DEVICE),
        await tx.lacksFor(OTHER)
      ],
      [2, 0, [id(5)], []]
    )
  )
  it(
    '[HS1] lendings and loans: by device, open until answered or over, with the tree of the target once it is known',
    kept(
      async (tx) => {
        await tx.addFact(lent, 'work')
        const { content } = lent as unknown as { content: Parameters<WriteTx['addLending']>[1] }
        await tx.addLending(lent.id, content)
        await tx.addLending(lent.id, content)
        for (const place of [0, 1, 2]) await tx.addLoan({ ...loan, place, until: place === 2 ? 10 : 50 })
        await tx.loanDone(lent.id, 1)
        await tx.addLoan({ ...loan, place: 1 }) // again, as from another road: it stays done
        await tx.addVersion('v1', 'tree', id(1))
        await tx.addLoan({ ...loan, place: 3, target: 'v9' })
      },
      async (tx) => [
        await tx.lendingsTo(DEVICE),
        await tx.lendingsTo(OTHER),
        (await tx.lending(lent.id))?.shown,
        await tx.lending(id(1)),
        (await tx.openLoans(10)).map(({ place, tree, until }) => [place, tree, until]),
        await tx.loansOf(lent.id)
      ],
      [
        [{ id: lent.id, until: 50 }],
        [],
        ['v1'],
        undefined,
        [
          [0, 'tree', 50],
          [3, '', 50]
        ],
        [0, 1, 2, 3].map((place) => ({ place, done: place === 1 }))
      ]
    )
  )
  const of = { author: 'ada', prompt: 'v1', score: 0 }
  const need: Need = {
    kind: 'assistant_reply',
    target: 'v1',
    candidates: [],
    thread: ['v1'],
    lang: 'en',
    wanted: 2,
    excludes: ['me']
  }
  it(
    '[HS1] trees and what they need, the newest state of each',
    kept(
      async (tx) => {
        await tx.setTree({ id: 'b', state: 'growing', lang: 'am', messages: 2, room: 3, ...of }, [
          need,
          { ...need, wanted: 1 }
        ])
        await tx.setTree({ id: 'a', state: 'ranking', lang: 'en', messages: 1, room: 0, ...of }, [])
        await tx.setTree({ id: 'b', state: 'growing', lang: 'am', messages: 4, room: 1, ...of }, [need])
      },
      async (tx) => [await tx.trees(), await tx.tree('a'), await tx.tree('c'), await tx.needs()],
      [
        [
          { id: 'a', state: 'ranking', lang: 'en', messages: 1, room: 0, ...of },
          { id: 'b', state: 'growing', lang: 'am', messages: 4, room: 1, ...of }
        ],
        { id: 'a', state: 'ranking', lang: 'en', messages: 1, room: 0, ...of },
        undefined,
        [{ ...need, tree: 'b' }]
      ]
    )
  )
  it(
    '[HS8] trees to be derived anew are taken once',
    kept(
      async (tx) => {
        for (const name of ['a', 'b', 'c'])
          await tx.setTree({ id: name, state: 'growing', lang: 'en', messages: 1, room: 5, ...of }, [])
        await tx.addStale(['c', 'x'])
        await tx.addStale('all')
        expect(await tx.takeStale(9, ['a', 'b'])).toHaveLength(2)
        expect(await tx.takeStale(1)).toHaveLength(1)
      },
      async (tx) => [await tx.hasStale()],
      [true]
    )
  )
  it(
    '[HS8] segments to be placed are taken once, in the order in which they came',
    kept(
      async (tx) => {
        for (const n of [3, 1, 2, 3]) await tx.addUnplaced(id(n))
        expect(await tx.takeUnplaced(1)).toEqual([id(3)])
        expect(await tx.takeUnplaced(2, [id(1), id(4)])).toEqual([id(2)])
      },
      async (tx) => [await tx.unplaced(), await tx.hasStale()],
      [[id(1)], true]
    )
  )
  it(
    '[HS8] what several trees say of a fact, in the order of their ids',
    kept(
      async (tx) => {
        await tx.setOutcomeInTree(id(1), 'b', { is: 'merged' })
        await tx.setOutcomeInTree(id(1), 'a', { is: 'spare', rule: 'late' })
        await tx.setOutcomeInTree(id(1), 'c', { is: 'merged' })
        await tx.setOutcomeInTree(id(1), 'c', undefined)
      },
      (tx) => tx.outcomesInTrees(id(1)),
      [{ is: 'spare', rule: 'late' }, { is: 'merged' }]
    )
  )
  it(
    '[HS4] a version that several trees claim is known to each, the first of them named first',
    kept(
      async (tx) => {
        expect([await tx.addVersion('v1', 'b', id(1)), await tx.addVersion('v1', 'a', id(2))]).toEqual([true, true])
        expect([await tx.addVersion('v1', 'b', id(3)), await tx.placeFact('v1', 'c')]).toEqual([false, true])
      },
      async (tx) => [await tx.treesNamed('v1'), await tx.treeOf('v1'), await tx.treesNamed('v2')],
      [['a', 'b', 'c'], 'a', []]
    )
  )
  it(
    '[HS1] outcomes, the newest of each, and none once it is taken back',
    kept(
      async (tx) => {
        await tx.setOutcome(id(1), { is: 'spare', rule: 'late' })
        await tx.setOutcome(id(1), { is: 'merged' })
        await tx.setOutcome(id(2), { is: 'returned', rule: 'not-yours' })
        await tx.setOutcome(id(3), { is: 'merged' })
        await tx.setOutcome(id(3), undefined)
      },
      async (tx) => [await tx.outcome(id(1)), await tx.outcome(id(2)), await tx.outcome(id(3))],
      [{ is: 'merged' }, { is: 'returned', rule: 'not-yours' }, undefined]
    )
  )
  it(
    '[HS11] facts that are kept, merged or spare, some at a time and each once, in the order in which they came',
    kept(
      async (tx) => {
        const facts = [1, 2, 3, 4, 5].map((place) => makeFact(DEVICE, { kind: 'skip', v: 1, place }))
        for (const [i, fact] of facts.entries()) await tx.addFact(fact, i === 4 ? 'person' : 'work')
        const outcomes = ['merged', 'returned', 'spare', 'merged', 'merged'] as const
        for (const [i, is] of outcomes.entries())
          await tx.setOutcome(facts[i]?.id ?? '', is === 'merged' ? { is } : { is, rule: 'late' })
      },
      async (tx) => {
        const first = await tx.keptFacts(0, 2)
        const rest = await tx.keptFacts(first.end ?? 0, 2)
        return [[...first.facts, ...rest.facts].map(({ content }) => content.place), rest.end]
      },
      [[1, 3, 4], undefined]
    )
  )
  const receipt = (segment: number, stamp: number) => ({ segment: id(segment), stamp, bytes: Uint8Array.of(stamp) })
  it(
    '[HS1] receipts since a stamp, in the order of stamps, the newest of each segment',
    kept(
      async (tx) => {
        for (const [segment, stamp] of [
          [1, 30],
          [2, 10],
          [3, 20],
          [1, 40]
        ] as const)
          await tx.addReceipt(DEVICE, receipt(segment, stamp))
        await tx.addReceipt(OTHER, receipt(4, 90))
      },
      async (tx) => [
        await tx.receiptsSince(DEVICE, 0),
        await tx.receiptsSince(DEVICE, 20),
        await tx.receiptOf(id(1)),
        await tx.receiptOf(id(7)),
        await tx.lastStamp()
      ],
      [[receipt(2, 10), receipt(3, 20), receipt(1, 40)], [receipt(1, 40)], receipt(1, 40), undefined, 90]
    )
  )
  it(
    '[HS12] trees change for whoever wrote in them: by a new segment, and by a new receipt of an old one',
    kept(
      async (tx) => {
        const [mine, other] = [makeFact(DEVICE, text('mine')), makeFact(OTHER, text('other'))]
        const signer = await testSigner(7)
        for (const fact of [mine, other]) await tx.addFact(fact, 'work')
        for (const [fact, tree] of [
          [mine, 'tree a'],
          [other, 'tree a'],
          [other, 'tree b']
        ] as const)
          await tx.placeFact(fact.id, tree)
        await tx.addVersion('v1', 'tree a', mine.id)
        await tx.addVersion('v2', 'tree b', other.id)
        const { segments } = await seal([text('mine')], '9'.repeat(64), NO_HEAD, signer)
        const next = await seal([text('other')], '9'.repeat(64), NO_HEAD, signer)
        const [first, second] = [segments[0]!, next.segments[0]!]
        await tx.addSegment({ ...first, ids: [mine.id], facts: [mine] })
        await tx.setMeta('before', JSON.stringify(await tx.changeMark()))
        await tx.addSegment({ ...second, ids: [other.id], facts: [other] })
        await tx.setMeta('after', JSON.stringify(await tx.changeMark()))
        await tx.addReceipt(DEVICE, { ...receipt(1, 70), segment: first.hash })
      },
      async (tx) => {
        const [before, after] = [await tx.meta('before'), await tx.meta('after')].map((mark) => JSON.parse(mark ?? ''))
        const [now, changed] = [await tx.changeMark(), (mark: ChangeMark) => tx.treesChanged([DEVICE], mark)]
        return [
          ...[await changed(before), await changed(after), await changed({ ...after, stamp: 70 }), await changed(now)],
          ...[await tx.treesChanged([OTHER, DEVICE], before), now.stamp]
        ]
      },
      [['tree a'], ['tree a'], [], [], ['tree a', 'tree b'], 70]
    )
  )
  it(
    '[HS1] a stamp of nothing is 0',
    kept(
      async () => {},
      (tx) => tx.lastStamp(),
      0
    )
  )
  const invite = { role: 'contributor', uses: 3, expires: 99 } as const
  it(
    '[HS1] invites and what is left of them',
    kept(
      async (tx) => {
        await tx.setInvite('hash', invite)
        await tx.setInvite('hash', { ...invite, uses: 2 })
      },
      async (tx) => [await tx.invite('hash'), await tx.invite('other')],
      [{ ...invite, uses: 2 }, undefined]
    )
  )
  it(
    '[DC6] the updates of a document in the order in which they came',
    kept(
      async (tx) => {
        for (const [name, byte] of [
          ['notes/en', 2],
          ['notes/en-GB', 9],
          ['notes/en', 1]
        ] as const)
          await tx.addDocumentUpdate(name, Uint8Array.of(byte))
      },
      async (tx) => [await tx.documentUpdates('notes/en'), await tx.documentUpdates('notes/fr')],
      [[Uint8Array.of(2), Uint8Array.of(1)], []]
    )
  )
  it(
    '[HS1] versions known by the UUID of their fact',
    kept(
      (tx) => tx.addVersion(uuidOf(id(1)), 'a', id(1)),
      (tx) => tx.factOfVersion(uuidOf(id(1))),
      id(1)
    )
  )
  it(
    '[HS5] whether a version has lost its text',
    kept(
      async (tx) => {
        const fact = makeFact(DEVICE, text('one'))
        await tx.addVersion('v1', 'a', fact.id)
        await tx.addVersion('v2', 'a', id(2))
        await tx.addVersion('v1', 'b', id(3))
        await tx.eraseFact(fact.id)
      },
      async (tx) => [
        await tx.erasedAmong(['v2', 'v1']),
        await tx.erasedAmong(['v2', 'v"']),
        await tx.erasedAmong([]),
        await tx.treeOf('v1'),
        await tx.factOfVersion('v2')
      ],
      [true, false, false, 'a', id(2)]
    )
  )
  offersContract(kept)
}
