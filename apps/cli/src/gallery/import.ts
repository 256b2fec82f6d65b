/** `reverie gallery import <checkout>` */
import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { act, addCommonOptions, refuse, type Call, type Invocation } from '../call.ts'
import type { Manner } from '../terminal.ts'
import { addMakingGallery } from './init.ts'
import { makeGallery, type MakingGallery } from './make-gallery.ts'

interface Options extends Manner, MakingGallery {
  readonly out?: string
  readonly license?: string
  readonly remix?: string
}

/** Adds what `gallery import` takes. */
export function configureImport(command: Command, call: Call): void {
  command.argument('[checkout]', 'A checkout of a gallery in the layout of vsoch/opensource-art (docs/_works).')
  command.usage('<checkout> [options]')
  command.optionsGroup('Import:')
  command.option('-o, --out <folder>', 'The gallery; this folder unless said. It is made when it is none yet.')
  command.option(
    '--license <identifier>',
    'The licence of works that name none (SPDX), if their authors agreed to it.',
  )
  command.option('--remix <yes|no>', 'Whether new works may be made from those that do not say.')
  addMakingGallery(command)
  addCommonOptions(command)
  command.addHelpText(
    'after',
    '\nThe checkout is only read, and nothing is overwritten: an import can be given again.',
  )
  act<Options>(command, (invocation) => run(invocation, call))
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const { out = '.', license, remix } = options
  const [checkout = ''] = operands
  if (operands.length !== 1) problems.push('Give one checkout: reverie gallery import <checkout>')
  if (remix !== undefined && remix !== 'yes' && remix !== 'no')
    problems.push(`--remix takes yes or no, not "${remix}".`)
  refuse(problems)
  const { importGallery } = await import('@reverie/gallery/node')
  if (!existsSync(join(out, 'gallery.yaml'))) await makeGallery(out, options, terminal)
  const consent = remix === undefined ? undefined : remix === 'yes'
  const report = await importGallery({ checkout, folder: out, license, remix: consent, signal: call.signal })
  for (const { file, line, code, message, fix } of report.problems) {
    terminal.note(`  ${file}:${line}: ${message} [${code}]`)
    terminal.note(`      ${fix}`)
  }
  for (const { to } of report.works) terminal.result(`${out}/${to}`)
  const { works, kept, left } = report
  terminal.note(
    `  ${works.length} works brought over, ${kept.length} were there, ${left.length} files kept in ${out}/imported. "reverie gallery check ${out}" tells what is still to be done.`,
  )
  call.answer({ folder: out, ...report })
}
