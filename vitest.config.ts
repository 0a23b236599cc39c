import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { browserArgs, findBrowser } from './test/browser.ts'
import { LongestFirst } from './test/longest-first.ts'

const executablePath = findBrowser()

// groupOrder 0 is no order at all for a project with one worker: it would run last.
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          testTimeout: 30_000,
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: ['src/**/*.browser.test.{ts,tsx}'],
          maxWorkers: '100%',
          // Loading what is tested costs as much as testing it: files of one worker share what is loaded.
          isolate: false,
          sequence: { groupOrder: 1 }
        }
      },
      {
        // Packages are bundled anew each time: one that a cache lacks would reload the page in the middle of a test.
        optimizeDeps: { force: true },
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.{ts,tsx}'],
          sequence: { groupOrder: 2 },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(executablePath && { executablePath }), args: [...browserArgs] }
            }),
            instances: [{ browser: 'chromium', name: 'browser' }]
          }
        }
      },
      {
        test: {
          name: 'e2e',
          include: ['test/**/*.test.ts'],
          // Most of their time is waiting for processes, links and disks.
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
          sequence: { groupOrder: 3 }
        }
      }
    ]
  }
})
