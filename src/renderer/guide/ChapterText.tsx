import type { CommandId } from '../keys/commands.ts'
import { COMMANDS } from '../keys/commands.ts'
import { useKeyNames } from '../keys/use-key-names.ts'
import type { Chapter } from './chapters.ts'

/** The paragraphs of a chapter, with the keys as they are now. */
export function ChapterText({ chapter }: { chapter: Chapter }) {
  const keys = useKeyNames()
  const filled = (text: string) =>
    text.replace(/\{([a-z-]+)\}/g, (whole, id: string) =>
      id in COMMANDS ? `\u2066${keys.of(id as CommandId)?.join('+') ?? '–'}\u2069` : whole
    )
  return chapter.text.map((text) => <p key={text}>{filled(text)}</p>)
}
