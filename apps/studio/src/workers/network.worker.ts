/**
 * All work that makes a file, away from the page. One job at a time: halting is not asking the instrument for its next event,
 * ending is its abort signal. The page starts another worker for another provider, so there is one host.
 */
import { createHost, dreamLayers, type Host, type WebHost } from '@reverie/instruments/web'
import { addModel } from '@reverie/models/web'
import type { Runtime } from '@reverie/runtime'
import { expose, transfer } from 'comlink'
import type { ProviderChoice } from '../state/settings.ts'
import { bitmapFrom } from './bitmap.ts'
import { instrumentOf, makeFile } from './make-file.ts'
import type { JobEvent, NetworkWorker } from './network-api.ts'
import { openPicture, requestFor } from './request.ts'
import { thumbnailOf } from './thumbnail.ts'

/** The job under way. */
interface Task {
  readonly abort: AbortController
  /** What the page is told; nothing once the job has ended. */
  readonly tell: (event: JobEvent) => void
  /** Settles when the job may go on; undefined while it is not halted. */
  halted: { readonly promise: Promise<void>; readonly release: () => void } | undefined
}

let host: WebHost | undefined
let task: Task | undefined

function begin(happen: (event: JobEvent) => void): Task {
  end()
  const mine: Task = {
    abort: new AbortController(),
    tell: (event) => {
      if (task === mine) happen(event)
    },
    halted: undefined,
  }
  task = mine
  return mine
}

function end(): void {
  task?.abort.abort(new DOMException('The job was ended.', 'AbortError'))
  task?.halted?.release()
  task = undefined
}

function hostFor(provider: ProviderChoice): WebHost {
  host ??= createHost({
    ...(provider === 'reproducible' ? { provider: 'wasm', threads: 1 } : { provider }),
    previews: true,
    onModelProgress: (loaded, total) =>
      task?.tell(
        loaded < total
          ? { type: 'loading', what: 'Fetching the network', share: loaded / total }
          : { type: 'loading', what: 'Preparing the network', share: undefined },
      ),
  })
  return host
}

/** The host as one job sees it: a runtime is started, and spoken of, when the instrument asks for one. */
function worldOf({ tell }: Task, provider: ProviderChoice, previews: boolean): Host {
  const world = hostFor(provider)
  return {
    ...world,
    previews,
    runtime: async () => {
      tell({ type: 'loading', what: 'Starting ONNX Runtime', share: undefined })
      const runtime = await world.runtime()
      tell({ type: 'provider', detail: wordsFor(runtime, provider) })
      tell({ type: 'loading', what: 'Preparing the network', share: undefined })
      return runtime
    },
  }
}

const worker: NetworkWorker = {
  async make(job, happen) {
    const mine = begin((event) =>
      event.type === 'preview' ? happen(transfer(event, [event.bitmap])) : happen(event),
    )
    const instrument = instrumentOf(job.instrument)
    const world = worldOf(mine, job.provider, job.previews)
    mine.tell({ type: 'loading', what: 'Opening', share: undefined })
    const asked = { ...(await requestFor(instrument, job)), signal: mine.abort.signal }
    // What is taken from collections becomes part of the request, and so of the recipe.
    const request = (await instrument.gather?.(asked, world)) ?? asked
    const made = await makeFile(instrument, request, world, job.written, mine.tell, async () => {
      if (mine.halted) await mine.halted.promise
      mine.abort.signal.throwIfAborted()
    })
    return made.face ? transfer(made, [made.face.bitmap]) : made
  },

  pause() {
    if (!task || task.halted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    task.halted = { promise, release: resolve }
  },

  resume() {
    task?.halted?.release()
    if (task) task.halted = undefined
  },

  end,

  async add(files) {
    const { id, title, description, license, bytes, telling, defaultLayers, guideLayer } = await addModel(files)
    return { id, title, description, license, bytes, telling, defaultLayers, guideLayer }
  },

  async look({ model: id, picture, provider, side }, happen) {
    const mine = begin(() => {})
    const world = hostFor(provider)
    const model = await world.model(id)
    const { raster } = await openPicture(picture)
    for await (const { layer, raster: dreamed } of dreamLayers(raster, model, world, {
      side,
      signal: mine.abort.signal,
    })) {
      const bitmap = await bitmapFrom(dreamed)
      happen(layer, await thumbnailOf(bitmap, side))
      bitmap.close()
    }
  },
}

/** What renders, in words for the page. */
function wordsFor(runtime: Runtime, provider: ProviderChoice): string {
  if (runtime.provider === 'webgpu') return `WebGPU · ${runtime.environment['gpu'] ?? 'graphics processor'}`
  if (provider === 'reproducible') return 'WebAssembly · reproducible'
  return crossOriginIsolated ? 'WebAssembly' : 'WebAssembly · one thread'
}

expose(worker)
