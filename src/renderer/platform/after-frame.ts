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
