import { compareText } from '../bytes.ts'
import type { KnownFact } from '../fact/check.ts'
import { ofKind } from '../fact/check.ts'
import { passagesIn } from '../fact/evidence.ts'
import type { Fact, MessageId } from '../fact/fact.ts'
import type { Rules } from '../rules.ts'
import type { Written } from '../tree/messages.ts'
import type { Outcomes } from '../tree/outcomes.ts'
import { sensitiveFor } from '../tree/sensitive.ts'
import type { Texts } from '../tree/texts.ts'
import { readUnplaced } from '../tree/unplaced.ts'
import type { TreeFacts } from '../tree/usable.ts'
import type { MessageView, Need, ReviewView, TreeView } from '../tree/view.ts'
import { openingsOf } from './openings.ts'
import type { Post, Stage } from './rows.ts'

type Told = {
  readonly all: readonly Fact[]
  readonly known: readonly KnownFact[]
  readonly counted: readonly KnownFact[]
  readonly texts: Texts
  readonly outcomes: Outcomes
  readonly given: TreeFacts
}

/** What the tree is once all is told. */
export function viewOf(stage: Stage, messages: ReadonlyMap<MessageId, Written>, told: Told): TreeView {
  const { row } = stage
  const { all, known, counted, texts, outcomes, given } = told
  const views = [...inReadingOrder(stage)].flatMap((post) => {
    const written = messages.get(post.id)
    return written ? [messageOf(post, written)] : []
  })
  const importFact = ofKind(counted, 'import_tree')[0]
  const imported = importFact && { as: importFact.content.as, fields: texts.fieldsOf(importFact) }
  const size = views.filter(({ accepted, deleted }) => accepted === true && !deleted).length
  const view: TreeView = {
    id: stage.tree,
    lang: stage.posts.get(stage.tree)?.lang ?? 'en',
    state: row?.state ?? 'halted_by_moderator',
    goal: row?.goal ?? 0,
    room: row?.state === 'growing' ? Math.max(0, row.goal - size) : 0,
    ...(imported && { imported }),
    ...(imported?.as === 'as-is' && known.every(({ is }) => IMPORT.includes(is)) && { untouched: true as const }),
    row: {
      active: row?.active ?? false,
      won: row?.won ?? false,
      maxDepth: row?.maxDepth ?? 0,
      maxChildren: row?.maxChildren ?? 0,
      ...(!row && { lost: true as const }),
      rolls: stage.rolls
    },
    messages: views,
    needs: [],
    outcomes: outcomes.of,
    unplaced: readUnplaced(all, known, views, outcomes.of, given.lendings, texts, given.people)
  }
  return { ...view, needs: needsOf(view, stage.rules) }
}

const IMPORT: readonly string[] = ['import_tree', 'import_message', 'piece']

function messageOf(post: Post, written: Written): MessageView {
  const { children: _, versions: __, fact, ...rest } = written
  const { accepted, rank, depth, rankings } = post
  return {
    ...rest,
    lang: post.lang,
    fact: fact.id,
    device: fact.device,
    contributor: post.author,
    deleted: post.deleted,
    reviewCount: post.reviewCount,
    reviews: post.reviews.map((review) => withPassages(review, written)),
    ballots: post.ballots,
    skips: post.skips,
    emojis: post.emojis,
    freeLabels: post.freeLabels,
    spare: false,
    row: { depth, rankings },
    ...(accepted !== undefined && { accepted }),
    ...(rank !== undefined && { rank })
  }
}

/** There a review counts whichever version it judged, so of a text that was changed no passage can be told. */
function withPassages({ evidence, ...review }: ReviewView, { text, versions }: Written): ReviewView {
  const shown = versions.length > 1 ? [] : passagesIn(text, evidence)
  return shown.length === 0 ? review : { ...review, evidence: shown }
}

/** Parents before replies, replies by rank and then as they came. */
function* inReadingOrder({ tree, posts }: Stage): Generator<Post> {
  const next = [posts.get(tree)]
  for (let post = next.pop(); post; post = next.pop()) {
    yield post
    const rank = (id: MessageId) => posts.get(id)?.rank ?? Number.POSITIVE_INFINITY
    const replies = post.children.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))
    next.push(...replies.reverse().map((id) => posts.get(id)))
  }
}

/** The same work as `request` hands out, for those who lend whole batches. */
function needsOf(view: TreeView, rules: Rules): Need[] {
  const byId = new Map(view.messages.map((message) => [message.id, message]))
  return openingsOf(view, rules)
    .filter(({ kind }) => kind !== 'rank_prompter_replies' || rules.rank_prompter_replies)
    .map(({ kind, target, candidates, excludes, wanted }) => {
      const thread = threadTo(target, byId)
      return {
        kind,
        target: target.version,
        candidates: candidates.map(({ version }) => version),
        thread: thread.map(({ version }) => version),
        lang: target.lang ?? view.lang,
        wanted,
        excludes: [...excludes].filter((name) => name !== '').sort(compareText),
        ...sensitiveFor(kind, [...thread, ...candidates], target, rules)
      }
    })
}

/** From the root to a message. */
export function threadTo(message: MessageView, byId: ReadonlyMap<MessageId, MessageView>): MessageView[] {
  const upwards: MessageView[] = []
  for (let at: MessageView | undefined = message; at; at = at.parent === undefined ? undefined : byId.get(at.parent))
    upwards.push(at)
  return upwards.reverse()
}
