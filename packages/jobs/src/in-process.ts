import type { Jobs, Outcome, RunOptions, Unit, Work } from './jobs.ts'
import { createPace } from './pace.ts'

/**
 * Jobs that run in this process, each unit a promise. What is heavy in them (decoding, networks) has threads of its own.
 */
export function openJobs(): Jobs {
  return { run }
}

async function* run<Input, Output>(
  units: Iterable<Unit<Input>> | AsyncIterable<Unit<Input>>,
  work: Work<Input, Output>,
  options: RunOptions,
): AsyncGenerator<Outcome<Input, Output>, void, void> {
  const { concurrency, onProgress, retries = 0, total } = options
  if (!(Number.isInteger(concurrency) && concurrency >= 1))
    throw new RangeError(`The concurrency of "${work.name}" is a whole number from 1, found ${concurrency}.`)
  const ended = new AbortController()
  const signal = options.signal === undefined ? ended.signal : AbortSignal.any([options.signal, ended.signal])
  const source = Symbol.asyncIterator in units ? units[Symbol.asyncIterator]() : units[Symbol.iterator]()
  const underWay = new Map<string, Promise<Outcome<Input, Output>>>()
  const pace = createPace(total)
  let exhausted = false
  try {
    for (;;) {
      signal.throwIfAborted()
      while (!exhausted && underWay.size < concurrency) {
        const next = await source.next()
        signal.throwIfAborted()
        if (next.done === true) exhausted = true
        else if (underWay.has(next.value.key))
          throw new RangeError(`Two units of "${work.name}" have the key "${next.value.key}": keys are unique.`)
        else underWay.set(next.value.key, attempt(next.value, work, retries, signal))
      }
      if (underWay.size === 0) return
      const outcome = await firstOf(underWay.values(), signal)
      underWay.delete(outcome.key)
      onProgress?.(pace.step(outcome.ok))
      yield outcome
    }
  } finally {
    ended.abort(new Error(`The run of "${work.name}" has ended.`))
    // What is under way still holds files and memory: the run is over when they are let go.
    await Promise.allSettled(underWay.values())
    if (!exhausted) await source.return?.()
  }
}

async function attempt<Input, Output>(
  { key, input }: Unit<Input>,
  work: Work<Input, Output>,
  retries: number,
  signal: AbortSignal,
): Promise<Outcome<Input, Output>> {
  for (let number = 1; ; number++) {
    try {
      return { key, input, ok: true, output: await work.run(input, { key, signal, attempt: number }) }
    } catch (error) {
      if (number > retries || signal.aborted) return { key, input, ok: false, error }
    }
  }
}

/** The first outcome, or the signal's reason as soon as it speaks: a unit that does not listen holds nobody up. */
async function firstOf<Value>(promises: Iterable<Promise<Value>>, signal: AbortSignal): Promise<Value> {
  let stop = (): void => {}
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error)
    signal.addEventListener('abort', stop)
  })
  try {
    return await Promise.race([...promises, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
