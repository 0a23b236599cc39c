import { useEffect, useState } from 'react'
import type { Device } from '../../client/device.ts'
import { Button, ButtonLink } from '../design/Button.tsx'
import { recall, remember } from '../platform/remember.ts'
import { useOwn } from '../profiles/here.tsx'
import { useDevice } from '../project/device.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Round.module.css'
import { isRoundKind } from './rounds.ts'

/** Before somebody's first task of a kind: an example to practise with. Offered once, and no more than that. */
export function RoundOffer({ kind, then }: { kind: string; then: string }) {
  const device = useDevice()
  const asked = askedName(useOwn('rounds'), kind)
  const isFirst = useIsFirst(device, kind, asked)
  if (!isFirst || !isRoundKind(kind)) return null
  return <RoundOfferView kind={kind} then={then} onLater={() => remember(asked, 'offered')} />
}

/** The offer itself, until it is taken or declined. */
export function RoundOfferView(props: { readonly kind: string; readonly then: string; onLater(): void }) {
  const { kind, then, onLater } = props
  const { t } = useWords()
  const [isOpen, setOpen] = useState(true)
  if (!isOpen) return null
  return (
    <aside className={styles.offer} aria-label={t('round-offer-title')}>
      <p>{t('round-offer')}</p>
      <ButtonLink href={roundPathOf(kind, then)}>{t('round-go')}</ButtonLink>
      <Button
        look="quiet"
        onPress={() => {
          onLater()
          setOpen(false)
        }}
      >
        {t('round-later')}
      </Button>
    </aside>
  )
}

/** Under which name it is remembered that practising a kind was offered. */
export function askedName(own: string, kind: string): string {
  return `${own} ${kind}`
}

/** Where a kind is practised, and where it goes on from there. */
export function roundPathOf(kind: string, then?: string): string {
  return then === undefined ? `/round/${kind}` : `/round/${kind}?then=${encodeURIComponent(then)}`
}

/** Whether nothing of this kind was done here, and practising it was not offered before. */
function useIsFirst(device: Device, kind: string, asked: string): boolean {
  const [isFirst, setFirst] = useState(false)
  useEffect(() => {
    let current = true
    if (recall(asked) !== undefined) return
    device.items().then(
      (items) => {
        const isDone = items.some((item) => item.kind === kind)
        // Asked of the whole store once.
        if (isDone) remember(asked, 'done')
        else if (current) setFirst(true)
      },
      () => {} // who reads the task is told what is wrong
    )
    return () => {
      current = false
    }
  }, [device, kind, asked])
  return isFirst
}
