/**
 * A link that holds the settings: the recipe's own words, deflated into the address's fragment, which no server ever
 * sees. Pictures are named by their hash; samples open at once, others are asked for.
 */
import type { FileRef } from '../files/picture.ts'
import { sampleCollection, type CollectionRef } from '../collections/ref.ts'
import { sampleOf } from '../files/sample.ts'
import { find } from '../files/store.ts'
import { instrumentNamed, type JSONValue, type Parameters } from '../instrument.ts'
import { settingsOf, turnTo, useDocument, type Settings, type Table } from './document.ts'
import { askFor, type Missing } from './missing.ts'
import { note, problem, sentenceOf } from './room.ts'

/** What a link and a work's recipe have in common. */
export interface Recorded {
  readonly instrument: { readonly name: string; readonly version: number }
  readonly parameters: Parameters
  readonly seed: number
  readonly edits?: readonly JSONValue[] | undefined
  /** Pictures and other files, by port. */
  readonly inputs: Readonly<Record<string, readonly FileRef[]>>
  /** Collections by port: a recipe has their pieces instead. */
  readonly collections?: Readonly<Record<string, CollectionRef>>
}

/** Settings in a recipe's words. */
export function recordOf(settings: Settings): Recorded {
  const { instrument, parameters, seed, edits, inputs, files, collections, pieces } = settings
  const { name, version } = instrumentNamed(instrument)
  const named = Object.entries({ ...inputs, ...files, ...pieces }).map(([port, list]) => [
    port,
    list.map((file) => ({ sha256: file.sha256, name: file.name })),
  ])
  return {
    instrument: { name, version },
    parameters,
    seed,
    ...(edits.length > 0 && { edits }),
    inputs: Object.fromEntries(named) as Recorded['inputs'],
    ...(Object.keys(collections).length > 0 && { collections }),
  }
}

const mark = '#r='

/** The address of settings. */
async function linkOf(settings: Settings): Promise<string> {
  const packed = await through(
    new TextEncoder().encode(JSON.stringify(recordOf(shortened(settings)))),
    new CompressionStream('deflate-raw'),
  )
  const text = btoa(String.fromCharCode(...packed))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
  return `${location.origin}${location.pathname}${mark}${text}`
}

/** What the collection can tell again is left out: where its pieces were laid at first, and which they are. */
function shortened(settings: Settings): Settings {
  const { collections, edits } = settings
  if (Object.keys(collections).length === 0) return settings
  const isLaid = edits[0] !== undefined && typeOf(edits[0]) === 'arrange'
  return { ...settings, pieces: {}, edits: isLaid ? edits.slice(1) : edits }
}

/** What an edit is. */
function typeOf(edit: JSONValue): JSONValue | undefined {
  return typeof edit === 'object' && edit !== null && !Array.isArray(edit) ? edit['type'] : undefined
}

/** Copies the link to settings, those on the table by default; without leave to copy it is shown to be copied by hand. */
export async function copyLink(settings: Settings = settingsOf(useDocument.getState())): Promise<void> {
  const link = await linkOf(settings)
  const own = Object.values(settings.collections).find(({ id }) => id !== sampleCollection.id)
  const isWhole = Object.keys({ ...settings.inputs, ...settings.files }).length === 0 && !own
  try {
    await navigator.clipboard.writeText(link)
    note('action', {
      tone: 'plain',
      text: isWhole
        ? 'The link is copied. It holds everything that makes this picture.'
        : own
          ? `The link is copied. It opens where there is the collection “${own.name}”.`
          : 'The link is copied. It holds the settings; pictures and files of your own stay here.',
    })
  } catch {
    history.replaceState(null, '', link)
    note('action', { tone: 'plain', text: 'The link is now in the address bar, to be copied from there.' })
  }
}

/** What stands before the address of a work that is to be opened. */
const addressMark = '#open='
/** And before the view of a map. */
const mapMark = '#map='

/** Opens the settings that the address holds, or the work that it names, if it does. */
export async function openLink(): Promise<void> {
  const { hash } = location
  if (hash.startsWith(addressMark)) {
    // Taken away first, so that a reload does not ask again.
    history.replaceState(null, '', location.pathname)
    const { openAddress } = await import('../address/open-address.ts')
    openAddress(hash.slice(addressMark.length))
    return
  }
  if (hash.startsWith(mapMark)) {
    history.replaceState(history.state, '', location.pathname)
    const { openMapLink } = await import('../collections/map-link.ts')
    await openMapLink(hash)
    return
  }
  if (!hash.startsWith(mark)) return
  try {
    const text = atob(hash.slice(mark.length).replaceAll('-', '+').replaceAll('_', '/'))
    const packed = Uint8Array.from(text, (letter) => letter.charCodeAt(0))
    const json = await through(packed, new DecompressionStream('deflate-raw'))
    await openSettings(JSON.parse(new TextDecoder().decode(json)) as Recorded, 'Open link')
  } catch (error) {
    problem('stage', new Error(`This link cannot be opened; it may have been cut short. (${sentenceOf(error)})`))
  }
  history.replaceState(null, '', location.pathname)
}

/**
 * Puts settings on the table, with what pictures and files of theirs this browser has.
 *
 * @param work The shelf's work that they made, when it is there.
 */
export async function openSettings(settings: Recorded, label: string, work?: string): Promise<void> {
  const { name, inputs: ports } = instrumentNamed(settings.instrument.name)
  const inputs: Record<string, Table['inputs'][string]> = {}
  const files: Record<string, Table['files'][string]> = {}
  const pieces: Record<string, Table['pieces'][string]> = {}
  const missing: Missing[] = []
  for (const [port, list] of Object.entries(settings.inputs)) {
    if (ports[port]?.kind === 'images') {
      pieces[port] = list
      continue
    }
    for (const { sha256, name: file } of list) {
      const taken = ports[port]?.takesFiles === true
      const size = taken ? undefined : await sizeOf(sha256)
      if (size) inputs[port] = [...(inputs[port] ?? []), { sha256, name: file, ...size }]
      else if (taken && (await find(sha256))) files[port] = [...(files[port] ?? []), { sha256, name: file }]
      else missing.push({ port, sha256, name: file })
    }
  }
  const { parameters, seed, edits = [] } = settings
  const collections = await collectionsFor(settings)
  turnTo(name, label, { parameters, seed, inputs, files, pieces, edits, work, ...(collections && { collections }) })
  askFor(missing, ports)
}

/** The collections of a link, or those that a work says it was made of, as this browser has them. */
async function collectionsFor({ collections, edits = [] }: Recorded): Promise<Recorded['collections']> {
  const [first] = edits
  const laid = first !== undefined && typeOf(first) === 'arrange' ? (first as { collection?: string }) : undefined
  const named = laid ? { collection: { id: '', name: laid.collection ?? '' } } : undefined
  const wanted = collections ?? named
  if (!wanted) return undefined
  const { readCollections, refOf, useCollections } = await import('../collections/state.ts')
  if (!useCollections.getState().ready) await readCollections().catch(() => undefined)
  const here = [sampleCollection, ...useCollections.getState().list.map(refOf)]
  // By its own mark, else by its name: the same folder may have been collected on both sides.
  const found = Object.entries(wanted).map(([port, ref]) => {
    const same = here.find(({ id }) => id === ref.id) ?? here.find(({ name }) => name === ref.name)
    return [port, same ? { ...ref, ...same } : ref] as const
  })
  return Object.fromEntries(found)
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
