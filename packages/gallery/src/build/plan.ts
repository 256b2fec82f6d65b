/** What is to be made of a work: which files, of what, in their order. Nothing is opened. */
import type { GalleryWork } from '../load/works.ts'
import { closerName, fileName, frameName } from './names.ts'
import type { SettledGenerator } from './settle-generators.ts'

/** What goes into a port: the picture that a work submits, or a file that was made of it. */
export interface StepInput {
  readonly port: string
  readonly uid: string
  readonly file: string | undefined
}

/** A file that is to be there. */
export interface Step {
  readonly file: string
  readonly settled: SettledGenerator
  readonly parameters: Readonly<Record<string, unknown>>
  /** By the names of their ports. */
  readonly inputs: readonly StepInput[]
  /** The input `image` is seen from closer first, by a share, and kept under a name. */
  readonly closer: { readonly share: number; readonly file: string } | undefined
}

/** What a plan depends on besides the work. */
export interface Circumstances {
  /** The earlier work that guides this one, if there is one. */
  readonly guide: GalleryWork | undefined
  /** The longer side of the work's picture, in pixels; undefined when that is not known yet. */
  readonly side: number | undefined
  /** The generated picture of a work of another medium. */
  readonly pictureFile: (uid: string) => string | undefined
}

/**
 * The files of a work. A generator that needs an earlier work where there is none is left out; where one is left out, the port
 * `image` of those that build on it takes the work itself.
 */
export function planWork(
  work: GalleryWork,
  generators: readonly SettledGenerator[],
  circumstances: Circumstances,
): Step[] {
  const steps: Step[] = []
  for (const settled of generators) {
    if (!isFor(work, settled, circumstances)) continue
    const inputs = Object.entries(settled.inputs).map(([port, source]) =>
      inputOf(port, source, work, steps, circumstances),
    )
    if (inputs.every((input) => input !== undefined))
      steps.push(
        ...filesOf(
          work.uid,
          settled,
          inputs.toSorted((one, other) => (one.port < other.port ? -1 : 1)),
        ),
      )
  }
  return steps
}

function isFor({ text }: GalleryWork, { generator: { when } }: SettledGenerator, { side }: Circumstances): boolean {
  const { maxSide, categories, tags } = when
  if (maxSide !== undefined && (side === undefined || side > maxSide)) return false
  if (categories !== undefined && !text.categories.some((each) => categories.includes(each))) return false
  return tags === undefined || text.tags.some((each) => tags.includes(each))
}

function inputOf(
  port: string,
  source: string,
  { uid }: GalleryWork,
  steps: readonly Step[],
  { guide, pictureFile }: Circumstances,
): StepInput | undefined {
  if (source === 'work') return { port, uid, file: pictureFile(uid) }
  if (source === 'earlier') return guide && { port, uid: guide.uid, file: pictureFile(guide.uid) }
  const last = steps.findLast(({ settled }) => settled.generator.name === source)
  if (last !== undefined) return { port, uid, file: last.file }
  return port === 'image' ? { port, uid, file: pictureFile(uid) } : undefined
}

function filesOf(uid: string, settled: SettledGenerator, inputs: readonly StepInput[]): Step[] {
  const { generator, parameters, layers } = settled
  const { name, format, frames } = generator
  const common = { settled, parameters, inputs, closer: undefined }
  if (layers !== undefined)
    return layers.map((layer) => ({
      ...common,
      file: fileName(frameName(name, layer), uid, format),
      parameters: { ...parameters, layers: { [layer]: 1 } },
    }))
  if (frames === undefined) return [{ ...common, file: fileName(name, uid, format) }]
  return Array.from({ length: frames.count }, (_, index): Step => {
    const file = fileName(frameName(name, index), uid, format)
    if (index === 0) return { ...common, file }
    const before = frameName(name, index - 1)
    return {
      ...common,
      file,
      inputs: inputs.map((input) =>
        input.port === 'image' ? { ...input, uid, file: fileName(before, uid, format) } : input,
      ),
      closer: { share: frames.closer, file: fileName(closerName(before), uid, 'png') },
    }
  })
}
