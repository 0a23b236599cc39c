import { expect, it } from 'vitest'
import type { Lending } from '../../../../core/tree/task.ts'
import type { Need, TreeState } from '../../../../core/tree/view.ts'
import type { OfferPage, OfferPlace, TreeRow, WriteTx } from '../../store.ts'
import type { Kept } from '../kept.ts'
import { DEVICE, lent, loan } from '../lent.ts'

const id = (n: number) => String(n).padStart(64, '0')

/** [HS7] What is open to lend, and what is counted so that nobody looks at all of it. */
export function offersContract(kept: Kept): void {
  const need: Need = {
    kind: 'assistant_reply',
    target: 'v1',
    candidates: [],
    thread: ['v1'],
    lang: 'en',
    wanted: 2,
    excludes: ['me']
  }
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
        await tx.addLending(lent.id, lent.content as unknown as Lending)
        await tx.addLoan({ ...loan, until: 50 })
        await tx.addLoan({ ...loan, place: 1, until: 60 })
        await tx.addLoan({ ...loan, place: 2, target: 'v2', until: 60 })
        await twoNeeds(tx)
        await tx.loansOver(50)
        expect(await tx.loanDone(lent.id, 1)).toEqual(['a'])
        expect(await tx.loanDone(lent.id, 1)).toEqual([])
        await twoNeeds(tx)
      },
      async (tx) => [
        brief(await tx.freeOffers('assistant_reply', 'en', start, 9)),
        (await tx.loansTo(DEVICE, 49)).map(({ target }) => target),
        await tx.loansTo(DEVICE, 50),
        (await tx.everLent(DEVICE, 'assistant_reply')).map(({ place }) => place)
      ],
      [[['v1', 0, 1, 0]], ['v1', 'v2'], [], [0, 1, 2]]
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
        const withWork = [await tx.growingWithWork('en', 9), await tx.growingWithWork('en', 99)]
        return [pages, targets.length, new Set(targets).size, ...withWork, await tx.growingWithWork('am', 9)]
      },
      [3, 25, 25, 9, 25, 0]
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
    '[HS7] whose replies ballots put first, the newest word of each tree, since a time',
    kept(
      async (tx) => {
        for (const name of ['a', 'b', 'c']) await tx.setTree(tree(name, 'ranking'), [])
        await tx.setFirsts('a', [{ author: 'bo', at: 5 }])
        await tx.setFirsts('a', [
          { author: 'bo', at: 20 },
          { author: 'ada', at: 10 }
        ])
        await tx.setFirsts('b', [{ author: 'bo', at: 30 }])
        await tx.setFirsts('c', [{ author: 'cy', at: 30 }])
        await tx.removeTree('c')
      },
      async (tx) => [await tx.firstsSince(0), await tx.firstsSince(10), await tx.firstsSince(11)],
      [
        [
          { author: 'ada', count: 1 },
          { author: 'bo', count: 2 }
        ],
        [
          { author: 'ada', count: 1 },
          { author: 'bo', count: 2 }
        ],
        [{ author: 'bo', count: 2 }]
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
}
