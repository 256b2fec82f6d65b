/** What an instrument's command does once it is called. Loaded then: help needs neither networks nor pictures. */
import type { InputStore } from '@reverie/recipe'
import { openInputStore } from '@reverie/recipe/node'
import type { Circumstances } from './circumstances.ts'
import { refuse, type Call, type Invocation } from './call.ts'
import { dpiProblems } from './destination.ts'
import { openHost } from './host.ts'
import type { InstrumentManner, InstrumentOptions as Options } from './instrument-command.ts'
import { readMakingOptions } from './making-options.ts'
import { planCollection } from './plan-collection.ts'
import { planPictures } from './plan-pictures.ts'
import { planWorks } from './plan-works.ts'
import { portPaths } from './port-inputs.ts'
import { WorkError } from './problems.ts'
import { makeSeries, type Plan } from './series.ts'

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
    const plans = await planned(operands, circumstances)
    const places = plans.map(({ destination }) => destination)
    if (!hasResolution(manner)) problems.push(...dpiProblems(making.dpi, places))
    if (problems.length > 0) refuse([...problems, ...missing])
    if (missing.length > 0) throw new WorkError(missing)
    await makeSeries(plans, {
      host,
      call,
      terminal,
      estimateOnly: options.estimate === true,
      after: (made) => manner.after?.(made, options),
    })
  } finally {
    await host.dispose()
  }
}

function planned(operands: InstrumentManner['operands'], circumstances: Circumstances): Promise<readonly Plan[]> {
  if (operands.kind === 'pictures') return planPictures(operands, circumstances)
  return operands.kind === 'works' ? planWorks(operands, circumstances) : planCollection(operands, circumstances)
}

/** Whether `--dpi` is a parameter of the instrument. */
function hasResolution({ instrument }: InstrumentManner): boolean {
  return instrument.parameters.shape['dpi'] !== undefined
}
