/** `reverie verify <works...>` */
import { act, addCommonOptions, refuse, type Call, type CommandDefinition, type Invocation } from '../call.ts'
import { addRunningOptions, readMakingOptions, type MakingOptions } from '../making-options.ts'
import { sentencesOf, WorkError } from '../problems.ts'
import type { Verdict } from '../verdict.ts'

export const verify: CommandDefinition = {
  configure: (command, call) => {
    command.argument('<works...>', 'Pictures, films or folders of frames that Reverie made.')
    command.registeredArguments[0]!.required = false
    command.usage('<works...> [options]')
    command.optionsGroup('Work:')
    addRunningOptions(command, { provider: true })
    addCommonOptions(command)
    command.addHelpText('after', '\nThe exit code is 0 when every work is the same, else 1.')
    act<MakingOptions>(command, (invocation) => run(invocation, call))
  },
}

async function run(
  { operands, options, terminal, problems }: Invocation<MakingOptions>,
  call: Call,
): Promise<void> {
  const making = readMakingOptions(options, problems)
  if (operands.length === 0) problems.push('Give at least one work: reverie verify <works...>')
  refuse(problems)
  const { verifyWork } = await import('../verify-work.ts')
  const verdicts: (Verdict & { file: string })[] = []
  const sentences: string[] = []
  for (const file of operands) {
    try {
      const verdict = await verifyWork(file, { ...making, estimateOnly: options.estimate === true }, call, terminal)
      if (verdict === undefined) continue
      verdicts.push({ file, ...verdict })
      terminal.result(`${file}: ${verdict.same ? 'the same' : 'NOT the same'}. ${verdict.explanation}`)
    } catch (error) {
      call.signal.throwIfAborted()
      const problem = sentencesOf(error)
      sentences.push(...problem.map((sentence) => (operands.length === 1 ? sentence : `${file}: ${sentence}`)))
      verdicts.push({ file, same: false, psnr: 0, checked: 'nothing', explanation: problem.join(' ') })
    }
  }
  const same = verdicts.every((verdict) => verdict.same)
  if (verdicts.length === 1) call.answer(verdicts[0]!)
  else if (verdicts.length > 1) call.answer({ same, works: verdicts })
  if (sentences.length > 0) throw new WorkError(sentences)
  if (!same) process.exitCode = 1
}
