/** `reverie gallery check` and its sisters: a file each in `../gallery`. */
import type { CommandDefinition } from '../call.ts'
import { configureCheck } from '../gallery/check.ts'
import { configureInit } from '../gallery/init.ts'

export const gallery: CommandDefinition = {
  configure: (command, call) => {
    command.usage('init | check')
    configureInit(command.command('init').description('Make a gallery.'), call)
    configureCheck(command.command('check').description('Check works: all, or those of a submission.'), call)
    command.helpOption('-h, --help', 'Show this help.').helpCommand(false)
  },
}
