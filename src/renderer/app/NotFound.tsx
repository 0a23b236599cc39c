import { ButtonLink } from '../design/Button.tsx'
import { useWords } from '../words/words.tsx'
import { Page } from './Page.tsx'

export function NotFound() {
  const { t } = useWords()
  return (
    <Page title={t('not-found-title')}>
      <p>{t('not-found')}</p>
      <p>
        <ButtonLink href="/" look="primary">
          {t('back-home')}
        </ButtonLink>
      </p>
    </Page>
  )
}
