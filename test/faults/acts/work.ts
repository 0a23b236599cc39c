import type { Act, Stage } from './act.ts'

/** What people do. */
export const WORK: readonly Act[] = [
  [30, answers],
  [10, ({ computer, chance }) => computer.person.borrows(1 + chance.below(6))],
  [1, ({ computer }) => computer.person.accepts()],
  [2, undoes],
  [4, amends],
  [7, writesNotes],
  [14, writesDraft],
  [4, ({ computer }) => computer.does('restarts', (device) => device.restart())]
]

function answers({ computer, chance }: Stage): void {
  for (let left = chance.below(3); left >= 0; left--) computer.person.answers()
}

function undoes({ computer, world }: Stage): void {
  computer.person.undoes(() => world.injected.count('undone'))
}

function amends({ computer, world }: Stage): void {
  computer.person.amends(() => world.injected.count('amended'))
}

function writesNotes({ computer, world }: Stage): void {
  computer.person.writesNotes((kind) => world.injected.count(`notes: ${kind}`))
}

function writesDraft({ computer, world }: Stage): void {
  computer.person.writesDraft(() => world.injected.count('draft'))
}
