import { useState } from 'react'
import { useLocation } from 'wouter'
import { ToldOf } from '../app/Trouble.tsx'
import { Button, ButtonLink } from '../design/Button.tsx'
import { useProjects } from '../project/projects.tsx'
import { Actions, Frame } from '../welcome/Frame.tsx'
import { useWords } from '../words/words.tsx'
import { BackupIn } from './BackupIn.tsx'
import type { Opened } from './into-project.ts'
import { pickFile } from './pick-file.ts'
import { useDeed } from './use-deed.ts'

/** For somebody whose computer holds nothing of the project, or nothing any more. */
export function Restore() {
  const { t } = useWords()
  const { lookInto, restore } = useProjects()
  const [, navigate] = useLocation()
  const [file, setFile] = useState<Opened>()
  const { busy, cause, run } = useDeed()
  const open = async () => {
    const bytes = await pickFile()
    if (!bytes) return
    setFile(undefined)
    setFile(await lookInto(bytes))
  }
  const putBack = async (code: string) => {
    if (!file) return
    await restore(file.backup, code)
    navigate('/work/copies', { replace: true })
  }
  return (
    <Frame title={t('files-restore-title')} lead={t('files-restore-lead')}>
      {cause !== undefined && <ToldOf cause={cause} />}
      {file && (
        <BackupIn
          {...file}
          busy={busy}
          onPutBack={(code) => run(() => putBack(code))}
          onLeave={() => setFile(undefined)}
        />
      )}
      {!file && (
        <Actions>
          <Button look="primary" onPress={() => run(open)} isDisabled={busy}>
            {t('files-restore-go')}
          </Button>
          <ButtonLink href="/" look="quiet">
            {t('join-back')}
          </ButtonLink>
        </Actions>
      )}
    </Frame>
  )
}
