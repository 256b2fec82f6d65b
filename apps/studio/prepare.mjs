/** Builds the Studio when what it is made of has changed since the last build. */
import { fileURLToPath } from 'node:url'
import { buildWhenChanged } from '../../scripts/build-when-changed.mjs'

/** What the Studio is made of, from the root of the repository. */
const ingredients = [
  'package-lock.json',
  'apps/studio/index.html',
  'apps/studio/vite.config.ts',
  'apps/studio/build',
  'apps/studio/public',
  'apps/studio/samples',
  'apps/studio/looks',
  'apps/studio/presets',
  'apps/studio/src',
  ...['recipe', 'image', 'film', 'jobs', 'graph', 'runtime', 'models', 'collection', 'instruments', 'map'].flatMap(
    (name) => [`packages/${name}/package.json`, `packages/${name}/src`],
  ),
  'packages/models/inception',
  'packages/models/mobilenet',
  'packages/collection/samples',
]

/**
 * Builds if needed. Of several processes that ask at once, one builds and the others wait for it.
 *
 * @param {{ say?: (sentence: string) => void }} [options] `say` is told before a build begins.
 * @returns {Promise<boolean>} Whether there was anything to build.
 * @throws When the build fails, with what it printed.
 */
export const prepareStudio = (options = {}) =>
  buildWhenChanged(
    { name: 'The Studio', folder: fileURLToPath(new URL('.', import.meta.url)), output: 'dist', ingredients },
    options,
  )
