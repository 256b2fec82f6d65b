import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['reverie-source'] },
  ssr: { resolve: { conditions: ['reverie-source'] } },
  test: {
    include: ['{packages,apps}/*/test/**/*.test.ts'],
    exclude: ['**/*.slow.test.ts', '**/node_modules/**'],
    testTimeout: 60_000,
  },
})
