import type { MessageId } from '../fact/fact.ts'
import type { TaskKind } from '../fact/kinds.ts'
import type { Rules } from '../rules.ts'
import type { Board } from './board.ts'

/**
 * What the calls look at (`calls.ts`): the two by which people got work from Open-Assistant (open-assistant.md 1.4), as pure
 * functions of it. They say what they answer, and what a hub has to sign because of them. To use them:
 *
 * 1. keep a `TreeView` of every tree, derived under the profile `open-assistant` (`Project`), and a list of the tasks that
 *    were handed out (`Handed`), with `done` true once they are answered or skipped;
 * 2. `request({ trees, handed, rules, now, accounts }, contributor, 'random', 'en', drawsFrom(chance))`;
 * 3. add a fact `{ ...decision, v: 1, at: now }` of the hub for each decision in `signed`, also if there is no task;
 * 4. lend what stands in `task` (`shown` are the versions of the thread and the candidates), note it in `handed`, and add
 *    the answer when it comes;
 * 5. after each fact of a person look with `restedSince(before, now)` whether its tree came to rest, and if so add what
 *    `takePlaces` signs; before it, whether `declineOf` refuses it.
 */
export type Situation = {
  /** Of the whole project, in the order of their ids. */
  readonly trees: Board
  readonly handed: readonly Handed[]
  /** Those in force now. */
  readonly rules: Rules
  /** Seconds since 1970. */
  readonly now: number
  /** Of every contributor; '' is the import. */
  accounts(contributor: string): Account
}

export type Account = {
  readonly enabled: boolean
  /** How often ballots of the last month put a reply of theirs first. */
  readonly reply_ranked_1: number
}

/** A task handed out. */
export type Handed = {
  readonly to: string
  readonly kind: TaskKind
  readonly target?: MessageId
  readonly at: number
  /** Answered or skipped. */
  readonly done: boolean
}
