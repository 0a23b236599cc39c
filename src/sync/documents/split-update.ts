import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

/** Characters of one update: at most 4.5 kB, so that none is too large for a message or for a hub. */
const MOST_CHARACTERS = 1500
/** A range of deletions takes at most 10 B, any struct but a text at most about 30 B. */
const MOST_RANGES = 400
const MOST_STRUCTS = 150

/**
 * [DC9] An update as several of which none is too large for a hub: a long text that is pasted, and what is undone or
 * deleted at once, would be one update that no hub ever takes, and each attempt would end the link.
 *
 * @returns updates that have to be applied in this order; together they are `update`. One that is small stays as it is.
 */
export function splitUpdate(update: Uint8Array): Uint8Array[] {
  if (update.byteLength <= MOST_CHARACTERS) return [update]
  const { structs, ds } = Y.decodeUpdate(update)
  const ranges = [...ds.clients].flatMap(([client, deleted]) =>
    deleted.map(({ clock, len }) => ({ client, clock, len }))
  )
  return [
    ...groups(structs.flatMap(pieces), MOST_STRUCTS).map((group) => write(group, [])),
    ...chunks(ranges, MOST_RANGES).map((chunk) => write([], chunk))
  ]
}

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]
type Range = { readonly client: number; readonly clock: number; readonly len: number }

/** A text in pieces, each written right of the one before, as if it had been typed. */
function pieces(struct: Struct): Struct[] {
  if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return [struct]
  const { id, origin, rightOrigin, parent, parentSub } = struct
  const text = struct.content.str
  const cut: Struct[] = []
  for (let from = 0; from < text.length; ) {
    const to = cutAt(text, from)
    const left = from === 0 ? origin : Y.createID(id.client, id.clock + from - 1)
    const at = Y.createID(id.client, id.clock + from)
    const words = new Y.ContentString(text.slice(from, to))
    cut.push(new Y.Item(at, null, left, null, rightOrigin, parent as Y.ID | null, parentSub, words))
    from = to
  }
  return cut
}

/** Yjs would spoil a surrogate pair that is cut. */
function cutAt(text: string, from: number): number {
  const to = Math.min(from + MOST_CHARACTERS, text.length)
  return to < text.length && /[\ud800-\udbff]/.test(text.charAt(to - 1)) ? to - 1 : to
}

/** Neighbours of one client that fit into one update. */
function groups(structs: readonly Struct[], most: number): Struct[][] {
  const all: Struct[][] = []
  let characters = 0
  for (const struct of structs) {
    const length = struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.length : 0
    const group = all.at(-1)
    const fits = group?.[0]?.id.client === struct.id.client && group.length < most
    if (group && fits && characters + length <= MOST_CHARACTERS) {
      group.push(struct)
      characters += length
    } else {
      all.push([struct])
      characters = length
    }
  }
  return all
}

function chunks<T>(list: readonly T[], most: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / most) }, (_, i) => list.slice(i * most, (i + 1) * most))
}

/** The first form of Yjs: structs by client, then deletions by client. */
function write(structs: readonly Struct[], ranges: readonly Range[]): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  const { restEncoder } = encoder
  const [first] = structs
  encoding.writeVarUint(restEncoder, first ? 1 : 0)
  if (first) {
    encoding.writeVarUint(restEncoder, structs.length)
    encoder.writeClient(first.id.client)
    encoding.writeVarUint(restEncoder, first.id.clock)
    for (const struct of structs) struct.write(encoder, 0)
  }
  const clients = new Map<number, Range[]>()
  for (const range of ranges) clients.set(range.client, [...(clients.get(range.client) ?? []), range])
  encoding.writeVarUint(restEncoder, clients.size)
  for (const [client, deleted] of clients) {
    encoding.writeVarUint(restEncoder, client)
    encoding.writeVarUint(restEncoder, deleted.length)
    for (const { clock, len } of deleted) {
      encoder.writeDsClock(clock)
      encoder.writeDsLen(len)
    }
  }
  return encoder.toUint8Array()
}
