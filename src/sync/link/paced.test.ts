import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RUNS } from '../examples/any.ts'
import { WINDOW_BYTES } from './frame.ts'
import { Paced, Taken } from './paced.ts'

/** Both ends of a way that carries whatever was sent when `arrive` is called. */
function aWay() {
  const onTheWay: Uint8Array[] = []
  const words: number[] = []
  const arrived: number[] = []
  const paced = new Paced((frame) => onTheWay.push(frame))
  const taken = new Taken((bytes) => words.push(bytes))
  return {
    paced,
    arrived,
    bytes: () => onTheWay.reduce((sum, frame) => sum + frame.byteLength, 0),
    arrive() {
      for (const frame of onTheWay.splice(0)) {
        arrived.push(frame.byteLength)
        taken.add(frame.byteLength)
      }
      for (const word of words.splice(0)) paced.acknowledged(word)
    }
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: WINDOW_BYTES }), { maxLength: 60 })

describe('pacing', () => {
  it('[LK4] everything arrives, in order, whatever the sizes of messages', () => {
    fc.assert(
      fc.property(sizes, (messages) => {
        const way = aWay()
        for (const size of messages) way.paced.push(new Uint8Array(size))
        for (let i = 0; i < messages.length; i++) way.arrive()
        expect(way.arrived).toEqual(messages)
      }),
      RUNS
    )
  })

  it('[LK4] a large message follows a small one that nobody spoke of', () => {
    const way = aWay()
    way.paced.push(new Uint8Array(1500))
    way.arrive()
    way.paced.push(new Uint8Array(7000))
    way.arrive()
    expect(way.arrived).toEqual([1500, 7000])
  })

  it('[LK4] at most 8 kB are on their way, and the last 2 kB of which nothing was said yet', () => {
    fc.assert(
      fc.property(sizes, fc.infiniteStream(fc.boolean()), (messages, chances) => {
        const way = aWay()
        for (const size of messages) {
          way.paced.push(new Uint8Array(size))
          expect(way.bytes()).toBeLessThan(WINDOW_BYTES + 2048)
          if (chances.next().value) way.arrive()
        }
      }),
      RUNS
    )
  })

  it('[LK4] nobody can acknowledge more than was sent', () => {
    const way = aWay()
    way.paced.push(new Uint8Array(5000))
    way.paced.acknowledged(2 ** 50)
    for (let i = 0; i < 5; i++) way.paced.push(new Uint8Array(5000))
    expect(way.bytes()).toBe(10_000)
    expect(way.paced.open).toBe(25_000)
  })
})
