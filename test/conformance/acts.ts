import type { TaskKind } from '../../src/core/fact/kinds.ts'
import { type Asked, availability, request } from '../../src/core/open-assistant/calls.ts'
import { hourly, retryScoring, start } from '../../src/core/open-assistant/jobs.ts'
import { drawPrompt } from '../../src/core/open-assistant/lottery.ts'
import { REFUSALS } from '../../src/core/open-assistant/refusals.ts'
import { chancesOf, everyEnd } from './odds.ts'
import type { Given, Play } from './play.ts'
import type { Event } from './scenario.ts'

/** @throws for an event of a kind that nobody knows. */
export function happen(play: Play, event: Event): Given {
  const [ask, deed] = [CALLS[event.do], DEEDS[event.do]]
  if (!ask && !deed) throw new Error(`nobody knows an event "${event.do}"`)
  play.goOn()
  deed?.(play, event)
  return ask?.(play, event)
}

/** What each kind of event is in facts: those that may be refused, and those that ask for something. */
const CALLS: Readonly<Record<string, (play: Play, event: Event) => Given>> = {
  prompt(play, event) {
    const { user = '', message = '', lang = 'en', text = `text of ${message}` } = event
    const task = play.world.lend(user, 'initial_prompt', lang)
    return play.contribute(user, { kind: 'initial_prompt', task, text, lang }, undefined, event)
  },
  reply(play, event) {
    const { user = '', message = '', parent = '', lang = 'en', text = `text of ${message}` } = event
    const { tree, message: above } = play.message(parent)
    const kind = above.role === 'assistant' ? 'prompter_reply' : 'assistant_reply'
    const task = play.world.lend(user, kind, lang, above.id)
    return play.contribute(user, { kind, task, text, lang }, tree, event)
  },
  review(play, event) {
    const { user = '', message: alias = '', labels = {} } = event
    const { tree, message } = play.message(alias)
    const kind = message.parent === undefined ? 'label_initial_prompt' : `label_${message.role}_reply`
    const task = play.world.lend(user, kind as TaskKind, message.lang ?? 'en', message.id)
    return play.contribute(user, { kind, task, labels }, tree, unnamed(event))
  },
  rank(play, event) {
    const { user = '', parent = '', order = [], not_rankable } = event
    const { tree, message } = play.message(parent)
    const kind = message.role === 'assistant' ? 'rank_prompter_replies' : 'rank_assistant_replies'
    const shown = order.toSorted()
    const task = play.world.lend(
      user,
      kind,
      message.lang ?? 'en',
      message.id,
      shown.map((alias) => play.id(alias))
    )
    const places = {
      order: order.map((alias) => shown.indexOf(alias)),
      ...(not_rankable !== undefined && { not_rankable })
    }
    return play.contribute(user, { kind, task, ...places }, tree, unnamed(event))
  },
  skip(play, event) {
    const { user = '', message: alias = '', kind = 'reply' } = event
    const { tree, message } = play.message(alias)
    const [same, other] = message.role === 'assistant' ? ['assistant', 'prompter'] : ['prompter', 'assistant']
    const kinds: Record<string, string> = {
      reply: `${other}_reply`,
      label: message.parent === undefined ? 'label_initial_prompt' : `label_${same}_reply`,
      rank: `rank_${other}_replies`
    }
    const task = play.world.lend(user, kinds[kind] as TaskKind, message.lang ?? 'en', message.id)
    return play.contribute(user, { kind: 'skip', task, reason: 'turned down' }, tree, unnamed(event))
  },
  label(play, event) {
    const { user = '', message: alias = '', labels, report, text = '' } = event
    const { tree, message } = play.message(alias)
    const said = report ? { kind: 'report', text, ...(labels && { labels }) } : { kind: 'label', labels: labels ?? {} }
    return play.contribute(user, { ...said, message: message.id }, tree, unnamed(event))
  },
  emoji(play, event) {
    const { user = '', message: alias = '', emoji = '', op } = event
    const { tree, message } = play.message(alias)
    const had = message.emojis.some((each) => each.contributor === user && each.emoji === emoji)
    const removed = op === 'remove' || event.removed === true || (op === 'toggle' && had)
    const said = { kind: 'emoji', message: message.id, emoji, ...(removed && { removed }) }
    return play.contribute(user, said, tree, unnamed(event))
  },
  availability(play, event) {
    const { user = '', lang } = event
    play.world.join(user)
    const told = (event.result as { random?: number } | undefined)?.random
    const asked = play.asTold(
      (draws) => availability(play.situation, user, lang || 'en', draws),
      event.changes,
      ({ signed }) => signed,
      // Of draws that are not kept only the counts tell.
      (end) => ('counts' in end && end.counts.random === told ? 0 : 1)
    )
    play.sign(asked.signed, event, false)
    return 'counts' in asked ? { counts: asked.counts } : { refused: asked.refused, code: REFUSALS[asked.refused] }
  },
  request(play, event) {
    const { user = '', type = 'random', lang } = event
    play.world.join(user)
    const told = nameOfTask(event.result)
    const asked = play.asTold(
      (draws) => request(play.situation, user, type, lang || 'en', draws),
      event.changes,
      ({ signed }) => signed,
      (end) => (nameOfTask(given(play, end)) === told ? 0 : 1)
    )
    play.sign(asked.signed, event, false)
    if ('task' in asked) {
      const { kind, target, candidates } = asked.task
      play.world.lend(
        user,
        kind,
        lang || 'en',
        target?.id,
        candidates.map(({ id }) => id)
      )
      play.handOut({ to: user, kind, at: 0, done: false, ...(target && { target: target.id }) })
    }
    return given(play, asked)
  },
  request_many(play, { user = '', type = 'random', lang }) {
    play.world.join(user)
    const ends = everyEnd((draws) => request(play.situation, user, type, lang || 'en', draws))
    return { chances: chancesOf(ends, (end) => nameOfTask(given(play, end)) ?? 'none') }
  },
  lottery_many(play, { lang }) {
    const { trees, accounts } = play.situation
    const ends = everyEnd((draws) => drawPrompt(trees, lang || 'en', accounts, draws))
    return { chances: chancesOf(ends, (won) => (won ? play.alias(won.id) : 'none')) }
  }
}

