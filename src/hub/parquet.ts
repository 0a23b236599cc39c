import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer'
import { DETOXIFY_FIELDS } from '../core/dataset/layout.ts'
import type { Row } from '../core/dataset/rows.ts'

/** Rows in memory before they are written. Fewer would make larger files, more would need more memory than a tree does. */
const GROUP = 10_000

/**
 * A Parquet file of the published data sets' 18 columns and types, row group by row group.
 *
 * @param write takes bytes; the first four and the last four are `PAR1`.
 */
export function parquetTo(write: (bytes: Uint8Array) => Promise<void>): {
  add(rows: readonly Row[]): Promise<void>
  done(): Promise<void>
} {
  const bytes = new ByteWriter()
  // No name and version of a library among the bytes: the same facts give the same file.
  const file = new ParquetWriter({ writer: bytes, schema: SCHEMA, createdBy: 'understory' })
  let rows: Row[] = []
  const flush = async () => {
    const some = bytes.buffer.slice(0, bytes.index)
    // Its `offset` goes on counting.
    bytes.index = 0
    await write(new Uint8Array(some))
  }
  const writeGroup = async () => {
    if (rows.length === 0) return
    const columnData = COLUMNS.map((name) => ({ name, data: rows.map((row) => row[name]) }))
    await file.write({ columnData, rowGroupSize: rows.length })
    rows = []
    await flush()
  }
  return {
    async add(more) {
      rows.push(...more)
      if (rows.length >= GROUP) await writeGroup()
    },
    async done() {
      await writeGroup()
      await file.finish()
      await flush()
    }
  }
}

const text = (name: string): SchemaElement => ({
  name,
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  repetition_type: 'OPTIONAL'
})
const plain =
  (type: 'INT32' | 'BOOLEAN' | 'DOUBLE') =>
  (name: string): SchemaElement => ({
    name,
    type,
    repetition_type: 'OPTIONAL'
  })
const group = (name: string, ...parts: readonly SchemaElement[][]): SchemaElement[] => [
  { name, repetition_type: 'OPTIONAL', num_children: parts.length },
  ...parts.flat()
]
/** As the format has it: an optional group, a repeated one, and the element. */
const list = (name: string, element: (name: string) => SchemaElement): SchemaElement[] => [
  { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
  { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  element('element')
]
const [int32, bool, float64] = [plain('INT32'), plain('BOOLEAN'), plain('DOUBLE')]

/** In the published order (open-assistant.md 5.4). */
const FIELDS: readonly (readonly [keyof Row, SchemaElement[]])[] = [
  ['message_id', [text('message_id')]],
  ['parent_id', [text('parent_id')]],
  ['user_id', [text('user_id')]],
  ['created_date', [text('created_date')]],
  ['text', [text('text')]],
  ['role', [text('role')]],
  ['lang', [text('lang')]],
  ['review_count', [int32('review_count')]],
  ['review_result', [bool('review_result')]],
  ['deleted', [bool('deleted')]],
  ['rank', [int32('rank')]],
  ['synthetic', [bool('synthetic')]],
  ['model_name', [text('model_name')]],
  ['detoxify', group('detoxify', ...DETOXIFY_FIELDS.map((name) => [float64(name)]))],
  ['message_tree_id', [text('message_tree_id')]],
  ['tree_state', [text('tree_state')]],
  ['emojis', group('emojis', list('name', text), list('count', int32))],
  ['labels', group('labels', list('name', text), list('value', float64), list('count', int32))]
]
const COLUMNS = FIELDS.map(([name]) => name)
const SCHEMA: SchemaElement[] = [
  { name: 'schema', num_children: FIELDS.length },
  ...FIELDS.flatMap(([, elements]) => elements)
]
