import { describe, expect, it } from 'vitest'
import type { ControlFields } from '../../sync/link/control.ts'
import { manualSystem } from '../../sync/manual-system.ts'
import { Checkouts } from './checkouts.ts'

type Asked = ControlFields<'checkout'>

function begin() {
  const [checkouts, system] = [new Checkouts(), manualSystem()]
  const asked: Asked[] = []
  const askAll = () => {
    asked.length = 0
    checkouts.askAll((fields) => void asked.push(fields))
    return [...asked]
  }
  return { checkouts, askAll, wish: (count: number) => checkouts.wish({ count }, system) }
}

describe('wishes for batches', () => {
  it('[LK5] each has a number of its own, and what was wished', () => {
    const { checkouts, askAll, wish } = begin()
    void wish(5)
    void checkouts.wish({ count: 7, langs: ['am', 'ti'], kinds: ['assistant_reply'], minutes: 30 }, manualSystem(2))
    const [first, second] = askAll()
    expect(first).toEqual({ request: first!.request, count: 5 })
    const wished = { count: 7, lang: 'am', langs: ['am', 'ti'], kinds: ['assistant_reply'], minutes: 30 }
    expect(second).toEqual({ request: second!.request, ...wished })
    expect(first!.request).not.toBe(second!.request)
  })

  it('[LK5] are asked once on a connection, and after a break again with the same number', () => {
    const { checkouts, askAll, wish } = begin()
    void wish(5)
    const first = askAll()
    expect(askAll()).toEqual([])
    void wish(6)
    checkouts.broken()
    const [again, other] = askAll()
    expect([[again], other!.count]).toEqual([first, 6])
    checkouts.broken()
    checkouts.broken()
    expect(askAll()).toEqual([again, other])
  })

  it('are answered by their number, in any order, and then no more asked', async () => {
    const { checkouts, askAll, wish } = begin()
    const [one, two] = [wish(1), wish(2)]
    const [first, second] = askAll()
    checkouts.lent({ request: second!.request, count: 2, batch: 'b'.repeat(64) })
    expect(await two).toEqual({ request: second!.request, count: 2, batch: 'b'.repeat(64) })
    checkouts.broken()
    expect(askAll()).toEqual([first])
    checkouts.lent({ request: first!.request, count: 0, cause: 'nothing-open' })
    expect(await one).toMatchObject({ count: 0, cause: 'nothing-open' })
    checkouts.broken()
    expect(askAll()).toEqual([])
  })

  it('an answer to a wish that nobody made, or made twice, changes nothing', async () => {
    const { checkouts, askAll, wish } = begin()
    const one = wish(1)
    const [{ request }] = askAll() as [Asked]
    checkouts.lent({ request: request ^ 1, count: 9 })
    checkouts.lent({ request, count: 1 })
    checkouts.lent({ request, count: 9 })
    expect(await one).toEqual({ request, count: 1 })
  })
})
