import type { MessageId } from '../fact/fact.ts'
import { compareBytes } from '../json.ts'
import type { MessageView } from '../tree/view.ts'

/**
 * [XP9] Ranks of one number for one reply. Open-Assistant's readers sort by `rank` and take every neighbour for better
 * or worse, so two replies with one number would be given an order that nobody gave them. Of replies that tie only the
 * first by id carries a rank: all that readers then conclude is true, and the whole truth is in `pairs` and `lists`.
 * A rank is the number of replies that stand above, deleted ones too.
 *
 * @param parents may hold a consensus of their replies.
 * @param inExport whether a message is there to carry a rank.
 * @returns for each reply of a consensus its rank; undefined: it carries none.
 */
export function ranksOf(
  parents: readonly MessageView[],
  inExport: (id: MessageId) => boolean
): ReadonlyMap<MessageId, number | undefined> {
  const ranks = new Map<MessageId, number | undefined>()
  for (const { consensus } of parents) {
    let above = 0
    for (const place of consensus?.order ?? []) {
      const ids = [place].flat()
      const [first] = ids.filter(inExport).sort(compareBytes)
      for (const id of ids) ranks.set(id, id === first ? above : undefined)
      above += ids.length
    }
  }
  return ranks
}
