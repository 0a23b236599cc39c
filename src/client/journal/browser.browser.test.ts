import { describe, expect, it } from 'vitest'
import { browserJournals, type Worker as JournalWorker } from './browser.ts'
import { journalsContract } from './conformance.ts'
import { readFrames, writeFrame } from './frame.ts'

declare const Worker: new (url: URL, options: { type: 'module' }) => JournalWorker
type Root = {
  getDirectoryHandle(name: string, options?: object): Promise<Root>
  removeEntry(name: string, options: object): Promise<void>
  keys(): AsyncIterable<string>
}
declare const navigator: { storage: { getDirectory(): Promise<Root> } }

/** Another window: it has a worker of its own. */
function aWindow() {
  const workers: JournalWorker[] = []
  const page = new EventTarget()
  const journals = browserJournals(() => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
    workers.push(worker)
    return worker
  }, page)
  return { journals, workers, page, ends: () => workers.pop()?.terminate() }
}

const one = aWindow()
journalsContract('the private file system', () => one.journals)

const frame = (body: number) => writeFrame(Uint8Array.of(body))
const bodies = (bytes: Uint8Array) =>
  readFrames(bytes)
    .bodies.map(([first]) => first)
    .sort()
const filesOf = async (name: string) => {
  const root = await navigator.storage.getDirectory()
  const home = await (await root.getDirectoryHandle('journals')).getDirectoryHandle(name)
  const files: string[] = []
  for await (const file of home.keys()) files.push(file)
  return files.sort()
}

describe('a journal in a browser', () => {
  it('[JN9] two windows write beside each other, each reads both, and either may write it anew', async () => {
    const other = aWindow()
    const [a, b] = [one.journals, other.journals]
    await a.append('two', frame(1))
    await b.append('two', frame(2))
    expect([bodies(await a.read('two')), bodies(await b.read('two'))]).toEqual([
      [1, 2],
      [1, 2]
    ])
    await a.replace('two', frame(3))
    await b.append('two', frame(4))
    expect(bodies(await a.read('two'))).toEqual([2, 3, 4])
    await b.close('two')
    await a.replace('two', frame(5))
    expect([bodies(await b.read('two')), await filesOf('two')]).toEqual([[5], ['000003.journal']])
    await a.close('two')
    other.ends()
  })

  it('[JN1] a window that ends at once leaves what it has said is written; the next goes on in the same file', async () => {
    const other = aWindow()
    await other.journals.append('ended', frame(1))
    void other.journals.append('ended', frame(2))
    other.ends()
    await expect
      .poll(async () => {
        await one.journals.append('ended', frame(3))
        await one.journals.close('ended')
        return (await filesOf('ended')).includes('000000.journal')
      })
      .toBe(true)
    expect(bodies(await one.journals.read('ended'))).toEqual(expect.arrayContaining([1, 3]))
  })

  it('[JN1] the sums that a worker takes tell damage as those of a page do', async () => {
    const torn = frame(2).slice(0, -1)
    await one.journals.replace('torn', new Uint8Array([...frame(1), ...torn]))
    const read = await one.journals.read('torn')
    expect([bodies(read), readFrames(read).damage]).toEqual([[1], [{ at: 13, bytes: 12 }]])
    const spoilt = frame(3)
    spoilt[12] = 4
    await one.journals.replace('torn', new Uint8Array([...frame(1), ...spoilt]))
    expect(bodies(await one.journals.read('torn'))).toEqual([1])
    await one.journals.close('torn')
  })

  it('[JN6] a journal that was deleted meanwhile is none', async () => {
    await one.journals.append('deleted', frame(1))
    await one.journals.close('deleted')
    const root = await navigator.storage.getDirectory()
    await root.removeEntry('journals', { recursive: true })
    expect([await one.journals.read('deleted'), await one.journals.list()]).toEqual([new Uint8Array(), []])
    await one.journals.append('deleted', frame(2))
    expect(bodies(await one.journals.read('deleted'))).toEqual([2])
    await one.journals.close('deleted')
  })

  it('[JN11] a page that is frozen ends its worker, and one that goes on asks the next what was not answered', async () => {
    const { journals, workers, page } = aWindow()
    await journals.append('frozen', frame(1))
    const waiting = [journals.append('frozen', frame(2)), journals.append('frozen', frame(3))]
    page.dispatchEvent(new Event('freeze'))
    workers[0]?.addEventListener('message', ({ data }) => expect.unreachable(`an ended worker answers ${data.id}`))
    expect(workers).toHaveLength(1)
    page.dispatchEvent(new Event('resume'))
    await Promise.all(waiting)
    expect(workers).toHaveLength(2)
    expect([...new Set(bodies(await journals.read('frozen')))]).toEqual([1, 2, 3])
    await journals.close('frozen')
  })

  it('[JN11] a page that was asked nothing meanwhile starts a worker with the next question only', async () => {
    const { journals, workers, page } = aWindow()
    await journals.append('idle', frame(1))
    page.dispatchEvent(new Event('freeze'))
    page.dispatchEvent(new Event('resume'))
    expect(workers).toHaveLength(1)
    await journals.append('idle', frame(2))
    expect([bodies(await journals.read('idle')), workers.length]).toEqual([[1, 2], 2])
    await journals.close('idle')
  })

  it('[JN6] a worker that does not start is told, and tried again', async () => {
    let starts = 0
    const journals = browserJournals(() => {
      starts += 1
      return new Worker(new URL('data:text/plain,none'), { type: 'module' })
    }, new EventTarget())
    await expect(journals.read('any')).rejects.toThrow()
    await expect(journals.read('any')).rejects.toThrow()
    expect(starts).toBe(2)
  })
})
