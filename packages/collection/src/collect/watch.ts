/** Waits for sources to change. */
import { sep } from 'node:path'
import { watch } from 'chokidar'
import { isOwnPart } from '../files/own-parts.ts'
import type { Source } from '../source.ts'

/** What changes is let come to rest: who copies a thousand files wants one run, not a thousand. */
const REST = 1000
/** What tells nothing by itself (addresses, feeds) is looked at so often. */
const LOOK = 300_000

/** Tells when sources may have changed since the last call of `next`. */
export interface Watcher {
  /** Resolves when something has changed and has come to rest. @throws the signal's reason */
  next(signal: AbortSignal): Promise<void>
  close(): Promise<void>
}

/**
 * Watches sources from now on.
 * @param except the collection's folder, where each run writes
 */
export function watchSources(sources: readonly Source[], except: string): Watcher {
  const local = sources.filter(({ origin }) => !/^[a-z]+:\/\//i.test(origin.location))
  const paths = local.map(({ origin }) => origin.location)
  // A collection may lie among its pictures: then what is its own is left out, and files that are being written.
  const isAmong = paths.includes(except)
  const ignored = (path: string): boolean => {
    if (path !== except && !path.startsWith(`${except}${sep}`)) return false
    const [top = ''] = path.slice(except.length + 1).split(sep)
    return !isAmong || isOwnPart(top) || top.startsWith('.')
  }
  const watcher = watch(paths, { ignored, ignoreInitial: true, followSymlinks: false })
  let changed = 0
  let heard = (): void => undefined
  watcher.on('all', () => {
    changed = performance.now()
    heard()
  })
  // A folder that may not be read is a problem of the run, which tells of it.
  watcher.on('error', () => undefined)
  return {
    next: async (signal) => {
      const until = local.length < sources.length ? performance.now() + LOOK : Infinity
      const atRest = (): boolean => changed > 0 && performance.now() - changed >= REST
      while (!atRest()) {
        signal.throwIfAborted()
        if (performance.now() > until) break
        const wait = changed === 0 ? Math.min(LOOK, until - performance.now()) : REST
        // oxlint-disable-next-line no-await-in-loop, no-loop-func -- waits for one change after the other
        await new Promise<void>((resolve) => {
          const timer = setTimeout(done, wait)
          function done(): void {
            clearTimeout(timer)
            signal.removeEventListener('abort', done)
            resolve()
          }
          heard = done
          signal.addEventListener('abort', done, { once: true })
        })
      }
      signal.throwIfAborted()
      changed = 0
    },
    close: async () => watcher.close(),
  }
}
