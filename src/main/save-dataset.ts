import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { type Told, UnderstoryError } from '../core/error.ts'
import { problemOf } from '../hub/folder.ts'

export type SaveDataset = {
  /** Of the practice hub. */
  address(): Promise<string>
  /** Asks the person for a place; undefined if they want none. */
  choose(name: string): Promise<string | undefined>
}

/** Nothing was written at the chosen place; what was there before still is. */
class DatasetNotSaved extends UnderstoryError {
  override name = 'DatasetNotSaved' as const
  readonly code = 'A2'
  readonly told: Told
  constructor(cause: unknown, why: Pick<Told, 'cause' | 'action'>) {
    super(`dataset not saved: ${why.cause[0]}`, { cause })
    this.told = { work: ['not-saved'], ...why }
  }
}

/** Writes the dataset of the practice project where the person wants it: whole, or not at all. */
export async function saveDataset({ address, choose }: SaveDataset): Promise<'saved' | 'cancelled'> {
  const hub = await address()
  const file = await choose('understory-practice.jsonl')
  if (file === undefined) return 'cancelled'
  const dataset = await fetchDataset(`${hub}/dataset.jsonl`)
  const part = `${file}.${process.pid}.part`
  try {
    await writeWhole(part, dataset)
    await rename(part, file)
  } catch (cause) {
    await rm(part, { force: true }).catch(() => {}) // a folder that went has no part either
    throw new DatasetNotSaved(cause, {
      cause: ['output-failed', { file, problem: problemOf(cause) }],
      action: ['other-place']
    })
  }
  return 'saved'
}

async function fetchDataset(url: string): Promise<AsyncIterable<Uint8Array>> {
  const silent = { cause: ['hub-silent'], action: ['try-again'] } as const
  const response = await fetch(url).catch((cause: unknown) => {
    throw new DatasetNotSaved(cause, silent)
  })
  if (!response.ok || response.body === null) throw new DatasetNotSaved(new Error(`status ${response.status}`), silent)
  return response.body
}

/** On the disk when this resolves: the name must never lead to half a file. */
async function writeWhole(file: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const handle: FileHandle = await open(file, 'w')
  try {
    for await (const chunk of chunks) await handle.writeFile(chunk)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
