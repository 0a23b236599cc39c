/**
 * `npm test`: the lint, the types and the build, then the unit tests, those in a browser, and after them the end-to-end
 * tests. All of it runs even when something is red; where no browser can be had, all that needs none. The last line is
 * `N passed, N failed`: passed counts tests; failed counts tests, test files that did not load, stray errors, and a red
 * lint, type check, build or missing browser, so it is 0 exactly when everything is green.
 *
 * Arguments narrow the tests by file name: `npm test -- src/core`.
 */
import { spawn } from 'node:child_process'
import { startVitest } from 'vitest/node'
import { findBrowser, installBrowser, installLine } from './browser.ts'

const checks = ['lint:style', 'lint:imports', 'lint:unused', 'typecheck', 'build']
const results = await Promise.all(checks.map(checked))
const red = checks.filter((_, i) => !results[i])

const browser = findBrowser() ?? installBrowser()
if (browser) process.env.UNDERSTORY_BROWSER = browser
else red.push('browser')

const withoutBrowser = { project: ['unit', 'e2e'], cliExclude: ['test/app/**', 'test/desktop/**'] }
const vitest = await startVitest('test', process.argv.slice(2), { run: true, ...(browser ? {} : withoutBrowser) })
const modules = vitest.state.getTestModules()
const tests = modules.flatMap((module) => [...module.children.allTests()])
const passed = tests.filter((test) => test.result().state === 'passed').length
const failedTests = tests.filter((test) => test.result().state === 'failed').length
const brokenFiles = modules.filter((module) => module.errors().length > 0).length
const strayErrors = vitest.state.getUnhandledErrors().length
const nothingRan = tests.length === 0 ? 1 : 0
await vitest.close()

const failed = failedTests + brokenFiles + strayErrors + nothingRan + red.length
if (!browser) console.log(`no browser, so what needs one did not run: ${installLine()}`)
if (red.length > 0) console.log(`red besides the tests: ${red.join(', ')}`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && !process.exitCode ? 0 : 1)

/** Runs one beside the others; what it says is printed in one piece. @returns whether it found nothing. */
async function checked(script: string): Promise<boolean> {
  const child = spawn('npm', ['run', '--silent', script], { shell: process.platform === 'win32' })
  const said: Buffer[] = []
  for (const out of [child.stdout, child.stderr]) out.on('data', (piece: Buffer) => said.push(piece))
  const code = await new Promise((ends) => child.once('close', ends).once('error', ends))
  process.stdout.write(Buffer.concat(said))
  return code === 0
}
