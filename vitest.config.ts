import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import { browserArgs, findBrowser } from './test/browser.ts'

const executablePath = findBrowser()

// groupOrder 0 is no order at all for a project with one worker: it would run last.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}'],
          exclude: ['src/**/*.browser.test.{ts,tsx}'],
          maxWorkers: '100%',
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
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 3 }
        }
      }
    ]
  }
})
