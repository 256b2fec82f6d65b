/** What build/instruments.ts reads, gathered in one module so that one runner loads it. */
export { instruments, palettes, takesFiles } from '@reverie/instruments'
export { listModels } from '@reverie/models'
export { toJSONSchema } from 'zod'
