const CONTROLS = ['textarea', 'input:checked', 'input', 'button', '[tabindex="0"]']

/** On a touch screen a field that has the focus brings up its keyboard, before anything could be read. */
export function enterWork(work: HTMLElement | null): void {
  if (isTouched()) work?.closest('main')?.querySelector('h1')?.focus()
  else focusWork(work)
}

export function focusWork(work: HTMLElement | null): void {
  focusIn(work)?.focus()
}

/** Where the focus would go is scrolled to already: to look for the way there takes as long as the focus itself. */
export function scrollAhead(work: HTMLElement | null): void {
  if (!isTouched()) focusIn(work)?.scrollIntoView({ block: 'nearest' })
}

export function enterScrolled(work: HTMLElement | null): void {
  if (isTouched()) enterWork(work)
  else focusIn(work)?.focus({ preventScroll: true })
}

const coarse = matchMedia('(pointer: coarse)')

function isTouched(): boolean {
  return coarse.matches
}

function focusIn(work: HTMLElement | null): HTMLElement | undefined {
  const marked = work?.querySelector<HTMLElement>('[data-focus]') ?? work
  if (!marked) return undefined
  const inside = CONTROLS.map((control) => marked.querySelector<HTMLElement>(control)).find((found) => found !== null)
  return marked.matches(CONTROLS.join()) ? marked : (inside ?? marked)
}
