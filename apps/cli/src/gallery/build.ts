/** `reverie gallery build [folder]` */
import type { BuildEstimate } from '@reverie/gallery/node'
import type { Command } from 'commander'
import { duration, size } from '../amounts.ts'
import { act, addCommonOptions, refuse, type Call, type Invocation } from '../call.ts'
import { exitCodes } from '../problems.ts'
import { withProgress } from '../progress.ts'
import type { Manner } from '../terminal.ts'
import { addGalleryFolder, readGalleryFolder } from './gallery-folder.ts'

interface Options extends Manner {
  readonly only?: readonly string[]
  readonly base?: string
  readonly estimate?: boolean
}

/** Adds what `gallery build` takes. */
export function configureBuild(command: Command, call: Call): void {
  addGalleryFolder(command)
  command.optionsGroup('Build:')
  command.option('--only <works...>', 'Build these works alone, by their uids or files.')
  command.option(
    '--base <commit>',
    'Build what differs from a commit, with its gallery.yaml and its plug-ins, as for a pull request.',
  )
  command.option('--estimate', 'Say what time and memory it will take, and stop.')
  addCommonOptions(command)
  command.addHelpText(
    'after',
    '\nWhat is there already, made of the same, is kept; an interrupted build goes on. The exit code is 0 when all was made, else 1.\n' +
      'With --json: { "made": [{ "uid", "file", … }], "kept", "removed", "problems", "milliseconds" }.',
  )
  act<Options>(command, (invocation) => run(invocation, call))
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const { only, base, estimate: estimateOnly } = options
  const folder = readGalleryFolder('build', operands, problems, ' Give works with --only.')
  refuse(problems)
  const { buildGallery } = await import('@reverie/gallery/node')
  const report = await withProgress({ terminal, label: folder, now: call.now }, (onProgress) =>
    buildGallery({
      folder,
      only,
      base,
      estimateOnly,
      signal: call.signal,
      ...(terminal.quiet ? {} : { onEstimate: (estimate) => terminal.note(describe(estimate)) }),
      onProgress,
      onMade: ({ uid, file }) => terminal.result(`${folder}/generated/${uid}/${file}`),
    }),
  )
  const { title, estimate, ...rest } = report
  for (const { file, line, code, message, fix } of report.problems)
    terminal.problem(`${file}:${line}: ${message} [${code}] ${fix}`)
  if (estimate === undefined) {
    const { made, kept, removed, milliseconds } = report
    const gone = removed.length === 0 ? '' : `, ${removed.length} removed`
    terminal.note(`  ${title}: ${made.length} files made, ${kept} kept${gone}, ${duration(milliseconds / 1000)}`)
    call.answer(rest)
  } else {
    terminal.result(describe(estimate))
    call.answer({ estimate, problems: report.problems })
  }
  if (report.problems.length > 0) process.exitCode = exitCodes.failure
}

function describe({ seconds, bytes, files, works, unknown, unsized }: BuildEstimate): string {
  if (files === 0) return 'Nothing is to be made.'
  const others = [
    ...(unknown === 0 ? [] : [`${unknown} by plug-ins`]),
    ...(unsized === 0 ? [] : [`${unsized} of the pictures of other media, which are not estimated`]),
  ]
  const known = files - unknown - unsized
  const of = `of ${works} ${works === 1 ? 'work' : 'works'}`
  if (known === 0) return `Not known for ${files} files ${of}: ${others.join(', ')}.`
  const rest = others.length === 0 ? '' : `, besides ${others.join(' and ')}`
  return `About ${duration(seconds)} and ${size(bytes)} of memory for ${known} files ${of}${rest}.`
}
