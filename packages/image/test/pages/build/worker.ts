/** Reads a picture and writes it as AVIF: all that libvips consists of has to be found. */
import { readImage, writeImage } from '@reverie/image/web'

addEventListener('message', (event: MessageEvent<Uint8Array>) => {
  const work = async () => {
    const { raster } = await readImage(event.data)
    const avif = await readImage(await writeImage(raster, { format: 'avif' }))
    return [raster.width, raster.channels, avif.format, avif.raster.width]
  }
  work().then(postMessage, (error: unknown) => postMessage(String(error)))
})
