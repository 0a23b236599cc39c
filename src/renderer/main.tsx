import './design/theme.ts'
import './design/tokens.css'
import './design/base.css'
import './fonts/fonts.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { startOffline } from './platform/offline.ts'
import { hearInvites } from './welcome/invite-here.ts'

createRoot(document.getElementById('root') as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>
)
startOffline()
hearInvites()
