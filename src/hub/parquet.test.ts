import { parquetMetadata, parquetReadObjects, parquetSchema } from 'hyparquet'
import { describe, expect, it } from 'vitest'
import type { Row } from '../core/dataset/rows.ts'
import { parquetTo } from './parquet.ts'

const ROW: Row = {
  message_id: 'a',
  parent_id: null,
  user_id: 'u',
  created_date: '2023-02-05T14:23:50+00:00',
  text: 'Ein Text \ud83d\ude00\u2028 mit allem',
  role: 'prompter',
  lang: 'de',
  review_count: 3,
  review_result: true,
  deleted: false,
  rank: null,
  synthetic: false,
  model_name: null,
  detoxify: {
    toxicity: 0.1,
    severe_toxicity: 0.00044308538781479,
    obscene: 0,
    identity_attack: 1e-7,
    insult: 1,
    threat: null,
    sexual_explicit: 0.5
  },
  message_tree_id: 'a',
  tree_state: 'ready_for_export',
  emojis: { name: ['+1', '_skip_reply'], count: [2, 1] },
  labels: { name: ['spam', 'quality'], value: [0, 1 / 3], count: [3, 3] }
}
const BARE: Row = {
  ...ROW,
  ...{ message_id: 'b', parent_id: 'a', user_id: null, created_date: null, lang: null, review_count: null },
  ...{ review_result: null, deleted: null, rank: 0, synthetic: null, detoxify: null, emojis: null, labels: null }
}

/** Its reader has undefined where a group is null. */
async function read(file: ArrayBuffer): Promise<unknown[]> {
  const rows = await parquetReadObjects({ file })
  return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value ?? null])))
}

async function written(rows: readonly Row[]): Promise<ArrayBuffer> {
  const parts: Uint8Array[] = []
  const file = parquetTo(async (bytes) => void parts.push(bytes))
  // A few at a time, as trees come.
  for (let at = 0; at < rows.length; at += 7) await file.add(rows.slice(at, at + 7))
  await file.done()
  const bytes = Buffer.concat(parts)
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
}

describe('Parquet', () => {
  it('[XP15] gives back every column of every row, nulls and lists and all', async () => {
    expect(await read(await written([ROW, BARE]))).toEqual([ROW, BARE])
  })

  it('[XP15] has the 18 published columns in order, with their types', async () => {
    const { children } = parquetSchema(parquetMetadata(await written([ROW])))
    expect(children.map(({ element: { name, type, num_children } }) => `${name} ${type ?? num_children}`)).toEqual([
      'message_id BYTE_ARRAY',
      'parent_id BYTE_ARRAY',
      'user_id BYTE_ARRAY',
      'created_date BYTE_ARRAY',
      'text BYTE_ARRAY',
      'role BYTE_ARRAY',
      'lang BYTE_ARRAY',
      'review_count INT32',
      'review_result BOOLEAN',
      'deleted BOOLEAN',
      'rank INT32',
      'synthetic BOOLEAN',
      'model_name BYTE_ARRAY',
      'detoxify 7',
      'message_tree_id BYTE_ARRAY',
      'tree_state BYTE_ARRAY',
      'emojis 2',
      'labels 3'
    ])
  })

  it('[XP15] is one file, in row groups, of more rows than are held at once', async () => {
    const many = Array.from({ length: 11_000 }, (_, i) => ({ ...(i % 3 === 0 ? ROW : BARE), message_id: `m${i}` }))
    const file = await written(many)
    expect(parquetMetadata(file).row_groups.length).toBeGreaterThan(1)
    expect(await read(file)).toEqual(many)
  })

  it('[XP15] holds no rows where there are none', async () => {
    const file = await written([])
    expect(parquetMetadata(file).num_rows).toBe(0n)
    expect(await read(file)).toEqual([])
  })

  it('[XP1] is the same bytes for the same rows', async () => {
    expect(new Uint8Array(await written([ROW, BARE]))).toEqual(new Uint8Array(await written([ROW, BARE])))
  })
})
