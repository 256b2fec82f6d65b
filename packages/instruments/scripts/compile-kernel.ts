/** The kernel of patterns, from AssemblyScript to a TypeScript file that holds the WebAssembly module. */
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { createMemoryStream, main } from 'assemblyscript/asc'

const folder = fileURLToPath(new URL('../src/pattern/kernel', import.meta.url))

/** Text of `module.ts`, and the module's size. @throws Error with the compiler's messages */
export async function compileKernel(): Promise<{ source: string; bytes: number }> {
  const module = await compileAssembly('assembly/index.ts')
  const hash = createHash('sha256').update(module).digest('hex').slice(0, 16)
  const source = `/** The exact kernel, compiled from \`assembly/\`: written by \`npm run kernel -w @reverie/instruments\`. */
export const kernelBase64 =
  '${Buffer.from(module).toString('base64')}'

/** The first 16 digits of the SHA-256 of the module: other code, other hash. */
export const kernelHash = '${hash}'
`
  return { source, bytes: module.length }
}

/** A WebAssembly module of one file and what it imports. @throws Error with the compiler's messages */
export async function compileAssembly(entry: string): Promise<Uint8Array<ArrayBuffer>> {
  let module: Uint8Array<ArrayBuffer> | undefined
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
    // Values of v128 never leave the module.
    '--disableWarning',
    '112',
  ]
  const messages = createMemoryStream()
  const { error } = await main([entry, '--baseDir', folder, '--outFile', 'kernel.wasm', ...options], {
    stderr: messages,
    writeFile: (_name: string, contents: string | Uint8Array) => {
      if (typeof contents !== 'string') module = Uint8Array.from(contents)
    },
  })
  if (error !== null || module === undefined)
    throw new Error(`The kernel does not compile.\n${messages.toString()}`)
  return module
}
