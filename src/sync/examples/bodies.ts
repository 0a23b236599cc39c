import { deflateSync } from 'fflate'
import { bytesOf, hexOf } from '../../core/bytes.ts'
import { encodeCbor, Tagged } from '../../core/cbor.ts'

/** A body that is no body, and what the segment around it claims. */
export type BadBody = { name: string; body: unknown; count?: number; refused?: string }

const NOTHING = new Uint8Array()
const HEAD = [['kind'], ['v']]
const KIND = [0, 'x']
const VERSION = [0, 1]

/** Bodies that a reader refuses, each with one fault. */
export function badBodies(): BadBody[] {
  return [...broken(), ...misshapen(), ...badColumns(), ...badFacts(), ...bombs()]
}

/** One fact with one field more. */
function withField(column: unknown, path: unknown = ['a']): Uint8Array {
  return encodeCbor([[[...HEAD, path]], [0, 0], KIND, VERSION, column])
}

/** As many facts as are asked for, alike but for one field. */
function alike(paths: readonly unknown[], columns: readonly unknown[]): Uint8Array {
  return encodeCbor([[[...HEAD, ...paths]], same(0), same('x'), same(1), ...columns])
}

function same(value: unknown): unknown {
  return [2, [value], NOTHING]
}

function broken(): BadBody[] {
  const deflated = deflateSync(withField([0, 1]))
  return [
    { name: 'a body that is a number', body: 1 },
    { name: 'a body that is no CBOR', body: Uint8Array.of(0xff) },
    { name: 'a body that is a map', body: encodeCbor({}) },
    { name: 'two deflated bodies', body: [deflated, deflated] },
    { name: 'a deflated body cut short', body: [deflated.slice(0, -4)] },
    { name: 'a deflated body that is none', body: [Uint8Array.of(0xff, 0xff, 0xff)] },
    { name: 'a key twice in a map', body: doubled() },
    { name: 'a tag of another meaning', body: withField([0, new Tagged(0, '2026-11-02')]) },
    { name: 'a UUID of 15 bytes', body: withField([0, new Tagged(37, new Uint8Array(15))]) },
    { name: 'a hash that is a text', body: withField([0, new Tagged(200, 'f'.repeat(64))]) }
  ]
}

function doubled(): Uint8Array {
  const hex = hexOf(withField([0, [{ b: 1, c: 2 }]]))
  return bytesOf(hex.replace('6162016163', '6162016162'))
}

function misshapen(): BadBody[] {
  const row = (shapes: unknown, ...columns: unknown[]) => encodeCbor([shapes, [0, 0], ...columns])
  return [
    { name: 'fewer facts than the header says', body: withField([0, 1]), count: 2 },
    { name: 'no facts', body: withField([0, 1]), count: 0 },
    { name: '513 facts', body: withField([0, 1]), count: 513 },
    { name: 'no shapes', body: encodeCbor([[], [0, 0]]) },
    { name: 'more shapes than facts', body: row([HEAD, HEAD], KIND, VERSION, KIND, VERSION) },
    {
      name: 'a shape that no fact has',
      body: encodeCbor([
        [HEAD, HEAD],
        [0, 0, 0],
        [0, 'x', 'x'],
        [0, 1, 1]
      ]),
      count: 2
    },
    { name: 'a fact of a shape that is not there', body: encodeCbor([[HEAD], [0, 1], KIND, VERSION]) },
    { name: 'a column missing', body: row([HEAD], KIND) },
    { name: 'a column too many', body: row([HEAD], KIND, VERSION, VERSION) },
    { name: 'a path of nothing', body: withField([0, 1], []) },
    { name: 'a path of five keys', body: withField([0, 1], ['a', 'b', 'c', 'd', 'e']) },
    { name: 'a path with a number', body: withField([0, 1], ['a', 1]) },
    { name: 'a path that is a text', body: withField([0, 1], 'a') },
    { name: 'a field twice', body: withField([0, 1], ['v']) },
    { name: 'a field below a value', body: withField([0, 1], ['v', 'a']) },
    {
      name: 'a field below a list',
      body: encodeCbor([[[...HEAD, ['a'], ['a', 'b']]], [0, 0], KIND, VERSION, [0, [1]], [0, 1]])
    }
  ]
}

function badColumns(): BadBody[] {
  const one: [string, unknown][] = [
    ['a column of no form', [9, 1]],
    ['a column that is a number', 1],
    ['a column of two values for one fact', [0, 1, 1]],
    ['a column of no value for one fact', [0]],
    ['places in an empty list', [2, [], NOTHING]],
    ['places in no list', [2, 'x', NOTHING]],
    ['digits for no step', [1, 0, 0, 10, Uint8Array.of(0)]],
    ['steps from half a number', [1, 0.5, 0, 1, NOTHING]],
    ['joined bytes of another length', [3, 4, new Uint8Array(3)]],
    ['joined bytes of no length', [3, 0, NOTHING]]
  ]
  const three: [string, unknown][] = [
    ['a digit as large as its base', [2, ['p', 'q', 'r'], Uint8Array.of(27)]],
    ['digits in a byte too many', [2, ['p', 'q', 'r'], Uint8Array.of(0, 26)]],
    ['steps larger than their base', [1, 0, 0, 10, Uint8Array.of(100)]],
    ['steps in base 0', [1, 0, 0, 0, NOTHING]],
    ['steps past the last safe number', [1, 2 ** 53 - 1, 1, 1, NOTHING]]
  ]
  return [
    ...one.map(([name, column]) => ({ name, body: withField(column) })),
    ...three.map(([name, column]) => ({ name, body: alike([['a']], [column]), count: 3 }))
  ]
}

function badFacts(): BadBody[] {
  const fact = (...fields: readonly (readonly [string, unknown])[]) =>
    encodeCbor([[fields.map(([key]) => [key])], [0, 0], ...fields.map(([, value]) => [0, value])])
  const [kind, version] = [
    ['kind', 'x'],
    ['v', 1]
  ] as const
  return [
    { name: 'a fact without a kind', body: fact(version) },
    { name: 'a fact without a version', body: fact(kind) },
    { name: 'version 1.5 of a kind', body: fact(kind, ['v', 1.5]) },
    { name: 'a task of a batch that the header lacks', body: fact(kind, version, ['@task', 7]) },
    { name: 'a task before the first', body: fact(kind, version, ['@task', -8]) },
    { name: 'two tasks', body: fact(kind, version, ['@task', 0], ['task', 'x']) }
  ]
}

function bombs(): BadBody[] {
  const small = (body: Uint8Array) => [deflateSync(body, { level: 9 })]
  const wide = Array.from({ length: 1998 }, (_, i) => String(i))
  const lists = [...withField([0, null]).slice(0, -1), ...new Uint8Array(5000).fill(0x81), 0xf6]
  return [
    { name: 'a deflated body of 4 MB', body: small(new Uint8Array(2 ** 22)), refused: 'too-large' },
    {
      name: 'a value of 60 kB in each of 512 facts',
      body: small(alike([['a']], [same('y'.repeat(60_000))])),
      count: 512
    },
    {
      name: '2,000 fields in each of 512 facts',
      body: small(
        alike(
          wide.map((key) => [key]),
          wide.map(() => same(0))
        )
      ),
      count: 512
    },
    {
      name: '60,000 shapes of 512 facts',
      body: small(encodeCbor([Array.from({ length: 60_000 }, () => []), [1, 0, 1, 1, NOTHING]])),
      count: 512
    },
    { name: '5,000 lists within each other', body: small(Uint8Array.from(lists)) }
  ]
}
