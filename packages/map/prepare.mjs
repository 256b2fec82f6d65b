/** Builds the viewer of maps when what it is made of has changed since the last build. Of a checkout only; not published. */
import { fileURLToPath } from 'node:url'
import { buildWhenChanged } from '../../scripts/build-when-changed.mjs'

const ingredients = [
  'package-lock.json',
  'packages/map/index.html',
  'packages/map/vite.config.ts',
  ...['map', 'collection', 'recipe', 'image'].flatMap((name) => [
    `packages/${name}/package.json`,
    `packages/${name}/src`,
  ]),
]

/**
 * Builds if needed.
 *
 * @param {{ say?: ((sentence: string) => void) | undefined }} [options] `say` is told before a build begins.
 * @returns {Promise<boolean>} Whether there was anything to build.
 * @throws When the build fails, with what it printed.
 */
export const prepareViewer = (options = {}) =>
  buildWhenChanged(
    {
      name: 'The viewer of maps',
      folder: fileURLToPath(new URL('.', import.meta.url)),
      output: 'viewer',
      ingredients,
    },
    options,
  )
