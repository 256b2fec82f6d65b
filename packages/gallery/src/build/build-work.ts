/** Builds one work: its files one after another, each kept or made. */
import { GalleryError } from '../error.ts'
import type { GalleryWork } from '../load/works.ts'
import { renderMedia, mediaKey } from '../media/render-media.ts'
import type { Problem } from '../problem.ts'
import type { MadeFile } from './build.ts'
import type { Due } from './estimate.ts'
import { consents } from './guide.ts'
import { keyOf, seedOf } from './key.ts'
import { makeStep, pluginWork, type Supply } from './make-step.ts'
import { pictureGenerator } from './names.ts'
import { RefusedPicture, submitted } from './open-pictures.ts'
import { planWork, type Step } from './plan.ts'
import type { Generated } from './record.ts'
import type { SettledGenerator } from './settle-generators.ts'
import { sourceOf, type Workshop } from './workshop.ts'

/** A build, as its works see it. */
export interface Job {
  readonly shop: Workshop
  readonly settled: readonly SettledGenerator[]
  /** The earlier work that guides a work, where a generator asks for one. */
  readonly guideOf: (work: GalleryWork) => GalleryWork | undefined
  readonly onBegin: (label: string) => void
  readonly onMade: (made: MadeFile) => void
  readonly onKept: () => void
  readonly onProblem: (problem: Problem) => void
}

/**
 * What of a work is to be made, as far as it can be told without making anything.
 * @param dueFiles files that are to be made, to which those of this work are added: what is made of them is due too
 */
export async function surveyWork(work: GalleryWork, job: Job, dueFiles: Set<string>): Promise<Due[]> {
  const { shop } = job
  const due: Due[] = []
  const place = (uid: string, file: string): string => `${uid}/${file}`
  if (work.kind === 'media') {
    const entry = shop.records.pictureOf(work.uid)
    const isKept = entry !== undefined && (await shop.records.isKept(work.uid, entry.file, mediaKey(work, shop)))
    if (!isKept) {
      due.push({ work, step: undefined })
      dueFiles.add(place(work.uid, entry?.file ?? ''))
    }
  }
  for (const step of await stepsOf(work, job)) {
    const isStale = step.inputs.some(({ uid, file }) => file !== undefined && dueFiles.has(place(uid, file)))
    const supplies = suppliesOf(step, shop)
    const isKept =
      !isStale &&
      supplies !== undefined &&
      (await shop.records.isKept(work.uid, step.file, stepKey(work, step, supplies, shop)))
    if (isKept) continue
    due.push({ work, step })
    dueFiles.add(place(work.uid, step.file))
  }
  return due
}

/**
 * Builds a work.
 * @returns paths of what was removed
 */
export async function buildWork(work: GalleryWork, job: Job): Promise<string[]> {
  const { shop } = job
  const guide = consents(work) ? job.guideOf(work) : undefined
  // A guide that could not be made into a picture guides nobody; that was told.
  if (guide?.kind === 'media') await buildPicture(guide, job)
  const files: string[] = []
  if (work.kind === 'media') {
    const before = shop.records.pictureOf(work.uid)
    if (!(await buildPicture(work, job))) return shop.records.settle(work.uid, [])
    const after = shop.records.pictureOf(work.uid)!
    if (before === after) job.onKept()
    files.push(after.file)
  }
  for (const step of await stepsOf(work, job)) {
    shop.signal.throwIfAborted()
    // What could not be made was told, and what is made of it is left out with it.
    const supplies = suppliesOf(step, shop)
    if (supplies === undefined) continue
    const key = stepKey(work, step, supplies, shop)
    const isKept = await shop.records.isKept(work.uid, step.file, key)
    if (isKept) job.onKept()
    if (isKept || (await attempt(work, step.file, job, () => makeStep(work, step, supplies, key, shop))))
      files.push(step.file)
  }
  shop.pictures.forget()
  return shop.records.settle(work.uid, files)
}

