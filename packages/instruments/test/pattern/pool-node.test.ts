import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createNetart } from '@reverie/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { composeScene } from '../../src/pattern/compose.ts'
import { rasterOf } from '../../src/pattern/kernel/kernel.ts'
import { openBandPool } from '../../src/pattern/kernel/pool-node.ts'
import type { PatternScene } from '../../src/pattern/scene.ts'
import { patternParameters } from '../../src/pattern/params.ts'
import { netartScene } from './netart-scene.ts'

const pool = openBandPool({ threads: 3 })
afterAll(() => pool.dispose())

const netart = netartScene(createNetart(1, 'hsv', { units: 16, depth: 8 }), 300, true)

async function read(scene: PatternScene, depth: 8 | 16, rows?: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const { raster } of pool.render(scene, { depth, ...(rows === undefined ? {} : { rows }) })) {
    const { buffer, byteOffset, byteLength } = raster.data
    parts.push(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength))
  }
  return Buffer.concat(parts)
}

const whole = (scene: PatternScene, depth: 8 | 16): Buffer => Buffer.from(rasterOf(scene, depth).data.buffer)

describe('threads', () => {
  it('give what one thread gives, however rows are dealt out', async () => {
    const composed = composeScene({
      parameters: patternParameters.parse({ width: 301, height: 250, color: 'oklch', samples: 2 }),
      seed: 9,
    })
    for (const scene of [netart, composed]) {
      for (const depth of [8, 16] as const) {
        const expected = whole(scene, depth)
        for (const rows of [undefined, 1, 37]) expect((await read(scene, depth, rows)).equals(expected)).toBe(true)
      }
    }
  })

  it('can be stopped', async () => {
    const controller = new AbortController()
    const bands = pool.render(netart, { depth: 8, rows: 10, signal: controller.signal })
    await bands.next()
    controller.abort(new Error('enough'))
    await expect(bands.next()).rejects.toThrow('enough')
    expect((await read(netart, 8)).equals(whole(netart, 8))).toBe(true)
  })

  it('let the process end without being dismissed', async () => {
    const script = fileURLToPath(new URL('processes/bands.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--conditions=reverie-source',
      '--import=tsx',
      script,
    ])
    const { bands, milliseconds } = JSON.parse(stdout) as { bands: number; milliseconds: number }
    // Told, not tested: other tests run beside this one.
    console.log(`The first band of two threads that were not there before: ${milliseconds.toFixed(0)} ms.`)
    expect(bands).toBe(100)
  })
})
