/// <reference path="./wasm-vips.d.ts" />
/**
 * libvips in the browser: wasm-vips, of the same version as the libvips inside sharp, with the same codecs and the same
 * Little CMS. 2 MB compressed (and 1.3 MB for AVIF), so it is fetched only when a picture needs what the platform's own
 * decoders cannot do, and kept for the next one.
 */
import type { Vips } from 'wasm-vips'
import { ImageError } from './error.ts'

/** Gives libvips, with or without its AVIF part. */
export type LoadVips = (needs: { avif: boolean }) => Promise<Vips>

/**
 * Makes a loader that loads each variant once.
 * @returns a function that throws an ImageError where the page is not isolated (libvips runs in threads)
 */
export function createVipsLoader(): LoadVips {
  const loaded = new Map<boolean, Promise<Vips>>()
  return ({ avif }) => {
    // What can do AVIF can do the rest.
    const present = loaded.get(avif) ?? loaded.get(true)
    if (present !== undefined) return present
    const loading = load(avif)
    loaded.set(avif, loading)
    // A failure (offline, for example) is not kept: the next picture tries again.
    loading.catch(() => loaded.delete(avif))
    return loading
  }
}

async function load(avif: boolean): Promise<Vips> {
  if (!globalThis.crossOriginIsolated)
    throw new ImageError(
      'This kind of picture is decoded in threads, which this page may not start: serve it with the headers "Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp", or save the picture as 8-bit PNG.',
    )
  // Bundlers find the files by these expressions and give them addresses of their own.
  const addresses: Readonly<Record<string, string>> = {
    'vips.wasm': new URL('wasm-vips/vips.wasm', import.meta.url).href,
    'vips-heif.wasm': new URL('wasm-vips/vips-heif.wasm', import.meta.url).href,
  }
  try {
    const { default: start } = await import('wasm-vips')
    return await start({
      dynamicLibraries: avif ? ['vips-heif.wasm'] : [],
      locateFile: (file, folder) => addresses[file] ?? folder + file,
    })
  } catch (cause) {
    throw new ImageError(
      'The decoder for this kind of picture could not be loaded: check the connection and try again.',
      { cause },
    )
  }
}
