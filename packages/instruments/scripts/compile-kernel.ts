/** The kernel of patterns, from AssemblyScript to a TypeScript file that holds the WebAssembly module. */
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { main } from 'assemblyscript/asc'

const folder = fileURLToPath(new URL('../src/pattern/kernel', import.meta.url))

/** Text of `module.ts`, and the module's size. @throws Error with the compiler's messages */
export async function compileKernel(): Promise<{ source: string; bytes: number }> {
  let module: Uint8Array | undefined
  const options = [
    '--enable',
    'simd',
    '--runtime',
    'stub',
    '--optimizeLevel',
    '3',
    '--shrinkLevel',
    '0',
    '--noAssert',
  ]
  const { error, stderr } = await main(
    ['assembly/index.ts', '--baseDir', folder, '--outFile', 'kernel.wasm', ...options],
    {
      writeFile: (_name: string, contents: string | Uint8Array) => {
        if (typeof contents !== 'string') module = contents
      },
    },
  )
  if (error !== null || module === undefined) throw new Error(`The kernel does not compile.\n${stderr.toString()}`)
  const hash = createHash('sha256').update(module).digest('hex').slice(0, 16)
  const source = `/** The exact kernel, compiled from \`assembly/\`: written by \`npm run kernel -w @reverie/instruments\`. */
export const kernelBase64 =
  '${Buffer.from(module).toString('base64')}'

/** The first 16 digits of the SHA-256 of the module: other code, other hash. */
export const kernelHash = '${hash}'
`
  return { source, bytes: module.length }
}
