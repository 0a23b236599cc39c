import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { linesOf, textOf } from '../device-folder.ts'
import type { Tree } from '../exported.ts'
import { PRACTICE_TREES, type Source } from '../sources.ts'
import { newFolder } from '../understory.ts'

type Message = Readonly<Record<string, unknown>> & { readonly message_id: string; readonly replies?: Message[] }

/** The practice trees in English with work of every kind: four long replies to rank, and replies that nobody has judged. */
export function treesOfAllKinds(): Source {
  const english = linesOf<Tree>(readFileSync(PRACTICE_TREES.file, 'utf8')).filter(({ prompt }) => prompt.lang === 'en')
  const trees = english.map((tree) => {
    const prompt = tree.prompt as Message
    const replies = PRACTICE_TREES.ranking(tree, 0) ? longReplies(prompt) : someJudged(prompt)
    return { ...tree, prompt: { ...prompt, replies } }
  })
  const file = join(newFolder(), 'all-kinds.jsonl')
  writeFileSync(file, textOf([...trees, ...trees.slice(0, 1).map(unanswered)]))
  return { ...PRACTICE_TREES, name: 'trees of all kinds', file }
}

/** The same question once more, to which nobody has replied. */
function unanswered({ prompt, ...tree }: Tree): Tree {
  const message_id = idAfter(prompt as Message, 5)
  return { ...tree, message_tree_id: message_id, prompt: { ...prompt, message_id, replies: [] } }
}

/** The first may be replied to; one more than there are shall be judged. */
function someJudged({ replies = [] }: Message): Message[] {
  const [first, ...others] = replies
  if (!first) return []
  const more = { ...first, message_id: idAfter(first, 4), text: ADVICE }
  return [first, ...[...others, more].map(unjudged)]
}

function unjudged({ review_count, review_result, replies = [], ...message }: Message): Message {
  return { ...message, replies: replies.map(unjudged) }
}

/** Four, of about 1,700 letters each. */
function longReplies({ replies = [] }: Message): Message[] {
  const [model] = replies
  if (!model) throw new Error('there is no reply to take after')
  return ['Alder', 'Birch', 'Cedar', 'Dogwood'].map((tree, at) => ({
    ...model,
    message_id: idAfter(model, at),
    text: Array.from({ length: 6 }, (_, part) => `${tree}, part ${part + 1}. ${ADVICE}`).join('\n\n')
  }))
}

function idAfter({ message_id }: Message, digit: number): string {
  return `${message_id.slice(0, -1)}${digit}`
}

const ADVICE =
  'Put the pot where the light falls longest, turn it a little each morning, and water it only when the top of the soil is dry. A saucer below keeps the sill clean; what stands in it after an hour is poured away, since roots that stand in water rot.'
