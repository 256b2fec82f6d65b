/** `reverie gallery serve [repository]` */
import type { Command } from 'commander'
import { readFile } from 'node:fs/promises'
import { act, addCommonOptions, refuse, type Call, type Invocation } from '../call.ts'
import { readInteger } from '../integer.ts'
import type { Manner } from '../terminal.ts'

interface Options extends Manner {
  readonly port?: string
  readonly host?: string
  readonly address?: string
  readonly branch?: string
  readonly spool?: string
  readonly maxBytes?: string
  readonly rate?: string
  readonly most?: string
  readonly trustProxy?: boolean
  readonly webhookSecretFile?: string
  readonly fetch?: boolean
  readonly allowPrivate?: boolean
}

/** Adds what `gallery serve` takes. */
export function configureServe(command: Command, call: Call): void {
  command.argument('[repository]', 'A repository of a gallery, bare or not; this folder unless said.')
  command.usage('[repository] [options]')
  command.optionsGroup('Serve:')
  command.option('--port <number>', 'The port to serve on (0 to 65535); a free one unless said.')
  command.option('--host <address>', 'What to listen on; this machine alone (127.0.0.1) unless said.')
  command.option('--address <address>', 'Where people reach it, when that is not the host: behind a proxy.')
  command.option('--branch <name>', 'The gallery’s branch; the one that HEAD names unless said.')
  command.option('--spool <folder>', 'Where submissions wait; a folder in the repository’s own unless said.')
  command.optionsGroup('Limits:')
  command.option('--max-bytes <number>', 'The largest picture; what the gallery takes unless said.')
  command.option('--rate <number>', 'How many forms a minute are taken of one sender; 20 unless said.')
  command.option('--most <number>', 'How many works may wait, for the check or for people; 1000 unless said.')
  command.option('--trust-proxy', 'Believe the one proxy before this who the sender is (X-Forwarded-For).')
  command.optionsGroup('Webhook:')
  command.option(
    '--webhook-secret-file <file>',
    'Take issues of GitHub’s webhook at /hooks/github, signed with this secret.',
  )
  command.option('--fetch', 'Fetch the pictures of issues, from public addresses.')
  command.option('--allow-private', 'Fetch from addresses of private networks too.')
  addCommonOptions(command)
  act<Options>(command, (invocation) => run(invocation, call))
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const [repository = '.'] = operands
  const { host, address, branch, spool, trustProxy, webhookSecretFile, fetch, allowPrivate } = options
  if (operands.length > 1) problems.push(`"reverie gallery serve" takes one repository, found ${operands.length}.`)
  const port = readInteger('--port', options.port, 0, 65_535, problems)
  const maxBytes = readInteger('--max-bytes', options.maxBytes, 1000, 200_000_000, problems)
  const rate = readInteger('--rate', options.rate, 1, 1_000_000, problems)
  const most = readInteger('--most', options.most, 1, 1_000_000, problems)
  if (address !== undefined && !/^https?:\/\/[^/\s]+\/?$/.test(address))
    problems.push(
      `--address takes a whole address without a path, such as https://submit.example.org, not "${address}".`,
    )
  const secret = webhookSecretFile === undefined ? undefined : await readSecret(webhookSecretFile, problems)
  refuse(problems)
  const { serveIntake } = await import('@reverie/gallery/node')
  const intake = await serveIntake({
    repository,
    branch,
    spool,
    host,
    port,
    address: address?.replace(/\/?$/, '/'),
    maxBytes,
    rate,
    most,
    trustProxy,
    webhookSecret: secret,
    fetch,
    allowPrivate,
    log: (line) => terminal.note(`  ${line}`),
  })
  terminal.result(intake.url)
  terminal.note(`  Submissions wait in ${intake.spool}. Stop it with Ctrl-C.`)
  call.answer({ url: intake.url, port: intake.port, spool: intake.spool })
  await new Promise((stop) => call.signal.addEventListener('abort', stop, { once: true }))
  await intake.close()
}

/** A short secret could be guessed, and then anyone could sign. */
async function readSecret(file: string, problems: string[]): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) problems.push(`There is no file "${file}": write the webhook's secret into it.`)
  else if (text.trim().length < 16)
    problems.push(
      `The secret in "${file}" has ${text.trim().length} characters, and at least 16 are needed: make one with "openssl rand -hex 32".`,
    )
  return text?.trim()
}
