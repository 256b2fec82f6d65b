/**
 * A link that holds the settings: the recipe's own words, deflated into the address's fragment, which no server ever
 * sees. Pictures are named by their hash; samples open at once, others are asked for.
 */
import { choosePicture } from '../files/choose.ts'
import { takeIn } from '../files/picture.ts'
import { sampleOf } from '../files/sample.ts'
import { find } from '../files/store.ts'
import { instrumentNamed, type Parameters } from '../instrument.ts'
import { edit, useDocument, type StudioDocument } from './document.ts'
import { note, problem, sentenceOf } from './room.ts'

/** What a link and a work's recipe have in common. */
export interface Settings {
  readonly instrument: { readonly name: string; readonly version: number }
  readonly parameters: Parameters
  readonly seed: number
  readonly inputs: Readonly<Record<string, readonly { readonly sha256: string; readonly name: string }[]>>
}

const mark = '#r='

/** The address of the document's settings. */
async function linkOf(document: StudioDocument): Promise<string> {
  const { name, version } = instrumentNamed(document.instrument)
  const inputs = Object.fromEntries(
    Object.entries(document.inputs).map(([port, pictures]) => [
      port,
      pictures.map(({ sha256, name }) => ({ sha256, name })),
    ]),
  )
  const settings: Settings = {
    instrument: { name, version },
    parameters: document.parameters,
    seed: document.seed,
    inputs,
  }
  const packed = await through(
    new TextEncoder().encode(JSON.stringify(settings)),
    new CompressionStream('deflate-raw'),
  )
  const text = btoa(String.fromCharCode(...packed))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
  return `${location.origin}${location.pathname}${mark}${text}`
}

/** Copies the link; without leave to copy it is shown to be copied by hand. */
export async function copyLink(): Promise<void> {
  const link = await linkOf(useDocument.getState())
  try {
    await navigator.clipboard.writeText(link)
    note('action', {
      tone: 'plain',
      text: 'The link is copied. It holds the settings; pictures of your own stay here.',
    })
  } catch {
    history.replaceState(null, '', link)
    note('action', { tone: 'plain', text: 'The link is now in the address bar, to be copied from there.' })
  }
}

/** Opens the settings that the address holds, if it does. */
export async function openLink(): Promise<void> {
  if (!location.hash.startsWith(mark)) return
  try {
    const text = atob(location.hash.slice(mark.length).replaceAll('-', '+').replaceAll('_', '/'))
    const packed = Uint8Array.from(text, (letter) => letter.charCodeAt(0))
    const json = await through(packed, new DecompressionStream('deflate-raw'))
    await openSettings(JSON.parse(new TextDecoder().decode(json)) as Settings, 'Open link')
  } catch (error) {
    problem('stage', new Error(`This link cannot be opened; it may have been cut short. (${sentenceOf(error)})`))
  }
  history.replaceState(null, '', location.pathname)
}

/**
 * Puts settings on the table, with what pictures of theirs this browser has.
 *
 * @param work The shelf's work that they made, when it is there.
 */
export async function openSettings(settings: Settings, label: string, work?: string): Promise<void> {
  const { name, inputs: ports } = instrumentNamed(settings.instrument.name)
  const inputs: Record<string, StudioDocument['inputs'][string]> = {}
  const missing: { port: string; sha256: string; name: string }[] = []
  for (const [port, pictures] of Object.entries(settings.inputs)) {
    for (const { sha256, name: file } of pictures) {
      const size = await sizeOf(sha256)
      if (size) inputs[port] = [...(inputs[port] ?? []), { sha256, name: file, ...size }]
      else missing.push({ port, sha256, name: file })
    }
  }
  edit(label, { instrument: name, parameters: settings.parameters, seed: settings.seed, inputs, work })
  for (const { port, sha256, name: file } of missing)
    note(`port ${port}`, {
      tone: 'problem',
      text: `${ports[port]?.title ?? port}: “${file}” is not in this browser.`,
      next: { title: 'Choose the file', run: () => void replace(port, sha256) },
    })
}

/** Takes the file that a recipe names from the person, and says so when it is another. */
async function replace(port: string, sha256: string): Promise<void> {
  const file = await choosePicture()
  if (!file) return
  try {
    const picture = await takeIn(file)
    // The work that the settings made stays on the canvas.
    const { inputs } = useDocument.getState()
    edit('Picture', { inputs: { ...inputs, [port]: [picture] } })
    if (picture.sha256 !== sha256)
      note(`port ${port}`, {
        tone: 'plain',
        text: 'This is not the very file: what is dreamed from it will differ.',
      })
  } catch (error) {
    problem(`port ${port}`, error)
  }
}

async function sizeOf(sha256: string): Promise<{ width: number; height: number } | undefined> {
  const sample = sampleOf(sha256)
  if (sample) return { width: sample.width, height: sample.height }
  const bytes = await find(sha256)
  if (!bytes) return undefined
  const bitmap = await createImageBitmap(bytes)
  const { width, height } = bitmap
  bitmap.close()
  return { width, height }
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer())
}
