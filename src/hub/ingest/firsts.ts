import type { TreeView } from '../../core/tree/view.ts'
import type { First } from '../store/store.ts'

/** Of each ballot of a tree that puts a reply first, who wrote that. Imported replies are nobody's. */
export function firstsOf({ messages }: TreeView): First[] {
  const authors = new Map(messages.map(({ id, contributor }) => [id, contributor]))
  return messages.flatMap(({ ballots }) =>
    ballots.flatMap(({ at, order }) => {
      const author = authors.get([order[0] ?? ''].flat()[0] ?? '')
      return author ? [{ author, at }] : []
    })
  )
}
