/**
 * All network work, away from the page. One job at a time: halting is not asking the instrument for its next event,
 * ending is its abort signal. The page starts another worker for another provider, so there is one host.
 */
import { readImage } from '@reverie/image/web'
import { createHost, dreamLayers, parametersOf, type InputPicture, type WebHost } from '@reverie/instruments/web'
import { addModel } from '@reverie/models/web'
import type { Runtime } from '@reverie/runtime'
import { expose, transfer } from 'comlink'
import type { ProviderChoice } from '../state/settings.ts'
import { bitmapFrom } from './bitmap.ts'
import { instrumentOf, makeFile } from './make-file.ts'
import type { Job, JobEvent, JobPicture, NetworkWorker } from './network-api.ts'
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

const worker: NetworkWorker = {
  async make(job, happen) {
    const mine = begin((event) =>
      event.type === 'preview' ? happen(transfer(event, [event.bitmap])) : happen(event),
    )
    const instrument = instrumentOf(job.instrument)
    const world = hostFor(job.provider)
    mine.tell({ type: 'loading', what: 'Starting ONNX Runtime', share: undefined })
    const runtime = await world.runtime()
    mine.tell({ type: 'provider', detail: wordsFor(runtime, job.provider) })
    mine.tell({ type: 'loading', what: 'Preparing the network', share: undefined })
    const request = {
      parameters: parametersOf(instrument, { parameters: job.parameters }),
      seed: job.seed,
      inputs: await inputsOf(job.inputs),
      signal: mine.abort.signal,
    }
    const made = await makeFile(instrument, request, world, mine.tell, async () => {
      if (mine.halted) await mine.halted.promise
      mine.abort.signal.throwIfAborted()
    })
    return transfer(made, [made.bitmap])
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
    const { raster } = await open(picture)
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

async function inputsOf(inputs: Job['inputs']): Promise<Record<string, InputPicture[]>> {
  const opened: Record<string, InputPicture[]> = {}
  for (const [port, pictures] of Object.entries(inputs)) opened[port] = await Promise.all(pictures.map(open))
  return opened
}

async function open({ bytes, name, sha256 }: JobPicture): Promise<InputPicture> {
  const { raster } = await readImage(new Uint8Array(await bytes.arrayBuffer()), { name })
  return { raster, name, sha256 }
}

expose(worker)
