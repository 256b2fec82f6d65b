/** Many works, one after another: an estimate first, what is there already left alone, what fails told at the end. */
import type { Host, Instrument, RenderRequest } from '@reverie/instruments'
import { basename } from 'node:path'
import { duration, size } from './amounts.ts'
import type { Call } from './call.ts'
import type { Destination } from './destination.ts'
import { requestForFile, type Made } from './job.ts'
import { makeWork } from './make.ts'
import { sentencesOf, WorkError } from './problems.ts'
import type { Terminal } from './terminal.ts'

/** One work of a series. Its inputs are read when it is its turn, so that memory does not grow with the series. */
export interface Plan {
  /** The input as the person named it. */
  readonly label: string
  readonly instrument: Instrument
  readonly destination: Destination
  readonly quality: number | undefined
  readonly dpi?: number | undefined
  readonly request: () => Promise<RenderRequest>
}

interface Circumstances {
  readonly host: Host
  readonly call: Call
  readonly terminal: Terminal
  readonly estimateOnly: boolean
  /** Called for each work that is there. */
  readonly after?: (made: Made) => Promise<void> | undefined
}

/** Works in a series above which it is called long and estimated first, however short each is. */
const longSeries = 30

/**
 * Makes the works of a series and tells of them. With one work `--json` gives that work; with several,
 * `{ works, problems }`.
 *
 * @throws WorkError when some could not be made; the others are there then.
 */
export async function makeSeries(plans: readonly Plan[], circumstances: Circumstances): Promise<void> {
  const { host, call, terminal, estimateOnly, after } = circumstances
  if (estimateOnly) return tellEstimate(plans, circumstances)
  const works: Made[] = []
  const problems: string[] = []
  for (const [index, plan] of plans.entries()) {
    const begun = index === 0 ? 0 : call.now()
    const name = basename(plan.label)
    const label = plans.length === 1 ? name : `${index + 1}/${plans.length} ${name}`
    try {
      const request = requestForFile(await plan.request(), plan.destination)
      const long = plans.length > longSeries || plan.instrument.plan(request).long
      if (index === 0 && !terminal.quiet && long) await noteEstimate(plans, request, circumstances)
      const made = await makeWork({ ...plan, request, label }, host, call, terminal, begun)
      works.push(made)
      await after?.(made)
      terminal.result(made.out)
      terminal.note(made.skipped === true ? `  was there already, made by the same recipe` : `  ${describe(made)}`)
    } catch (error) {
      call.signal.throwIfAborted()
      const sentences = sentencesOf(error)
      problems.push(...(plans.length === 1 ? sentences : sentences.map((sentence) => `${plan.label}: ${sentence}`)))
      if (process.env['REVERIE_DEBUG'] !== undefined) terminal.problem((error as Error).stack ?? '')
    }
  }
  if (plans.length > 1) call.answer({ works, ...(problems.length > 0 ? { problems } : {}) })
  else if (works[0] !== undefined) call.answer(works[0])
  if (problems.length > 0) throw new WorkError(problems)
}

function describe({ width, height, frames, milliseconds }: Made): string {
  return `${width} × ${height}${frames === undefined ? '' : `, ${frames} frames`}, ${duration(milliseconds / 1000)}`
}

async function noteEstimate(
  plans: readonly Plan[],
  request: RenderRequest,
  { host, terminal }: Circumstances,
): Promise<void> {
  const { seconds, bytes } = await plans[0]!.instrument.estimate(request, host)
  const works = plans.length === 1 ? '' : ` for ${plans.length} works like the first`
  terminal.note(`About ${duration(seconds * plans.length)} and ${size(bytes)} of memory${works}.`)
}

async function tellEstimate(plans: readonly Plan[], { host, call, terminal }: Circumstances): Promise<void> {
  let [seconds, bytes, steps] = [0, 0, 0]
  for (const plan of plans) {
    call.signal.throwIfAborted()
    const estimate = await plan.instrument.estimate(requestForFile(await plan.request(), plan.destination), host)
    seconds += estimate.seconds
    bytes = Math.max(bytes, estimate.bytes)
    steps += estimate.steps
  }
  terminal.result(
    `About ${duration(seconds)} and ${size(bytes)} of memory for ${steps} ${steps === 1 ? 'step' : 'steps'}.`,
  )
  call.answer({ estimate: { seconds, bytes, steps, works: plans.length } })
}
