#!/usr/bin/env node
/**
 * The command `reverie`. In a checkout it runs the TypeScript sources, so that `npx reverie` works right after
 * `npm ci` with nothing built; in an installed package, which has no tsconfig.json, it runs `dist`. With `REVERIE_BUILT=1` a
 * checkout runs `dist` too, as `npm run build` left it: it starts in half the time.
 *
 * Everything happens in this one process: an interrupt reaches the program itself.
 */
import { existsSync } from 'node:fs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `reverie: Reverie needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node.`,
  )
  process.exit(1)
}

const checkout = existsSync(new URL('../tsconfig.json', import.meta.url)) && process.env['REVERIE_BUILT'] !== '1'
if (checkout) await import('./source.mjs')
const { main } = await import(checkout ? '../src/main.ts' : '../dist/main.js')
await main(process.argv.slice(2))
