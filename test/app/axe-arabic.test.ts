import { axeFindsNothing } from './axe.ts'

axeFindsNothing('Arabic', 'ar', 'ar')
