import type { TaskKind } from '../../core/fact/kinds.ts'
import type { WordKey } from '../words/words.tsx'

/** What there is to do, as the title of a task. */
export const TASK_TITLE: Readonly<Record<TaskKind, WordKey>> = {
  initial_prompt: 'task-do-initial-prompt',
  prompter_reply: 'task-do-prompter-reply',
  assistant_reply: 'task-do-assistant-reply',
  label_initial_prompt: 'task-do-label-initial-prompt',
  label_prompter_reply: 'task-do-label-prompter-reply',
  label_assistant_reply: 'task-do-label-assistant-reply',
  rank_initial_prompts: 'task-do-rank-initial-prompts',
  rank_prompter_replies: 'task-do-rank-prompter-replies',
  rank_assistant_replies: 'task-do-rank-assistant-replies',
  translate_message: 'task-do-translate-message',
  review_translation: 'task-do-review-translation'
}
