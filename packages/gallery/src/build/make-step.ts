/** Makes one file of a work, and records it. */
import { join } from 'node:path'
import { seenFromCloser, type InputPicture, type RenderEvent } from '@reverie/instruments'
import { make } from '@reverie/instruments/node'
import { writeFileAtomic, writeImage } from '@reverie/image/node'
import { createTools } from '../plugins/tools.ts'
import type { PluginFile, PluginWork } from '../plugins/plugin.ts'
import type { GalleryWork } from '../load/works.ts'
import { guardFolder, hashOf } from './files.ts'
import { seedOf } from './key.ts'
import { fileName } from './names.ts'
import { submitted, type Source } from './open-pictures.ts'
import type { Step } from './plan.ts'
import { bytesOf, describe } from './plugin-result.ts'
import { readWhole } from './read-whole.ts'
import { generatedPath, type Generated } from './record.ts'
import type { Workshop } from './workshop.ts'

/** An input of a step with its file. */
export interface Supply {
  readonly port: string
  readonly uid: string
  readonly file: string | undefined
  readonly source: Source
}

/** Formats that have a quality. */
const lossy = new Set(['jpeg', 'webp', 'avif', 'mp4', 'webm'])

/**
 * Makes a file.
 * @returns what is recorded of it
 * @throws RefusedPicture, InstrumentError, what a plug-in throws, the signal's reason
 */
export async function makeStep(
  work: GalleryWork,
  step: Step,
  supplies: readonly Supply[],
  key: string,
  shop: Workshop,
): Promise<Generated> {
  const { uid } = work
  // Of a picture that is refused nothing is made, not even what does not look at it.
  if (work.kind === 'picture') await shop.pictures.read(submitted(work))
  await guardFolder(shop.gallery.root, uid)
  const made =
    step.settled.instrument === undefined
      ? await makeByPlugin(work, step, supplies, shop)
      : await makeByInstrument(work, step, supplies, shop)
  const { between, ...facts } = made
  const parents = supplies.map(({ port, uid: from, file, source: { sha256 } }) => ({
    port,
    uid: from,
    ...(file === undefined ? {} : { file }),
    sha256,
  }))
  const entry: Generated = {
    file: step.file,
    generator: step.settled.generator.name,
    key,
    ...facts,
    parents,
    ...(between.length === 0 ? {} : { between }),
  }
  await shop.records.put(uid, entry)
  return entry
}

type Between = NonNullable<Generated['between']>
type Facts = Pick<Generated, 'sha256' | 'bytes' | 'width' | 'height'> & { readonly between: Between }

async function makeByInstrument(
  { uid }: GalleryWork,
  { file, settled, parameters, closer }: Step,
  supplies: readonly Supply[],
  { gallery: { root }, pictures, host, signal, onShare }: Workshop,
): Promise<Facts> {
  const { generator, instrument } = settled
  const { name, format, quality } = generator
  const between: Between = []
  const inputs: Record<string, InputPicture> = {}
  for (const { port, source } of supplies) {
    const moving = ['webp', 'gif', 'mp4', 'webm'].includes(format)
    const picture = await pictures.open(source, moving)
    if (port !== 'image' || closer === undefined) inputs[port] = picture
    else {
      const raster = seenFromCloser(picture.raster, closer.share)
      const bytes = await writeImage(raster, { format: 'png' })
      between.push(await put(root, uid, closer.file, bytes))
      inputs[port] = { raster, sha256: between[0]!.sha256, name: closer.file }
    }
  }
  const out = join(root, generatedPath(uid, file))
  const onEvent = (event: RenderEvent): void => {
    if (event.type === 'progress') onShare(event.stage, event.done / Math.max(1, event.total))
  }
  const { recipe } = await make(instrument!, {
    inputs,
    parameters,
    seed: seedOf(uid, name),
    signal,
    onEvent,
    out,
    host,
    ...(lossy.has(format) ? { quality } : {}),
  })
  const bytes = (await readWhole(out))!
  const { width, height } = recipe.output
  return { sha256: hashOf(bytes), bytes: bytes.length, width, height, between }
}

async function makeByPlugin(
  work: GalleryWork,
  { file, settled }: Step,
  supplies: readonly Supply[],
  shop: Workshop,
): Promise<Facts> {
  const { generator, parameters } = settled
  const { root, plugins } = shop.gallery
  const inputs: Record<string, PluginFile> = {}
  for (const { port, source } of supplies)
    inputs[port] = { name: source.name, bytes: new Uint8Array(await shop.pictures.read(source)) }
  const extra = new Map<string, PluginFile>()
  const tools = createTools({
    ...shop,
    seed: seedOf(work.uid, generator.name),
    onInput: ({ name, bytes, sha256 }) => {
      if (supplies.every(({ source }) => source.sha256 !== sha256)) extra.set(sha256, { name, bytes })
    },
  })
  const generate = plugins.get(generator.plugin!)!.generate!
  const told = { ...pluginWork(work), inputs, parameters: structuredClone(parameters) }
  const result = await generate(told, tools)
  shop.signal.throwIfAborted()
  const bytes = await bytesOf(result)
  const size = describe(bytes, generator.format)
  const between: Between = []
  for (const each of extra.values()) {
    const ending = /\.([a-z0-9]{1,10})$/i.exec(each.name)?.[1]?.toLowerCase() ?? 'bin'
    const stem = `between-${between.length}-${generator.name}`
    between.push(await put(root, work.uid, fileName(stem, work.uid, ending), each.bytes))
  }
  const { sha256 } = await put(root, work.uid, file, bytes)
  return { sha256, bytes: bytes.length, ...size, between }
}

/** What plug-ins are told of a work: a copy. */
export function pluginWork({ uid, year, text }: GalleryWork): PluginWork {
  const { lineOf: _lineOf, time: _time, ...told } = text
  return structuredClone({ ...told, uid, year })
}

async function put(root: string, uid: string, file: string, bytes: Uint8Array): Promise<Between[number]> {
  await writeFileAtomic(join(root, generatedPath(uid, file)), bytes)
  return { file, sha256: hashOf(bytes), bytes: bytes.length }
}
