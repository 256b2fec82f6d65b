/** Renders a picture and leaves the pool alone; tells how many bands came and how long the threads took to start. */
import { createNetart } from '@reverie/testing'
import { openBandPool } from '../../../src/pattern/kernel/pool-node.ts'
import { netartScene } from '../netart-scene.ts'

async function main(): Promise<void> {
  const pool = openBandPool({ threads: 2 })
  const scene = netartScene(createNetart(1, 'rgb', { units: 16, depth: 8 }), 200)
  const start = performance.now()
  let first: number | undefined
  let bands = 0
  for await (const _ of pool.render(scene, { depth: 8, rows: 2 })) {
    first ??= performance.now()
    bands++
  }
  process.stdout.write(JSON.stringify({ bands, milliseconds: first! - start }))
}

await main()
