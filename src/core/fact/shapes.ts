import * as v from 'valibot'
import { TASK_KINDS } from './kinds.ts'

const Hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'is not 64 hexadecimal digits'))
/** Up to the year 9999: a later one has no form that every reader of dates knows. */
const Seconds = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(253_402_300_799))
const Seed = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
/** BCP 47, by shape only: a language that nobody knows is still a language. */
const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/
const Language = v.pipe(v.string(), v.regex(LANGUAGE, 'is not a language tag'))
const Text = v.pipe(
  v.string(),
  v.check((text) => text.isWellFormed(), 'has half a character (a lone surrogate)')
)
const Id = v.pipe(Text, v.minLength(1), v.maxLength(200))
const Salt = v.instance(Uint8Array)
const Position = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4095))

/** A place of one reply, or of several that tie. */
const Place = v.union([Position, v.pipe(v.array(Position), v.minLength(2, 'ties fewer than two replies'))])
/** Positions in the order shown: `Places`, best first. */
const Order = v.pipe(
  v.array(Place),
  v.check((order) => order.flat().length <= 50, 'names more than 50 replies'),
  v.check((order) => new Set(order.flat()).size === order.flat().length, 'names a reply twice')
)

const Labels = v.record(v.string(), v.pipe(v.number(), v.minValue(0), v.maxValue(1)))

/** Code points of the judged text (fact/evidence.ts); no text is as long as the largest. */
const Offset = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000))
const Passages = v.pipe(
  v.array(
    v.pipe(
      v.looseObject({ label: v.string(), start: Offset, end: Offset }),
      v.check(({ start, end }) => start < end, 'ends before it starts')
    )
  ),
  v.maxLength(50)
)

const kind = <const K extends string>(name: K) => ({ kind: v.literal(name), v: v.literal(1) })
const written = {
  text: v.optional(Text),
  salt: v.optional(Salt),
  sealed: v.optional(v.instance(Uint8Array)),
  /** Ids of `piece` facts whose texts come before this one's, in order. */
  pieces: v.optional(v.pipe(v.array(Hash), v.maxLength(100)))
}
const answer = {
  /** The lending that lent the task, and the task's place in it. */
  task: v.tuple([Hash, Position]),
  /** Seconds since 1970 by the device's clock, a note and never a gate. */
  saved: Seconds,
  /** Active seconds spent on it. */
  took: Seconds
}

const WRITING_KINDS = ['initial_prompt', 'prompter_reply', 'assistant_reply'] as const
const REVIEW_KINDS = ['label_initial_prompt', 'label_prompter_reply', 'label_assistant_reply'] as const
const BALLOT_KINDS = ['rank_initial_prompts', 'rank_prompter_replies', 'rank_assistant_replies'] as const

const Writing = v.looseObject({
  kind: v.picklist(WRITING_KINDS),
  v: v.literal(1),
  ...answer,
  ...written,
  lang: Language
})
const Review = v.looseObject({
  kind: v.picklist(REVIEW_KINDS),
  v: v.literal(1),
  ...answer,
  labels: Labels,
  /** Labels of which the reviewer said that they cannot tell: neither answered nor unanswered. */
  unsure: v.optional(v.pipe(v.array(v.string()), v.maxLength(20))),
  /** Passages that show why flags are set. */
  evidence: v.optional(Passages)
})
const Ballot = v.looseObject({
  kind: v.picklist(BALLOT_KINDS),
  v: v.literal(1),
  ...answer,
  /** Replies that it leaves out are not compared with any. */
  order: Order,
  not_rankable: v.optional(v.boolean()),
  /** How many of the best replies are good enough to be given to a user. */
  good: v.optional(Position)
})

export function isLanguage(lang: string): boolean {
  return LANGUAGE.test(lang)
}

