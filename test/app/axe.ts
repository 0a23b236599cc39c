import axe, { type Result } from 'axe-core'
import type { Page } from 'playwright'
import { expect } from 'vitest'

type Violation = {
  readonly id: string
  readonly nodes: readonly { readonly target: string[]; readonly html: string }[]
}
type Asked = { readonly within: string | undefined; readonly rules: readonly string[] | undefined }

/**
 * What axe finds on a page that has no frames, as none of ours has. Axe is loaded once a page, and only what it found
 * comes back: its source and its whole report, sent each time, cost as much as its looking.
 *
 * @param within a selector; without it, the whole page.
 * @param rules these alone; without them, all.
 */
export async function violationsOn(page: Page, within?: string, rules?: readonly string[]): Promise<Violation[]> {
  expect(page.frames()).toHaveLength(1)
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source)
  return page.evaluate<Violation[], Asked>(look, { within, rules })
}

async function look({ within, rules }: Asked): Promise<Violation[]> {
  const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
  const options = { resultTypes: ['violations' as const], ...(rules && { runOnly: [...rules] }) }
  const { violations } = await axe.run(within ?? document, options)
  return violations.map(({ id, nodes }: Result) => ({
    id,
    nodes: nodes.map(({ target, html }) => ({ target: target.map(String), html }))
  }))
}
