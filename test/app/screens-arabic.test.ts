import { everyScreen } from './every-screen.ts'

everyScreen('Arabic', 'ar', 'ar', ['light', 'dark'])
