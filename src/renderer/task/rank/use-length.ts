import { type RefObject, useEffect, useState } from 'react'

/** Less than a line does not count as cut. */
const SLACK = 4

/** Whether what the box holds is longer than the box, and whether there is more below what shows. */
export function useLength(box: RefObject<HTMLElement | null>): { readonly isLong: boolean; readonly isMore: boolean } {
  const [length, setLength] = useState({ isLong: false, isMore: false })
  useEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => {
      const { scrollHeight, clientHeight, scrollTop } = element
      const isLong = scrollHeight - clientHeight > SLACK
      const isMore = scrollHeight - clientHeight - scrollTop > SLACK
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
