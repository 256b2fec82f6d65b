/** Names of a gallery's own modules. */
import { z } from 'zod'
import { refuseWith } from '../yaml/faults-of.ts'

/** A path of a module in the folder `plugins`. */
export const plugin = z.string().superRefine(
  refuseWith((path) =>
    /^plugins(?:\/[\w-][\w.-]*)+\.mjs$/.test(path)
      ? undefined
      : {
          code: 'path-traversal',
          message: `"${path}" is no module in the folder "plugins".`,
          fix: 'Write it as plugins/<name>.mjs.',
        },
  ),
)
