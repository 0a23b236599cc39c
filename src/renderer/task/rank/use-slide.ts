import { type RefObject, useLayoutEffect, useRef } from 'react'

const CALM = 180

/**
 * Lets the children of a list slide to their new places, unless the person wants no motion.
 *
 * @returns call it right before a change of `order`.
 */
export function useSlide(list: RefObject<HTMLElement | null>, order: unknown): () => void {
  const before = useRef<ReadonlyMap<Element, Spot>>(new Map())
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order is what moves them
  useLayoutEffect(() => {
    for (const [child, was] of before.current) {
      const now = spotOf(child)
      const way = `${was.left - now.left}px ${was.top - now.top}px`
      if (way !== '0px 0px')
        child.animate([{ translate: way }, { translate: 'none' }], { duration: CALM, easing: 'ease-out' })
    }
    before.current = new Map()
  }, [order])
  return () => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
    before.current = new Map([...(list.current?.children ?? [])].map((child) => [child, spotOf(child)]))
  }
}

type Spot = { readonly left: number; readonly top: number }

function spotOf(element: Element): Spot {
  const { left, top } = element.getBoundingClientRect()
  return { left, top }
}