/** Those that are simply done. */
const DEEDS: Readonly<Record<string, (play: Play, event: Event) => void>> = {
  delete: (play, event) => play.delete(event),
  undelete: (play, event) => play.undelete(event),
  halt: (play, event) => play.halt(event),
  restart: (play, event) => play.restart(event),
  drop_state: (play, event) => play.lose(event),
  import: (play, { trees = [], num_activate = 0 }) => play.import(trees, num_activate),
  advance: (play, { seconds = 0 }) => play.pass(seconds),
  start: (play, event) =>
    play.sign(
      start(play.world.trees, (name) => play.world.account(name)),
      event,
      true
    ),
  hourly: (play, event) =>
    play.sign(
      hourly(play.world.trees, (name) => play.world.account(name)),
      event,
      true
    ),
  retry_scoring: (play, event) => play.sign(retryScoring(play.world.trees), event, true),
  break_consensus: (play, { broken }) => play.world.config({ consensus: broken ? 'none' : 'ranked-pairs' }),
  config: (play, { parameters, ...own }) => play.world.config({ ...own, ...(parameters as object | undefined) }),
  set_user(play, { user = '', enabled, reply_ranked_1 }) {
    if (enabled !== undefined) play.world.setEnabled(user, enabled)
    if (reply_ranked_1 !== undefined) play.world.ranked.set(user, reply_ranked_1)
  }
}

/** The event brings no message. */
function unnamed({ message: _, ...event }: Event): Event {
  return event
}

function given(play: Play, asked: Asked): Given {
  if ('refused' in asked) return { refused: asked.refused, code: REFUSALS[asked.refused] }
  const { kind, target, candidates } = asked.task
  const about = target ? { target: play.alias(target.id) } : {}
  return {
    task: {
      task: kind,
      ...about,
      ...(candidates.length > 0 && { candidates: candidates.map(({ id }) => play.alias(id)) })
    }
  }
}

/** `kind target`, also of a result as the scenario has it. */
function nameOfTask(result: unknown): string | undefined {
  const { task } = (result ?? {}) as { task?: string | { task: string; target?: string } }
  if (task === undefined) return undefined
  const named = typeof task === 'string' ? (result as { task: string; target?: string }) : task
  return named.target === undefined ? named.task : `${named.task} ${named.target}`
}
