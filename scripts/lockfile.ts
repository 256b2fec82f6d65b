/**
 * Checks that package-lock.json names the optional packages of every platform; `--fix` adds those that it lacks.
 *
 * npm leaves out of the file what its registry could not give when it was written (a mirror without the packages of
 * other systems is enough), and then `npm ci` refuses the file, on every system. An entry needs a name and a version,
 * which the package that asks for it tells, and the system that it is for, which its name tells; a checksum is not
 * needed, and missing here.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

interface Entry {
  readonly version?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

interface Lockfile {
  readonly packages: Record<string, Entry>
}

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url))
const SYSTEM =
  /(?:binding-|rollup-|\/)(android|darwin|freebsd|linux|openbsd|openharmony|win32)-(arm64|arm|ia32|loong64|ppc64|riscv64|s390x|x64)(?:-(\w+))?$/

/** Where a package that asks for a name finds it: beside itself, or beside one of the packages that it is in. */
function find(packages: Lockfile['packages'], asking: string, name: string): Entry | undefined {
  for (let place = asking; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    const found = packages[`${place === '' ? '' : `${place}/`}node_modules/${name}`]
    if (found !== undefined || place === '') return found
  }
}

/** Entries that are missing, by their place. */
function missing({ packages }: Lockfile): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  for (const [asking, { optionalDependencies, dev }] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(optionalDependencies ?? {})) {
      const [, os, cpu, tail] = name.match(SYSTEM) ?? []
      if (os === undefined || !/^\d+\.\d+\.\d+$/.test(version)) continue
      if (find(packages, asking, name)?.version === version) continue
      const top = packages[`node_modules/${name}`] ?? entries.get(`node_modules/${name}`)
      if (top?.version === version) continue
      const place = top === undefined ? '' : `${asking}/`
      const libc =
        os === 'linux' && tail !== undefined ? { libc: [tail.startsWith('musl') ? 'musl' : 'glibc'] } : {}
      const scope = dev === true ? { dev } : {}
      entries.set(`${place}node_modules/${name}`, {
        version,
        cpu: [cpu],
        ...scope,
        ...libc,
        optional: true,
        os: [os],
      })
    }
  }
  return entries
}

const lockfile = JSON.parse(readFileSync(file, 'utf8')) as Lockfile
const entries = missing(lockfile)
if (process.argv.includes('--fix')) {
  Object.assign(lockfile.packages, Object.fromEntries(entries))
  writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`)
  console.log(`${entries.size} entries were added. "npm install --package-lock-only" puts them in order.`)
} else if (entries.size > 0) {
  console.error(
    `package-lock.json lacks ${entries.size} optional packages of other systems, so "npm ci" would refuse it: ` +
      `${[...entries.keys()].slice(0, 3).join(', ')}, … Run "npm run lockfile -- --fix".`,
  )
  process.exitCode = 1
}
