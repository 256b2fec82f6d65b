/** What becomes of a file that a person drops, pastes or chooses: a work opens, a picture goes in, a network is added. */
import type { Recipe } from '@reverie/recipe'
import { create } from 'zustand'
import { hash, takeIn, type PictureRef } from '../files/picture.ts'
import { instrumentNamed, type Parameters } from '../instrument.ts'
import { thumbnailOf } from '../workers/thumbnail.ts'
import { setInput, useDocument } from './document.ts'
import { openSettings } from './link.ts'
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

/**
 * Opens what was given.
 *
 * @param port The port it was dropped on; undefined for anywhere else.
 */
export async function open(files: readonly File[], port?: string): Promise<void> {
  const isNetwork = files.some(({ name }) => /\.onnx$|^model\.json$/i.test(name))
  const place: Place = isNetwork ? 'action' : port ? `port ${port}` : 'stage'
  try {
    if (isNetwork) return await addNetwork(files)
    const pictures: PictureRef[] = []
    for (const file of files) {
      if (!port && files.length === 1 && (await openWork(file))) return
      pictures.push(await takeIn(file))
    }
    const [first, second] = pictures
    if (!first) return
    if (port) setInput(port, [first])
    else if (!second) setInput('image', [first])
    else ask(first, second)
  } catch (error) {
    problem(place, error)
  }
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

/** Opens the file as a work; false when it has no recipe. */
async function openWork(file: File): Promise<boolean> {
  if (!/^image\/(?:png|jpeg|webp|avif|gif|tiff)$/.test(file.type)) return false
  const { recipeOf } = await import('../workers/pictures.ts')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const recipe = await recipeOf(bytes)
  if (!recipe) return false
  const sha256 = await hash(bytes)
  const known = useShelf.getState().works.find((work) => work.sha256 === sha256)
  const work = known ?? (await adopt(file, sha256, recipe.output, String(recipe.environment['provider'] ?? '')))
  const parameters = recipe.parameters as Parameters
  await openSettings({ ...recipe, parameters }, `Open “${file.name}”`, work.id)
  // The settings with what pictures were found become the shelf's as well.
  if (!known) {
    const { instrument, seed, inputs } = useDocument.getState()
    await shelve({ ...work, settings: { instrument, parameters, seed, inputs } }, file)
  }
  useRoom.setState({ page: 'instrument', sheet: undefined })
  return true
}

/** A work from elsewhere, as the shelf would have it. */
async function adopt(file: File, sha256: string, output: Recipe['output'], provider: string): Promise<Work> {
  const bitmap = await createImageBitmap(file)
  const thumbnail = await thumbnailOf(bitmap, 192)
  bitmap.close()
  const { instrument, parameters, seed, inputs } = useDocument.getState()
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
    settings: { instrument, parameters, seed, inputs },
    provider,
  }
  await shelve(work, file)
  return work
}

/** Opens a work of the shelf with its settings. */
export function openShelved(work: Work): void {
  const { instrument, parameters, seed, inputs } = work.settings
  const { version } = instrumentNamed(instrument)
  void openSettings(
    { instrument: { name: instrument, version }, parameters, seed, inputs },
    `Open “${work.name}”`,
    work.id,
  ).catch((error: unknown) => problem('shelf', error))
}
