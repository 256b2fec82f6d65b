/** Writes `src/pattern/kernel/module.ts`: `npm run kernel -w @reverie/instruments`. */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { compileKernel } from './compile-kernel.ts'

const { source, bytes } = await compileKernel()
const path = fileURLToPath(new URL('../src/pattern/kernel/module.ts', import.meta.url))
await writeFile(path, source)
process.stdout.write(`The kernel has ${bytes} bytes.\n`)
