/** Where the caret stands, or what is selected, in code units. */
export type Selection = readonly [start: number, end: number]
export type Written = { readonly text: string; readonly selection: Selection }

/** At one place of a text some characters gave way to others. */
export type Step = {
  readonly at: number
  readonly gone: string
  readonly come: string
  readonly before: Selection
  readonly after: Selection
}

/**
 * What can be undone and done again. A field's own history goes with the page; this one can be kept, and goes on where a
 * crash stopped it.
 */
export type History = {
  /** The last one is undone first. */
  readonly done: readonly Step[]
  readonly undone: readonly Step[]
  /** Milliseconds, of any clock, when the last step grew; absent: it grows no more. */
  readonly grew?: number
}

export const NO_HISTORY: History = { done: [], undone: [] }

/** Steps that come faster than this are one, as long as they go on within a word. */
const PAUSE = 1000
/** In one window; what is kept on disk is less. */
const MOST_STEPS = 1000

/** The history after one text became another; the same text changes nothing. */
export function recorded(history: History, before: Written, after: Written, now: number): History {
  const step = stepBetween(before, after)
  if (!step) return history
  const last = history.done.at(-1)
  const soon = history.grew !== undefined && now - history.grew < PAUSE && history.undone.length === 0
  const grown = soon && last && merged(last, step)
  const done = grown ? [...history.done.slice(0, -1), grown] : [...history.done, step].slice(-MOST_STEPS)
  return { done, undone: [], grew: now }
}

/** undefined: there is nothing to undo, or the text is none that this history leads to. */
export function undone(history: History, text: string): (Written & { readonly history: History }) | undefined {
  const step = history.done.at(-1)
  if (!step || !text.startsWith(step.come, step.at)) return undefined
  return {
    text: replaced(text, step.at, step.come, step.gone),
    selection: step.before,
    history: { done: history.done.slice(0, -1), undone: [...history.undone, step] }
  }
}

/** undefined: there is nothing to do again. */
export function redone(history: History, text: string): (Written & { readonly history: History }) | undefined {
  const step = history.undone.at(-1)
  if (!step || !text.startsWith(step.gone, step.at)) return undefined
  return {
    text: replaced(text, step.at, step.gone, step.come),
    selection: step.after,
    history: { done: [...history.done, step], undone: history.undone.slice(0, -1) }
  }
}

/** The newest steps, as many as fit. */
export function trimmed({ done, undone }: History, most: { steps: number; characters: number }): History {
  let steps = most.steps
  let characters = most.characters
  const fits = ({ gone, come }: Step) => {
    steps -= 1
    characters -= gone.length + come.length
    return steps >= 0 && characters >= 0
  }
  return { done: lastWhile(done, fits), undone: lastWhile(undone, fits) }
}

function lastWhile(steps: readonly Step[], fits: (step: Step) => boolean): readonly Step[] {
  const first = steps.findLastIndex((step) => !fits(step))
  return steps.slice(first + 1)
}

function replaced(text: string, at: number, one: string, other: string): string {
  return text.slice(0, at) + other + text.slice(at + one.length)
}

/** The least that changed; whole characters, since half of one cannot be stored. */
function stepBetween(before: Written, after: Written): Step | undefined {
  const [a, b] = [before.text, after.text]
  if (a === b) return undefined
  // Of two equal letters side by side the caret tells which one came or went.
  const mostAhead = Math.min(a.length, b.length, before.selection[0], after.selection[0])
  let ahead = sameAhead(a, b, mostAhead)
  if (isLow(a, ahead) || isLow(b, ahead)) ahead -= 1
  let behind = sameBehind(a, b, Math.min(a.length, b.length) - ahead)
  if (behind > 0 && (isLow(a, a.length - behind) || isLow(b, b.length - behind))) behind -= 1
  const gone = a.slice(ahead, a.length - behind)
  const come = b.slice(ahead, b.length - behind)
  return { at: ahead, gone, come, before: before.selection, after: after.selection }
}

/** How many code units both begin with, of so many. As a whole first: after most keys all of them are the same. */
function sameAhead(a: string, b: string, most: number): number {
  if (a.slice(0, most) === b.slice(0, most)) return most
  let ahead = 0
  while (ahead < most && a[ahead] === b[ahead]) ahead += 1
  return ahead
}

function sameBehind(a: string, b: string, most: number): number {
  if (a.slice(a.length - most) === b.slice(b.length - most)) return most
  let behind = 0
  while (behind < most && a[a.length - 1 - behind] === b[b.length - 1 - behind]) behind += 1
  return behind
}

/** The second half of a character is at this place, its first before it. */
function isLow(text: string, at: number): boolean {
  return /[\uDC00-\uDFFF]/.test(text[at] ?? '') && /[\uD800-\uDBFF]/.test(text[at - 1] ?? '')
}

/** Both steps as one: letters typed on within a word, or deleted one after another. */
function merged(last: Step, step: Step): Step | undefined {
  const { before } = last
  const { after } = step
  if (step.gone === '' && step.at === last.at + last.come.length && last.come !== '') {
    const isNewWord = /\s$/.test(last.come) && !/^\s/.test(step.come)
    return isNewWord ? undefined : { ...last, come: last.come + step.come, after }
  }
  if (step.come !== '' || last.come !== '') return undefined
  if (step.at + step.gone.length === last.at) return { ...last, at: step.at, gone: step.gone + last.gone, after }
  return step.at === last.at ? { at: last.at, gone: last.gone + step.gone, come: '', before, after } : undefined
}
