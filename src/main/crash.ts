export type AfterCrash = {
  reload(): void
  /** To the person. */
  say(what: string, detail: string): void
}

/**
 * What happens when the page's process ends: once it is loaded anew, and the person is told. A page that ends again would
 * do so for ever.
 */
export function afterCrash({ reload, say }: AfterCrash): () => void {
  let crashes = 0
  return () => {
    crashes++
    if (crashes === 1) {
      reload()
      say('The window had a fault and was opened anew.', 'All that was saved is still there.')
    } else {
      say('The window had a fault again.', 'All that was saved is still there. Close Understory and start it again.')
    }
  }
}
