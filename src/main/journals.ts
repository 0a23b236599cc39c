import * as v from 'valibot'
import { journalsIn } from '../client/journal/node.ts'
import { answer, type IpcDoor, NOTHING } from './ipc.ts'

/** A device's database (client/profiles/profile.ts): the name becomes that of a folder, and leads nowhere else. */
const Name = v.pipe(v.string(), v.regex(/^understory-([0-9a-f]{16}-)?[0-9a-f]{64}$/))
/** A whole state of a device that worked for years. */
const MAX_BYTES = 512 * 1024 * 1024
const Bytes = v.pipe(
  v.instance(Uint8Array),
  v.check(({ byteLength }) => byteLength <= MAX_BYTES)
)

/** Keeps the page's second copies as files outside of what Chromium may clear. What they say is the page's affair. */
export function answerJournals(door: IpcDoor, folder: string): void {
  const journals = journalsIn(folder)
  answer(door, 'journal-list', NOTHING, () => journals.list())
  answer(door, 'journal-read', v.strictTuple([Name]), (name) => journals.read(name))
  answer(door, 'journal-append', v.strictTuple([Name, Bytes]), async (name, bytes) => {
    await journals.append(name, bytes)
    return 'written' as const
  })
  answer(door, 'journal-replace', v.strictTuple([Name, Bytes]), async (name, bytes) => {
    await journals.replace(name, bytes)
    return 'written' as const
  })
}
