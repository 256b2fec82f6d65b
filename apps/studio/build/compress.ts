/**
 * Writes a Brotli and a gzip sibling of every text, table and WebAssembly file, once, so that the server never compresses.
 * Large WebAssembly gets Brotli only, at a quick setting: the best one takes a minute for a few per cent.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)
const compressible = /\.(?:js|mjs|css|html|svg|json|webmanifest|wasm|arrow)$/
const large = 1 << 20

/** Runs after every other plug-in has written its files. */
export function compress(): Plugin {
  let out = ''
  return {
    name: 'reverie:compress',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      out = join(config.root, config.build.outDir)
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const files = (await readdir(out, { recursive: true })).filter((name) => compressible.test(name))
        await Promise.all(
          files.map(async (name) => {
            const bytes = await readFile(join(out, name))
            const quality = bytes.length > large ? 4 : 11
            const params = {
              [constants.BROTLI_PARAM_QUALITY]: quality,
              [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
            }
            await writeFile(join(out, `${name}.br`), await brotli(bytes, { params }))
            if (bytes.length <= large) await writeFile(join(out, `${name}.gz`), await zip(bytes, { level: 9 }))
          }),
        )
      },
    },
  }
}
