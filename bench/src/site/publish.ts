/** A process of its own that publishes a gallery, so that its memory is that of publishing: `publish.ts <gallery> <site>`. */
import { publishGallery } from '@reverie/gallery/node'

const [folder = '', out = ''] = process.argv.slice(2)
const start = performance.now()
const { refused, left, published, files } = await publishGallery({ folder, out })
if (refused.length + left.length > 0)
  throw new Error(`Only ${published.length} works were published: ${JSON.stringify([refused[0], left[0]])}`)
const seconds = (performance.now() - start) / 1000
process.send?.({ seconds, files, megabytes: process.resourceUsage().maxRSS / 1000 })
