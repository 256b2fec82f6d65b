/** The inner loops of the PNG encoder, from AssemblyScript to a TypeScript file that holds the WebAssembly module. */
import { fileURLToPath } from 'node:url'
import { main } from 'assemblyscript/asc'

const folder = fileURLToPath(new URL('../src/png', import.meta.url))

/** Text of `module.ts`. @throws Error with the compiler's messages */
export async function compilePng(): Promise<string> {
  let module: Uint8Array | undefined
  let messages = ''
  const options = '--enable simd --runtime stub --optimizeLevel 3 --shrinkLevel 0 --noAssert --disableWarning 112'
  const { error } = await main(
    ['assembly/index.ts', '--baseDir', folder, '--outFile', 'png.wasm', ...options.split(' ')],
    {
      stderr: { write: (text) => (messages += String(text)) },
      writeFile: (_name: string, contents: string | Uint8Array) => {
        if (typeof contents !== 'string') module = Uint8Array.from(contents)
      },
    },
  )
  if (error !== null || module === undefined)
    throw new Error(`The loops of the PNG encoder do not compile.\n${messages}`)
  return `/** The loops of the PNG encoder, compiled from \`assembly/\`: written by \`npm run png -w @reverie/image\`. */
export const pngBase64 =
  '${Buffer.from(module).toString('base64')}'
`
}
