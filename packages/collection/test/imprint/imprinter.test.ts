import { openModel } from '@reverie/models/node'
import { modelFrom } from '@reverie/models'
import { writeOnnx } from '@reverie/graph'
import type { Raster } from '@reverie/image'
import { networks, testCard } from '@reverie/testing'
import { createRuntime } from '@reverie/runtime/node'
import { afterAll, describe, expect, it } from 'vitest'
import { openImprinter } from '../../src/imprint/index.ts'

const runtime = await createRuntime({ threads: 1 })
afterAll(async () => runtime.dispose())

/** A disc of a colour on nothing, with its middle at a place. */
function disc(
  width: number,
  height: number,
  x: number,
  y: number,
  radius: number,
  color: readonly number[],
): Raster {
  const data = new Uint8Array(width * height * 4)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      if (Math.hypot(column + 0.5 - x, row + 0.5 - y) <= radius)
        data.set([...color, 255], (row * width + column) * 4)
  return { width, height, channels: 4, depth: 8, data }
}

const lengthOf = (row: Float32Array): number => Math.hypot(...row)
const difference = (left: Float32Array, right: Float32Array): number =>
  lengthOf(left.map((value, at) => value - right[at]!)) / lengthOf(left)

describe('imprints', () => {
  it('of inception are three layers side by side, and do not depend on the company', async () => {
    const imprinter = await openImprinter({ model: await openModel('inception'), runtime, side: 96 })
    expect(imprinter).toMatchObject({ modelId: 'inception', dimensions: 288 + 768 + 768 })
    const pictures = [testCard(64, 64), disc(80, 60, 30, 30, 20, [200, 30, 30]), testCard(50, 70)]
    const together = await imprinter.imprint(pictures)
    expect(together).toHaveLength(3 * imprinter.dimensions)
    const alone = await imprinter.imprint([pictures[1]!])
    expect(alone).toEqual(together.slice(imprinter.dimensions, 2 * imprinter.dimensions))
    await imprinter.close()
  })

  it('of a transparent piece do not depend on the room around it, nor on what hides under it', async () => {
    const imprinter = await openImprinter({ model: await openModel('mobilenet'), runtime, side: 96 })
    const tight = disc(40, 40, 20, 20, 20, [30, 90, 200])
    const roomy = disc(200, 120, 150, 40, 20, [30, 90, 200])
    const hidden = { ...roomy, data: Uint8Array.from(roomy.data) }
    for (let at = 0; at < hidden.data.length; at += 4) if (hidden.data[at + 3] === 0) hidden.data[at] = 255
    const other = testCard(40, 40)
    const rows = await imprinter.imprint([tight, roomy, hidden, other])
    const row = (at: number): Float32Array =>
      rows.subarray(at * imprinter.dimensions, (at + 1) * imprinter.dimensions)
    expect(row(1)).toEqual(row(0))
    expect(row(2)).toEqual(row(1))
    expect(difference(row(0), row(3))).toBeGreaterThan(0.2)
    await imprinter.close()
  })

  it('take pictures of any kind: grey, 16 bits, floats, one pixel, all transparent', async () => {
    const imprinter = await openImprinter({ model: await openModel('mobilenet'), runtime, side: 64 })
    const pictures: Raster[] = [
      { width: 3, height: 2, channels: 1, depth: 8, data: Uint8Array.of(0, 50, 100, 150, 200, 250) },
      { width: 1, height: 1, channels: 2, depth: 16, data: Uint16Array.of(40_000, 65_535) },
      { width: 2, height: 1, channels: 3, depth: 'float', data: Float32Array.of(0, 0.5, 1, 1, 0.5, 0) },
      { width: 900, height: 3, channels: 3, depth: 8, data: new Uint8Array(8100).fill(9) },
      { width: 4, height: 4, channels: 4, depth: 8, data: new Uint8Array(64) },
    ]
    const rows = await imprinter.imprint(pictures)
    expect(rows).toHaveLength(pictures.length * imprinter.dimensions)
    expect(rows.every(Number.isFinite)).toBe(true)
    expect(await imprinter.imprint([])).toHaveLength(0)
    await imprinter.close()
  })

  it.each(['googlenet', 'vit'] as const)('are made by networks of others too: %s', async (name) => {
    const bytes = writeOnnx(networks[name]({ size: 32 }))
    const model = modelFrom({ bytes, sha256: 'a'.repeat(64), id: name, card: { kind: 'encoder' } })
    const imprinter = await openImprinter({ model, runtime })
    const rows = await imprinter.imprint([testCard(40, 30), testCard(20, 60)])
    expect(rows).toHaveLength(2 * imprinter.dimensions)
    expect(rows.every(Number.isFinite)).toBe(true)
    await imprinter.close()
  })
})
