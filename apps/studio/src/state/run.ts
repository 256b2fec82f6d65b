/** The work being made: what the button says, how fast it goes, what it ends in. */
import { proxy } from 'comlink'
import { create } from 'zustand'
import { bytesOf, type PictureRef } from '../files/picture.ts'
import type { Job, JobEvent, JobPicture, Made } from '../workers/network-api.ts'
import { network, restartNetwork } from '../workers/network-client.ts'
import { showAfter } from './canvas.ts'
import { edit, useDocument, type StudioDocument } from './document.ts'
import { note, problem, sentenceOf } from './room.ts'
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

type Settings = Omit<StudioDocument, 'work' | 'locked'>

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
  return run.phase === 'halted' && run.of !== undefined && keyOf(run.of) === keyOf(settingsOf(document))
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
  note('action', undefined)
  useRun.setState({ ...rest, phase: 'loading', stage: 'Opening', of: settings })
  const pace = createPace()
  const mine = () => useRun.getState().of === settings
  const happen = (event: JobEvent) => {
    if (!mine()) return
    if (event.type === 'preview') showAfter(event.bitmap)
    else if (event.type === 'loading') useRun.setState({ stage: event.what, share: event.share })
    else if (event.type === 'provider') useRun.setState({ provider: event.detail })
    else if (useRun.getState().phase !== 'halted')
      useRun.setState({ phase: 'working', stage: event.stage, ...pace(event.done, event.total, performance.now()) })
  }
  try {
    const made = await network().make(await jobOf(settings), proxy(happen))
    if (!mine()) return
    await finish(settings, made)
  } catch (error) {
    if (!mine()) return
    useRun.setState(rest)
    if (error instanceof Error && error.name === 'AbortError') return
    problem('action', error, nextStep())
  }
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
    void network().end()
    useRun.setState(rest)
    return
  }
  useRun.setState({ phase: 'halted', rate: undefined, remaining: undefined })
  void network().pause()
}

function goOn(): void {
  useRun.setState({ phase: 'working' })
  void network().resume()
}

async function finish(settings: Settings, made: Made): Promise<void> {
  const name = nameOf(settings)
  const id = crypto.randomUUID()
  const { bytes, bitmap, milliseconds, ...facts } = made
  useRun.setState({ ...rest, took: milliseconds / 1000 })
  showAfter(bitmap)
  try {
    await shelve({ id, made: Date.now(), name, settings, type: bytes.type, ...facts }, bytes)
    // The picture may have been changed meanwhile; the work is on the shelf all the same.
    if (keyOf(settingsOf(useDocument.getState())) === keyOf(settings)) edit('Dream', { work: id })
  } catch (error) {
    problem('shelf', new Error(`The work could not be kept: ${sentenceOf(error)}`))
  }
}

const settingsOf = ({ instrument, parameters, seed, inputs }: StudioDocument): Settings => ({
  instrument,
  parameters,
  seed,
  inputs,
})

const keyOf = (settings: Settings) => JSON.stringify(settings)

function nameOf({ instrument, inputs }: Settings): string {
  const source = inputs['image']?.[0]?.name.replace(/\.\w+$/, '')
  return source === undefined || source.endsWith(instrument) ? (source ?? instrument) : `${source} ${instrument}`
}

async function jobOf(settings: Settings): Promise<Job> {
  const { instrument, parameters, seed } = settings
  const inputs: Record<string, JobPicture[]> = {}
  for (const [port, pictures] of Object.entries(settings.inputs))
    inputs[port] = await Promise.all(pictures.map(jobPicture))
  return { instrument, parameters, seed, inputs, provider: useSettings.getState().provider }
}

const jobPicture = async (picture: PictureRef): Promise<JobPicture> => ({
  name: picture.name,
  sha256: picture.sha256,
  bytes: await bytesOf(picture),
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
