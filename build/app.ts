/** `npm run build`: the desktop app and its web edition, into out/. */
import { build } from 'electron-vite'

await build({ logLevel: 'warn' })
