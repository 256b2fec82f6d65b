/** One call of an instrument, while it is told what is to be made. */
import type { Host, Instrument, RenderRequest } from '@reverie/instruments'
import type { NodeHost } from '@reverie/instruments/node'
import type { InputStore } from '@reverie/recipe'
import type { Call, Invocation } from './call.ts'
import type { InstrumentManner, InstrumentOptions } from './instrument-command.ts'
import type { readMakingOptions } from './making-options.ts'
import type { PortPaths } from './port-inputs.ts'
import { sentencesOf } from './problems.ts'

/** One call of an instrument. */
export interface Circumstances {
  readonly manner: InstrumentManner
  readonly invocation: Invocation<InstrumentOptions>
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
