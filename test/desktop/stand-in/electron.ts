#!/usr/bin/env node
/**
 * Stands in for the Electron executable where there is none: the built main process runs in this Node, its windows are
 * pages of a real Chromium. Takes the arguments that Playwright's `_electron.launch` gives, and prints the two lines
 * that it waits for.
 */
import { readFileSync, statSync } from 'node:fs'
import inspector from 'node:inspector'
import { registerHooks } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const standIn = import.meta.resolve('./module.ts')
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : next(specifier, context)
})

const args = process.argv.slice(2)
const main = args.find((arg) => !arg.startsWith('-'))
if (main === undefined) throw new Error('usage: electron [switches] FOLDER|FILE [arguments]')
process.argv = [process.argv[1]!, ...args.slice(args.indexOf(main))]
Object.defineProperty(process.versions, 'electron', { value: '45.0.0-stand-in', enumerable: true })
Object.assign(process, { type: 'browser', defaultApp: true })

if (args.includes('--inspect=0')) inspector.open(0) // prints "Debugger listening on ws://…"
const { start } = await import('./start.ts')
await import(pathToFileURL(resolve(entryOf(main))).href)
await start() // prints "DevTools listening on ws://…"

function entryOf(path: string): string {
  if (!statSync(path).isDirectory()) return path
  return join(path, JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')).main)
}
