import 'katex/dist/katex.min.css'
import katex from 'katex'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import styles from './Formula.module.css'

/**
 * A formula in TeX, set once it comes near the window: hundreds of them take seconds. What TeX does not understand stays
 * as it was written, marked as such; nothing in it leads or loads anywhere.
 */
export function Formula({ tex, isBlock }: { tex: string; isBlock: boolean }) {
  const place = useRef<HTMLSpanElement>(null)
  const [isNear, setNear] = useState(false)
  useEffect(() => {
    if (!place.current) return undefined
    const sight = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) setNear(true)
      },
      { rootMargin: '50%' }
    )
    sight.observe(place.current)
    return () => sight.disconnect()
  }, [])
  useLayoutEffect(() => {
    if (isNear && place.current)
      katex.render(tex, place.current, { ...LIMITS, displayMode: isBlock, errorColor: 'currentColor' })
  }, [isNear, tex, isBlock])
  return (
    <span ref={place} className={isBlock ? styles.block : styles.inLine} dir="ltr">
      {isNear ? undefined : tex}
    </span>
  )
}

/** No addresses, no endless macros, no letters as large as the screen. */
const LIMITS = { trust: false, throwOnError: false, strict: 'ignore', maxExpand: 500, maxSize: 20 } as const
