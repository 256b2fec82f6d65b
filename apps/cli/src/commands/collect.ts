/** `reverie collect <sources...> -o <collection>` */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { CollectOptions, CollectReport } from '@reverie/collection/node'
import { act, addCommonOptions, refuse, type Call, type CommandDefinition, type Invocation } from '../call.ts'
import { estimateLine, reportLines } from '../collect-report.ts'
import { startProgress, withProgress } from '../progress.ts'
import type { Manner, Terminal } from '../terminal.ts'

interface Options extends Manner {
  readonly out?: string
  readonly model?: string
  readonly rehash?: boolean
  readonly estimate?: boolean
  readonly watch?: boolean
  readonly allowPrivate?: boolean
  readonly refresh?: boolean
}

export const collect: CommandDefinition = {
  configure: (command, call) => {
    command.argument(
      '[sources...]',
      'Folders, ZIP archives, or lists of pictures (CSV, JSON, IIIF, feeds; files or addresses); none to look again at those that the collection has.',
    )
    command.usage('<sources...> -o <collection> [options]')
    command.optionsGroup('Collection:')
    command.option('-o, --out <folder>', 'The collection: made when it is not there, else what is new is added.')
    command.option(
      '--model <id|file.onnx>',
      'The network that imprints: inception (unless said), mobilenet, or one of your own.',
    )
    command.option('--rehash', 'Read all files again, though their sizes and times of change are as they were.')
    command.option('--watch', 'Go on: collect again whenever something changes, until Ctrl-C.')
    command.option('--estimate', 'Try a few pictures, say how long it will take and how much memory, and stop.')
    command.optionsGroup('Addresses:')
    command.option('--allow-private', 'Fetch from addresses of your own network too.')
    command.option('--refresh', 'Ask again for pictures that were fetched before.')
    addCommonOptions(command)
    command.addHelpText(
      'after',
      '\nKilled runs go on where they were. Files with problems are listed and stop nothing.',
    )
    act<Options>(command, (invocation) => run(invocation, call))
  },
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const { out, watch, estimate, json } = options
  if (out === undefined) problems.push(whereTo(operands))
  if (watch === true && json === true)
    problems.push('--json prints one object, and --watch goes on for ever. Leave one of them out.')
  if (watch === true && estimate === true)
    problems.push('--estimate stops and --watch goes on. Leave one of them out.')
  refuse(problems)
  const work = {
    sources: operands,
    collection: out!,
    model: options.model,
    rehash: options.rehash,
    network: { allowPrivate: options.allowPrivate, refresh: options.refresh },
    signal: call.signal,
  }
  if (estimate === true) return tellEstimate(work, terminal, call)
  if (watch === true) return goOn(work, terminal, call)
  const { collect: make } = await import('@reverie/collection/node')
  const report = await withProgress({ terminal, label: work.collection, now: call.now }, (onProgress) =>
    make({ ...work, onProgress }),
  )
  tell(report, terminal, out!)
  call.answer({ out, ...report })
}

async function tellEstimate(work: CollectOptions, terminal: Terminal, call: Call): Promise<void> {
  const { estimateCollecting } = await import('@reverie/collection/node')
  const found = await estimateCollecting(work)
  terminal.result(estimateLine(found))
  call.answer(found)
}

async function goOn(work: CollectOptions & { signal: AbortSignal }, terminal: Terminal, call: Call): Promise<void> {
  const { collectAndWatch } = await import('@reverie/collection/node')
  const progress = startProgress(terminal, work.collection, call.now)
  try {
    for await (const report of collectAndWatch({ ...work, onProgress: (step) => progress.update(step) })) {
      progress.end()
      tell(report, terminal, work.collection)
      terminal.note('  Waiting for changes. Stop with Ctrl-C.')
    }
  } finally {
    progress.end()
  }
}

/** What a call lacks that does not say where the collection goes. One that names a collection means to read its sources again. */
function whereTo(operands: readonly string[]): string {
  const [first] = operands
  return first !== undefined && operands.length === 1 && existsSync(join(first, 'collection.json'))
    ? `"${first}" is a collection. To read its sources again: reverie collect -o ${first}`
    : 'Say where the collection goes: reverie collect <folder> -o <collection>'
}

function tell(report: CollectReport, terminal: Terminal, out: string): void {
  terminal.result(out)
  for (const line of reportLines(report)) terminal.note(line)
}
