/** The work being made: what the button says, how fast it goes, what it ends in. */
import { proxy } from 'comlink'
import { create } from 'zustand'
import { bytesOf, type FileRef } from '../files/picture.ts'
import type { JobEvent, JobFile, JobInputs, Made, Written } from '../workers/network-api.ts'
import { network, restartNetwork } from '../workers/network-client.ts'
import { showAfter } from './canvas.ts'
import { edit, sameSettings, settingsOf, useDocument, type Settings, type StudioDocument } from './document.ts'
import { note, problem, sentenceOf, type Note } from './room.ts'
import { set, useSettings } from './settings.ts'
import { shelve } from './shelf.ts'

/** The state of the one job. */
export interface Run {
  readonly phase: 'idle' | 'loading' | 'working' | 'halted'
  /** What is being done: "inception", "octave 2 of 4". */
  readonly stage: string
  /** Share done, 0 to 1; undefined while it cannot be told. */
  readonly share: number | undefined
  /** Steps a second, and seconds that remain; undefined until there is something to measure. */
  readonly rate: number | undefined
  readonly remaining: number | undefined
  /** What rendered last: "WebGPU", "WebAssembly, 2 threads". */
  readonly provider: string | undefined
  /** Seconds that the last work took. */
  readonly took: number | undefined
  /** The settings under way or halted. */
  readonly of: Settings | undefined
}

const rest = {
  phase: 'idle',
  stage: '',
  share: undefined,
  rate: undefined,
  remaining: undefined,
  of: undefined,
} as const

/** The job. */
export const useRun = create<Run>(() => ({ ...rest, provider: undefined, took: undefined }))

/** Whether the halted job is of just these settings, so that it can go on. */
export function canResume(document: StudioDocument, run: Run): boolean {
  return run.phase === 'halted' && run.of !== undefined && sameSettings(run.of, settingsOf(document))
}

/** Starts, halts or goes on: what the one button does. */
export function press(): void {
  const run = useRun.getState()
  if (run.phase === 'loading' || run.phase === 'working') halt()
  else if (canResume(useDocument.getState(), run)) goOn()
  else void make()
}

/** Begins anew with the document's settings, and puts the work on the shelf when done. */
export async function make(): Promise<void> {
  const settings = settingsOf(useDocument.getState())
  const made = await work(settings, { format: 'png' }, { preview: showAfter, retry: nextStep })
  if (!made) return
  showAfter(made.face?.bitmap)
  await keepMade(settings, made, 'Dream')
}

/**
 * Makes one work, which ends the one before.
 *
 * @param options Who is shown steps on the way; what is offered when it fails.
 * @returns Undefined when it was ended or failed, which the note at the action then says.
 */
export async function work(
  settings: Settings,
  written: Written,
  options: { readonly preview?: (bitmap: ImageBitmap) => void; readonly retry?: () => Note['next'] } = {},
): Promise<Made | undefined> {
  const { preview, retry } = options
  note('action', undefined)
  useRun.setState({ ...rest, phase: 'loading', stage: 'Opening', of: settings })
  const pace = createPace()
  const mine = () => useRun.getState().of === settings
  const happen = (event: JobEvent) => {
    if (!mine()) return
    if (event.type === 'preview') preview?.(event.bitmap)
    else if (event.type === 'loading') useRun.setState({ stage: event.what, share: event.share })
    else if (event.type === 'provider') useRun.setState({ provider: event.detail })
    else if (useRun.getState().phase !== 'halted')
      useRun.setState({ phase: 'working', stage: event.stage, ...pace(event.done, event.total, performance.now()) })
  }
  try {
    const { provider } = useSettings.getState()
    const job = { ...(await inputsOf(settings)), provider, written, previews: preview !== undefined }
    const made = await network().make(job, proxy(happen))
    if (!mine()) return undefined
    useRun.setState({ ...rest, took: made.milliseconds / 1000 })
    return made
  } catch (error) {
    if (!mine()) return undefined
    useRun.setState(rest)
    if (!(error instanceof Error && error.name === 'AbortError')) problem('action', error, retry?.())
    return undefined
  }
}

