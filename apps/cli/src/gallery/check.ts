/** `reverie gallery check [folder]` */
import type { CheckReport, Problem } from '@reverie/gallery/node'
import type { Command } from 'commander'
import { relative, sep } from 'node:path'
import { act, addCommonOptions, refuse, type Call, type Invocation } from '../call.ts'
import { exitCodes } from '../problems.ts'
import { withProgress } from '../progress.ts'
import type { Manner, Terminal } from '../terminal.ts'
import { addGalleryFolder, readGalleryFolder } from './gallery-folder.ts'

interface Options extends Manner {
  readonly only?: readonly string[]
  readonly base?: string
  readonly annotations?: string
  readonly fix?: boolean
}

/** Adds what `gallery check` takes. */
export function configureCheck(command: Command, call: Call): void {
  addGalleryFolder(command)
  command.optionsGroup('Check:')
  command.option('--only <files...>', 'Judge these files alone, against all others.')
  command.option(
    '--base <commit>',
    'Judge what differs from a commit, by its gallery.yaml and its plug-ins, as for a pull request.',
  )
  command.option(
    '--fix',
    'First take out of the pictures, losslessly, what must not be published (EXIF and the like).',
  )
  command.option('--annotations <service>', 'Print problems as a service shows them beside the lines: github.')
  addCommonOptions(command)
  command.addHelpText(
    'after',
    '\nThe exit code is 0 when nothing is wrong, else 1. With --json: { "problems": [{ "file", "line", "code", "message", "fix" }] }.',
  )
  act<Options>(command, (invocation) => run(invocation, call))
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const { only, base, annotations, fix } = options
  const folder = readGalleryFolder('check', operands, problems, ' Give files with --only.')
  if (annotations !== undefined && annotations !== 'github')
    problems.push(`--annotations takes github, not "${annotations}".`)
  if (fix === true && base !== undefined)
    problems.push('--fix changes files, and --base judges them for somebody else: give one of the two.')
  refuse(problems)
  const { checkGallery, cleanWorks, annotation } = await import('@reverie/gallery/node')
  if (fix === true) {
    const cleaned = await cleanWorks({ folder, only, signal: call.signal })
    for (const { file, original } of cleaned)
      terminal.note(`  ${file}: cleaned; the original is kept as ${original.slice(0, 12)}… in the input store`)
  }
  const report = await withProgress({ terminal, label: folder, now: call.now }, (onProgress) =>
    checkGallery({ folder, only, base, signal: call.signal, onProgress }),
  )
  if (annotations === 'github') {
    const { realpath } = await import('node:fs/promises')
    const inside = relative(await realpath('.'), await realpath(folder))
      .split(sep)
      .join('/')
    // The service reads both streams; the one object of --json has standard output for itself.
    const stream = terminal.json ? process.stderr : process.stdout
    for (const problem of report.problems) stream.write(`${annotation(problem, inside)}\n`)
  } else tell(report, terminal)
  call.answer({ problems: report.problems })
  if (report.problems.length > 0) process.exitCode = exitCodes.failure
}

function tell({ title, judged, works, partly, problems }: CheckReport, terminal: Terminal): void {
  for (const problem of problems) for (const line of linesOf(problem)) terminal.result(line)
  const of = judged === works ? `${works} works` : `${judged} of ${works} works`
  terminal.note(
    `  ${title}: ${of} checked, ${problems.length === 0 ? 'nothing is wrong' : `${problems.length} problems`}`,
  )
  if (partly) terminal.note('  gallery.yaml cannot be read: what depends on it is judged when it can.')
}

const linesOf = ({ file, line, code, message, fix }: Problem): string[] => [
  `${file}:${line}: ${message} [${code}]`,
  `    ${fix}`,
]
