import { everyScreen } from './every-screen.ts'

everyScreen('English', 'en', 'sw', ['light', 'dark', 'contrast'])
