/** `reverie gallery publish [folder]` */
import type { PublishReport, Refusal } from '@reverie/gallery/node'
import type { Command } from 'commander'
import { act, addCommonOptions, refuse, type Call, type Invocation } from '../call.ts'
import { exitCodes } from '../problems.ts'
import { withProgress } from '../progress.ts'
import type { Manner, Terminal } from '../terminal.ts'
import { addGalleryFolder, readGalleryFolder } from './gallery-folder.ts'

interface Options extends Manner {
  readonly out?: string
  readonly branch?: string
  readonly repository?: string
  readonly from?: readonly string[]
  readonly address?: string
  readonly keepPublished?: boolean
  readonly by?: string
}

/** Adds what `gallery publish` takes. */
export function configurePublish(command: Command, call: Call): void {
  addGalleryFolder(command, '-o <folder> | --branch <name>')
  command.optionsGroup('Publish:')
  command.option('-o, --out <folder>', 'Where the site goes: a folder that any web server hosts as it is.')
  command.option('--branch <name>', 'Commit the site to a branch instead, without touching the working tree.')
  command.option('--repository <folder>', 'The repository of that branch, bare or not; the gallery’s unless said.')
  command.option('--from <folders...>', 'Where else approved bytes may be: what CI kept of a build.')
  command.option('--address <url>', 'Where the site will be found; what gallery.yaml says unless given.')
  command.option(
    '--keep-published',
    'Of works that were changed, publish what was approved of them; else nothing is published.',
  )
  command.option('--by <person>', 'Who publishes to a branch: "Name <address>"; what Git says unless given.')
  addCommonOptions(command)
  command.addHelpText(
    'after',
    '\nPublished is what was approved, byte for byte. The exit code is 1 when something approved is other by now.',
  )
  act<Options>(command, (invocation) => run(invocation, call))
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const { out, branch, repository, from, address, keepPublished, by } = options
  const folder = readGalleryFolder('publish', operands, problems)
  if ((out === undefined) === (branch === undefined))
    problems.push('Say where the site goes, once: -o <folder>, or --branch <name>.')
  if (branch === undefined && repository !== undefined)
    problems.push('--repository says where a branch is: give --branch too.')
  refuse(problems)
  const { publishGallery } = await import('@reverie/gallery/node')
  const report = await withProgress({ terminal, label: folder, now: call.now }, (onProgress) =>
    publishGallery({
      folder,
      out,
      branch,
      repository,
      from,
      address,
      keepPublished,
      by,
      signal: call.signal,
      onProgress,
    }),
  )
  tell(report, out ?? branch!, terminal)
  if (branch !== undefined && report.refused.length === 0 && !report.unchanged)
    terminal.note(`  Nothing is pushed; in ${repository ?? folder}: git push origin ${branch}`)
  call.answer(report)
  if (report.refused.length > 0) process.exitCode = exitCodes.failure
}

function tell(report: PublishReport, place: string, terminal: Terminal): void {
  const { refused, left, published, tombstones, uncommitted, commit, unchanged, files, kept } = report
  for (const refusal of refused) for (const line of linesOf(refusal)) terminal.problem(line)
  for (const { uid, file, why } of left)
    terminal.note(`  ${uid}${file === undefined ? '' : `, ${file}`}: left out, ${why}`)
  if (refused.length > 0) {
    terminal.note('  Nothing was published.')
    return
  }
  if (uncommitted)
    terminal.note('  Files of the gallery differ from its last commit, and are published as they are.')
  terminal.result(commit === undefined ? place : `${place} ${commit}`)
  const others = kept === 0 ? '' : `, ${kept} files of others stay`
  const gone = tombstones.length === 0 ? '' : `, ${tombstones.length} taken down`
  const what = unchanged ? 'nothing has changed' : `${files} files`
  terminal.note(`  ${published.length} works published${gone}; ${what}${others}.`)
}

const linesOf = ({ file, expected, found, message, fix }: Refusal): string[] => [
  `${file} ${message}`,
  ...(expected === undefined && found === undefined
    ? []
    : [`    approved: ${expected ?? 'no such file'}`, `    found:    ${found ?? 'no such file'}`]),
  `    ${fix}`,
]
