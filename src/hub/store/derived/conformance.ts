import { expect, it } from 'vitest'
import { type Content, makeFact } from '../../../core/fact/fact.ts'
import { uuidOf } from '../../../core/hash.ts'
import type { Need, TreeState } from '../../../core/tree/view.ts'
import type { OfferPage, OfferPlace, ReadTx, TreeRow, WriteTx } from '../store.ts'

const DEVICE = 'd'.repeat(64)
const OTHER = 'e'.repeat(64)
const text = (words: string): Content => ({ kind: 'piece', v: 1, text: words, salt: new Uint8Array(12) })
const id = (n: number) => String(n).padStart(64, '0')

export type Kept = <T>(
  write: (tx: WriteTx) => Promise<unknown>,
  look: (tx: ReadTx) => Promise<T>,
  wanted: T
) => () => Promise<void>

/** [HS1] What is derived, lent and remembered besides facts. */
export function derivedContract(kept: Kept): void {
  const lending = { kind: 'lending', v: 1, device: DEVICE, until: 50, at: 1, nonce: new Uint8Array(4), lang: 'en' }
  const lent = makeFact(OTHER, { ...lending, shown: ['v1'], tasks: [{ kind: 'assistant_reply', target: 0 }] })
  const loan = {
    lending: lent.id,
    place: 0,
    kind: 'assistant_reply',
    target: 'v1',
    lang: 'en',
    device: DEVICE,
    until: 50,
    at: 1
  }

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
  const tree = (id: string, state: TreeState, more: Partial<TreeRow> = {}): TreeRow => ({
    ...{ id, state, lang: 'en', messages: 1, room: 5, author: 'ada', prompt: `v-${id}`, score: 0.5 },
    ...more
  })
  const start = { random: -1, tree: '', place: -1 }
  const brief = ({ offers }: OfferPage) =>
    offers.map((offer) => [offer.target, offer.reserved, offer.reservedInTree, offer.lentAt])
  /** Two replies wanted to `v1` and one to `v2`, in a tree with room for two. */
  const twoNeeds = async (tx: WriteTx) => {
    await tx.addVersion('v1', 'a', id(1))
    await tx.addVersion('v2', 'a', id(2))
    await tx.setTree(tree('a', 'growing', { room: 2 }), [need, { ...need, target: 'v2', wanted: 1 }])
  }
  it(
    '[HS7] offers are free as far as neither they nor the room of their tree are on loan, and count as free or lent',
    kept(
      async (tx) => {
        await twoNeeds(tx)
        await tx.addLoan({ ...loan, at: 20 })
        await tx.addLoan({ ...loan, place: 1, at: 10 })
        await tx.setTree(tree('b', 'ranking'), [{ ...need, kind: 'rank_assistant_replies', lang: 'am', target: 'v3' }])
      },
      async (tx) => [
        brief(await tx.freeOffers('assistant_reply', 'en', start, 9)),
        (await tx.lentOffers('assistant_reply', 'en', 9)).map(({ target, lentAt }) => [target, lentAt]),
        brief(await tx.freeOffers('rank_assistant_replies', 'am', start, 9)),
        brief(await tx.freeOffers('rank_assistant_replies', 'en', start, 9)),
        await tx.needCounts()
      ],
      [
        [],
        [['v1', 10]],
        [['v3', 0, 0, 0]],
        [],
        [
          { kind: 'assistant_reply', lang: 'en', free: 0, lent: 1 },
          { kind: 'rank_assistant_replies', lang: 'am', free: 1, lent: 0 }
        ]
      ]
    )
  )
  it(
    '[HS7] a loan that is answered, or whose date has come, is free again, also of a tree that came after it',
    kept(
      async (tx) => {
        await tx.addLoan({ ...loan, until: 50 })
        await tx.addLoan({ ...loan, place: 1, until: 60 })
        await tx.addLoan({ ...loan, place: 2, target: 'v2', until: 60 })
        await twoNeeds(tx)
        await tx.loansOver(50)
        await tx.loanDone(lent.id, 1)
      },
      async (tx) => [
        brief(await tx.freeOffers('assistant_reply', 'en', start, 9)),
        (await tx.loansTo(DEVICE)).map(({ target }) => target),
        (await tx.everLent(DEVICE, 'assistant_reply')).map(({ place }) => place)
      ],
      [[['v1', 0, 1, 0]], ['v2'], [0, 1, 2]]
    )
  )
  it(
    '[HS7] offers come in pages that go on where the last one ended, each once',
    kept(
      async (tx) => {
        for (let n = 0; n < 25; n++) await tx.setTree(tree(`t${n}`, 'growing'), [{ ...need, target: `v${n}` }])
      },
      async (tx) => {
        const targets: string[] = []
        let pages = 0
        for (let from: OfferPlace | undefined = start; from; pages++) {
          const page: OfferPage = await tx.freeOffers('assistant_reply', 'en', from, 10)
          targets.push(...page.offers.map((offer) => offer.target))
          from = page.end
        }
        return [pages, targets.length, new Set(targets).size]
      },
      [3, 25, 25]
    )
  )
  it(
    '[HS7] trees are counted by language and state, authors whose prompts wait one by one',
    kept(
      async (tx) => {
        const waits = (name: string, author: string) => tx.setTree(tree(name, 'prompt_lottery_waiting', { author }), [])
        await waits('a', 'cy')
        await waits('c', 'ada')
        await waits('b', 'ada')
        await waits('d', 'bo')
        await waits('e', 'gone')
        await tx.setTree(tree('d', 'growing', { author: 'bo' }), [])
        await tx.removeTree('e')
        for (const name of ['y', 'x']) await tx.setTree(tree(name, 'backlog_ranking'), [])
      },
      async (tx) => [
        await tx.treeCounts(),
        await tx.waitingAuthors('en'),
        [await tx.waitingAuthor('en', 0), await tx.waitingAuthor('en', 1), await tx.waitingAuthor('en', 2)],
        (await tx.waitingOf('en', 'ada', 9)).map((row) => row.id),
        (await tx.waitingPrompts('en', 2 ** 31, 9)).map(({ version }) => version).sort(),
        (await tx.waitingPrompts('en', 0, 2)).length,
        [await tx.backlog('en', 0), await tx.backlog('en', 1), await tx.backlog('am', 0)]
      ],
      [
        [
          { lang: 'en', state: 'backlog_ranking', count: 2 },
          { lang: 'en', state: 'growing', count: 1 },
          { lang: 'en', state: 'prompt_lottery_waiting', count: 3 }
        ],
        2,
        ['ada', 'cy', undefined],
        ['b', 'c'],
        ['v-a', 'v-b', 'v-c'],
        2,
        ['x', 'y', undefined]
      ]
    )
  )
  it(
    '[HS7] first prompts on loan by language, and a lending by the name of its wish',
    kept(
      async (tx) => {
        await tx.addFact(lent, 'work')
        await tx.addLending(lent.id, lent.content as unknown as Parameters<WriteTx['addLending']>[1])
        for (const place of [0, 1, 2])
          await tx.addLoan({ ...loan, place, kind: 'initial_prompt', target: '', lang: place === 2 ? 'am' : 'en' })
        await tx.loanDone(lent.id, 1)
      },
      async (tx) => [
        await tx.promptsLent(),
        (await tx.lendingFor(DEVICE, new Uint8Array(4))) === lent.id,
        await tx.lendingFor(DEVICE, new Uint8Array(3))
      ],
      [
        [
          { lang: 'am', count: 1 },
          { lang: 'en', count: 1 }
        ],
        true,
        undefined
      ]
    )
  )
  it(
    '[HS8] trees to be derived anew are taken once',
    kept(
      async (tx) => {
        for (const name of ['a', 'b', 'c']) await tx.setTree(tree(name, 'growing'), [])
        await tx.addStale(['c', 'x'])
        await tx.addStale('all')
        expect(await tx.takeStale(3)).toHaveLength(3)
      },
      async (tx) => [await tx.hasStale()],
      [true]
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
}
