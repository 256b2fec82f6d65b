/** `--pan`, which stands for the two parameters `panX` and `panY`. */
import type { Command } from 'commander'

/** Adds the option. @param group the heading of its parameters */
export function panOption(command: Command, group: string): void {
  command.optionsGroup(group).option('--pan <right,down>', 'Both of --pan-x and --pan-y, as in "0.01,0".')
}

/** Turns it into the two. @returns a sentence when it is not two numbers */
export function expandPan(options: Record<string, unknown>): string[] {
  const pan = options['pan']
  if (typeof pan !== 'string') return []
  const [right, down = '0', ...rest] = pan.split(',')
  if (right === undefined || right.trim() === '' || rest.length > 0)
    return [`--pan takes two numbers as in "0.01,0", not "${pan}".`]
  options['panX'] = right
  options['panY'] = down
  return []
}
