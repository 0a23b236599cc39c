import { beforeEach, it } from 'vitest'

/** Of one story, told in a `describe`: once a step has failed, those behind it are not tried. */
export function steps(): (words: string, work: () => Promise<void>) => void {
  let broken = false
  beforeEach(({ skip }) => skip(broken, 'a step before it failed'))
  return (words, work) =>
    it(words, async () => {
      broken = true
      await work()
      broken = false
    })
}
