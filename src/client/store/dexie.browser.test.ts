import { deviceStoreContract } from './conformance.ts'
import { openDexieStore } from './dexie.ts'

let count = 0
deviceStoreContract('Dexie', () => openDexieStore(`contract-${count++}`))