/** Ends the work under way for good. */
export function end(): void {
  void network().end()
  useRun.setState(rest)
}

/** What may help: away from a graphics processor that fails, else once more. */
function nextStep(): { title: string; run: () => void } {
  if (!useRun.getState().provider?.startsWith('WebGPU') && useSettings.getState().provider !== 'webgpu')
    return { title: 'Try again', run: () => void make() }
  return { title: 'Go on with WebAssembly', run: makeOnProcessor }
}

function makeOnProcessor(): void {
  set({ provider: 'wasm' })
  void make()
}

function halt(): void {
  if (useRun.getState().phase === 'loading') {
    end()
    return
  }
  useRun.setState({ phase: 'halted', rate: undefined, remaining: undefined })
  void network().pause()
}

function goOn(): void {
  useRun.setState({ phase: 'working' })
  void network().resume()
}

/** Puts a finished work on the shelf, and on the table where its settings still lie there. */
export async function keepMade(
  settings: Settings,
  made: Made,
  label: string,
  name = nameOf(settings),
): Promise<void> {
  const id = crypto.randomUUID()
  const { kind, sha256, width, height, provider, bytes, face } = made
  if (kind === 'document' || !face) return
  const { thumbnail } = face
  try {
    const facts = { kind, sha256, width, height, provider, thumbnail }
    await shelve({ ...facts, id, made: Date.now(), name, settings, type: bytes.type }, bytes)
    // The picture may have been changed meanwhile; the work is on the shelf all the same.
    if (sameSettings(settingsOf(useDocument.getState()), settings)) edit(label, { work: id })
  } catch (error) {
    problem('shelf', new Error(`The work could not be kept: ${sentenceOf(error)}`))
  }
}

/** What a work is called: after its picture, else after its instrument and seed. */
export function nameOf({ instrument, inputs, seed }: Settings): string {
  const source = inputs['image']?.[0]?.name.replace(/\.\w+$/, '')
  if (source === undefined) return `${instrument} ${seed}`
  return source.endsWith(instrument) ? source : `${source} ${instrument}`
}

/** Settings with their files, on their way to a worker. */
export async function inputsOf({ inputs, files, ...rest }: Settings): Promise<JobInputs> {
  return { ...rest, inputs: await loaded(inputs), files: await loaded(files) }
}

async function loaded(given: Readonly<Record<string, readonly FileRef[]>>): Promise<Record<string, JobFile[]>> {
  const ports = Object.entries(given).map(async ([port, list]) => [port, await Promise.all(list.map(jobFile))])
  return Object.fromEntries(await Promise.all(ports)) as Record<string, JobFile[]>
}

const jobFile = async (file: FileRef): Promise<JobFile> => ({
  name: file.name,
  sha256: file.sha256,
  bytes: await bytesOf(file),
})

/** Measures over the last few seconds: steps a second, and what remains by the units of work they were worth. */
function createPace(): (done: number, total: number, now: number) => Pick<Run, 'share' | 'rate' | 'remaining'> {
  const seen: { done: number; now: number }[] = []
  return (done, total, now) => {
    seen.push({ done, now })
    while (seen.length > 2 && now - seen[0]!.now > 6000) seen.shift()
    const first = seen[0]!
    const seconds = (now - first.now) / 1000
    const isTelling = seconds > 0.2 && done > first.done
    return {
      share: total > 0 ? done / total : undefined,
      rate: isTelling ? (seen.length - 1) / seconds : undefined,
      remaining: isTelling ? ((total - done) * seconds) / (done - first.done) : undefined,
    }
  }
}

// Another provider is another worker; what the old one was doing is over.
useSettings.subscribe((now, before) => {
  if (now.provider === before.provider) return
  restartNetwork()
  useRun.setState({ ...rest, provider: undefined })
})
