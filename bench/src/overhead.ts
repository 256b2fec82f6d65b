/** How much of a dream's step is spent outside ONNX Runtime, as an artist meets it: the instrument, at 512 × 512. */
import { dream, parametersOf, type RenderResult } from '@reverie/instruments'
import { createHost } from '@reverie/instruments/node'
import type { Raster } from '@reverie/image'

const SIDE = 512
const STEPS = 24

export async function overheadBench(): Promise<void> {
  const host = createHost({ provider: 'cpu', threads: 2 })
  const raster: Raster = {
    width: SIDE,
    height: SIDE,
    channels: 3,
    depth: 8,
    data: Uint8Array.from({ length: 3 * SIDE * SIDE }, (_, index) => (index * 7919) % 256),
  }
  const inputs = { image: [{ raster, sha256: '0'.repeat(64), name: 'noise.png' }] }
  const dreamOf = async (steps: number): Promise<RenderResult> => {
    const chosen = { octaves: 1, steps, layers: { mixed3: 1, mixed5: 1 } }
    const parameters = parametersOf(dream, { parameters: chosen })
    return toTheEnd(dream.render({ parameters, seed: 1, inputs }, host))
  }
  // Opens the model and loads ONNX Runtime, which is not part of a step.
  await dreamOf(1)
  const { timings } = await dreamOf(STEPS)
  const outside = timings.total - timings.network - (timings.compile ?? 0)
  process.stdout.write(
    `A dream of ${STEPS} steps at ${SIDE} × ${SIDE}\n` +
      `  a step: ${(timings.network / STEPS).toFixed(1)} ms in ONNX Runtime, ${(outside / STEPS).toFixed(2)} ms outside ` +
      `(${((100 * outside) / (timings.network + outside)).toFixed(1)} %, at most 5 %)\n`,
  )
}

async function toTheEnd(work: AsyncGenerator<unknown, RenderResult, void>): Promise<RenderResult> {
  for (;;) {
    const { done, value } = await work.next()
    if (done) return value
  }
}