/** Every kind of fact that this version understands. Loose: fields of later versions are carried along. */
export const Shapes = {
  writing: Writing,
  review: Review,
  ballot: Ballot,
  skip: v.looseObject({ ...kind('skip'), ...answer, reason: Id }),
  amend: v.looseObject({ ...kind('amend'), ...written, message: Id, saw: Id, saved: Seconds }),
  piece: v.looseObject({ ...kind('piece'), ...written }),
  /** A reaction; of one contributor's several with one emoji on one message the last counts. */
  emoji: v.looseObject({
    ...kind('emoji'),
    message: Id,
    emoji: v.pipe(Text, v.minLength(1), v.maxLength(40)),
    removed: v.optional(v.boolean()),
    saved: Seconds
  }),
  /** Labels that nobody asked for. */
  label: v.looseObject({ ...kind('label'), message: Id, labels: Labels, saved: Seconds }),
  /** A call for a moderator. Its text is the reporter's and may be erased. */
  report: v.looseObject({ ...kind('report'), ...written, message: Id, labels: v.optional(Labels), saved: Seconds }),
  consent: v.looseObject({ ...kind('consent'), terms: Hash, saved: Seconds }),
  /** The author's work is no longer to be given away. */
  withdraw: v.looseObject({ ...kind('withdraw'), saved: Seconds }),
  /** Whether lists of those who did most may name its author. */
  listing: v.looseObject({ ...kind('listing'), shown: v.boolean(), saved: Seconds }),
  succeed: v.looseObject({ ...kind('succeed'), to: Hash, saved: Seconds }),
  project: v.looseObject({
    ...kind('project'),
    name: v.pipe(Text, v.minLength(1), v.maxLength(200)),
    rules: Id,
    organizers: v.pipe(v.array(Hash), v.minLength(1), v.maxLength(20)),
    terms: Hash,
    at: Seconds
  }),
  grant: v.looseObject({
    ...kind('grant'),
    device: Hash,
    role: v.picklist(['contributor', 'moderator', 'organizer', 'hub']),
    contributor: Id,
    name: v.optional(v.pipe(Text, v.maxLength(100))),
    at: Seconds
  }),
  /** Who is banned is asked for nothing and draws nothing; what they did before stays. */
  ban: v.looseObject({ ...kind('ban'), contributor: Id, at: Seconds }),
  unban: v.looseObject({ ...kind('unban'), bans: v.array(Hash), at: Seconds }),
  /** Parameters of the rules that hold from now on. */
  rules: v.looseObject({ ...kind('rules'), parameters: v.record(v.string(), v.unknown()), at: Seconds }),
  /** How many tasks all together want to have done, of one language or of all; 0 takes the goal back. */
  goal: v.looseObject({
    ...kind('goal'),
    lang: v.optional(Language),
    tasks: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000)),
    /** Work that was done before does not count. */
    from: Seconds,
    until: v.optional(Seconds),
    at: Seconds
  }),
  lending: v.looseObject({
    ...kind('lending'),
    device: Hash,
    /** Until when the work is reserved; soft. */
    until: Seconds,
    at: Seconds,
    nonce: v.instance(Uint8Array),
    lang: Language,
    /** The version of the guidelines that was to be followed. */
    guidelines: v.optional(Hash),
    /** Versions of every message that the batch shows. */
    shown: v.pipe(v.array(Id), v.maxLength(4096)),
    /** Positions in `shown` (tree/sensitive.ts). Never checked: earlier versions take whatever stands here. */
    sensitive: v.optional(v.unknown()),
    /** `target` and `candidates` are positions in `shown`; candidates in the order shown. */
    tasks: v.pipe(
      v.array(
        v.looseObject({
          kind: v.picklist(TASK_KINDS),
          target: v.optional(Position),
          candidates: v.optional(v.array(Position)),
          /** false: only the few labels that decide are asked for. */
          full: v.optional(v.boolean())
        })
      ),
      v.maxLength(50)
    )
  }),
  import_tree: v.looseObject({
    ...kind('import_tree'),
    tree: Id,
    as: v.picklist(['as-is', 'growing', 'ranking', 'backlog', 'prompts']),
    fields: v.record(v.string(), v.unknown()),
    at: Seconds
  }),
  import_message: v.looseObject({
    ...kind('import_message'),
    ...written,
    tree: Id,
    message: Id,
    parent: v.optional(Id),
    /** Its place among its siblings in the file. */
    place: v.pipe(v.number(), v.integer(), v.minValue(0)),
    fields: v.record(v.string(), v.unknown())
  }),
  lottery: v.looseObject({ ...kind('lottery'), tree: Id, seed: Seed, at: Seconds }),
  halt: v.looseObject({ ...kind('halt'), tree: Id, at: Seconds }),
  /** Names the halts that it undoes. */
  restart: v.looseObject({ ...kind('restart'), tree: Id, halts: v.array(Hash), at: Seconds }),
  abort: v.looseObject({ ...kind('abort'), tree: Id, at: Seconds }),
  /** A tree of the backlog is to be ranked. */
  activate: v.looseObject({ ...kind('activate'), tree: Id, seed: Seed, at: Seconds }),
  /** What a hub of Open-Assistant does to a tree by hand: looks at its state again, scores it again, loses its state. */
  recheck: v.looseObject({ ...kind('recheck'), tree: Id, at: Seconds }),
  retry: v.looseObject({ ...kind('retry'), tree: Id, at: Seconds }),
  lose: v.looseObject({ ...kind('lose'), tree: Id, at: Seconds }),
  /** A moderator finds nothing wrong with a message that reviewers flagged. */
  clear: v.looseObject({ ...kind('clear'), message: Id, at: Seconds }),
  /** `alone`: what hangs on it stays. */
  delete: v.looseObject({ ...kind('delete'), message: Id, alone: v.optional(v.boolean()), at: Seconds }),
  undelete: v.looseObject({ ...kind('undelete'), message: Id, undoes: v.array(Hash), at: Seconds }),
  erase: v.looseObject({ ...kind('erase'), facts: v.pipe(v.array(Hash), v.maxLength(110)), at: Seconds }),
  finish: v.looseObject({
    ...kind('finish'),
    tree: Id,
    /** UUIDs of the facts counted, in order; `also` names earlier parts of the same finish. */
    counted: v.array(Id),
    also: v.optional(v.array(Hash)),
    /** A part that holds only by the finish that names it in `also`. */
    partial: v.optional(v.boolean()),
    at: Seconds
  }),
  reopen: v.looseObject({ ...kind('reopen'), tree: Id, finishes: v.array(Hash), at: Seconds }),
  /** Its text is the reviewer's words, and may be erased; `passage` is a piece of what it declines. */
  decline: v.looseObject({
    ...kind('decline'),
    ...written,
    fact: Hash,
    rule: Id,
    passage: v.optional(v.pipe(Text, v.maxLength(2000))),
    at: Seconds
  }),
  /** The author of a declined fact asks for another look at it, in their own words. */
  appeal: v.looseObject({ ...kind('appeal'), ...written, fact: Hash, saved: Seconds }),
  /** What the moderators answer, and the declines that hold no more. */
  hearing: v.looseObject({
    ...kind('hearing'),
    ...written,
    appeal: Hash,
    fact: Hash,
    declines: v.optional(v.pipe(v.array(Hash), v.maxLength(20))),
    at: Seconds
  })
} as const

export type ShapeName = keyof typeof Shapes
export type Shaped<N extends ShapeName> = v.InferOutput<(typeof Shapes)[N]>

/** Shapes that several kinds share; none of them is the name of a kind. */
const MANY: readonly ShapeName[] = ['writing', 'review', 'ballot']

/** By kind as facts spell it. A kind of a later version has no shape here, however much it looks like one of these. */
const NAMES: ReadonlyMap<string, ShapeName> = new Map([
  ...(Object.keys(Shapes) as ShapeName[]).filter((name) => !MANY.includes(name)).map((name) => [name, name] as const),
  ...WRITING_KINDS.map((name) => [name, 'writing'] as const),
  ...REVIEW_KINDS.map((name) => [name, 'review'] as const),
  ...BALLOT_KINDS.map((name) => [name, 'ballot'] as const)
])

export function shapeNameOf(factKind: string): ShapeName | undefined {
  return NAMES.get(factKind)
}
