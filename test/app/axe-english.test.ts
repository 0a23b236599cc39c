import { axeFindsNothing } from './axe.ts'

axeFindsNothing('English', 'en', 'sw')
