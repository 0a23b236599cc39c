/** `npm run build`: the desktop app and its web edition, into out/. */
import { existsSync } from 'node:fs'
import { build } from 'electron-vite'

const sources = ['src/main', 'src/preload', 'src/renderer']
if (sources.some((folder) => existsSync(folder))) await build()
else console.log(`Nothing to build yet: ${sources.join(', ')} do not exist. The command line runs from its sources.`)
