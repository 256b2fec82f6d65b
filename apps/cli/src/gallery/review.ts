/** `reverie gallery review [folder]` */
import type { Decision, Review, ReviewWork, Verb } from '@reverie/gallery/node'
import type { Command } from 'commander'
import { act, addCommonOptions, refuse, type Call, type Invocation } from '../call.ts'
import { readInteger } from '../integer.ts'
import { openBrowser } from '../open-browser.ts'
import { exitCodes } from '../problems.ts'
import type { Manner, Terminal } from '../terminal.ts'
import { addGalleryFolder, readGalleryFolder } from './gallery-folder.ts'

const deciding = {
  approve: 'approve',
  hold: 'hold',
  reject: 'reject',
  revoke: 'revoke',
  takeDown: 'takedown',
} as const satisfies Readonly<Record<string, Verb>>

interface Options extends Manner, Readonly<Partial<Record<keyof typeof deciding, readonly string[]>>> {
  readonly port?: string
  readonly open: boolean
  readonly list?: boolean
  readonly approveAll?: boolean
  readonly reason?: string
  readonly by?: string
}

/** Adds what `gallery review` takes. */
export function configureReview(command: Command, call: Call): void {
  addGalleryFolder(command)
  command.optionsGroup('Page:')
  command.option('--port <number>', 'The port of the page (0 to 65535); a free one unless said.')
  command.option('--no-open', 'Leave the browser alone; the address is printed.')
  command.optionsGroup('Without a page:')
  command.option('--list', 'Tell how each work stands.')
  command.option('--approve <uids...>', 'Approve works, with the bytes that they have now.')
  command.option('--approve-all', 'Approve all works that wait and are not held, and list them.')
  command.option('--hold <uids...>', 'Hold works until somebody decides otherwise.')
  command.option('--reject <uids...>', 'Reject works, with a reason; they wait again once they are changed.')
  command.option('--revoke <uids...>', 'Take approvals back.')
  command.option('--take-down <uids...>', 'Take works down for good, with a reason; a note stays in their place.')
  command.option('--reason <words>', 'Why. For works that are taken down, the site tells it.')
  command.optionsGroup('Review:')
  command.option('--by <person>', 'Who decides: "Name <address>"; what Git says unless given.')
  addCommonOptions(command)
  command.addHelpText('after', '\nDecisions are written into the folder "decisions" of the gallery: commit them.')
  act<Options>(command, (invocation) => run(invocation, call))
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const folder = readGalleryFolder('review', operands, problems)
  const { list = false, approveAll = false, reason } = options
  const port = readInteger('--port', options.port, 0, 65_535, problems) ?? 0
  const given = (Object.keys(deciding) as (keyof typeof deciding)[]).filter((key) => options[key] !== undefined)
  if (given.length + Number(list) + Number(approveAll) > 1)
    problems.push(
      'Do one thing at a time: --list, --approve, --approve-all, --hold, --reject, --revoke or --take-down.',
    )
  if (reason !== undefined && given.length === 0) problems.push('--reason belongs to a decision: say which.')
  if (reason === undefined && (options.reject ?? options.takeDown) !== undefined)
    problems.push('Say why: --reason "…"')
  refuse(problems)
  if (list) return tellAll(folder, terminal, call)
  if (approveAll) return decideAll('approve', 'waiting', { folder, options, terminal, call })
  if (given[0] !== undefined)
    return decideAll(deciding[given[0]], options[given[0]]!, { folder, options, terminal, call })
  return openPage(folder, port, { options, terminal, call })
}

async function tellAll(folder: string, terminal: Terminal, call: Call): Promise<void> {
  const { openReview, isWaiting, tellDifference } = await import('@reverie/gallery/node')
  const { works, problems }: Review = await openReview({ folder, signal: call.signal })
  for (const each of works) {
    const { uid, work, standing } = each
    terminal.result(
      `${standing.state.padEnd(10)} ${uid}${work === undefined ? ' (its files are gone)' : `  ${work.text.title}, ${work.text.author}`}`,
    )
    if (isWaiting(each))
      for (const difference of standing.differences) terminal.result(`           ${tellDifference(difference)}`)
    if (standing.last?.reason !== undefined && standing.state !== 'approved')
      terminal.result(`           ${standing.last.reason}`)
  }
  for (const { file, line, message, fix } of problems) {
    terminal.note(`  ${file}:${line}: ${message}`)
    terminal.note(`      ${fix}`)
  }
  const held = works.filter(({ standing }) => standing.state === 'held').length
  const others = held === 0 ? '' : `, ${held} are held`
  terminal.note(`  ${works.filter(isWaiting).length - held} of ${works.length} works wait for a decision${others}.`)
  call.answer({ works: works.map(answerOf), problems })
}

const commitThem = '  Commit decisions/: publishing goes by what is there.'

const answerOf = ({
  uid,
  work,
  files,
  unfinished,
  standing: { state, last, differences },
}: ReviewWork): object => ({
  uid,
  state,
  title: work?.text.title,
  author: work?.text.author,
  files,
  unfinished,
  differences,
  last,
})

interface Doing {
  readonly folder: string
  readonly options: Options
  readonly terminal: Terminal
  readonly call: Call
}

/** Each by itself: what cannot be decided about one does not keep the others. */
async function decideAll(
  decision: Verb,
  which: readonly string[] | 'waiting',
  { folder, options, terminal, call }: Doing,
): Promise<void> {
  const { decide, isWaiting, openReview, tellDecision, tellPerson, whoIs } = await import('@reverie/gallery/node')
  const by = tellPerson(await whoIs(folder, options.by))
  const uids =
    which === 'waiting'
      ? (await openReview({ folder, signal: call.signal })).works
          .filter((each) => isWaiting(each) && each.standing.state !== 'held')
          .map(({ uid }) => uid)
      : [...new Set(which)]
  const decided: { readonly uid: string; readonly decision: Decision }[] = []
  const failed: { readonly uid: string; readonly message: string }[] = []
  for (const uid of uids) {
    try {
      const made = await decide({ folder, uid, decision, by, reason: options.reason })
      decided.push({ uid, decision: made })
      terminal.result(`${uid}: ${tellDecision(made)}`)
    } catch (error) {
      const { GalleryError } = await import('@reverie/gallery/node')
      if (!(error instanceof GalleryError)) throw error
      failed.push({ uid, message: error.message })
      terminal.problem(error.message)
    }
  }
  if (decided.length > 0) terminal.note(commitThem)
  call.answer({ decided, failed })
  if (failed.length > 0) process.exitCode = exitCodes.failure
}

async function openPage(
  folder: string,
  port: number,
  { options, terminal, call }: Omit<Doing, 'folder'>,
): Promise<void> {
  const { serveReview, tellPerson, whoIs } = await import('@reverie/gallery/node')
  const by = tellPerson(await whoIs(folder, options.by))
  const server = await serveReview({ folder, by, port })
  terminal.result(server.url)
  terminal.note(`  ${by} decides. Stop it with Ctrl-C.`)
  call.answer({ url: server.url, port: server.port })
  if (options.open) openBrowser(server.url)
  await new Promise((stop) => call.signal.addEventListener('abort', stop, { once: true }))
  await server.close()
  terminal.note(commitThem)
}
