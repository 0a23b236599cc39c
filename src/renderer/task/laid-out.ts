import { useEffect } from 'react'
import { whenIdle } from '../platform/after-frame.ts'
import { scrollAhead } from './enter-work.ts'
import styles from './TaskScreens.module.css'

/**
 * Lays the screen that comes next out behind the one that is open, while nobody waits: nobody sees, finds or reaches it,
 * and once it is shown only its paint is missing.
 *
 * @param open holds the screen that is open, and is in the page.
 * @param next holds the other one, from when it is drawn; React hides what stands in it, so that it would have no layout.
 */
export function useLaidOut(open: HTMLElement, next: HTMLElement | undefined): void {
  useEffect(() => {
    if (!next) return
    let waiting: (() => void) | undefined
    const drawn = new MutationObserver(() => {
      waiting ??= whenIdle(() => {
        waiting = undefined
        layOut(open, next)
      })
    })
    // Parts that are loaded first come later, and then what stands in it is hidden once more.
    drawn.observe(next, { childList: true, subtree: true, attributes: true, attributeFilter: ['style'] })
    return () => {
      drawn.disconnect()
      waiting?.()
      // The way leads elsewhere.
      if (next.className !== '') next.remove()
    }
  }, [open, next])
}

function layOut(open: HTMLElement, next: HTMLElement): void {
  if (!next.isConnected) putBehind(open, next)
  for (const child of next.children)
    if (child instanceof HTMLElement && child.style.display === 'none') child.style.display = ''
  // Asked where it is, all is laid out. A long thread is to open where the work is.
  next.querySelector('[data-marked]')?.scrollIntoView({ block: 'nearest' })
  scrollAhead(workIn(next))
  next.firstElementChild?.getBoundingClientRect()
}

/** The part of a screen in which its task is worked on. */
export function workIn(screen: HTMLElement): HTMLElement | null {
  return screen.querySelector<HTMLElement>('section[aria-busy]')
}

function putBehind(open: HTMLElement, next: HTMLElement): void {
  next.className = styles.unseen as string
  // For whoever does not ask what is drawn.
  next.setAttribute('aria-hidden', 'true')
  open.after(next)
}

/** Whether it could be shown as it stands. A screen that is higher than the window is not. */
export function isLaidOut(screen: HTMLElement): boolean {
  const { firstElementChild: frame, className } = screen
  // Not asked how high it is: that would lay out the page, which is about to change.
  const isShown = frame instanceof HTMLElement && frame.style.display !== 'none'
  return className === styles.unseen && scrollY === 0 && isShown
}

/** What holds the screen that is open from now on; where it is in the page already it stays in its place. */
export function show(screen: HTMLElement, after: Element | null): void {
  if (!screen.isConnected) after?.after(screen)
  screen.className = ''
  screen.removeAttribute('aria-hidden')
}
