/** What an instrument's command does once it is called. Loaded then: help needs neither networks nor pictures. */
import type { Host, Instrument, RenderRequest } from '@reverie/instruments'
import type { NodeHost } from '@reverie/instruments/node'
import type { InputStore } from '@reverie/recipe'
import { openInputStore } from '@reverie/recipe/node'
import { refuse, type Call, type Invocation } from './call.ts'
import { dpiProblems } from './destination.ts'
import { openHost } from './host.ts'
import type { InstrumentManner, InstrumentOptions as Options } from './instrument-command.ts'
import { readMakingOptions } from './making-options.ts'
import { planPictures } from './plan-pictures.ts'
import { planWorks } from './plan-works.ts'
import { portPaths, type PortPaths } from './port-inputs.ts'
import { sentencesOf, WorkError } from './problems.ts'
import { makeSeries } from './series.ts'

/** One call of an instrument. */
export interface Circumstances {
  readonly manner: InstrumentManner
  readonly invocation: Invocation<Options>
  readonly call: Call
  readonly making: ReturnType<typeof readMakingOptions>
  /** What the options of ports name. */
  readonly ports: readonly PortPaths[]
  /** A sentence for each file that is not there. Add to it. */
  readonly missing: string[]
  /** The input store, opened when it is first asked for. */
  readonly store: () => Promise<InputStore>
  readonly host: NodeHost
}

/** Runs the call. */
export async function runInstrument(
  manner: InstrumentManner,
  invocation: Invocation<Options>,
  call: Call,
): Promise<void> {
  const { options, terminal, problems } = invocation
  problems.push(...(manner.expand?.(options) ?? []))
  const making = readMakingOptions(options, problems)
  const { ports, missing } = await portPaths(manner, options)
  let opened: Promise<InputStore> | undefined
  const store = (): Promise<InputStore> => (opened ??= openInputStore({ inputs: making.inputs }))
  const host = openHost(making.provider)
  const { operands } = manner
  const circumstances = { manner, invocation, call, making, ports, missing, store, host }
  try {
    const plans =
      operands.kind === 'pictures'
        ? await planPictures(operands, circumstances)
        : await planWorks(operands, circumstances)
    const places = plans.map(({ destination }) => destination)
    problems.push(...dpiProblems(making.dpi, places))
    if (problems.length > 0) refuse([...problems, ...missing])
    if (missing.length > 0) throw new WorkError(missing)
    await makeSeries(plans, { host, call, terminal, estimateOnly: options.estimate === true })
  } finally {
    await host.dispose()
  }
}

/** What the instrument itself says against a request, told before anything is rendered. */
export async function unmeant(instrument: Instrument, request: RenderRequest, host: Host): Promise<string[]> {
  try {
    await instrument.resolve(request, host)
    return []
  } catch (error) {
    if (error instanceof Error && ['InstrumentError', 'ModelError'].includes(error.name)) return sentencesOf(error)
    throw error
  }
}