/** The picture of a work of another medium, of which others may be made too. @returns whether it is there */
async function buildPicture(work: GalleryWork, job: Job): Promise<boolean> {
  const { shop } = job
  const key = mediaKey(work, shop)
  const entry = shop.records.pictureOf(work.uid)
  if (entry !== undefined && (await shop.records.isKept(work.uid, entry.file, key))) return true
  return attempt(work, pictureGenerator, job, () => renderMedia(work, key, shop))
}

/** Makes a file; what goes wrong is a problem of the work. */
async function attempt(
  work: GalleryWork,
  label: string,
  job: Job,
  make: () => Promise<Generated>,
): Promise<boolean> {
  const begun = performance.now()
  job.onBegin(`${work.uid}: ${label}`)
  try {
    const { file, generator, sha256, bytes } = await make()
    const milliseconds = performance.now() - begun
    job.onMade({ uid: work.uid, file, generator, sha256, bytes, milliseconds })
    return true
  } catch (error) {
    job.shop.signal.throwIfAborted()
    if (error instanceof GalleryError) throw error
    if (error instanceof RefusedPicture) for (const problem of error.problems) job.onProblem(problem)
    else
      job.onProblem({
        file: work.markdown.path,
        line: 1,
        code: 'generator',
        message: `"${label}" cannot be made of it: ${error instanceof Error ? error.message : String(error)}`,
        fix: 'Mend the generator in gallery.yaml, or the work.',
      })
    return false
  }
}

/** The files of a work as they are asked for. Of a work that does not consent there are none. */
async function stepsOf(work: GalleryWork, { shop, settled, guideOf }: Job): Promise<Step[]> {
  if (!consents(work)) return []
  const pictureFile = (uid: string): string | undefined =>
    shop.works.get(uid)?.kind === 'media' ? (shop.records.pictureOf(uid)?.file ?? '') : undefined
  const asksSize = settled.some(({ generator }) => generator.when.maxSide !== undefined)
  return planWork(work, settled, {
    guide: guideOf(work),
    side: asksSize ? await longerSide(work, shop) : undefined,
    pictureFile,
  })
}

async function longerSide(work: GalleryWork, { records, pictures }: Workshop): Promise<number | undefined> {
  const entry = work.kind === 'media' ? records.pictureOf(work.uid) : undefined
  if (work.kind === 'media') return entry && Math.max(entry.width, entry.height)
  // A picture that changed under the hand is told when it is opened.
  const size = await pictures.measure(submitted(work)).catch(() => undefined)
  return size && Math.max(size.width, size.height)
}

/** The files of all inputs; undefined when one is not there. */
function suppliesOf({ inputs }: Step, shop: Workshop): Supply[] | undefined {
  const supplies = inputs.flatMap((input) => {
    const source = sourceOf(shop, input)
    return source === undefined ? [] : [{ ...input, source }]
  })
  return supplies.length === inputs.length ? supplies : undefined
}

function stepKey(
  work: GalleryWork,
  { settled, parameters, closer }: Step,
  supplies: readonly Supply[],
  { gallery }: Workshop,
): string {
  const { generator, instrument, models } = settled
  const module = generator.plugin === undefined ? undefined : gallery.plugins.get(generator.plugin)
  return keyOf({
    generator: generator.name,
    maker:
      instrument === undefined
        ? `${generator.plugin} ${module!.sha256}`
        : `${instrument.name} ${instrument.version}`,
    // A plug-in is told what the work's text says, which an instrument never sees.
    parameters: instrument === undefined ? { parameters, work: pluginWork(work) } : parameters,
    seed: seedOf(work.uid, generator.name),
    closer: closer?.share,
    inputs: supplies.map(({ port, source: { name, sha256 } }) => ({ port, name, sha256 })),
    models,
    format: generator.format,
    quality: generator.quality,
  })
}
