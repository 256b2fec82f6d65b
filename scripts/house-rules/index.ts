/** Runs every house rule over the repository; prints all problems at once; exits 1 when there are any. */
import { fileURLToPath } from 'node:url'
import { layers } from './layers.ts'
import { links } from './links.ts'
import { places } from './places.ts'
import { platforms } from './platforms.ts'
import { openRepository } from './repository.ts'
import { sizes } from './sizes.ts'

const repository = openRepository(fileURLToPath(new URL('../..', import.meta.url)))
const rules = { layers, platforms, sizes, links, places }
let found = 0
for (const [name, rule] of Object.entries(rules)) {
  for (const { file, message } of rule(repository)) {
    found++
    process.stderr.write(`${name}: ${file}: ${message}\n`)
  }
}
process.stdout.write(
  found === 0 ? `House rules kept by ${repository.files.length} files.\n` : `${found} problems.\n`,
)
process.exitCode = found === 0 ? 0 : 1
