const CONTROLS = ['textarea', 'input:checked', 'input', 'button', '[tabindex="0"]']

/** On a touch screen a field that has the focus brings up its keyboard, before anything could be read. */
export function enterWork(work: HTMLElement | null): void {
  if (matchMedia('(pointer: coarse)').matches) work?.closest('main')?.querySelector('h1')?.focus()
  else focusWork(work)
}

export function focusWork(work: HTMLElement | null): void {
  const marked = work?.querySelector<HTMLElement>('[data-focus]') ?? work
  if (!marked) return
  const inside = CONTROLS.map((control) => marked.querySelector<HTMLElement>(control)).find((found) => found !== null)
  const target = marked.matches(CONTROLS.join()) ? marked : (inside ?? marked)
  target.focus()
}
