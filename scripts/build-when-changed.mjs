/**
 * Builds what runs in a browser when what it is made of has changed since the last build, told by content, not by dates: a
 * fresh clone, a moved folder and a switched branch all come out right.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * What is built by Vite, and from what.
 *
 * @typedef {object} Building
 * @property {string} name in sentences: `The Studio`
 * @property {string} folder where its vite.config.ts is
 * @property {string} output where the build goes, below the folder
 * @property {readonly string[]} ingredients files and folders, from the root of the repository
 */

/**
 * Builds if needed. Of several processes that ask at once, one builds and the others wait for it.
 *
 * @param {Building} building
 * @param {{ say?: ((sentence: string) => void) | undefined }} [options] `say` is told before a build begins.
 * @returns {Promise<boolean>} Whether there was anything to build.
 * @throws When the build fails, with what it printed.
 */
export async function buildWhenChanged({ name, folder, output, ingredients }, { say = () => {} } = {}) {
  const mark = join(folder, output, '.built-from')
  const content = await fingerprint(ingredients)
  const isBuilt = async () => (await readFile(mark, 'utf8').catch(() => '')) === content
  if (await isBuilt()) return false
  const release = await lock(join(folder, '.building'))
  try {
    if (await isBuilt()) return false
    say(`Building ${name.replace(/^The/, 'the')}, once …`)
    await build(name, folder)
    await writeFile(mark, content)
    return true
  } finally {
    await release()
  }
}

/**
 * A folder can be made by one process only; what is inside tells who, so that one left by a killed build is taken over.
 *
 * @param {string} folder
 * @returns {Promise<() => Promise<void>>}
 */
async function lock(folder) {
  for (;;) {
    try {
      await mkdir(folder)
      await writeFile(join(folder, 'process'), String(process.pid))
      return () => rm(folder, { recursive: true, force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const holder = Number(await readFile(join(folder, 'process'), 'utf8').catch(() => Number.NaN))
    if (holder && !isAlive(holder)) await rm(folder, { recursive: true, force: true })
    else await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** @param {number} id */
function isAlive(id) {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** @param {readonly string[]} ingredients */
async function fingerprint(ingredients) {
  const hash = createHash('sha256')
  for (const name of ingredients) await add(hash, name)
  return hash.digest('hex')
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} name
 */
async function add(hash, name) {
  let entries
  try {
    entries = await readdir(join(root, name), { withFileTypes: true })
  } catch {
    const bytes = await readFile(join(root, name)).catch(() => undefined)
    if (bytes) hash.update(`${name}\0${bytes.length}\0`).update(bytes)
    return
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) await add(hash, `${name}/${entry.name}`)
}

/**
 * @param {string} name
 * @param {string} folder
 */
function build(name, folder) {
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: folder,
      // Whoever asks (a test, say) may be in another mode; it is always built for use.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let printed = ''
    child.stdout.on('data', (text) => (printed += text))
    child.stderr.on('data', (text) => (printed += text))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve(undefined) : reject(new Error(`${name} could not be built:\n${printed.trim()}`)),
    )
  })
}
