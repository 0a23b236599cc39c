import { type Known, type KnownFact, ofKind } from '../fact/check.ts'
import type { FactId } from '../fact/fact.ts'
import { parseJson } from '../json.ts'
import { mayDecide, memberOf, type People } from '../people.ts'

type WithText = {
  id: FactId
  content: { text?: string | undefined; pieces?: string[] | undefined; [other: string]: unknown }
}

type WithFields = { id: FactId; content: { fields: Record<string, unknown>; [other: string]: unknown } }

/** The texts of facts, put together from their pieces, without what was erased. */
export class Texts {
  private readonly pieces: ReadonlyMap<FactId, Known<'piece'>>
  private readonly erased: ReadonlySet<FactId>

  constructor(facts: readonly KnownFact[], people: People) {
    this.pieces = new Map(ofKind(facts, 'piece').map((piece) => [piece.id, piece]))
    const devices = new Map(facts.map((fact) => [fact.id, fact.device]))
    this.erased = new Set(
      ofKind(facts, 'erase').flatMap(({ device, content }) =>
        content.facts.filter((id) => mayErase(people, device, devices.get(id)))
      )
    )
  }

  /** null: erased; undefined: a piece is not here yet. */
  of(fact: WithText): string | null | undefined {
    const ids = fact.content.pieces ?? []
    const before = this.joined(ids.slice(0, ids.length - fieldPieces(fact)))
    // A piece of the fields that is still to come is waited for too.
    if (before === undefined || ids.some((id) => !this.pieces.has(id))) return undefined
    const own = this.erased.has(fact.id) ? undefined : fact.content.text
    return before === null || own === undefined ? null : before + own
  }

  /**
   * An import's fields: those in the fact, and over them those in its pieces as JSON, which it has when they are too
   * large for a segment. Fields in erased pieces are gone.
   */
  fieldsOf(fact: WithFields): Record<string, unknown> {
    const { fields, pieces = [] } = fact.content as WithFields['content'] & { pieces?: string[] }
    const json = this.joined(pieces.slice(pieces.length - fieldPieces(fact)))
    try {
      const more: unknown = json ? parseJson(json) : {}
      return typeof more === 'object' && !Array.isArray(more) ? { ...fields, ...more } : fields
    } catch {
      return fields // never written so by an importer
    }
  }

  private joined(ids: readonly FactId[]): string | null | undefined {
    const parts = ids.map((id) => this.pieces.get(id))
    if (parts.includes(undefined)) return undefined
    const texts = parts.map((piece) => (piece && !this.erased.has(piece.id) ? piece.content.text : undefined))
    return texts.includes(undefined) ? null : texts.join('')
  }
}

/** How many of a fact's last pieces hold fields rather than text. */
function fieldPieces({ content }: { content: { [field: string]: unknown } }): number {
  return typeof content.fieldPieces === 'number' && content.fieldPieces > 0 ? content.fieldPieces : 0
}

/** [ER1] An author may erase their own texts, and whoever may decide about trees may erase any. */
export function mayErase(people: People, eraser: string, author: string | undefined): boolean {
  if (mayDecide(people, eraser)) return true
  return author !== undefined && memberOf(people, eraser).contributor === memberOf(people, author).contributor
}
