import { afterAll, describe, expect, it } from 'vitest'
import { type Content, makeFact } from '../../core/fact/fact.ts'
import { removeFolders } from '../examples/folders.ts'
import { Hand, treeLine, World } from '../examples/world.ts'

afterAll(removeFolders)

describe('who may do what, as a hub takes it in (real store, time by hand)', () => {
  it('a loan is freed by whom it was lent to, and by nobody else', async () => {
    const world = await World.begin()
    await world.import(treeLine('t', { replies: 0 }))
    const [hand, other] = [await world.member(10), await world.member(11)]
    const [reply] = await world.borrow(hand, 'assistant_reply', 1)
    const loans = () => world.store.read((tx) => tx.loansOf(reply!.task[0]))
    await world.take(await other.seals(other.answer('skip', reply!.task, { reason: 'not mine' })))
    expect(await loans()).toEqual([{ place: 0, done: false }])
    await world.take(await hand.seals(hand.answer('skip', reply!.task, { reason: 'mine' })))
    expect(await loans()).toEqual([{ place: 0, done: true }])
    await world.store.close()
  })

  it('an import by someone who may not decide takes nobody’s place', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    const forged: Content = {
      kind: 'import_message',
      v: 1,
      tree: 'mine',
      message: 't',
      place: 0,
      fields: {},
      text: 'x'
    }
    const segments = await hand.seals({ ...forged, salt: new Uint8Array(8) })
    await world.take(segments)
    expect(await world.store.read((tx) => tx.treeOf('t'))).toBeUndefined()
    await world.import(treeLine('t'))
    expect(await world.store.read((tx) => tx.treeOf('t'))).toBe('t')
    await world.store.close()
  })

  it('[PE1] a member cannot found the project anew', async () => {
    const world = await World.begin()
    // Whichever id is the smaller: one of these many is smaller than the project’s own.
    for (let byte = 20; byte < 26; byte++) {
      const hand = await world.member(byte)
      const founding = { name: 'Mine', rules: 'mine', organizers: [hand.device], terms: '0'.repeat(64), at: 1 }
      await world.take(await hand.seals({ kind: 'project', v: 1, ...founding }))
      expect(world.hub.ingest.people.get(hand.device)?.role).toBe('contributor')
    }
    expect(world.hub.ingest.people.get(world.hub.identity.organizer.device)?.role).toBe('organizer')
    await world.store.close()
  })

  it('[PE1] what a device did is judged anew when it turns out who stands behind it', async () => {
    const world = await World.begin()
    await world.import(treeLine('t', { replies: 0 }))
    const { signer } = await world.member(10)
    const [{ device }, hand] = [{ device: signer.device }, new Hand(signer, world.hub.project, world.system)]
    const amend = { message: 't', saw: 't', text: 'Amended.', salt: new Uint8Array(8), saved: 1 }
    const [segment] = await hand.seals({ kind: 'amend', v: 1, ...amend })
    await world.take([segment!])
    const { contributor = '' } = world.hub.ingest.people.get(device) ?? {}
    expect(await world.outcome(segment!.ids[0]!)).toBe('returned not-yours')
    const grant = { device, role: 'moderator', contributor, at: 2 }
    await world.decide([{ kind: 'grant', v: 1, ...grant }], world.hub.identity.organizer)
    expect(await world.outcome(segment!.ids[0]!)).toBe('merged')
    expect((await world.view('t')).messages[0]?.text).toBe('Amended.')
    await world.store.close()
  })

  it('[ER1] an erasure that may erase one of its texts is merged, in whichever tree the other lies', async () => {
    const world = await World.begin()
    await world.import(treeLine('a', { replies: 0 }) + treeLine('z', { replies: 0 }))
    const hand = await world.member(10)
    for (const own of ['a', 'z']) {
      const tasks = await world.borrow(hand, 'assistant_reply')
      const reply = tasks.find(({ target }) => target === own)
      const [segment] = await hand.seals(hand.writing('assistant_reply', reply!.task, `In ${own}.`))
      await world.take([segment!])
      const other = (await world.view(own === 'a' ? 'z' : 'a')).messages[0]!.fact
      const [erasure] = await hand.seals({ kind: 'erase', v: 1, facts: [segment!.ids[0]!, other], at: 1 })
      await world.take([erasure!])
      expect([own, await world.outcome(erasure!.ids[0]!)]).toEqual([own, 'merged'])
      world.system.pass(15 * 24 * 3600 * 1000)
    }
    await world.store.close()
  })

  it('[EV1] a first message that is declined is returned to its author, though it leaves no tree', async () => {
    const world = await World.begin()
    const hand = await world.member(10)
    const [prompt] = await world.borrow(hand, 'initial_prompt', 1, 'en')
    const [segment] = await hand.seals(hand.writing('initial_prompt', prompt!.task, 'Why is moss green?'))
    await world.take([segment!])
    const decline: Content = { kind: 'decline', v: 1, fact: segment!.ids[0]!, rule: 'copied', at: 1 }
    await world.decide([decline])
    expect(await world.outcome(segment!.ids[0]!)).toBe('returned copied')
    expect(await world.outcome(makeFact(world.hub.identity.hub.device, decline).id)).toBe('merged')
    expect(await world.store.read((tx) => tx.trees())).toEqual([])
    await world.store.close()
  })

  it('[TR1] what is said of a fact of several trees is said in each, also in one that comes later', async () => {
    const world = await World.begin()
    await world.import(treeLine('p', { replies: 0 }), 'prompts')
    const hand = await world.member(10)
    const head = { device: hand.device, until: 9, at: 1, nonce: new Uint8Array(4), lang: 'en' }
    const tasks = [{ kind: 'rank_initial_prompts', candidates: [0, 1] }]
    const lent = await world.hub.lendContent({ kind: 'lending', v: 1, ...head, shown: ['p', 'q'], tasks })
    const [segment] = await hand.seals(hand.answer('rank_initial_prompts', [lent.id, 0], { order: [1, 0] }))
    await world.take([segment!])
    const ballot = segment!.ids[0]!
    const decline: Content = { kind: 'decline', v: 1, fact: ballot, rule: 'copied', at: 1 }
    await world.decide([decline])
    await world.import(treeLine('q', { replies: 0 }), 'prompts')
    const decision = makeFact(world.hub.identity.hub.device, decline).id
    expect(await world.store.read((tx) => tx.treesOf(decision))).toEqual(['p', 'q'])
    expect(await world.outcome(ballot)).toBe('returned copied')
    expect((await world.view('q')).promptScore).toBeUndefined()
    await world.store.close()
  })
})
