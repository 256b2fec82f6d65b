/** Samples of every op that has a gradient. */
import { elementwise } from './elementwise.ts'
import { movement } from './movement.ts'
import type { Samples } from './sample.ts'
import { spatial } from './spatial.ts'
import { statistics } from './statistics.ts'

export const table: Readonly<Record<string, Samples>> = { ...elementwise, ...movement, ...spatial, ...statistics }
