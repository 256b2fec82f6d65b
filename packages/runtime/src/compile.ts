/**
 * A `Runtime` over an ONNX Runtime package: programs shared by content, counted, and freed with their last holder.
 * What differs between Node and browsers, and between providers, is in the `Backend` that is passed in.
 */
import { writeOnnx, type Graph } from '@reverie/graph'
import type * as ort from 'onnxruntime-common'
import { fingerprint, fingerprintBytes } from './fingerprint.ts'
import { handleOf, ortTensorOf, type Ort } from './handle.ts'
import { promote } from './promote.ts'
import { RuntimeError } from './runtime.ts'
import type { CompileOptions, Environment, KernelTime, Program, Provider, Runtime } from './runtime.ts'
import { sentence } from './sentence.ts'
import { createQueue, wrapSession, type Session } from './session.ts'

/** What a place to run brings along. */
export interface Backend {
  readonly ort: Ort
  readonly provider: Provider
  readonly environment: Environment
  /** Options of sessions that need no graph to be known. */
  readonly sessionOptions: ort.InferenceSession.SessionOptions
  /** Clock in milliseconds. */
  readonly now: () => number
  /** Memory of the device that tensors can live in; absent where they live in plain memory. */
  readonly device?: {
    /** Copies a tensor to the device. */
    upload(value: ort.Tensor): ort.Tensor
  }
  /** Whether runs write into the plain memory that they are given for an output; otherwise it is copied there. */
  readonly writesInPlace: boolean
  /** Options that make a session record kernel times, and how to read them; absent where that is not possible. */
  readonly profiler?: {
    start(): ort.InferenceSession.SessionOptions
    opened(session: ort.InferenceSession): void
    finish(session: ort.InferenceSession): Promise<readonly KernelTime[]>
  }
  /** Whether the device is gone for good. */
  readonly lost?: () => boolean
  /** Called once, after all sessions are gone. */
  readonly dispose?: () => void
}

interface Entry {
  readonly session: Promise<Session>
  holders: number
}

/** A runtime over a backend. */
export function runtimeOver(backend: Backend): Runtime {
  const { ort, provider, environment } = backend
  const queue = createQueue()
  const entries = new Map<string, Entry>()
  const sessions = new Set<Session>()
  let profiled = 0

  const open = (graph: Graph | Uint8Array, options: CompileOptions): Promise<Session> =>
    queue(async () => {
      const bytes = graph instanceof Uint8Array ? graph : writeOnnx(promote(graph, options.promote ?? []))
      try {
        const raw = await ort.InferenceSession.create(bytes, sessionOptionsFor(backend, options))
        if (options.profile) backend.profiler?.opened(raw)
        const session = wrapSession(ort, raw, { ...backend, queue, ended: () => sessions.delete(session) })
        sessions.add(session)
        return session
      } catch (error) {
        throw sentence('compile the graph', error, provider)
      }
    })

  const drop = async (key: string, entry: Entry): Promise<void> => {
    entries.delete(key)
    await (await entry.session).close(false)
  }

  return {
    provider,
    environment,
    async compile(graph, options = {}) {
      if (graph instanceof Uint8Array && options.promote?.length) {
        throw new RuntimeError(
          'Only a graph can have initialisers promoted, found bytes. Read them with readOnnx first.',
        )
      }
      // Each profiled program keeps its own record.
      const key = options.profile ? `profile ${profiled++}` : keyOf(graph, options)
      let entry = entries.get(key)
      if (entry === undefined) {
        entry = { session: open(graph, options), holders: 0 }
        entries.set(key, entry)
      }
      entry.holders++
      try {
        return programOf(await entry.session, backend, options, () => {
          if (--entry.holders === 0 && entries.get(key) === entry) return drop(key, entry)
          return Promise.resolve()
        })
      } catch (error) {
        if (entries.get(key) === entry) entries.delete(key)
        throw error
      }
    },
    tensor(value) {
      const plain = ortTensorOf(ort, value)
      if (backend.device === undefined) return handleOf(plain)
      // Freed in the queue: a run that was given the handle before may still be waiting.
      return handleOf(backend.device.upload(plain), (uploaded) => void queue(async () => uploaded.dispose()))
    },
    async dispose() {
      await Promise.allSettled([...entries.values()].map(({ session }) => session))
      entries.clear()
      for (const session of sessions) await session.close(true)
      backend.dispose?.()
    },
  }
}

function keyOf(graph: Graph | Uint8Array, options: CompileOptions): string {
  const promoted = options.promote ?? []
  const content =
    options.key ?? (graph instanceof Uint8Array ? fingerprintBytes(graph) : fingerprint(graph, new Set(promoted)))
  return JSON.stringify([content, promoted, options.allowFallback ?? true, options.outputsOnDevice ?? 'all'])
}

function sessionOptionsFor(backend: Backend, options: CompileOptions): ort.InferenceSession.SessionOptions {
  const made: ort.InferenceSession.SessionOptions = { ...backend.sessionOptions }
  if (backend.device !== undefined) {
    const kept = options.outputsOnDevice
    made.preferredOutputLocation =
      kept === undefined ? 'gpu-buffer' : Object.fromEntries(kept.map((name) => [name, 'gpu-buffer'] as const))
  }
  if (backend.provider === 'webgpu' && options.allowFallback === false) {
    made.extra = {
      ...made.extra,
      session: { ...(made.extra?.['session'] as object), disable_cpu_ep_fallback: '1' },
    }
  }
  if (!options.profile) return made
  if (backend.profiler === undefined) {
    throw new RuntimeError(`Kernel times are recorded by the CPU provider in Node only, found ${backend.provider}.`)
  }
  return { ...made, ...backend.profiler.start() }
}

function programOf(
  session: Session,
  backend: Backend,
  options: CompileOptions,
  giveBack: () => Promise<void>,
): Program {
  let released = false
  let recorded = options.profile ?? false
  return {
    inputs: session.inputs,
    outputs: session.outputs,
    time: session.time,
    run(feeds, runOptions) {
      if (released) return Promise.reject(new RuntimeError('The program was released: compile the graph again.'))
      return session.run(feeds, runOptions)
    },
    async profile() {
      if (!recorded) {
        throw new RuntimeError('No kernel times were recorded: compile with profile: true, and ask for them once.')
      }
      recorded = false
      return backend.profiler!.finish(session.raw)
    },
    async release() {
      if (released) return
      released = true
      await giveBack()
    },
  }
}
