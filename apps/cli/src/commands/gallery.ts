/** `reverie gallery check` and its sisters: a file each in `../gallery`. */
import type { CommandDefinition } from '../call.ts'
import { configureCheck } from '../gallery/check.ts'
import { configureImport } from '../gallery/import.ts'
import { configureInit } from '../gallery/init.ts'

export const gallery: CommandDefinition = {
  configure: (command, call) => {
    command.usage('init | import | check')
    configureInit(command.command('init').description('Make a gallery.'), call)
    configureImport(
      command.command('import').description('Bring over a gallery in the layout of vsoch/opensource-art.'),
      call,
    )
    configureCheck(command.command('check').description('Check works: all, or those of a submission.'), call)
    command.helpOption('-h, --help', 'Show this help.').helpCommand(false)
  },
}
