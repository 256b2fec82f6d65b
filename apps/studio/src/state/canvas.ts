/** What is on the canvas: the picture before, and the dream after; or what an instrument draws there by itself. */
import { create } from 'zustand'
import { bitmapOf, type PictureRef } from '../files/picture.ts'
import { instrumentNamed } from '../instrument.ts'
import { useDocument } from './document.ts'
import { note, problem, useRoom } from './room.ts'
import { fileOf, useShelf, workOf } from './shelf.ts'

interface Canvas {
  readonly before: ImageBitmap | undefined
  readonly after: ImageBitmap | undefined
  /** The address of the film that moves in `after`'s place. */
  readonly film: string | undefined
  /** The content of `before`. */
  readonly shown: string | undefined
  readonly side: 'before' | 'after'
  /** A small copy of what an instrument draws live, once it rests. */
  readonly swatch: ImageBitmap | undefined
}

/** The canvas. */
export const useCanvas = create<Canvas>(() => ({
  before: undefined,
  after: undefined,
  film: undefined,
  shown: undefined,
  side: 'after',
  swatch: undefined,
}))

/** Shows a step of a running dream, or its end. */
export function showAfter(after: ImageBitmap | undefined): void {
  setFilm(undefined)
  useCanvas.setState({ after, side: 'after' })
}

function setFilm(file: Blob | undefined): void {
  const { film } = useCanvas.getState()
  if (film) URL.revokeObjectURL(film)
  useCanvas.setState({ film: file && URL.createObjectURL(file) })
}

/** Turns between before and after, when there is an after. */
export function turn(): void {
  useCanvas.setState(({ side, after }) => ({ side: side === 'after' && after ? 'before' : 'after' }))
}

let asked = 0

/** Brings the canvas in line with the document: its main picture, and the work it shows. */
async function follow(picture: PictureRef | undefined, workId: string | undefined): Promise<void> {
  const turnOf = ++asked
  const work = workOf(workId)
  const said = useRoom.getState().notes.stage
  try {
    const file = work && (await fileOf(work))
    const [before, after] = await Promise.all([
      picture && picture.sha256 !== useCanvas.getState().shown ? bitmapOf(picture) : undefined,
      file && createImageBitmap(file),
    ])
    if (turnOf !== asked) return
    setFilm(work?.kind === 'film' ? file : undefined)
    // What was said meanwhile, of a link that cannot be opened, stays.
    if (useRoom.getState().notes.stage === said) note('stage', undefined)
    if (!picture) useCanvas.setState({ before: undefined, shown: undefined, after, side: 'after' })
    else if (before) useCanvas.setState({ before, shown: picture.sha256, after, side: 'after' })
    else useCanvas.setState({ after, side: 'after' })
  } catch (error) {
    if (turnOf !== asked) return
    useCanvas.setState({ before: undefined, after: undefined, shown: undefined })
    problem('stage', error)
  }
}

/** The main picture and the shown work of the document; neither for an instrument that needs no picture and draws live. */
function lying() {
  const { instrument, inputs, work } = useDocument.getState()
  const needsPicture = instrumentNamed(instrument).inputs['image']?.required === true
  return needsPicture ? { picture: inputs['image']?.[0], work } : { picture: undefined, work: undefined }
}

/** Follows the document from now on. */
export function followDocument(): void {
  let last = lying()
  void follow(last.picture, last.work)
  const again = () => {
    const next = lying()
    if (next.picture?.sha256 === last.picture?.sha256 && next.work === last.work) return
    last = next
    void follow(next.picture, next.work)
  }
  useDocument.subscribe(again)
  useShelf.subscribe((shelf, before) => {
    // A reload knows the work's name before the shelf is read.
    if (shelf.ready && !before.ready && last.work !== undefined) void follow(last.picture, last.work)
  })
}
