/** `npm run build`: the desktop app and its web edition, into out/. */
import { copyFileSync } from 'node:fs'
import { build } from 'electron-vite'

await build({ logLevel: 'warn' })
copyFileSync('src/hub/practice/practice.trees.jsonl', 'out/main/practice.trees.jsonl')
