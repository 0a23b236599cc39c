import * as v from 'valibot'
import { rankedPairs } from '../../core/consensus/ranked-pairs.ts'
import { agree } from '../../core/consensus/understory.ts'
import { PROFILES, type Rules } from '../../core/rules.ts'
import { linesTo } from '../files.ts'
import { oneOf, readFlags } from '../flags.ts'
import { linesOf } from '../input-lines.ts'
import { DoneInPart, WrongUse } from '../trouble.ts'

const RULES = Object.keys(PROFILES)
/** More than anyone compares; the work grows with the cube. */
const MOST_IDS = 100

export const HELP = `understory consensus [FILE] [--rules ${RULES.join('|')}]

What ballots say together. One set of replies a line, as JSON:

  {"ballots": [["a", "b", "c"], [["a", "b"], "c"], ["b", "c"]]}

A ballot is best first; those that tie stand in a list. For each line one comes out, each place a list:

  {"order": [["a", "b"], ["c"]]} or {"order": null} if there is none

Under understory it also says how certain each place but the last is of being above the next, and whether the set is
settled, so that no more ballots are asked for. There a line may also have the reviewers' ratings, 0 to 1, an object
for each reviewer: "ratings": [{"a": 0.75, "b": 0.5}, {"c": 0.25}].

  FILE         JSON lines, also gzipped; default or -: standard input
  --rules R    default understory

A line that cannot be read is named on standard error and left out.`

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = readFlags(args, { rules: { type: 'string' } }, 1)
  if (positionals.length > 1) throw new WrongUse('consensus takes one FILE')
  const rules = PROFILES[oneOf(values.rules, '--rules', RULES, 'understory')] as Rules
  const [file = '-'] = positionals
  const out = linesTo(undefined)
  let refused = 0
  for await (const { line, text } of linesOf(file)) {
    if (text?.trim() === '') continue
    const read = readLine(text)
    if (typeof read === 'string') {
      process.stderr.write(`${file}, line ${line}: ${read}.\n`)
      refused += 1
    } else await out.write(JSON.stringify(consensusOf(read, rules)))
  }
  if (refused > 0) throw new DoneInPart(refused === 1 ? 'One line was left out' : `${refused} lines were left out`)
}

const Id = v.pipe(v.string(), v.nonEmpty('has an empty id'))
const Place = v.union(
  [Id, v.pipe(v.array(Id), v.minLength(1, 'has a place that is an empty list'))],
  'has a place that is neither an id nor a list of ids'
)
const Ballot = v.pipe(
  v.array(Place, 'has a ballot that is no list'),
  v.check((places) => new Set(places.flat()).size === places.flat().length, 'has a ballot that names an id twice')
)
const NO_RATING = 'has a rating that is no number from 0 to 1'
const Rating = v.pipe(v.number(NO_RATING), v.minValue(0, NO_RATING), v.maxValue(1, NO_RATING))
const Line = v.pipe(
  v.object(
    {
      ballots: v.array(Ballot, 'has no list "ballots"'),
      ratings: v.optional(
        v.array(
          v.record(v.string(), Rating, 'has "ratings" of a reviewer that are no object'),
          'has "ratings" that are no list'
        ),
        []
      )
    },
    (issue) => (issue.path === undefined ? 'is no object' : 'has no list "ballots"')
  ),
  v.check(({ ballots }) => new Set(ballots.flat(2)).size <= MOST_IDS, `has more than ${MOST_IDS} ids`)
)
type Line = v.InferOutput<typeof Line>

/** @returns what is wrong, if something is. */
function readLine(text: string | undefined): Line | string {
  if (text === undefined) return 'is too long'
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return 'is no JSON'
  }
  const read = v.safeParse(Line, json)
  if (read.success) return read.output
  return read.issues[0].message
}

function consensusOf({ ballots, ratings }: Line, rules: Rules): object {
  if (rules.profile === 'open-assistant') return { order: rankedPairs(ballots)?.map((id) => [id]) ?? null }
  const siblings = [...new Set(ballots.flat(2))]
  const said = agree(
    siblings,
    ballots,
    rules,
    ratings.map((each) => new Map(Object.entries(each)))
  )
  if (!said) return { order: null }
  return { order: said.order.map((place) => [place].flat()), certainty: said.certainty, settled: said.settled }
}
