/**
 * Measurements: `npm run bench`, or `npm run bench -- gradient overhead` for some of them. `--rounds 30` counts more
 * rounds; `--no-tensorflow` leaves out the comparison that takes longest.
 */
import { parseArgs } from 'node:util'
import { gradientBench } from './gradient.ts'
import { overheadBench } from './overhead.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '15' },
    'no-tensorflow': { type: 'boolean', default: false },
  },
})

const benches: Readonly<Record<string, () => Promise<void>>> = {
  gradient: () => gradientBench({ rounds: Number(values.rounds), tensorflow: !values['no-tensorflow'] }),
  overhead: overheadBench,
}

const unknown = positionals.filter((name) => !Object.hasOwn(benches, name))
if (unknown.length > 0) {
  process.stderr.write(
    `There is no measurement "${unknown.join('", "')}". There are: ${Object.keys(benches).join(', ')}.\n`,
  )
  process.exitCode = 2
} else {
  for (const [name, bench] of Object.entries(benches)) {
    if (positionals.length === 0 || positionals.includes(name)) await bench()
  }
}
