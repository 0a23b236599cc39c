import { defineConfig } from 'vitest/config'

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
        test: {
          name: 'e2e',
          include: ['test/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 }
        }
      }
    ]
  }
})
