/**
 * Debian's package of ONNX's own test models (libonnx-testdata), fetched once into this user's cache folder.
 * Nothing of it is kept in the repository.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { decode } from '../src/onnx/wire.ts'
import { tensorMessage } from '../src/onnx/messages.ts'
import { tensorFrom } from '../src/onnx/tensors.ts'
import type { Tensor } from '../src/tensor.ts'

const PACKAGE = 'libonnx-testdata'
const INSIDE = 'usr/share/libonnx-testdata/data'

/** Where the test models are, or why they are not to be had. */
export type TestData = { readonly folder: string } | { readonly missing: string; readonly obtainable: boolean }

/**
 * The folder of test models, fetched with `apt-get download` when it is not there yet.
 * `obtainable` tells whether this is a machine on which that should have worked: Debian, as root.
 */
export function findTestData(): TestData {
  const cache = join(
    process.env['XDG_CACHE_HOME'] ?? (homedir() ? join(homedir(), '.cache') : tmpdir()),
    'reverie',
    'test',
  )
  const folder = join(cache, PACKAGE, INSIDE)
  if (existsSync(folder)) return { folder }
  const isDebian = existsSync('/etc/debian_version')
  const obtainable = isDebian && process.getuid?.() === 0
  if (!isDebian) return { missing: `${PACKAGE} is a Debian package, and this system is not Debian`, obtainable }
  try {
    fetchInto(cache, obtainable)
    return { folder }
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0]! : String(error)
    return { missing: `fetching ${PACKAGE} failed: ${why}`, obtainable }
  }
}

function fetchInto(cache: string, root: boolean): void {
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'fetch-'))
  const run = (command: string, ...list: string[]): void => {
    execFileSync(command, list, { cwd: work, stdio: 'pipe', timeout: 240_000 })
  }
  try {
    try {
      run('apt-get', 'download', PACKAGE)
    } catch (error) {
      if (!root) throw error
      // A fresh container has no package lists.
      run('apt-get', 'update')
      run('apt-get', 'download', PACKAGE)
    }
    const archive = readdirSync(work).find((name) => name.endsWith('.deb'))
    if (archive === undefined) throw new Error('apt-get downloaded nothing')
    run('dpkg', '-x', archive, 'tree')
    // Renamed when whole, so that a test run beside this one never sees half a folder.
    if (!existsSync(join(cache, PACKAGE))) renameSync(join(work, 'tree'), join(cache, PACKAGE))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** One model with the tensors that go in and come out. */
export interface ModelCase {
  readonly name: string
  readonly bytes: Uint8Array
  readonly sets: readonly string[]
}

/** The models of one kind ("node", "simple", …), in the order of their names. */
export function modelCases(folder: string, kind: string): ModelCase[] {
  return readdirSync(join(folder, kind))
    .sort()
    .map((name) => {
      const path = join(folder, kind, name)
      const sets = readdirSync(path).filter((entry) => entry.startsWith('test_data_set_'))
      return { name, bytes: readFileSync(join(path, 'model.onnx')), sets: sets.map((set) => join(path, set)) }
    })
}

/** The tensors `input_0.pb`, … or `output_0.pb`, … of a set, in order. */
export function tensorsOf(set: string, side: 'input' | 'output'): Tensor[] {
  const tensors: Tensor[] = []
  for (let index = 0; existsSync(join(set, `${side}_${index}.pb`)); index++) {
    const message = decode(tensorMessage, readFileSync(join(set, `${side}_${index}.pb`)))
    tensors.push(tensorFrom(message, `Tensor "${message.name ?? side}"`))
  }
  return tensors
}
