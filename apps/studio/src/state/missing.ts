/**
 * Files that the settings on the table name and this browser does not have. Each is asked for beside its port, and taken
 * wherever on the page it is dropped: it is known by its content.
 */
import { chooseNetwork, choosePicture } from '../files/choose.ts'
import { hash, takeIn, takeInFile, type FileRef } from '../files/picture.ts'
import type { Port } from '../instrument.ts'
import { edit, useDocument } from './document.ts'
import { note, problem } from './room.ts'

/** A file that is not here. */
export interface Missing extends FileRef {
  readonly port: string
}

/** What a port waits for. */
interface Wanted {
  readonly port: string
  readonly takesFiles: boolean
  readonly files: readonly Missing[]
}

let wanted: readonly Wanted[] = []

/** Asks for files, in place of what was asked for before. @param ports those of the instrument on the table */
export function askFor(missing: readonly Missing[], ports: Readonly<Record<string, Port>>): void {
  for (const { port } of wanted) note(`port ${port}`, undefined)
  wanted = [...new Set(missing.map(({ port }) => port))].map((port) => ({
    port,
    takesFiles: ports[port]?.takesFiles === true,
    files: missing.filter((file) => file.port === port),
  }))
  for (const one of wanted) {
    const names = one.files.map(({ name }) => `“${name}”`).join(', ')
    const verb = one.files.length === 1 ? 'is' : 'are'
    note(`port ${one.port}`, {
      tone: 'problem',
      text: `${ports[one.port]?.title ?? one.port}: ${names} ${verb} not in this browser. Drop or choose what is missing.`,
      next: {
        title: one.files.length === 1 ? 'Choose the file' : 'Choose the files',
        run: () => void choose(one).catch((error: unknown) => problem(`port ${one.port}`, error)),
      },
    })
  }
}

/** Takes those files that are asked for, by their content. @returns the others */
export async function takeMissing(given: readonly File[]): Promise<readonly File[]> {
  if (wanted.length === 0) return given
  const others: File[] = []
  for (const file of given) {
    const sha256 = await hash(await file.arrayBuffer())
    const place = wanted.find(({ files }) => files.some((one) => one.sha256 === sha256))
    if (place) await put(place, [file])
    else others.push(file)
  }
  return others
}

/** Takes files from the person's choice, and says so when they are others. */
async function choose(place: Wanted): Promise<void> {
  const picture = place.takesFiles ? undefined : await choosePicture()
  const files = place.takesFiles ? await chooseNetwork() : picture ? [picture] : []
  if (files.length === 0) return
  const taken = await put(place, files)
  if (taken.some(({ sha256 }) => !place.files.some((one) => one.sha256 === sha256)))
    note(`port ${place.port}`, {
      tone: 'plain',
      text: 'This is not the very file: what is made from it will differ.',
    })
}

/** Puts files at their port, beside what is there of it. The work that the settings made stays on the canvas. */
async function put({ port, takesFiles }: Wanted, given: readonly File[]): Promise<readonly FileRef[]> {
  if (takesFiles) {
    const taken = await Promise.all(given.map(takeInFile))
    const { files } = useDocument.getState()
    edit('File', { files: { ...files, [port]: [...(files[port] ?? []), ...taken] } })
    return taken
  }
  const taken = await Promise.all(given.map(takeIn))
  const { inputs } = useDocument.getState()
  edit('Picture', { inputs: { ...inputs, [port]: [...(inputs[port] ?? []), ...taken] } })
  return taken
}

// Once a port has what it waited for, or something else, nothing is asked for there any more.
useDocument.subscribe(({ inputs, files }, before) => {
  const done = wanted.filter(({ port, takesFiles, files: asked }) => {
    const [now, then] = takesFiles ? [files[port], before.files[port]] : [inputs[port], before.inputs[port]]
    if (now === then || !now) return false
    const found = asked.filter(({ sha256 }) => now.some((file) => file.sha256 === sha256)).length
    return found === 0 || found === asked.length
  })
  if (done.length === 0) return
  wanted = wanted.filter((one) => !done.includes(one))
  for (const { port } of done) note(`port ${port}`, undefined)
})
