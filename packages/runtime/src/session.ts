/** A session of ONNX Runtime with what a program needs of it: typed inputs and outputs, one run at a time, times. */
import type { DataType, Tensor, ValueInfo } from '@reverie/graph'
import type * as ort from 'onnxruntime-common'
import { checkFeeds, misfit } from './feeds.ts'
import { freeMemory, handleOf, ortTensorOf, type Ort } from './handle.ts'
import { RuntimeError, type Handle, type Provider, type RunOptions } from './runtime.ts'
import { sentence } from './sentence.ts'

export interface Session {
  readonly inputs: readonly ValueInfo[]
  readonly outputs: readonly ValueInfo[]
  readonly time: { runs: number; milliseconds: number }
  run(feeds: Readonly<Record<string, Tensor | Handle>>, options?: RunOptions): Promise<Record<string, Handle>>
  /** ONNX Runtime's own session. */
  readonly raw: ort.InferenceSession
  /**
   * Frees the session, but not before its last output on a device: ONNX Runtime frees those through the session.
   * @param now whether to free those outputs too
   */
  close(now: boolean): Promise<void>
}

/** Runs tasks one after another: ONNX Runtime's WebGPU provider allows one call at a time in a page. */
export type Queue = <T>(task: () => Promise<T>) => Promise<T>

/** A queue; without anything waiting it starts the task at once. */
export function createQueue(): Queue {
  let last: Promise<unknown> | undefined
  const forget = async (task: Promise<unknown>): Promise<void> => {
    await task.catch(() => {}) // Who queued it hears of it.
    if (last === task) last = undefined
  }
  return (task) => {
    const next = last === undefined ? task() : last.then(task, task)
    last = next
    void forget(next)
    return next
  }
}

/** Wraps a session. `now` is a clock in milliseconds. */
export function wrapSession(
  ort: Ort,
  raw: ort.InferenceSession,
  context: {
    readonly provider: Provider
    readonly queue: Queue
    readonly now: () => number
    /** Whether runs write into plain memory that they are given; otherwise results are copied there. */
    readonly writesInPlace: boolean
    /** Whether the device is gone: ONNX Runtime 1.30 then runs on without an error, and without a result. */
    readonly lost?: () => boolean
    /** Told when the session is freed. */
    readonly ended: () => void
  },
): Session {
  const inputs = raw.inputMetadata.map(infoOf)
  const outputs = raw.outputMetadata.map(infoOf)
  const time = { runs: 0, milliseconds: 0 }
  const { queue } = context
  const onDevice = new Set<ort.Tensor>()
  let closing = false
  let ended: Promise<void> | undefined
  const end = (): Promise<void> => (ended ??= queue(() => raw.release()).finally(context.ended))

  const free = (value: ort.Tensor, seen: boolean): void => {
    if (value.location !== 'gpu-buffer') {
      if (!seen) freeMemory(value)
      value.dispose()
    } else if (onDevice.delete(value)) {
      // In the queue, so that a collector that comes in the middle of a run does no harm.
      void queue(async () => value.dispose())
      if (closing && onDevice.size === 0) void end()
    }
  }
  const keep = (value: ort.Tensor): Handle => {
    if (value.location === 'gpu-buffer') onDevice.add(value)
    return handleOf(value, free)
  }

  return {
    raw,
    inputs,
    outputs,
    time,
    async close(now) {
      if (now) for (const value of onDevice) free(value, true)
      closing = true
      if (onDevice.size === 0) await end()
    },
    async run(feeds, options) {
      if (closing) throw new RuntimeError('The program was released: compile the graph again.')
      checkFeeds(inputs, feeds)
      const given: Record<string, ort.Tensor> = {}
      for (const { name } of inputs) given[name] = ortTensorOf(ort, feeds[name]!)
      const { fetches, kept } = fetchesOf(ort, outputs, options?.outputs, given, context.writesInPlace)
      try {
        const made = await queue(async () => {
          const start = context.now()
          const result = await raw.run(given, fetches)
          time.milliseconds += context.now() - start
          time.runs++
          if (context.lost?.()) throw new Error('device lost')
          return result
        })
        const handles: Record<string, Handle> = {}
        for (const name in made) {
          const value = made[name] as ort.Tensor
          const place = kept[name]
          if (place !== undefined) settle(place.value, value, context.writesInPlace)
          handles[name] = place?.handle ?? keep(value)
        }
        return handles
      } catch (error) {
        throw sentence('run the graph', error, context.provider)
      }
    },
  }
}

