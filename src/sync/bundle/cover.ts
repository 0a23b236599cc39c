import { isoOf } from '../../core/dataset/date.ts'
import type { Audience } from './bundle.ts'

/** What a person is told who opens the file in an editor. */
export type CoverWords = {
  /** Of the project, as its founder called it; shortened. */
  readonly title: string
  readonly project: string
  readonly maker: string
  readonly madeBy: 'a device' | 'a hub'
  /** Seconds since 1970. */
  readonly made: number
  readonly audience: Audience
  readonly part: number
  readonly open: boolean
  /** What lies in all parts, as far as it was known when the first was begun: `12 segments`. */
  readonly holds: readonly string[]
}

const MAX_TITLE = 100

/** [BN4] The text before the first frame: at most 8 kB of UTF-8, its last line a rule of dashes. */
export function writeCover(words: CoverWords): string {
  const { title, project, maker, madeBy, made, audience, part, open, holds } = words
  const command =
    audience === 'hubs'
      ? 'understory bundle apply THIS-FILE --data FOLDER-OF-THE-HUB'
      : 'understory bundle apply THIS-FILE --data FOLDER-OF-THE-DEVICE'
  return `${[
    'This is an Understory bundle: work for a project, on its way without the internet.',
    '',
    `Project   ${oneLine(title)} (${project.slice(0, 16)})`,
    `Made by   ${madeBy} of the project (${maker.slice(0, 16)})`,
    `Made at   ${isoOf(made).slice(0, 16).replace('T', ' ')} UTC by its clock`,
    `For       ${audience === 'hubs' ? 'the hubs of the project' : 'devices of the project'}`,
    `Holds     ${holds.join(', ') || 'nothing new'}`,
    `Part      ${part}${part === 1 ? '; if it has others, their names end in -2, -3 and so on, and any order will do' : ''}`,
    open
      ? 'Secret    no: whoever has this file can read what it holds'
      : `Secret    yes: only ${audience === 'hubs' ? 'the hubs' : 'those devices'} can read what it holds`,
    '',
    audience === 'hubs'
      ? 'What to do: bring it to a computer that runs a hub of this project, and there run'
      : 'What to do: bring it to the computers of the people it is for, and there run',
    `  ${command}`,
    'Copy it, keep it, apply it as often as you like and in any order with others: nothing is',
    'counted twice. If you found it on a lost stick, hand it to the project; it helps nobody else.',
    '',
    'Do not edit it. What follows is no text.',
    '-'.repeat(88),
    ''
  ].join('\n')}`
}

/** A title comes from outside: no line breaks, no signs that move the text about. */
function oneLine(title: string): string {
  const plain = title.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return [...plain].slice(0, MAX_TITLE).join('')
}
