import { ToastProvider } from '../design/Toast.tsx'
import { HelpProvider } from '../help/HelpProvider.tsx'
import { OwnKeys } from '../keys/OwnKeys.tsx'
import { ProfilesProvider } from '../profiles/ProfilesProvider.tsx'
import { ProjectsProvider } from '../project/projects.tsx'
import { WordsProvider } from '../words/words.tsx'
import { Routes } from './Routes.tsx'
import { Trouble } from './Trouble.tsx'

export function App() {
  return (
    <WordsProvider>
      <Trouble>
        <ToastProvider>
          <ProfilesProvider>
            <OwnKeys />
            <ProjectsProvider>
              <HelpProvider>
                <Routes />
              </HelpProvider>
            </ProjectsProvider>
          </ProfilesProvider>
        </ToastProvider>
      </Trouble>
    </WordsProvider>
  )
}
