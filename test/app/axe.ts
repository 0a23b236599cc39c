import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import { expect } from 'vitest'

/**
 * What axe finds on a page that has no frames, as none of ours has: in one go, which takes half the time.
 * @param within a selector; without it, the whole page.
 */
export async function violationsOn(page: Page, within?: string) {
  expect(page.frames()).toHaveLength(1)
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  return (await (within === undefined ? axe : axe.include(within)).analyze()).violations
}
