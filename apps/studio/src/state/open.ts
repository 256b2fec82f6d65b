/** What becomes of a file that a person drops, pastes or chooses: a work opens, a picture goes in, a network is added. */
import type { Recipe } from '@reverie/recipe'
import { create } from 'zustand'
import { hash, takeIn, takeInFile, type PictureRef } from '../files/picture.ts'
import { instrumentNamed, instruments, type Parameters } from '../instrument.ts'
import { madeBy } from '../made-by.ts'
import { thumbnailOf } from '../workers/thumbnail.ts'
import { setFiles, setInput, settingsOf, turnTo, useDocument } from './document.ts'
import { openSettings, recordOf } from './link.ts'
import { takeMissing } from './missing.ts'
import { addNetwork } from './models.ts'
import { problem, useRoom, type Place } from './room.ts'
import { shelve, useShelf, type Work } from './shelf.ts'

/** A drop that means more than one thing. */
export interface Question {
  readonly text: string
  readonly answers: readonly {
    readonly title: string
    readonly pictures: readonly PictureRef[]
    readonly choose: () => void
  }[]
}

/** The question that waits for an answer. */
export const useQuestion = create<{ readonly question: Question | undefined }>(() => ({ question: undefined }))

const networkFile = /\.(?:onnx|json|safetensors|h5|hdf5|keras|npy|npz)$/i
/** A file that may hold a network which sees pictures, and so can dream. */
const dreamFile = /\.onnx$|^model\.json$/i
/** Works that are no pictures. */
const documentFile = /\.(?:svg|json|onnx|glsl|frag|wgsl|mp4|webm)$/i
const pictureType = /^image\/(?:png|jpeg|webp|avif|gif|tiff)$/
/** A document is read whole to look for its recipe: none of ours is larger. */
const largestDocument = 1 << 28

/**
 * Opens what was given.
 *
 * @param port The port it was dropped on; undefined for anywhere else.
 */
export async function open(given: readonly File[], port?: string): Promise<void> {
  const files = await takeMissing(given).catch((error: unknown) => {
    problem('stage', error)
    return []
  })
  if (files.length === 0) return
  const isNetwork = files.some(({ name }) => networkFile.test(name))
  const place: Place = port ? `port ${port}` : isNetwork ? 'action' : 'stage'
  try {
    if (!port && files.length === 1 && (await openWork(files[0]!))) return
    if (isNetwork) await openNetwork(files, port)
    else await openPictures(files, port)
  } catch (error) {
    problem(place, error)
  }
}

async function openPictures(files: readonly File[], port: string | undefined): Promise<void> {
  const pictures: PictureRef[] = []
  for (const file of files) pictures.push(await takeIn(file))
  const [first, second] = pictures
  if (!first) return
  const ports = Object.entries(instrumentNamed(useDocument.getState().instrument).inputs).filter(
    ([, { kind }]) => kind === 'image',
  )
  const main = ports.find(([, { required }]) => required)
  if (port) setInput(port, [first])
  else if (main && second) ask(first, second)
  else if (main) setInput(main[0], [first])
  else
    useQuestion.setState({
      question: {
        text: `What is “${first.name}” for?`,
        answers: ports.map(([name, { title, description }]) => ({
          title: `${title}: ${description}`,
          pictures: [first],
          choose: () => setInput(name, [first], title),
        })),
      },
    })
}

const answer = (picture: PictureRef, guide: PictureRef) => ({
  title: `“${picture.name}” dreams, “${guide.name}” guides`,
  pictures: [picture, guide],
  choose: () => {
    setInput('image', [picture])
    setInput('guide', [guide], 'Guide')
  },
})

function ask(first: PictureRef, second: PictureRef): void {
  useQuestion.setState({
    question: { text: 'Which of the two is the picture?', answers: [answer(first, second), answer(second, first)] },
  })
}

/** A network dreams, or draws patterns; a person is asked where its files may be of both kinds. */
async function openNetwork(files: readonly File[], port: string | undefined): Promise<void> {
  const drawing = instruments.find(({ inputs }) => Object.values(inputs).some(({ kind }) => kind === 'network'))
  const canDream = files.some(({ name }) => dreamFile.test(name))
  const draw = async () => {
    const [name, { title }] = Object.entries(drawing!.inputs).find(([, { kind }]) => kind === 'network')!
    const refs = await Promise.all(files.map(takeInFile))
    if (useDocument.getState().instrument !== drawing!.name) turnTo(drawing!.name, drawing!.title)
    setFiles(name, refs, title)
  }
  if (!drawing || (canDream && port !== undefined && port !== 'network')) return addNetwork(files)
  if (!canDream || port !== undefined) return draw()
  const choose = (act: () => Promise<void>) => () => void act().catch((error: unknown) => problem('action', error))
  useQuestion.setState({
    question: {
      text: `What does “${files[0]!.name}” do?`,
      answers: [
        { title: 'It sees pictures: dream with it', pictures: [], choose: choose(() => addNetwork(files)) },
        { title: 'It makes pictures: draw patterns with it', pictures: [], choose: choose(draw) },
      ],
    },
  })
  return undefined
}

/** Opens the file as a work; false when it has no recipe. */
export async function openWork(file: File): Promise<boolean> {
  const isPicture = pictureType.test(file.type)
  if (!isPicture && !(documentFile.test(file.name) && file.size < largestDocument)) return false
  const { recipeOf } = await import('../workers/pictures.ts')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const recipe = await recipeOf(bytes)
  if (!recipe) return false
  const settings = { ...recipe, parameters: recipe.parameters as Parameters }
  // What is no picture has no place on the shelf; its settings open all the same.
  if (isPicture) await openPictureWork(file, await hash(bytes), settings)
  else await openSettings(settings, `Open “${file.name}”`)
  useRoom.setState({ page: 'instrument', sheet: undefined })
  return true
}

async function openPictureWork(
  file: File,
  sha256: string,
  settings: Recipe & { readonly parameters: Parameters },
): Promise<void> {
  const known = useShelf.getState().works.find((work) => work.sha256 === sha256)
  const work = known ?? (await adopt(file, sha256, settings))
  await openSettings(settings, `Open “${file.name}”`, work.id)
  // The settings with what pictures were found become the shelf's as well.
  if (!known) await shelve({ ...work, settings: settingsOf(useDocument.getState()) }, file)
}

/** A work from elsewhere, as the shelf would have it. */
async function adopt(file: File, sha256: string, { output, environment }: Recipe): Promise<Work> {
  const bitmap = await createImageBitmap(file)
  const thumbnail = await thumbnailOf(bitmap, 192)
  bitmap.close()
  const work: Work = {
    id: crypto.randomUUID(),
    made: Date.now(),
    name: file.name.replace(/\.\w+$/, ''),
    sha256,
    kind: output.kind === 'film' ? 'film' : 'raster',
    type: file.type,
    width: output.width,
    height: output.height,
    thumbnail,
    settings: settingsOf(useDocument.getState()),
    provider: madeBy(environment),
  }
  await shelve(work, file)
  return work
}

/** Opens a work of the shelf with its settings. */
export function openShelved(work: Work): void {
  void openSettings(recordOf(work.settings), `Open “${work.name}”`, work.id).catch((error: unknown) =>
    problem('shelf', error),
  )
}
