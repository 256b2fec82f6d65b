/** `reverie gallery init <folder>` */
import type { Command } from 'commander'
import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { act, addCommonOptions, refuse, type Call, type Invocation } from '../call.ts'
import type { Manner } from '../terminal.ts'

interface Options extends Manner {
  readonly title?: string
  readonly reverie?: string
}

/** Adds what `gallery init` takes. */
export function configureInit(command: Command, call: Call): void {
  command.argument('[folder]', 'Where the gallery comes to be; it may hold other files.')
  command.usage('<folder> [options]')
  command.optionsGroup('Gallery:')
  command.option('--title <words>', 'What it is called; the folder’s name unless said.')
  command.option(
    '--reverie <address#commit>',
    'The Git repository and the commit from which its workflows get Reverie; those of this checkout unless said.',
  )
  addCommonOptions(command)
  act<Options>(command, (invocation) => run(invocation, call))
}

/** The root of the checkout that this program is of. */
const checkout = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '')

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const [folder = ''] = operands
  if (operands.length !== 1) problems.push('Give one folder: reverie gallery init <folder>')
  refuse(problems)
  const { initGallery, parseProgram, programOf } = await import('@reverie/gallery/node')
  const own = existsSync(`${checkout}/package-lock.json`) ? await programOf(checkout) : undefined
  const program = options.reverie === undefined ? own : parseProgram(options.reverie)
  if (program === undefined)
    refuse([
      'This program is of no Git checkout: say where the workflows get Reverie from, --reverie <address>#<commit>',
    ])
  const title = options.title ?? basename(resolve(folder))
  const { written, kept } = await initGallery({ folder, title, program: program! })
  for (const file of written) terminal.result(`${folder}/${file}`)
  for (const file of kept) terminal.note(`  ${folder}/${file} was there, and stays as it is`)
  if (/^[/~]/.test(program!.repository))
    terminal.note(
      `  Its workflows get Reverie from ${program!.repository}, which only this machine has: for others give --reverie <address>#<commit>.`,
    )
  terminal.note('  Next: git init, then read CONTRIBUTING.md. "reverie gallery check" checks it.')
  call.answer({ folder, written, kept, program })
}
