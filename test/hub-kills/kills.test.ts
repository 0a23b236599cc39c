import { afterAll, expect, it } from 'vitest'
import { cleanUp } from '../understory.ts'
import { inOneLine, isWell, killedUnderLoad } from './kills.ts'

afterAll(cleanUp)

it('[HS1] [RC1] a hub process killed with -9 under load, also while it starts, loses nothing that it gave a receipt for, and holds nothing twice (npm run kills -- hub: 100 times, 20 devices)', {
  timeout: 180_000
}, async () => {
  const tally = await killedUnderLoad(5, 7, undefined, 6)
  expect(isWell(tally), [inOneLine(tally), ...tally.faults].join('\n')).toBe(true)
  expect(tally.items).toBeGreaterThan(tally.kills)
})
