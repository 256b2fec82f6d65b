import { availableParallelism } from 'node:os'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

const places = '{packages,apps}/*/test/**/'
const never = ['**/node_modules/**', '**/dist/**']

/** Tests run the sources: the condition makes `@reverie/*` resolve to `src`. */
const shared = {
  resolve: { conditions: ['reverie-source'] },
  ssr: { resolve: { conditions: ['reverie-source'] } },
}

/**
 * What drives Chromium runs alone and one file at a time: SwiftShader and WebAssembly take all cores. But for the pages of
 * galleries, which are plain HTML and leave cores to others.
 */
const alone = '{packages/!(gallery),apps/*}/test/**/'
const projects = (slow: boolean): TestProjectConfiguration[] => {
  const testTimeout = slow ? 900_000 : 120_000
  const ending = slow ? 'slow' : 'test'
  const include = slow ? [`${places}*.slow.test.ts`] : [`${places}*.test.ts`]
  const browsers = slow ? [`${alone}*.browser.slow.test.ts`] : [`${alone}*.browser.test.ts`]
  return [
    {
      ...shared,
      test: {
        name: ending,
        include,
        exclude: [...never, ...browsers, ...(slow ? [] : ['**/*.slow.test.ts'])],
        testTimeout,
        hookTimeout: testTimeout,
        maxWorkers: slow ? 1 : Math.max(1, Math.min(4, availableParallelism())),
        sequence: { groupOrder: 0 },
      },
    },
    {
      ...shared,
      test: {
        name: 'browser',
        include: browsers,
        exclude: never,
        testTimeout,
        hookTimeout: testTimeout,
        maxWorkers: 1,
        sequence: { groupOrder: 1 },
      },
    },
  ]
}

/** `vitest run` is the whole suite; `vitest run --mode slow` the long ones (`*.slow.test.ts`) instead. */
export default defineConfig(({ mode }) => ({
  test: { projects: projects(mode === 'slow'), passWithNoTests: true },
}))
