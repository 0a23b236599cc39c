/** Words of a message to a person: a key of the catalog and what fills its gaps. */
export type Words = readonly [key: string, fill?: Readonly<Record<string, string | number>>]

/** What a person is told: what became of the work, why, and the one thing to do. */
export type Told = { readonly work: Words; readonly cause: Words; readonly action: Words }

/** The base of every error that a person may see. `message` is for the log, `told` for the person. */
export abstract class UnderstoryError extends Error {
  /** Short and stable, for help pages and scripts. */
  abstract readonly code: string
  abstract readonly told: Told
}
