import { lazy, Suspense } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { Home } from '../home/Home.tsx'
import { PaletteProvider } from '../palette/PaletteProvider.tsx'
import { DeviceProvider } from '../project/device.tsx'
import { useProjects } from '../project/projects.tsx'
import { Join } from '../welcome/Join.tsx'
import { Member } from '../welcome/Member.tsx'
import { Welcome } from '../welcome/Welcome.tsx'
import { NotFound } from './NotFound.tsx'
import { Shell } from './Shell.tsx'
import { Trouble } from './Trouble.tsx'

// Home is there first; the rest is fetched while nobody waits for it.
const Borrow = lazy(async () => ({ default: (await import('../home/Borrow.tsx')).Borrow }))
const TaskScreens = lazy(async () => ({ default: (await import('../task/TaskScreens.tsx')).TaskScreens }))
const TaskScreen = lazy(async () => ({ default: (await import('../task/TaskScreen.tsx')).TaskScreen }))
const TriageScreen = lazy(async () => ({ default: (await import('../triage/TriageScreen.tsx')).TriageScreen }))
const RoundRoute = lazy(async () => ({ default: (await import('../rounds/RoundScreen.tsx')).RoundRoute }))
const WorkScreen = lazy(async () => ({ default: (await import('../work/WorkScreen.tsx')).WorkScreen }))
const CopiesScreen = lazy(async () => ({ default: (await import('../copies/CopiesScreen.tsx')).CopiesScreen }))
const SyncScreen = lazy(async () => ({ default: (await import('../sync/SyncScreen.tsx')).SyncScreen }))
const Restore = lazy(async () => ({ default: (await import('../copies/Restore.tsx')).Restore }))
const GoalsScreen = lazy(async () => ({ default: (await import('../goals/GoalsScreen.tsx')).GoalsScreen }))
const NotesScreen = lazy(async () => ({ default: (await import('../notes/NotesScreen.tsx')).NotesScreen }))
const People = lazy(async () => ({ default: (await import('../profiles/People.tsx')).People }))
const GuideScreen = lazy(async () => ({ default: (await import('../guide/GuideScreen.tsx')).GuideScreen }))
const GuideOutside = lazy(async () => ({ default: (await import('../guide/GuideScreen.tsx')).GuideOutside }))
const KeysScreen = lazy(async () => ({ default: (await import('../keys/KeysScreen.tsx')).KeysScreen }))
const WrongScreen = lazy(async () => ({ default: (await import('../wrong/WrongScreen.tsx')).WrongScreen }))
const Settings = lazy(async () => ({ default: (await import('./Settings.tsx')).Settings }))

export function Routes() {
  const { known } = useProjects()
  const [path] = useLocation()
  const [project] = known
  if (path === '/join') return <Join />
  if (path === '/restore')
    return (
      <Suspense fallback={null}>
        <Restore />
      </Suspense>
    )
  if (!project && path === '/guide')
    return (
      <Suspense fallback={null}>
        <GuideOutside />
      </Suspense>
    )
  if (!project) return <Welcome />
  return (
    <DeviceProvider key={project.id} project={project}>
      <Trouble>
        <Member>
          <PaletteProvider>
            <Suspense fallback={null}>
              <Switch>
                <Route path="/task/:batch/:place">
                  {({ batch, place }) => <TaskScreens batch={batch} place={Number(place)} />}
                </Route>
                <Route path="/task/:batch/:place/change">
                  {({ batch, place }) => (
                    <TaskScreen key={`${batch}/${place}/change`} batch={batch} place={Number(place)} change />
                  )}
                </Route>
                <Route path="/round/:kind">{({ kind }) => <RoundRoute key={kind} kind={kind} />}</Route>
                <Route path="/triage/:batch/:place?">
                  {({ batch, place }) => <TriageScreen key={batch} batch={batch} place={Number(place ?? 0)} />}
                </Route>
                <Route>
                  <Shell>
                    <Suspense fallback={null}>
                      <Switch>
                        <Route path="/" component={Home} />
                        <Route path="/borrow" component={Borrow} />
                        <Route path="/work" component={WorkScreen} />
                        <Route path="/work/copies" component={CopiesScreen} />
                        <Route path="/sync" component={SyncScreen} />
                        <Route path="/goals" component={GoalsScreen} />
                        <Route path="/notes/:lang?">{({ lang }) => <NotesScreen lang={lang} />}</Route>
                        <Route path="/settings" component={Settings} />
                        <Route path="/settings/keys" component={KeysScreen} />
                        <Route path="/guide" component={GuideScreen} />
                        <Route path="/wrong" component={WrongScreen} />
                        <Route path="/people" component={People} />
                        <Route component={NotFound} />
                      </Switch>
                    </Suspense>
                  </Shell>
                </Route>
              </Switch>
            </Suspense>
          </PaletteProvider>
        </Member>
      </Trouble>
    </DeviceProvider>
  )
}
