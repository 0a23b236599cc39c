import { bytesOf, hexOf } from '../../core/bytes.ts'
import { encodeCbor } from '../../core/cbor.ts'
import { type ControlFields, type ControlName, challengeStatement, writeControl } from '../link/control.ts'
import { writeFrame } from '../link/frame.ts'
import { type FactReceipt, writeReceipt } from '../receipt.ts'
import { PROJECT } from './contents.ts'
import { type Example, plain } from './example.ts'
import { testSigner } from './key.ts'

const SEGMENT = 'c1'.repeat(32)
const NONCE = bytesOf('000102030405060708090a0b0c0d0e0f')

export async function receiptExamples(): Promise<Example[]> {
  const [hub, other] = [await testSigner(3), await testSigner(4)]
  const stamp = 1_793_606_700_123
  const write = (facts: readonly FactReceipt[]) => writeReceipt({ segment: SEGMENT, stamp, facts }, hub)
  const valid = async (name: string, facts: readonly FactReceipt[]): Promise<Example> => ({
    name,
    hex: hexOf(await write(facts)),
    given: { hubs: [hub.device] },
    is: { segment: SEGMENT, stamp, hub: hub.device, facts }
  })
  const bad = (name: string, bytes: Uint8Array, refused: string, hubs = [hub.device]): Example => ({
    name,
    hex: hexOf(bytes),
    given: { hubs },
    refused
  })
  const signed = async (body: unknown) => {
    const bytes = encodeCbor(body)
    return encodeCbor([bytes, await hub.sign(encodeCbor(['understory receipt', bytes]))])
  }
  const honest = await write([{ is: 'received' }, { is: 'received' }])
  const at = honest.byteLength - 70 // within the body, before the signature
  return [
    await valid('all received', [{ is: 'received' }, { is: 'received' }]),
    await valid('merged but for two', [
      { is: 'merged' },
      { is: 'spare', rule: 'enough-replies' },
      { is: 'merged' },
      { is: 'returned', rule: 'malformed' },
      { is: 'merged' }
    ]),
    await valid('all spare, by two rules', [
      { is: 'spare', rule: 'enough-replies' },
      { is: 'spare', rule: 'tree-finished' }
    ]),
    bad('of a hub that nobody named', honest, 'bad-signature', [other.device]),
    bad('to a reader who knows no hub', honest, 'bad-signature', []),
    bad(
      'one bit changed',
      honest.map((byte, i) => (i === at ? byte ^ 1 : byte)),
      'bad-signature'
    ),
    bad('nothing', new Uint8Array(), 'malformed'),
    bad('one part', encodeCbor([1]), 'malformed'),
    bad('a hash of 31 bytes', await signed([new Uint8Array(31), 1, 1, 0, []]), 'malformed'),
    bad('of 513 facts', await signed([SEGMENT, stamp, 513, 0, []]), 'malformed'),
    bad('a word that does not exist', await signed([SEGMENT, stamp, 1, 4, []]), 'malformed'),
    bad('a stamp before 1970', await signed([SEGMENT, -1, 1, 0, []]), 'malformed')
  ]
}

export async function controlExamples(): Promise<Example[]> {
  const device = await testSigner(1)
  const proof = await device.sign(challengeStatement(PROJECT, NONCE, device.device))
  const zeros = '0'.repeat(64)
  const raw = (name: string, value: unknown, rest: { is: unknown } | { refused: string }): Example => ({
    name,
    hex: hexOf(encodeCbor(value)),
    ...rest
  })
  const malformed = { refused: 'malformed' }
  return [
    valid('challenge', {
      v: 1,
      project: PROJECT,
      nonce: NONCE,
      tips: [[2, SEGMENT]],
      loose: [],
      begun: [['0a1b2c3d', 7165, 4000]]
    }),
    valid('challenge', { v: 1, project: PROJECT, hub: 'b2'.repeat(32), nonce: NONCE, tips: [], loose: [], begun: [] }),
    valid('hello', { v: 1, proof, since: 1_793_606_700_123 }),
    valid('welcome', { now: 1_793_606_700_200, inbox: 'inbox/0a1b2c', lacks: [] }),
    valid('refused', { reason: 'wrong-project', detail: 'words for the log' }),
    valid('checkout', { request: 1, count: 20, lang: 'am', kinds: ['assistant_reply'] }),
    valid('checkout', { request: 2, count: 20, lang: 'am', langs: ['am', 'pt-BR'], minutes: 30 }),
    valid('lent', { request: 1, batch: 'b1'.repeat(32), count: 12 }),
    valid('lacks', { lendings: ['b1'.repeat(32)] }),
    valid('compare', { hashes: [SEGMENT, zeros] }),
    valid('held', { n: 0, hash: zeros }),
    valid('open', { channel: 16, name: 'notes/am' }),
    valid('close', { channel: 16, code: 4403 }),
    valid('taken', { bytes: 4096 }),
    valid('ping', {}),
    valid('queued', { place: 37 }),
    valid('pong', {}),
    raw('a name of a later version is passed over', ['sing', { loud: true }], { is: null }),
    raw('so is one that objects have', ['constructor', {}], { is: null }),
    raw('a field of a later version is passed over', ['ping', { at: 7 }], { is: { is: 'ping', fields: {} } }),
    raw('a map', { is: 'ping' }, malformed),
    raw('no name', [1, {}], malformed),
    raw('no fields', ['ping'], malformed),
    raw('a count below zero', ['taken', { bytes: -1 }], malformed),
    raw('half a byte', ['taken', { bytes: 0.5 }], malformed),
    raw('a name of 301 characters', ['open', { channel: 16, name: 'x'.repeat(301) }], malformed),
    raw('a hash as text of another length', ['held', { n: 1, hash: 'ff' }], malformed),
    raw('no tasks at all', ['checkout', { request: 1, count: 0 }], malformed),
    raw('languages that are none', ['checkout', { request: 1, count: 1, langs: [] }], malformed),
    raw('nothing to compare', ['compare', { hashes: [] }], malformed),
    { name: 'no CBOR', hex: 'ff', ...malformed },
    { name: 'nothing', hex: '', ...malformed }
  ]
}

function valid<N extends ControlName>(name: N, fields: ControlFields<N>): Example {
  return { name, hex: hexOf(writeControl(name, fields)), is: { is: name, fields: plain(fields) } }
}

export function frameExamples(): Example[] {
  const valid = (name: string, channel: number, payload: Uint8Array): Example => ({
    name,
    hex: hexOf(writeFrame(channel, payload)),
    is: { channel, payload: plain(payload) }
  })
  return [
    valid('a control message', 0, writeControl('ping', {})),
    valid('a segment', 1, Uint8Array.of(1, 2, 3)),
    valid('a receipt', 2, Uint8Array.of(1, 2, 3)),
    valid('of a document', 16, Uint8Array.of(0, 0, 1, 0)),
    valid('of document 300', 300, Uint8Array.of(0, 0, 1, 0)),
    valid('empty', 16, new Uint8Array()),
    { name: 'nothing', hex: '', refused: 'malformed' },
    { name: 'half a channel number', hex: '80', refused: 'malformed' },
    { name: 'a channel past all numbers', hex: 'ff'.repeat(12), refused: 'malformed' }
  ]
}
