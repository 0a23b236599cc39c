/**
 * What can be measured on a page as it stands: run inside the page, so each is whole by itself. Each gives what is wrong,
 * in words that say where.
 */

/** Controls that are smaller than 32 px either way, but for links in a line of text (WCAG 2.5.8 asks for 24). */
export function smallTargets(): string[] {
  const LEAST = 31.5
  const scope = document.querySelector('[role="dialog"]') ?? document
  const controls = 'a[href], button, input, select, textarea, summary, [role="option"], [tabindex="0"]'
  return [...scope.querySelectorAll<HTMLElement>(controls)].flatMap((control) => {
    const target = control.matches('[type="radio"], [type="checkbox"]')
      ? (control.closest('label') ?? control)
      : control
    if (!target.checkVisibility({ visibilityProperty: true }) || control.closest('[inert]')) return []
    const { width, height, right, bottom } = target.getBoundingClientRect()
    // Of one that shows only with the focus there is nothing to be hit.
    if (width <= 1 || height <= 1 || right < 0 || bottom < 0) return []
    const isInLine =
      getComputedStyle(target).display === 'inline' &&
      target.parentElement?.textContent?.trim() !== target.textContent?.trim()
    if (isInLine || (width >= LEAST && height >= LEAST)) return []
    const name = (target.getAttribute('aria-label') ?? target.textContent ?? '').trim().slice(0, 40)
    return [`${target.tagName.toLowerCase()} "${name}" ${width.toFixed(0)}x${height.toFixed(0)}`]
  })
}

/** What stands out of a page sideways (WCAG 1.4.10); what scrolls by itself, as code and tables do, may. */
export function sidewaysOverflow(): string[] {
  const wide = document.scrollingElement?.scrollWidth ?? 0
  if (wide <= innerWidth + 1) return []
  const out = [...document.body.querySelectorAll<HTMLElement>('*')].filter((each) => {
    const { left, right, width } = each.getBoundingClientRect()
    if (width === 0 || (right <= innerWidth + 1 && left >= -1)) return false
    for (let around = each.parentElement; around && around !== document.body; around = around.parentElement)
      if (getComputedStyle(around).overflowX !== 'visible') return false
    return getComputedStyle(each).position !== 'fixed' && !each.matches('.hide')
  })
  const named = out
    .slice(-3)
    .map((each) => `${each.tagName.toLowerCase()}.${each.className} "${each.textContent?.slice(0, 30)}"`)
  return [`${wide} wide: ${named.join(', ')}`]
}

/** Text that is cut off by what is around it; what can be scrolled, or says that it is an excerpt, is not cut off. */
export function cutText(): string[] {
  const found = new Set<string>()
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement
    if (!holder || node.textContent?.trim() === '' || !holder.checkVisibility({ visibilityProperty: true })) continue
    if (holder.closest('.hide, [aria-hidden="true"], textarea, option, svg, noscript')) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const text = range.getBoundingClientRect()
    if (text.width === 0) continue
    for (let around: HTMLElement | null = holder; around && around !== document.body; around = around.parentElement) {
      const { overflowX, overflowY, webkitLineClamp } = getComputedStyle(around)
      if (webkitLineClamp !== 'none' || /auto|scroll/.test(`${overflowX} ${overflowY}`)) break
      if (!/hidden|clip/.test(`${overflowX} ${overflowY}`)) continue
      const box = around.getBoundingClientRect()
      // A pixel high or wide: it is there for screen readers.
      if (box.width <= 1 || box.height <= 1) break
      // The letters of a font may reach beyond their line, and nobody sees a cut there.
      const slack = 0.4 * Number.parseFloat(getComputedStyle(holder).fontSize)
      const down = Math.max(text.bottom - box.bottom, box.top - text.top) - slack
      const along = Math.max(text.right - box.right, box.left - text.left)
      const over = Math.max(down, along)
      if (over > 2)
        found.add(`"${node.textContent?.trim().slice(0, 40)}" by ${over.toFixed(0)} px in ${around.className}`)
      break
    }
  }
  return [...found]
}

/** Controls that something else covers while they have the focus (WCAG 2.4.11). */
export function coveredFocus(): string[] {
  const before = document.activeElement
  const scope = document.querySelector('[role="dialog"]') ?? document
  const tabbable = 'a[href], button:not(:disabled), input:not(:disabled), select, textarea, summary, [tabindex="0"]'
  const found: string[] = []
  for (const control of scope.querySelectorAll<HTMLElement>(tabbable)) {
    if (control.tabIndex < 0 || !control.checkVisibility({ visibilityProperty: true })) continue
    control.focus()
    if (document.activeElement !== control) continue
    const seen = control.matches('[type="radio"], [type="checkbox"]') ? (control.closest('label') ?? control) : control
    const { left, top, width, height } = seen.getBoundingClientRect()
    if (width <= 1) continue
    // Of what is higher than the window, the part that can be seen counts.
    const bottom = Math.min(top + height, innerHeight)
    const from = Math.max(top, 0)
    const isSeen = [0.5, 0.15, 0.85].some((part) => {
      const at = document.elementFromPoint(left + width / 2, from + (bottom - from) * part)
      return at !== null && (seen.contains(at) || at.contains(seen))
    })
    const middle = document.elementFromPoint(left + width / 2, top + height / 2)
    // In a field it is the caret that one must see.
    const isWhole =
      control.matches('textarea') ||
      height > innerHeight / 3 ||
      (middle !== null && (seen.contains(middle) || middle.contains(seen)))
    if (isSeen && isWhole) continue
    const name = (control.getAttribute('aria-label') ?? seen.textContent ?? '').trim().slice(0, 40)
    found.push(`${control.tagName.toLowerCase()} "${name}" under ${middle?.className || middle?.tagName}`)
  }
  if (before instanceof HTMLElement) before.focus()
  return found
}

/** The spacing that WCAG 1.4.12 asks every text to bear; `false` takes it away again. */
export function spaceText(on: boolean): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(
    '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }'
  )
  document.adoptedStyleSheets = on ? [sheet] : []
}
