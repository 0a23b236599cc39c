import { Button } from 'react-aria-components/Button'
import { UnderstoryError } from '../../core/error.ts'
import { Icon } from '../design/Icon.tsx'
import { useToast } from '../design/Toast.tsx'
import { useDevice, useLive } from '../project/device.tsx'
import { useWords } from '../words/words.tsx'
import styles from './Thumbs.module.css'

const THUMBS = [
  ['+1', 'thumbup', 'message-like'],
  ['-1', 'thumbdown', 'message-dislike']
] as const

/** What somebody thinks of a message, unasked: up, down or nothing. */
export function Thumbs({ message }: { message: string }) {
  const { t, told } = useWords()
  const { show } = useToast()
  const device = useDevice()
  const given = useLive(
    async (from) => Promise.all(THUMBS.map(([emoji]) => from.reacted(message, emoji))),
    message,
    true
  )
  const press = async (at: number) => {
    try {
      for (const [place, [emoji]] of THUMBS.entries())
        await device.react(message, emoji, place === at && given?.[at] !== true)
    } catch (cause) {
      show({ words: cause instanceof UnderstoryError ? told(cause.told.cause) : t('trouble-unknown') })
    }
  }
  return (
    <span className={styles.thumbs}>
      {THUMBS.map(([emoji, icon, words], at) => (
        <Button
          key={emoji}
          className={styles.thumb}
          aria-label={t(words)}
          aria-pressed={given?.[at] ?? false}
          isDisabled={!given}
          onPress={() => void press(at)}
        >
          <Icon name={icon} size={16} />
        </Button>
      ))}
    </span>
  )
}
