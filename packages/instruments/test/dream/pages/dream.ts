/** In the page: dreams a raster on a provider, with no way for WebGPU to fall back to the CPU. */
import type { Raster } from '@reverie/image'
import { createRuntime, type Provider } from '@reverie/runtime/web'
import { createHost, dream, parametersOf, type DreamParameters } from '../../../src/web.ts'
import { rendered } from '../../../src/make.ts'

export interface PageRequest {
  readonly provider: Provider
  readonly image: Raster
  readonly guide?: Raster
  readonly parameters: Partial<DreamParameters>
}

export interface PageResult {
  readonly raster: Raster
  readonly provider: unknown
}

export default async function page(request: PageRequest): Promise<PageResult> {
  const runtime = await createRuntime({ provider: request.provider })
  const strict = {
    ...runtime,
    compile: ((graph, options) =>
      runtime.compile(graph, { ...options, allowFallback: false })) as typeof runtime.compile,
  }
  const host = { ...createHost(), runtime: () => Promise.resolve(strict) }
  const input = (raster: Raster) => [{ raster, sha256: '0'.repeat(64), name: 'picture.png' }]
  const { output, environment } = await rendered(
    dream,
    {
      parameters: parametersOf(dream, { parameters: request.parameters }),
      seed: 1,
      inputs: {
        image: input(request.image),
        ...(request.guide === undefined ? {} : { guide: input(request.guide) }),
      },
    },
    host,
  )
  await runtime.dispose()
  if (output.kind !== 'raster') throw new Error('A picture was expected, found a film.')
  return { raster: output.raster, provider: environment['provider'] }
}
