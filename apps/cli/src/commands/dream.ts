/** `reverie dream <pictures...>` */
import { dream as instrument } from '@reverie/instruments'
import { instrumentCommand } from '../instrument-command.ts'
import { expandPan, panOption } from '../pan.ts'

export const dream = instrumentCommand({
  instrument,
  operands: { kind: 'pictures', port: 'image' },
  names: { frames: 'film' },
  extend: (command) => panOption(command, 'Film:'),
  expand: expandPan,
})
