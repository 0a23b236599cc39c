import { type RefObject, useEffect, useEffectEvent, useState } from 'react'

/** Less than a line does not count as cut. */
const SLACK = 4

/**
 * Whether the box scrolls, and whether any of what it holds lies below its edge. The padding after the last line is
 * nothing that could be missed.
 */
export function useLength(box: RefObject<HTMLElement | null>): { readonly isLong: boolean; readonly isMore: boolean } {
  const [length, setLength] = useState({ isLong: false, isMore: false })
  useEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => {
      const isLong = element.scrollHeight - element.clientHeight > SLACK
      const edge = element.getBoundingClientRect().bottom
      const end = element.lastElementChild?.getBoundingClientRect().bottom ?? edge
      const isMore = end - edge > SLACK
      setLength((was) => (was.isLong === isLong && was.isMore === isMore ? was : { isLong, isMore }))
    }
    const watch = new ResizeObserver(measure)
    for (const watched of [element, ...element.children]) watch.observe(watched)
    element.addEventListener('scroll', measure)
    return () => {
      watch.disconnect()
      element.removeEventListener('scroll', measure)
    }
  }, [box])
  return length
}

/** Tells that some of it lies below the edge, and later that its end was reached; nothing of what is whole at once. */
export function useSeen(isMore: boolean, onSeen: ((whole: boolean) => void) | undefined): void {
  const [wasMore, setWasMore] = useState(false)
  const tell = useEffectEvent((whole: boolean) => onSeen?.(whole))
  useEffect(() => {
    if (isMore) setWasMore(true)
    if (isMore || wasMore) tell(!isMore)
  }, [isMore, wasMore])
}
