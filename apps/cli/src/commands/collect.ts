/** `reverie collect <folders...> -o <collection>` */
import type { CollectReport } from '@reverie/collection/node'
import { duration, size } from '../amounts.ts'
import { act, addCommonOptions, refuse, type Call, type CommandDefinition, type Invocation } from '../call.ts'
import { startProgress } from '../progress.ts'
import type { Manner, Terminal } from '../terminal.ts'

interface Options extends Manner {
  readonly out?: string
  readonly model?: string
  readonly rehash?: boolean
  readonly estimate?: boolean
  readonly watch?: boolean
}

export const collect: CommandDefinition = {
  configure: (command, call) => {
    command.argument('[sources...]', 'Folders of pictures; none to look again at those that the collection has.')
    command.usage('<folders...> -o <collection> [options]')
    command.optionsGroup('Collection:')
    command.option('-o, --out <folder>', 'The collection: made when it is not there, else what is new is added.')
    command.option(
      '--model <id|file.onnx>',
      'The network that imprints: inception, mobilenet or your own; inception unless said.',
    )
    command.option('--rehash', 'Read all files again, though size and time of change are as they were.')
    addCommonOptions(command)
    act<Options>(command, (invocation) => run(invocation, call))
  },
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const { out } = options
  if (out === undefined) problems.push('Say where the collection goes: reverie collect <folder> -o <collection>')
  refuse(problems)
  const { collect: make } = await import('@reverie/collection/node')
  const progress = startProgress(terminal, out!, call.now)
  let report: CollectReport
  try {
    report = await make({
      sources: operands,
      collection: out!,
      model: options.model,
      rehash: options.rehash,
      signal: call.signal,
      onProgress: (step) => progress.update(step),
    })
  } finally {
    progress.end()
  }
  tell(report, terminal, out!)
  call.answer({ out, ...report })
}

/** Problems that are told one by one; the rest is counted. */
const MOST = 60

function tell(report: CollectReport, terminal: Terminal, out: string): void {
  const { problems, notes, figures } = report
  terminal.result(out)
  for (const { message, path } of problems.slice(0, MOST)) terminal.note(`  ${path}: ${message}`)
  if (problems.length > MOST) terminal.note(`  … and ${problems.length - MOST} more`)
  terminal.note(
    `  ${report.pieces} pieces of ${report.files} files (${report.added} new, ${report.removed} removed, ${problems.length} with problems, ${notes.length} odd)`,
  )
  if (figures.measuring > 0) {
    const sum = Object.values(figures.stages).reduce((total, seconds) => total + seconds, 0)
    const shares = Object.entries(figures.stages).map(
      ([name, seconds]) => `${name} ${Math.round((100 * seconds) / sum)} %`,
    )
    terminal.note(`  ${figures.picturesPerSecond.toFixed(1)} pictures a second; ${shares.join(', ')}`)
    terminal.note(
      `  ${duration(figures.seconds)}; ${figures.cpuSeconds.toFixed(1)} s of processor on ${figures.cores} cores: ${figures.overhead.toFixed(2)} × the least; peak memory ${size(figures.peakMemory)}`,
    )
  }
}
