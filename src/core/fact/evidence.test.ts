import { describe, expect, it } from 'vitest'
import { Story } from '../examples/story.ts'
import { OPEN_ASSISTANT } from '../rules.ts'

const PII = { spam: 0, pii: 1 }
/** As Python slices a text. */
const sliced = (text: string, { start, end }: { start: number; end: number }) => [...text].slice(start, end).join('')

/** A text in which `*` marks where a passage begins and ends. */
function marked(text: string) {
  const [before = '', passage = '', after = ''] = text.split('*')
  const start = [...before].length
  return {
    text: `${before}${passage}${after}`,
    passage,
    evidence: [{ label: 'pii', start, end: start + [...passage].length }]
  }
}

const TEXTS = [
  'Anna lives at *12 Mill Lane*.',
  '𝔐oss 👩‍👩‍👧 *👩🏽‍🌾 Anna* 🐔',
  'اتصل على *٠٧٧٠ ١٢٣ ٤٥٦* غدًا',
  'ผมชื่อ*สมชาย อยู่ที่นี่*ครับ',
  '私は*東京都𠮷田町*に住んでいます'
].map(marked)

describe('a passage that shows why a flag is set', () => {
  it.each(TEXTS)('[JU2] is in the view with the words that it marks: $passage', ({ text, passage, evidence }) => {
    const story = new Story()
    const root = story.prompt('ada', { text })
    story.review('bo', root, PII, { evidence })
    const [review] = story.message(root).reviews
    expect(review?.evidence).toEqual(evidence)
    expect(review?.evidence?.map((each) => sliced(text, each))).toEqual([passage])
  })

  it('[JU2] beyond the text is left out, and the rest of the review counts', () => {
    const story = new Story()
    const root = story.prompt('ada', { text: '𝔐oss' })
    const inside = { label: 'pii', start: 3, end: 4 }
    const review = story.review('bo', root, PII, { evidence: [{ label: 'pii', start: 3, end: 5 }, inside] })
    expect(story.outcome(review)).toBe('merged')
    expect(story.message(root).reviews).toMatchObject([{ labels: PII, evidence: [inside] }])
  })

  it('[JU2] goes with the text that was erased', () => {
    const story = new Story()
    const prompt = story.prompt('ada', { text: 'Anna, 12 Mill Lane' })
    story.review('bo', prompt, PII, { evidence: [{ label: 'pii', start: 0, end: 4 }] })
    const facts = story.facts.filter(({ content }) => content.kind === 'initial_prompt').map(({ id }) => id)
    story.add('ada', { kind: 'erase', v: 1, facts, at: 1 })
    expect(story.message(prompt).text).toBeNull()
    expect(story.message(prompt).reviews[0]?.evidence).toBeUndefined()
  })

  it('[JU2] is there under the rules of Open-Assistant too, as long as the text is the one that was judged', () => {
    const story = new Story(OPEN_ASSISTANT)
    const [{ text, evidence }] = TEXTS as [(typeof TEXTS)[0]]
    const root = story.prompt('ada', { text })
    story.review('bo', root, PII, { evidence })
    expect(story.message(root).reviews).toMatchObject([{ evidence }])
    story.amend('ada', root, 'Other words')
    expect(story.message(root).reviews[0]?.evidence).toBeUndefined()
  })

  it('[UN1] stays with a review that no message shows', () => {
    const story = new Story()
    const root = story.prompt('ada', { text: 'Anna' })
    const evidence = [{ label: 'pii', start: 0, end: 4 }]
    story.review('ada', root, PII, { evidence })
    expect(story.view().unplaced).toMatchObject([{ labels: PII, evidence }])
  })
})
