import { Button } from 'react-aria-components/Button'
import { ComboBox } from 'react-aria-components/ComboBox'
import { FieldError } from 'react-aria-components/FieldError'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Text } from 'react-aria-components/Text'
import { Icon } from '../design/Icon.tsx'
import { useWords } from '../words/words.tsx'
import styles from './LanguageField.module.css'
import { type Language, labelOf } from './wish.ts'

/** A language of the list, found by any of its names, or a tag that is typed. */
export function LanguageField(props: {
  readonly label: string
  readonly languages: readonly Language[]
  /** One among several: there is no "any", and it can be taken away. */
  onRemove?: (() => void) | undefined
  /** What stands in the field. */
  readonly value: string
  onChange(value: string): void
  readonly fault: string | undefined
  readonly autoFocus: boolean
}) {
  const { label, languages, value, onChange, onRemove, fault, autoFocus } = props
  const { t } = useWords()
  const any = t('borrow-language-any')
  return (
    <ComboBox
      className={styles.field}
      inputValue={value}
      onInputChange={onChange}
      allowsCustomValue
      autoFocus={autoFocus}
      isInvalid={fault !== undefined}
    >
      <Label className={styles.label}>{label}</Label>
      <Group className={styles.line}>
        <Input className={styles.input} dir="auto" spellCheck={false} onFocus={(event) => event.target.select()} />
        <Button className={styles.open} aria-label={t('borrow-language-open')}>
          <Icon name="down" />
        </Button>
        {onRemove && (
          <button
            type="button"
            className={styles.open}
            aria-label={t('borrow-language-remove', { lang: value })}
            title={t('borrow-language-remove', { lang: value })}
            onClick={onRemove}
          >
            <Icon name="close" />
          </button>
        )}
      </Group>
      {!onRemove && (
        <Text slot="description" className={styles.note}>
          {t('borrow-language-note')}
        </Text>
      )}
      <FieldError className={styles.fault}>{fault}</FieldError>
      <Popover className={styles.pop}>
        <ListBox className={styles.list}>
          {!onRemove && (
            <ListBoxItem id="any" textValue={any} className={styles.item}>
              {any}
            </ListBoxItem>
          )}
          {languages.map(({ tag, own, name }) => (
            <ListBoxItem key={tag} id={tag} textValue={labelOf({ own, name })} className={styles.item}>
              <span lang={tag} dir="auto">
                {own}
              </span>
              {labelOf({ own, name }) !== own && <small>{name}</small>}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
