import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { bytesOf, hexOf } from '../../core/bytes.ts'
import { applyGuarded } from '../documents/guard.ts'
import { readControl } from '../link/control.ts'
import { readFrame } from '../link/frame.ts'
import { readReceipt } from '../receipt.ts'
import { Refused } from '../refusal.ts'
import { readSegment } from '../segment/read.ts'
import { bundleExamples, eventsIn } from './bundles.ts'
import { type Example, fileOf, plain } from './example.ts'
import { testVerify } from './key.ts'
import { controlExamples, frameExamples, receiptExamples } from './messages.ts'
import { segmentExamples } from './segments.ts'
import { updateExamples } from './updates.ts'

type Given = { project?: string; device?: string; hubs?: string[]; before?: string; secret?: number }
type Door = { rule: string; make(): Example[] | Promise<Example[]>; read(bytes: Uint8Array, given: Given): unknown }

/** The files of examples, and the door that each is for. */
const DOORS: Record<string, Door> = {
  segments: {
    rule: 'SG1',
    make: segmentExamples,
    async read(bytes, { project, device }) {
      const known = { ...(project !== undefined && { project }), ...(device !== undefined && { device }) }
      const { header, hash, ids, facts } = await readSegment(bytes, testVerify, known)
      return { header, hash, ids, contents: facts.map(({ content }) => content) }
    }
  },
  receipts: {
    rule: 'RC2',
    make: receiptExamples,
    read: (bytes, { hubs = [] }) => readReceipt(bytes, hubs, testVerify)
  },
  bundles: { rule: 'BN1', make: bundleExamples, read: (bytes, { secret }) => eventsIn(bytes, secret) },
  control: { rule: 'LK5', make: controlExamples, read: (bytes) => readControl(bytes) ?? null },
  frames: { rule: 'LK2', make: frameExamples, read: readFrame },
  updates: {
    rule: 'DC3',
    make: updateExamples,
    read(bytes, { before = '0000' }) {
      const doc = new Y.Doc()
      Y.applyUpdate(doc, bytesOf(before))
      const state = hexOf(Y.encodeStateAsUpdate(doc))
      try {
        applyGuarded(doc, bytes, 'outside')
      } catch (refusal) {
        expect(hexOf(Y.encodeStateAsUpdate(doc))).toBe(state)
        throw refusal
      }
      return doc.getText('t').toString()
    }
  }
}

for (const [name, { rule, make, read }] of Object.entries(DOORS)) {
  const file = new URL(`${name}.json`, import.meta.url)

  describe(`examples of ${name}`, () => {
    it('the file is what its maker makes', async () => {
      await expect(fileOf(await make())).toMatchFileSnapshot(fileURLToPath(file))
    })

    const examples = JSON.parse(readFileSync(file, 'utf8')) as Example[]
    const titled = examples.map((example) => ({ ...example, verb: 'is' in example ? 'takes' : 'refuses' }))
    it.each(titled)(`[${rule}] $verb: $name`, async (example) => {
      const found = await outcome(() => read(bytesOf(example.hex), example.given ?? {}))
      expect(found).toEqual('is' in example ? { is: example.is } : { refused: example.refused })
      expect(Object.prototype).not.toHaveProperty('polluted')
    })
  })
}

async function outcome(read: () => unknown): Promise<{ is: unknown } | { refused: string }> {
  try {
    return { is: plain(await read()) }
  } catch (refusal) {
    if (!(refusal instanceof Refused)) throw refusal
    return { refused: refusal.reason }
  }
}
