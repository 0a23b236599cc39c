import * as v from 'valibot'
import { utf8 } from '../bytes.ts'
import { MAX_TEXT_BYTES } from '../fact/pieces.ts'
import { writeJson } from '../json.ts'
import { TREE_STATES } from '../tree/view.ts'
import { type Fault, type Fields, pathTo } from './parsed.ts'
import { MAX_FIELD_BYTES } from './pieces.ts'

const Text = v.string('is not a text')
const Id = v.pipe(Text, v.minLength(1, 'is empty'), v.maxLength(200, 'is longer than 200 characters'))
const YesOrNo = v.nullish(v.boolean('is neither true nor false'))
const Count = v.nullish(
  v.custom<number | bigint>(
    (value) => (typeof value === 'bigint' || Number.isSafeInteger(value)) && (value as number) >= 0,
    'is not a whole number from 0'
  )
)
const Named = <S extends v.GenericSchema>(inner: S) => v.nullish(v.record(v.string(), inner, 'is not an object'))

/** [IM4] A message's own fields, as Open-Assistant names them; null stands for absent, and others may be there too. */
const Message = v.looseObject({
  message_id: Id,
  text: Text,
  role: v.picklist(['prompter', 'assistant'], 'is neither prompter nor assistant'),
  user_id: v.nullish(Text),
  created_date: v.nullish(Text),
  lang: v.nullish(Text),
  review_count: Count,
  review_result: YesOrNo,
  deleted: YesOrNo,
  rank: Count,
  synthetic: YesOrNo,
  model_name: v.nullish(Text),
  emojis: Named(Count),
  labels: Named(
    v.looseObject(
      { value: v.nullish(v.number('is not a number')), count: Count },
      'is not an object of value and count'
    )
  ),
  events: Named(v.nullish(v.array(v.unknown(), 'is not a list'))),
  detoxify: Named(v.unknown())
})

const Tree = v.looseObject({
  message_tree_id: Id,
  tree_state: v.nullish(v.picklist(TREE_STATES, `is none of ${TREE_STATES.join(', ')}`)),
  origin: v.nullish(Text),
  goal_tree_size: Count
})

/** What is wrong with the known fields of a message, or its size; its replies are looked at one by one. */
export function messageFault(message: Fields, path: string): Fault | undefined {
  return faultOf(Message, message, path) ?? sizeFault(message, path)
}

export function treeFault(tree: Fields, path: string): Fault | undefined {
  return faultOf(Tree, tree, path) ?? fieldsFault(tree, path)
}

function faultOf(shape: v.GenericSchema, value: Fields, path: string): Fault | undefined {
  const parsed = v.safeParse(shape, value)
  if (parsed.success) return undefined
  const [issue] = parsed.issues
  const keys = (issue.path ?? []).map(({ key }) => key as string | number)
  const problem = issue.received === 'undefined' || issue.received === 'null' ? 'is missing' : issue.message
  return { field: keys.reduce<string>(pathTo, path), problem }
}

function sizeFault({ message_id: _, text, ...fields }: Fields, path: string): Fault | undefined {
  const bytes = utf8(text as string).byteLength
  if (bytes > MAX_TEXT_BYTES)
    return { field: pathTo(path, 'text'), problem: `is ${bytes} bytes long; the most is ${MAX_TEXT_BYTES}` }
  return fieldsFault(fields, path)
}

function fieldsFault(fields: Fields, path: string): Fault | undefined {
  const bytes = writeJson(fields).length
  if (bytes <= MAX_FIELD_BYTES) return undefined
  return {
    field: path || 'line',
    problem: `has ${bytes} bytes of fields beside its text; the most is ${MAX_FIELD_BYTES}`
  }
}
