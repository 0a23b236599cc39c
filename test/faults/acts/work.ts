import type { Act, Stage } from './act.ts'

/** What people do. */
export const WORK: readonly Act[] = [
  [30, answers],
  [10, ({ computer, chance }) => computer.borrows(1 + chance.below(6))],
  [1, ({ computer }) => computer.accepts()],
  [2, undoes],
  [4, amends],
  [7, writesNotes],
  [14, writesDraft],
  [4, ({ computer }) => computer.does('restarts', (device) => device.restart())]
]

function answers({ computer, chance }: Stage): void {
  for (let left = chance.below(3); left >= 0; left--) computer.answers()
}

function undoes({ computer, world }: Stage): void {
  computer.undoes(() => world.injected.count('undone'))
}

function amends({ computer, world }: Stage): void {
  computer.amends(() => world.injected.count('amended'))
}

function writesNotes({ computer, world }: Stage): void {
  computer.writesNotes((kind) => world.injected.count(`notes: ${kind}`))
}

function writesDraft({ computer, world }: Stage): void {
  computer.writesDraft(() => world.injected.count('draft'))
}
