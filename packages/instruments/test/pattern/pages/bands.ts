/** In the page: pictures by the pool's workers and on the page's own thread, as hashes. */
import { sha256 } from '@reverie/recipe'
import { rasterOf } from '../../../src/pattern/kernel/kernel.ts'
import { openBandPool } from '../../../src/pattern/kernel/pool-web.ts'
import type { PatternScene } from '../../../src/pattern/scene.ts'

export interface BandsRequest {
  readonly scene: PatternScene
  readonly depth: 8 | 16
  readonly threads: number
}

export interface BandsResult {
  readonly tops: readonly number[]
  /** SHA-256 of all values. */
  readonly pool: string
  readonly page: string
  /** What came of it when it was stopped after the first band. */
  readonly stopped: string
}

export default async function bands({ scene, depth, threads }: BandsRequest): Promise<BandsResult> {
  const pool = openBandPool({ threads })
  const tops: number[] = []
  const parts: Blob[] = []
  for await (const { top, raster } of pool.render(scene, { depth })) {
    tops.push(top)
    parts.push(new Blob([raster.data as Uint8Array<ArrayBuffer>]))
  }
  const controller = new AbortController()
  let stopped = 'it went on'
  try {
    for await (const { top } of pool.render(scene, { depth, signal: controller.signal })) {
      if (top === 0) controller.abort(new Error('stopped'))
    }
  } catch (error) {
    stopped = (error as Error).message
  }
  pool.dispose()
  const { data } = rasterOf(scene, depth)
  return {
    tops,
    pool: await sha256(new Uint8Array(await new Blob(parts).arrayBuffer())),
    page: await sha256(new Uint8Array(data.buffer)),
    stopped,
  }
}
