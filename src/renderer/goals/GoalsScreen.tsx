import { useEffect } from 'react'
import { Page } from '../app/Page.tsx'
import { useDevice, useLive } from '../project/device.tsx'
import { useWords } from '../words/words.tsx'
import { daysHere } from './days-here.ts'
import { Languages } from './Languages.tsx'
import { Most } from './Most.tsx'
import { MyDays } from './MyDays.tsx'
import { Together } from './Together.tsx'

/** My days first, then what all do together, and people last and only on wish. */
export function GoalsScreen() {
  const { t } = useWords()
  const device = useDevice()
  const live = useLive(async (from) => ({
    days: daysHere(await from.done()),
    goal: await from.goal(),
    told: await from.standing(),
    listed: await from.listed(),
    connected: (await from.line()).connected
  }))
  const connected = live?.connected ?? false
  useEffect(() => {
    if (connected) device.askStanding()
  }, [device, connected])
  return (
    <Page title={t('goals-title')}>
      {live && (
        <>
          <MyDays days={live.days} goal={live.goal} onKeep={(goal) => device.setGoal(goal)} />
          <Together told={live.told} connected={connected} onAsk={() => device.askStanding()} />
          {live.told && live.told.langs.length > 0 && <Languages langs={live.told.langs} />}
          <Most told={live.told} listed={live.listed} onListed={(shown) => device.setListed(shown)} />
        </>
      )}
    </Page>
  )
}
