import { expect, it } from 'vitest'
import { testSigner } from '../../sync/examples/key.ts'
import { manualSystem } from '../../sync/manual-system.ts'
import { NO_HEAD, seal } from '../../sync/segment/seal.ts'
import { Together } from './together.ts'

it('[LK16] of segments that are full of facts fewer share a transaction, so that nobody waits for all of them', async () => {
  const skips = Array.from({ length: 512 }, (_, saved) => ({ kind: 'skip', v: 1, saved }))
  const { segments } = await seal(skips, 'a'.repeat(64), NO_HEAD, await testSigner(1))
  expect(segments).toHaveLength(1)
  const sizes: number[] = []
  const together = new Together({
    ...{ system: manualSystem(1), crowded: () => false },
    async takeAll(pick) {
      const picked = pick()
      sizes.push(picked.length)
      return picked.map(() => true)
    }
  })
  const taken = Array.from({ length: 20 }, () => together.take(segments[0]!))
  expect(await Promise.all(taken)).toEqual(taken.map(() => true))
  expect(sizes).toEqual([16, 4])
})
