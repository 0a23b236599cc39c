import { type Told, UnderstoryError } from '../core/error.ts'

/** Trouble around a command: files, folders, other programs on them. */
export class Trouble extends UnderstoryError {
  override name = 'Trouble' as const
  readonly code: string
  readonly told: Told
  constructor(code: string, told: Told, options?: ErrorOptions) {
    super(told.cause[0], options)
    this.code = code
    this.told = told
  }
}

/** The command line itself is wrong: nothing was tried. Exit code 2. */
export class WrongUse extends Error {
  override name = 'WrongUse' as const
}

/** Done in part, or refused; the list has been printed. Exit code 1. */
export class DoneInPart extends Error {
  override name = 'DoneInPart' as const
}
