/** `reverie gallery submit <files…>` */
import type { Command } from 'commander'
import type { Flaw, Submitted } from '@reverie/gallery/node'
import { act, addCommonOptions, refuse, type Call, type Invocation } from '../call.ts'
import { readInteger } from '../integer.ts'
import { exitCodes } from '../problems.ts'
import { withProgress } from '../progress.ts'
import type { Manner, Terminal } from '../terminal.ts'

interface Options extends Manner {
  readonly repository?: string
  readonly branch?: string
  readonly feed?: string
  readonly most?: string
  readonly image?: string
  readonly set?: readonly string[]
  readonly fetch?: boolean
  readonly allowPrivate?: boolean
}

/** Keys that can be said for submissions that do not say them. */
const settable = ['author', 'tags', 'categories', 'license', 'remix', 'alt', 'website', 'affiliation'] as const

/** Adds what `gallery submit` takes. */
export function configureSubmit(command: Command, call: Call): void {
  command.argument('[files...]', 'Works (.md with its picture beside it), issues (GitHub’s .json), e-mails (.eml).')
  command.usage('<files…> [options]')
  command.optionsGroup('Submit:')
  command.option('--repository <path>', 'The gallery’s repository, bare or not; this folder unless said.')
  command.option('--branch <name>', 'The gallery’s branch; the one that HEAD names unless said.')
  command.option('--feed <file or address>', 'Submit each new entry of a feed (RSS, Atom, JSON Feed).')
  command.option('--most <number>', 'The most entries of a feed at once; 20 unless said.')
  command.option('--image <file>', 'The picture of the one file, where it is somewhere else.')
  command.option('--set <key=value...>', `What submissions do not say themselves: ${settable.join(', ')}.`)
  command.option('--fetch', 'Fetch pictures whose addresses submissions give, from public addresses.')
  command.option('--allow-private', 'Fetch from addresses of private networks too.')
  addCommonOptions(command)
  command.addHelpText(
    'after',
    '\nEach becomes a commit on a branch "submissions/<uid>", once however often it is submitted. The exit code is 1 when one is refused.',
  )
  act<Options>(command, (invocation) => run(invocation, call))
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const { repository = '.', branch, feed, image, set = [], fetch, allowPrivate } = options
  if (operands.length === 0 && feed === undefined)
    problems.push('Give a file or a feed: reverie gallery submit <files…>, or --feed <file or address>')
  if (image !== undefined && (operands.length !== 1 || feed !== undefined))
    problems.push(`--image is the picture of one file, found ${operands.length}: submit them one by one.`)
  const most = readInteger('--most', options.most, 1, 1000, problems) ?? 20
  const unsaid = Object.fromEntries(set.map((each) => /^([^=]*)=(.*)$/s.exec(each)?.slice(1) ?? [each, '']))
  for (const key of Object.keys(unsaid))
    if (!(settable as readonly string[]).includes(key) || unsaid[key] === '')
      problems.push(`--set takes <key>=<value> with one of ${settable.join(', ')}, not "${key}".`)
  refuse(problems)
  const { submitWorks, flawLine } = await import('@reverie/gallery/node')
  const submitted = await withProgress({ terminal, label: feed ?? repository, now: call.now }, (onProgress) =>
    submitWorks({
      repository,
      branch,
      files: operands,
      feed,
      most,
      image,
      unsaid,
      fetch,
      allowPrivate,
      signal: call.signal,
      onProgress,
    }),
  )
  for (const each of submitted) tell(each, flawLine, terminal)
  const refused = submitted.filter(({ outcome }) => outcome.state === 'refused').length
  const taken = submitted.find(({ outcome }) => outcome.state === 'taken')?.outcome
  if (taken?.state === 'taken')
    terminal.note(
      `  Each branch is one work for a keeper, who looks at it (git show ${taken.branch}) and merges it (git merge ${taken.branch}); then build and review.`,
    )
  if (submitted.length === 0) terminal.note('  The feed has nothing new.')
  call.answer({ submissions: submitted.map(({ from, outcome, notes }) => ({ from, ...outcome, notes })) })
  if (refused > 0) process.exitCode = exitCodes.failure
}

function tell({ from, outcome, notes }: Submitted, flawLine: (flaw: Flaw) => string, terminal: Terminal): void {
  for (const note of notes) terminal.note(`  ${from}: ${note}`)
  if (outcome.state === 'taken') terminal.result(outcome.branch)
  else if (outcome.state === 'there')
    terminal.note(`  ${from}: was submitted before (${outcome.branch ?? 'its branch was merged'})`)
  else
    for (const flaw of outcome.flaws) {
      terminal.result(`${from}: ${flawLine(flaw)}`)
      terminal.result(`    ${flaw.fix}`)
    }
}
