/**
 * Measurements: `npm run bench`, or `npm run bench -- gradient overhead` for some of them. `--rounds 30` counts more
 * rounds; `--no-tensorflow` leaves out the comparison that takes longest; `--minutes 5` travels a map so long.
 */
import { parseArgs } from 'node:util'
import { collageBench } from './collage/collage.ts'
import { galleryBench } from './gallery.ts'
import { gradientBench } from './gradient.ts'
import { mapBench } from './map/map.ts'
import { neighboursBench } from './neighbours/neighbours.ts'
import { overheadBench } from './overhead.ts'
import { patternBench } from './pattern.ts'
import { siteBench } from './site/site.ts'
import { studioBench } from './studio.ts'
import { travelBench } from './travel.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '15' },
    'no-tensorflow': { type: 'boolean', default: false },
    minutes: { type: 'string', default: '0' },
  },
})

const rounds = Number(values.rounds)
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write(`--rounds takes a whole number from 1, found "${values.rounds}".\n`)
  process.exit(2)
}

const benches: Readonly<Record<string, () => Promise<void>>> = {
  collage: collageBench,
  gallery: galleryBench,
  gradient: () => gradientBench({ rounds, tensorflow: !values['no-tensorflow'] }),
  map: mapBench,
  neighbours: neighboursBench,
  overhead: overheadBench,
  pattern: () => patternBench({ rounds }),
  site: siteBench,
  studio: studioBench,
  travel: () => travelBench({ minutes: Number(values.minutes) }),
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
