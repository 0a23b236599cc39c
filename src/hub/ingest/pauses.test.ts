import { afterAll, describe, expect, it } from 'vitest'
import { Caller } from '../examples/caller.ts'
import { removeFolders } from '../examples/folders.ts'
import { World } from '../examples/world.ts'

afterAll(removeFolders)

describe('a hub that was put back from a backup', () => {
  /** @returns a hub that did not run for ten seconds, with work from before and after. */
  async function putBack() {
    const world = await World.begin()
    const [hand, other] = [await world.member(10), await world.member(11)]
    await world.take(await hand.seals({ kind: 'applause', v: 1 }))
    const [receipt] = await world.store.read((tx) => tx.receiptsSince(hand.device, 0))
    await world.store.close()
    world.system.pass(10_000)
    await world.start()
    world.system.pass(10_000)
    await world.take(await other.seals({ kind: 'applause', v: 1 }))
    return { world, hand, given: receipt!.stamp }
  }

  const heard = async ({ world, hand }: Awaited<ReturnType<typeof putBack>>, since: number) => {
    const caller = await Caller.welcomed(world.hub, hand.signer, since)
    await caller.done()
    return (await caller.receipts()).map(({ stamp }) => stamp > since)
  }

  it('[RC1] says all anew to whoever has heard a stamp of the state that is lost, though it has given later ones', async () => {
    const back = await putBack()
    expect(await heard(back, back.given + 5000)).toEqual([true])
    await back.world.store.close()
  })

  it('[RC1] says nothing twice to whoever has heard one of its own', async () => {
    const back = await putBack()
    expect(await heard(back, back.given)).toEqual([])
    expect(await heard(back, back.given + 15_000)).toEqual([])
    await back.world.store.close()
  })
})
