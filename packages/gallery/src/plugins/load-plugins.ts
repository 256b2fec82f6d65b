/** Loads a gallery's own modules: from the gallery's folder, or from where the base commit's were written. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { GalleryError } from '../error.ts'
import type { Generate, Media, Plugin, Rule } from './plugin.ts'

/** Endings that are no plug-in's: those of texts and pictures. */
const taken = /^(?:md|jpe?g|jpe|jfif|png|apng|webp|avif|gif|tiff?|heic|heif|bmp|svg|ico|psd|jxl)$/

/**
 * Loads plug-ins.
 * @param folder the folder that holds `plugins`
 * @returns them by path, in order
 * @throws GalleryError when one is not there, does not load or exports nothing that is used
 */
export async function loadPlugins(folder: string, paths: readonly string[]): Promise<ReadonlyMap<string, Plugin>> {
  const plugins = new Map<string, Plugin>()
  for (const path of new Set(paths)) plugins.set(path, await load(folder, path))
  return plugins
}

async function load(folder: string, path: string): Promise<Plugin> {
  const place = join(folder, path)
  let module: { readonly check?: unknown; readonly generate?: unknown; readonly media?: unknown }
  let sha256: string
  try {
    sha256 = createHash('sha256')
      .update(await readFile(place))
      .digest('hex')
    module = (await import(pathToFileURL(place).href)) as typeof module
  } catch (error) {
    throw new GalleryError(
      `The plug-in "${path}" cannot be loaded (${error instanceof Error ? error.message : String(error)}): mend it, or remove it from gallery.yaml.`,
      { cause: error },
    )
  }
  const { check, generate, media } = module
  for (const [name, value] of Object.entries({ check, generate }))
    if (value !== undefined && typeof value !== 'function')
      throw new GalleryError(`The plug-in "${path}" exports "${name}", which is no function: make it one.`)
  if (media !== undefined && !isMedia(media))
    throw new GalleryError(
      `The plug-in "${path}" exports "media" without what it needs: write "export const media = { endings: ['csv'], judge, render }"; endings are of 1 to 10 letters a–z and digits, and none of a picture.`,
    )
  if (check === undefined && generate === undefined && media === undefined)
    throw new GalleryError(
      `The plug-in "${path}" exports no function "check" or "generate" and no "media": write "export function check(work) { return [] }".`,
    )
  return { sha256, check: check as Rule | undefined, generate: generate as Generate | undefined, media }
}

function isMedia(value: unknown): value is Media {
  const { endings, judge, render } = (value ?? {}) as Partial<Record<keyof Media, unknown>>
  const isEnding = (ending: unknown): boolean =>
    typeof ending === 'string' && /^[a-z0-9]{1,10}$/.test(ending) && !taken.test(ending)
  return (
    Array.isArray(endings) &&
    endings.length > 0 &&
    endings.every(isEnding) &&
    typeof judge === 'function' &&
    typeof render === 'function'
  )
}

/** Plug-ins that make pictures, by the endings that they take; of two that take one, the first. */
export function mediaByEnding(
  plugins: ReadonlyMap<string, Plugin>,
): ReadonlyMap<string, { path: string; media: Media }> {
  const byEnding = new Map<string, { path: string; media: Media }>()
  for (const [path, { media }] of plugins)
    for (const ending of media?.endings ?? [])
      if (media !== undefined && !byEnding.has(ending)) byEnding.set(ending, { path, media })
  return byEnding
}
