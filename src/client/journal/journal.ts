/**
 * Where second copies lie. Engines: `node.ts` (files, for Electron's main), `browser.ts` (the origin private file
 * system), `memory.ts` (tests and simulation); every one passes `conformance.ts`. What the bytes say: `SPEC.md`.
 */
export interface Journals {
  /** Names of those that hold something. */
  list(): Promise<string[]>
  /** [JN1] All bytes of one, whatever wrote them; none: there is no such journal. */
  read(name: string): Promise<Uint8Array>
  /** [JN5] They are on disk when this resolves, behind or beside all others; the journal begins with the first. */
  append(name: string, bytes: Uint8Array): Promise<void>
  /**
   * [JN9] These take the place of all others. Until they are on disk the others stay; those that another program is
   * writing to stay longer.
   */
  replace(name: string, bytes: Uint8Array): Promise<void>
  /** Lets go of files; the next call opens them again. */
  close(name: string): Promise<void>
}

/** This browser has no place for journals, or bars it in this window. */
export class NoPlace extends Error {
  override name = 'NoPlace' as const
}
