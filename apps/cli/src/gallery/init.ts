/** `reverie gallery init <folder>` */
import type { Command } from 'commander'
import { act, addCommonOptions, refuse, type Call, type Invocation } from '../call.ts'
import type { Manner } from '../terminal.ts'
import { makeGallery, type MakingGallery } from './make-gallery.ts'

type Options = Manner & MakingGallery

/** Adds what `gallery init` takes. */
export function configureInit(command: Command, call: Call): void {
  command.argument('[folder]', 'Where the gallery comes to be; it may hold other files.')
  command.usage('<folder> [options]')
  command.optionsGroup('Gallery:')
  addMakingGallery(command)
  addCommonOptions(command)
  act<Options>(command, (invocation) => run(invocation, call))
}

/** Options of what makes a gallery. */
export function addMakingGallery(command: Command): void {
  command.option('--title <words>', 'What the gallery is called; its folder’s name unless said.')
  command.option(
    '--reverie <address#commit>',
    'The Git repository and the commit from which its workflows get Reverie; those of this checkout unless said.',
  )
  command.option('--examples', 'Add plug-ins, named in gallery.yaml: pictures of tables, of sounds and of links.')
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const [folder = ''] = operands
  if (operands.length !== 1) problems.push('Give one folder: reverie gallery init <folder>')
  refuse(problems)
  const { written, kept, program } = await makeGallery(folder, options, terminal)
  for (const file of written) terminal.result(`${folder}/${file}`)
  terminal.note(
    `  Next: read ${folder}/README.md, which is for you who keep it; say where the site will be found (site.address in ${folder}/gallery.yaml);`,
  )
  terminal.note(
    `  put a first work into ${folder}/works, as CONTRIBUTING.md shows one; "reverie gallery check ${folder}" judges it. In ${folder}:`,
  )
  terminal.note('      git init && git add --all && git commit -m "A gallery"')
  call.answer({ folder, written, kept, program })
}
