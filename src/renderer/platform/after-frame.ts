/** Milliseconds. Where nothing is drawn, as in a window in the background, no frame comes. */
const AT_MOST = 100

/**
 * Calls it once what was changed just now can be seen: whatever takes the processor too waits for that.
 * @returns how to call it off.
 */
export function afterFrame(then: () => void): () => void {
  let timer = setTimeout(end, AT_MOST)
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer)
    timer = setTimeout(end)
  })
  function end() {
    cancelAnimationFrame(frame)
    then()
  }
  return () => {
    clearTimeout(timer)
    cancelAnimationFrame(frame)
  }
}

/** Long enough for a frame, where the browser does not tell that it is idle. */
const A_FRAME = 40

/**
 * Calls it when nothing else is to be done: right after a frame that is on its way, which this, unlike `afterFrame`, adds
 * no work to.
 * @param atMost milliseconds after which it is called in any case; absent: it may be never.
 * @returns how to call it off.
 */
export function whenIdle(then: () => void, atMost?: number): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(then, A_FRAME)
    return () => clearTimeout(timer)
  }
  const idle = requestIdleCallback(then, atMost === undefined ? {} : { timeout: atMost })
  return () => cancelIdleCallback(idle)
}
