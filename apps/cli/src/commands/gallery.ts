/** `reverie gallery check` and its sisters: a file each in `../gallery`. */
import type { CommandDefinition } from '../call.ts'
import { configureBuild } from '../gallery/build.ts'
import { configureCheck } from '../gallery/check.ts'
import { configureImport } from '../gallery/import.ts'
import { configureInit } from '../gallery/init.ts'
import { configureServe } from '../gallery/serve.ts'
import { configureSubmit } from '../gallery/submit.ts'
import { configurePublish } from '../gallery/publish.ts'
import { configureReview } from '../gallery/review.ts'

export const gallery: CommandDefinition = {
  configure: (command, call) => {
    command.usage('init | import | check | build | review | publish | serve | submit')
    configureInit(command.command('init').description('Make a gallery.'), call)
    configureImport(
      command.command('import').description('Bring over a gallery in the layout of vsoch/opensource-art.'),
      call,
    )
    configureCheck(command.command('check').description('Check works: all, or those of a submission.'), call)
    configureBuild(command.command('build').description('Make new works from each work.'), call)
    configureReview(command.command('review').description('Look at works and decide about them.'), call)
    configurePublish(command.command('publish').description('Publish what was approved as a site.'), call)
    configureServe(
      command
        .command('serve')
        .description('Serve a form for people without Git; each work goes on a branch of its own.'),
      call,
    )
    configureSubmit(
      command
        .command('submit')
        .description('Put works, issues, e-mails or a feed on branches of a gallery’s repository.'),
      call,
    )
    command.helpOption('-h, --help', 'Show this help.').helpCommand(false)
  },
}
