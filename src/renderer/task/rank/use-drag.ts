import { type PointerEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import { type Box, type Drop, dropAt } from './drop.ts'
import type { Layout } from './rank-keys.ts'

/** A card in the hand, and what letting go now would do. */
export type Drag = { readonly card: number; readonly drop: Drop | undefined }

/** This near to the edge of what scrolls it scrolls on, by so much a frame. Pixels. */
const NEAR = 56
const STEP = 10

/**
 * Lets cards be dragged by a grip. Every move has a button and a key too, so the grip is for pointers alone.
 *
 * @returns `start` for the grip of a card; `drag` while one is in the hand.
 */
export function useDrag(
  list: RefObject<HTMLElement | null>,
  layout: Layout,
  dir: 'ltr' | 'rtl',
  onDrop: (card: number, drop: Drop) => void
) {
  const [drag, setDrag] = useState<Drag>()
  const end = useRef<(() => void) | undefined>(undefined)
  const dropped = useEffectEvent(onDrop)
  useEffect(() => () => end.current?.(), [])

  const start = (event: PointerEvent, card: number) => {
    const held = list.current?.querySelector<HTMLElement>(`[data-card="${card}"]`)
    if (!held || event.button !== 0 || end.current) return
    event.preventDefault()
    const scroller = scrollerOf(held)
    const from = { x: event.clientX, y: event.clientY, top: scroller.scrollTop }
    let now = { x: from.x, y: from.y }
    let drop: Drop | undefined
    let frame = 0

    const follow = () => {
      const scrolled = scroller.scrollTop - from.top
      held.style.translate = `${now.x - from.x}px ${now.y - from.y + scrolled}px`
      const next = dropAt(boxesIn(list.current, held), now, card, layout, dir)
      if (next?.onto === drop?.onto && next?.how === drop?.how) return
      drop = next
      setDrag({ card, drop })
    }
    const scrollOn = () => {
      const { top, bottom } = edgesOf(scroller)
      const by = now.y < top + NEAR ? -STEP : now.y > bottom - NEAR ? STEP : 0
      const before = scroller.scrollTop
      if (by !== 0) scroller.scrollTop += by
      if (scroller.scrollTop !== before) follow()
      frame = requestAnimationFrame(scrollOn)
    }
    const isOurs = ({ pointerId }: globalThis.PointerEvent) => pointerId === event.pointerId
    const moved = (move: globalThis.PointerEvent) => {
      if (!isOurs(move)) return
      now = { x: move.clientX, y: move.clientY }
      follow()
    }
    const finish = (isMeant: boolean) => {
      cancelAnimationFrame(frame)
      for (const stop of listening) stop()
      end.current = undefined
      setDrag(undefined)
      // Before it lies at its place again: it slides from where it was let go.
      if (isMeant && drop) dropped(card, drop)
      held.style.translate = ''
    }
    const listening = [
      listen('pointermove', moved),
      listen('pointerup', (up) => isOurs(up) && finish(true)),
      listen('pointercancel', (up) => isOurs(up) && finish(false)),
      listen('keydown', (key) => {
        if (key.key !== 'Escape') return
        key.preventDefault()
        finish(false)
      })
    ]
    end.current = () => finish(false)
    setDrag({ card, drop })
    frame = requestAnimationFrame(scrollOn)
  }
  return { drag, start }
}

function listen<K extends keyof WindowEventMap>(name: K, heard: (event: WindowEventMap[K]) => unknown): () => void {
  addEventListener(name, heard)
  return () => removeEventListener(name, heard)
}

/** Where the cards lie; the one in the hand by the place that it left. */
function boxesIn(list: HTMLElement | null, held: HTMLElement): Box[] {
  return [...(list?.children ?? [])].flatMap((place): Box[] => {
    const card = place.querySelector<HTMLElement>('[data-card]')
    if (!card) return []
    const [x = 0, y = 0] = card === held ? held.style.translate.split(' ').map(Number.parseFloat) : []
    const { left, right, top, bottom } = card.getBoundingClientRect()
    return [{ card: Number(card.dataset.card), left: left - x, right: right - x, top: top - y, bottom: bottom - y }]
  })
}

function scrollerOf(element: HTMLElement): Element {
  for (let at = element.parentElement; at; at = at.parentElement) {
    const scrolls = /auto|scroll/.test(getComputedStyle(at).overflowY)
    if (scrolls && at.scrollHeight > at.clientHeight) return at
  }
  return document.scrollingElement ?? document.documentElement
}

function edgesOf(scroller: Element): { readonly top: number; readonly bottom: number } {
  if (scroller === document.scrollingElement) return { top: 0, bottom: innerHeight }
  return scroller.getBoundingClientRect()
}
