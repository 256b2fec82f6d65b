/** Small random networks for properties: those of the random scenes. */
import type fc from 'fast-check'
import type { PatternNetwork } from '../../../src/pattern/network.ts'
import { scenes } from '../arbitrary-scene.ts'

/** Networks of every skip, activation and mixture. */
export const networks: fc.Arbitrary<PatternNetwork> = scenes.map(({ network }) => network)
