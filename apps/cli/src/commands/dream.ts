/** `reverie dream <pictures...>` */
import { dream as instrument } from '@reverie/instruments'
import { instrumentCommand } from '../instrument-command.ts'

export const dream = instrumentCommand({
  instrument,
  operands: { kind: 'pictures', port: 'image' },
  names: { frames: 'film' },
  extend: (command) => {
    command.optionsGroup('Film:').option('--pan <right,down>', 'Both of --pan-x and --pan-y, as in "0.01,0".')
  },
  expand: (options) => {
    const pan = options['pan']
    if (typeof pan !== 'string') return []
    const [right, down = '0', ...rest] = pan.split(',')
    if (right === undefined || right.trim() === '' || rest.length > 0)
      return [`--pan takes two numbers as in "0.01,0", not "${pan}".`]
    options['panX'] = right
    options['panY'] = down
    return []
  },
})
