import { joined, sameBytes } from '../../core/bytes.ts'
import { FRAME_HEAD_BYTES, MARK, readFrameHead, SUM_BYTES, sumOf } from './frame.ts'

/** What stands in a file, in its order. `at`: bytes from the start. */
export type Found =
  | { readonly is: 'frame'; at: number; kind: number; number: number; body: Uint8Array; sum: Uint8Array }
  /** A frame whose head holds and whose body does not, or that breaks off. */
  | { readonly is: 'broken'; at: number; kind: number; number: number }
  /** Bytes of no frame: the cover, or what damage has made of frames. `first`: as many of them as a cover may have. */
  | { readonly is: 'other'; at: number; length: number; first: Uint8Array }

const MAX_COVER_BYTES = 8192
/**
 * Bodies of damaged frames are searched for frames, since bytes may be missing from the file. In a hostile file frames could
 * begin everywhere, and each search would read on from there: beyond so many, damaged frames are stepped over.
 */
const MOST_SEARCHED = 1000

/**
 * [BN2] Finds the frames in a file, whatever became of the bytes between them. Holds one frame and one chunk in memory.
 * A frame is found wherever its own bytes are whole.
 */
export async function* scan(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Found> {
  const window = new Window(chunks)
  try {
    yield* framesIn(window)
  } finally {
    await window.close()
  }
}

async function* framesIn(window: Window): AsyncGenerator<Found> {
  let [at, searched] = [0, 0]
  const other = new Other()
  for (;;) {
    const mark = window.indexOf(MARK, at)
    // A mark may begin in the last bytes that have been read.
    const until = mark ?? Math.max(at, window.end - MARK.byteLength + 1)
    other.add(window, at, until)
    at = until
    if (mark === undefined) {
      if (await window.more(at)) continue
      other.add(window, at, window.end)
      break
    }
    const bytes = await window.read(mark, FRAME_HEAD_BYTES)
    const head = readFrameHead(bytes)
    if (!head) {
      other.add(window, mark, mark + 1)
      at = mark + 1
      continue
    }
    yield* other.taken()
    const { kind, number, length } = head
    const [whole, end] = [FRAME_HEAD_BYTES + length + SUM_BYTES, mark + FRAME_HEAD_BYTES + length + SUM_BYTES]
    const frame = await window.read(mark, whole)
    const body = frame.slice(FRAME_HEAD_BYTES, FRAME_HEAD_BYTES + length)
    const sum = frame.slice(FRAME_HEAD_BYTES + length)
    if (frame.byteLength === whole && sameBytes(sum, sumOf(bytes, body))) {
      yield { is: 'frame', at: mark, kind, number, body, sum }
      at = end
      continue
    }
    yield { is: 'broken', at: mark, kind, number }
    searched += 1
    at = searched > MOST_SEARCHED ? end : mark + FRAME_HEAD_BYTES
    other.from(end)
  }
  yield* other.taken()
}

/** Bytes that belong to no frame, gathered until a frame begins. */
class Other {
  private at = 0
  private length = 0
  private first: Uint8Array[] = []
  /** What stands before belongs to a broken frame, which has been told. */
  private least = 0

  from(at: number): void {
    this.least = at
  }

  add(window: Window, from: number, to: number): void {
    const start = Math.max(from, this.least)
    if (to <= start) return
    if (this.length === 0) this.at = start
    const room = MAX_COVER_BYTES + 1 - this.first.reduce((sum, { byteLength }) => sum + byteLength, 0)
    if (room > 0) this.first.push(window.held(start, Math.min(to, start + room)))
    this.length += to - start
  }

  *taken(): Generator<Found> {
    const { at, length } = this
    if (length > 0) yield { is: 'other', at, length, first: joined(...this.first) }
    this.length = 0
    this.first = []
  }
}

/** A moving view of a file. */
class Window {
  private readonly chunks: AsyncIterator<Uint8Array>
  private bytes: Uint8Array = new Uint8Array()
  private start = 0
  private done = false

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.chunks = chunks[Symbol.asyncIterator]()
  }

  /** Whoever has seen enough lets go of the file. */
  async close(): Promise<void> {
    await this.chunks.return?.()
  }

  /** Of what has been read so far. */
  get end(): number {
    return this.start + this.bytes.byteLength
  }

  /** So many bytes from there on, fewer where the file ends. */
  async read(from: number, length: number): Promise<Uint8Array> {
    while (this.end < from + length && (await this.more(from)));
    return this.held(from, from + length)
  }

  held(from: number, to: number): Uint8Array {
    return this.bytes.slice(Math.max(0, from - this.start), Math.max(0, to - this.start))
  }

  /** Where these bytes stand next in what has been read. */
  indexOf(mark: Uint8Array, from: number): number | undefined {
    const found = indexOf(this.bytes, mark, from - this.start)
    return found < 0 ? undefined : this.start + found
  }

  /** Reads on, and forgets what stands before `keepFrom`. @returns false at the end of the file. */
  async more(keepFrom: number): Promise<boolean> {
    if (this.done) return false
    const next = await this.chunks.next()
    this.done = next.done === true
    if (next.done) return false
    const kept = this.held(keepFrom, this.end)
    this.start = Math.min(keepFrom, this.end)
    this.bytes = joined(kept, next.value)
    return true
  }
}

function indexOf(bytes: Uint8Array, mark: Uint8Array, from: number): number {
  const [first = 0] = mark
  for (let at = bytes.indexOf(first, Math.max(0, from)); at >= 0; at = bytes.indexOf(first, at + 1))
    if (mark.every((byte, i) => bytes[at + i] === byte)) return at
  return -1
}
