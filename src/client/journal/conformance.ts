import { describe, expect, it } from 'vitest'
import { joined } from '../../core/bytes.ts'
import { readFrames, writeFrame } from './frame.ts'
import type { Journals } from './journal.ts'

/** What every engine of `Journals` keeps to. @param open the same journals again, as another start of the program does. */
export function journalsContract(name: string, open: () => Journals): void {
  const frame = (...body: number[]) => writeFrame(Uint8Array.from(body))
  /** Bodies as their first bytes, since files may lie in any order. */
  const bodies = async (journals: Journals, journal: string) =>
    readFrames(await journals.read(journal))
      .bodies.map(([first]) => first)
      .sort()
  let count = 0
  const fresh = () => `understory-${String(count++).padStart(64, '0')}`

  describe(`journals contract on ${name}`, () => {
    it('[JN1] what was appended is read, also after closing and by another start', async () => {
      const [journals, journal] = [open(), fresh()]
      expect(await journals.read(journal)).toEqual(new Uint8Array())
      await journals.append(journal, frame(1))
      await journals.append(journal, joined(frame(2), frame(3)))
      expect(await bodies(journals, journal)).toEqual([1, 2, 3])
      await journals.close(journal)
      expect(await bodies(journals, journal)).toEqual([1, 2, 3])
      await journals.append(journal, frame(4))
      await journals.close(journal)
      expect(await bodies(open(), journal)).toEqual([1, 2, 3, 4])
    })

    it('[JN1] keeps journals apart, and names those that hold something', async () => {
      const [journals, one, other] = [open(), fresh(), fresh()]
      await journals.append(one, frame(1))
      await journals.append(other, frame(2))
      const empty = fresh()
      await journals.read(empty)
      await journals.close(empty)
      expect(await bodies(journals, one)).toEqual([1])
      const names = await journals.list()
      expect([one, other, empty].map((each) => names.includes(each))).toEqual([true, true, false])
      for (const each of [one, other]) await journals.close(each)
    })

    it('[JN9] what replaces takes the place of all before, and what is appended then stays', async () => {
      const [journals, journal] = [open(), fresh()]
      await journals.append(journal, joined(...Array.from({ length: 50 }, () => frame(1))))
      await journals.replace(journal, frame(2))
      expect(await bodies(journals, journal)).toEqual([2])
      await journals.append(journal, frame(3))
      await journals.replace(journal, frame(4))
      await journals.append(journal, frame(5))
      await journals.close(journal)
      expect(await bodies(open(), journal)).toEqual([4, 5])
      expect((await open().read(journal)).byteLength).toBe(2 * frame(1).byteLength)
    })

    it('[JN5] takes one call after another', async () => {
      const [journals, journal] = [open(), fresh()]
      await Promise.all([
        journals.append(journal, frame(1)),
        journals.replace(journal, frame(2)),
        journals.append(journal, frame(3)),
        journals.append(journal, new Uint8Array([1, 2, 3])),
        journals.append(journal, frame(4))
      ])
      expect(await bodies(journals, journal)).toEqual([2, 3, 4])
      await journals.close(journal)
    })
  })
}
