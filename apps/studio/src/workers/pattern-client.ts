/** The page's end of the pattern worker, which is started at the first call and no sooner. */
import { wrap, type Remote } from 'comlink'
import type { PatternWorker } from './pattern-api.ts'

let started: Remote<PatternWorker> | undefined

/** The worker. */
export function patterns(): Remote<PatternWorker> {
  started ??= wrap<PatternWorker>(
    new Worker(new URL('./pattern.worker.ts', import.meta.url), { type: 'module', name: 'pattern' }),
  )
  return started
}
