/** Writes `src/png/module.ts`: `npm run png -w @reverie/image`. */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { compilePng } from './compile-png.ts'

await writeFile(fileURLToPath(new URL('../src/png/module.ts', import.meta.url)), await compilePng())