function infoOf(metadata: ort.InferenceSession.ValueMetadata): ValueInfo {
  if (!metadata.isTensor) {
    throw new RuntimeError(
      `"${metadata.name}" of the graph is a sequence or a map: only tensors can be passed in and out.`,
    )
  }
  const { name, type, shape } = metadata
  return { name, type: type as DataType, shape }
}

interface Fetches {
  readonly fetches: ort.InferenceSession.FetchesType
  /** Outputs whose place the caller gave. */
  readonly kept: Readonly<Record<string, { readonly handle: Handle; readonly value: ort.Tensor }>>
}

function fetchesOf(
  ort: Ort,
  outputs: readonly ValueInfo[],
  asked: RunOptions['outputs'],
  feeds: Readonly<Record<string, ort.Tensor>>,
  writesInPlace: boolean,
): Fetches {
  if (asked === undefined) return { fetches: outputs.map(({ name }) => name), kept: {} }
  if (isList(asked)) {
    for (const name of asked) outputOf(outputs, name)
    return { fetches: asked, kept: {} }
  }
  const fetches: Record<string, ort.Tensor | null> = {}
  const kept: Record<string, Fetches['kept'][string]> = {}
  for (const [name, place] of Object.entries(asked)) {
    const problem = misfit('output', outputOf(outputs, name), place)
    if (problem !== undefined) throw new RuntimeError(`The graph cannot run: ${problem}.`)
    const value = ortTensorOf(ort, place)
    if (Object.values(feeds).some((feed) => sharesMemory(feed, value))) {
      throw new RuntimeError(
        `Output "${name}" would be written over an input of the same run. Use two places and swap them after each run.`,
      )
    }
    fetches[name] = writesInPlace || value.location !== 'cpu' ? value : null
    kept[name] = { handle: 'data' in place ? handleOf(value) : place, value }
  }
  return { fetches, kept }
}

const isList = (asked: NonNullable<RunOptions['outputs']>): asked is readonly string[] => Array.isArray(asked)

function outputOf(outputs: readonly ValueInfo[], name: string): ValueInfo {
  const found = outputs.find((output) => output.name === name)
  if (found !== undefined) return found
  throw new RuntimeError(
    `The graph has no output "${name}". It has: ${outputs.map((output) => output.name).join(', ')}.`,
  )
}

/**
 * Brings a result to the plain memory that was given for it. Both packages hand out a tensor of their own all the same:
 * onnxruntime-node a copy of what it wrote in place, onnxruntime-web the only one.
 */
function settle(place: ort.Tensor, made: ort.Tensor, writtenInPlace: boolean): void {
  if (place === made || place.location !== 'cpu' || place.data === made.data) return
  if (!writtenInPlace) (place.data as Float32Array).set(made.data as Float32Array)
  freeMemory(made)
}

function sharesMemory(one: ort.Tensor, other: ort.Tensor): boolean {
  if (one === other) return true
  if (one.location !== 'cpu' || other.location !== 'cpu' || one.type === 'string' || other.type === 'string')
    return false
  const left = one.data as Float32Array
  const right = other.data as Float32Array
  return (
    left.buffer === right.buffer &&
    left.byteOffset < right.byteOffset + right.byteLength &&
    right.byteOffset < left.byteOffset + left.byteLength
  )
}
