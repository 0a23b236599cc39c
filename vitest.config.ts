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
        // Found before the tests start: found while they run, they would be loaded a second time.
        optimizeDeps: { include: ['dexie', 'cborg', 'valibot', '@noble/ed25519', '@noble/hashes/sha2.js'] },
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
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 3 }
        }
      }
    ]
  }
})
