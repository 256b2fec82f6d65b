import { CollectionError } from '../error.ts'

/**
 * A path within a collection, as it is.
 * @throws CollectionError when it leads out of it
 */
export function checkFilePath(path: string): string {
  const bad = path.split('/').some((part) => part === '' || part === '.' || part === '..')
  if (bad || /[\\\0]/.test(path))
    throw new CollectionError(`"${path}" is no path within a collection: parts are separated by "/", without "..".`)
  return path
}
