import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { saveDataset } from './save-dataset.ts'

describe('saving the dataset', () => {
  let folder: string
  let server: Server | undefined

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'understory-save-'))
  })
  afterEach(() => {
    server?.close()
    server?.closeAllConnections()
    rmSync(folder, { recursive: true })
  })

  async function hubThat(answers: RequestListener): Promise<() => Promise<string>> {
    const listening = createServer(answers)
    server = listening
    await new Promise<void>((done) => listening.listen(0, '127.0.0.1', done))
    return async () => `http://127.0.0.1:${(listening.address() as AddressInfo).port}`
  }
  const at = (name: string) => async () => join(folder, name)

  it('writes what the hub gives, in the place of what was there', async () => {
    writeFileSync(join(folder, 'a.jsonl'), 'of yesterday, and longer')
    const address = await hubThat((request, response) => response.end(`{"path":"${request.url}"}\n`))
    expect(await saveDataset({ address, choose: at('a.jsonl') })).toBe('saved')
    expect(readFileSync(join(folder, 'a.jsonl'), 'utf8')).toBe('{"path":"/dataset.jsonl"}\n')
    expect(readdirSync(folder)).toEqual(['a.jsonl'])
  })

  it('asks the hub for nothing when no place was chosen', async () => {
    const asked: unknown[] = []
    const address = await hubThat((request, response) => {
      asked.push(request.url)
      response.end()
    })
    expect(await saveDataset({ address, choose: async () => undefined })).toBe('cancelled')
    expect(asked).toEqual([])
  })

  it('leaves the old file and no other when the hub breaks off', async () => {
    writeFileSync(join(folder, 'a.jsonl'), 'of yesterday')
    const address = await hubThat((_request, response) => {
      response.write('{"half":', () => response.destroy())
    })
    await expect(saveDataset({ address, choose: at('a.jsonl') })).rejects.toMatchObject({
      told: { work: ['not-saved'] }
    })
    expect(readdirSync(folder)).toEqual(['a.jsonl'])
    expect(readFileSync(join(folder, 'a.jsonl'), 'utf8')).toBe('of yesterday')
  })

  it('leaves nothing when the place cannot be written', async () => {
    mkdirSync(join(folder, 'a.jsonl', 'inside'), { recursive: true })
    const address = await hubThat((_request, response) => response.end('{}\n'))
    const file = join(folder, 'a.jsonl')
    await expect(saveDataset({ address, choose: at('a.jsonl') })).rejects.toMatchObject({
      code: 'A2',
      told: { work: ['not-saved'], cause: ['output-failed', { file }], action: ['other-place'] }
    })
    expect(readdirSync(folder)).toEqual(['a.jsonl'])
  })

  it.each([
    ['refuses', 404],
    ['fails', 500]
  ])('writes nothing when the hub %s', async (_what, status) => {
    const address = await hubThat((_request, response) => response.writeHead(status).end('words'))
    await expect(saveDataset({ address, choose: at('a.jsonl') })).rejects.toMatchObject({
      told: { cause: ['hub-silent'] }
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it('writes nothing when nobody listens', async () => {
    const address = await hubThat(() => {})
    const gone = await address()
    await new Promise((done) => server?.close(done))
    const saving = saveDataset({ address: async () => gone, choose: at('a.jsonl') })
    await expect(saving).rejects.toMatchObject({ told: { cause: ['hub-silent'] } })
  })
})
