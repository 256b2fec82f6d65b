/** One build from beginning to end. */
import { createFetcher, type Fetcher } from '@reverie/collection/node'
import { createHost } from '@reverie/instruments/node'
import { openGallery, type Gallery } from '../check/gallery.ts'
import { judgeLineage } from '../check/lineage.ts'
import type { Work } from '../check/work.ts'
import { GalleryError } from '../error.ts'
import { loadWorks, type GalleryWork, type LoadedGallery } from '../load/works.ts'
import { inOrder, printable, type Problem } from '../problem.ts'
import { takenDown } from '../review/decisions.ts'
import type { BuildOptions, BuildReport, MadeFile } from './build.ts'
import { buildWork, surveyWork, type Job } from './build-work.ts'
import { estimateBuild, type BuildEstimate, type Due } from './estimate.ts'
import { guidesFor } from './guide.ts'
import { generatedFolder, generatedUids } from './record.ts'
import { openPictures } from './open-pictures.ts'
import { openRecords } from './records.ts'
import { settleGenerators, type SettledGenerator } from './settle-generators.ts'
import type { Workshop } from './workshop.ts'

/** Files above which a build is called long and estimated first. */
const longBuild = 12

/** How long a plug-in may wait for an answer, in seconds. */
const fetchSeconds = 60

/** See `buildGallery`. */
export async function runBuild(options: BuildOptions): Promise<BuildReport> {
  const begun = performance.now()
  const gallery = await openGallery(options)
  try {
    await refuseTracked(gallery)
    const loaded = await loadWorks(gallery, options)
    const { settled, problems: wrong } = await settleGenerators(
      gallery.config.generators,
      gallery.plugins,
      gallery.base === undefined ? (gallery.proposed?.lineOf ?? (() => 1)) : () => 1,
    )
    const isReadable = gallery.base !== undefined || gallery.proposed !== undefined
    const outcome =
      isReadable && wrong.length === 0
        ? await make(gallery, loaded, settled, options)
        : { ...nothing, problems: wrong }
    return {
      title: gallery.config.title,
      ...outcome,
      problems: inOrder([...loaded.problems, ...outcome.problems.map(printable)]),
      milliseconds: performance.now() - begun,
    }
  } finally {
    await gallery.close()
  }
}

type Outcome = Omit<BuildReport, 'title' | 'milliseconds'>

const nothing: Outcome = { made: [], kept: 0, removed: [], problems: [], estimate: undefined }

/** What a pull request brings along as generated was not made by anybody who is trusted. */
async function refuseTracked({ base }: Gallery): Promise<void> {
  const tracked = (await base?.tracked(generatedFolder)) ?? []
  if (tracked.length > 0)
    throw new GalleryError(
      `${tracked.length} files of "${generatedFolder}" are in the repository (${tracked[0]}, …), where only works belong: remove them (git rm -r ${generatedFolder}).`,
    )
}

async function make(
  gallery: Gallery,
  loaded: LoadedGallery,
  settled: readonly SettledGenerator[],
  options: BuildOptions,
): Promise<Outcome> {
  const { signal = new AbortController().signal, onProgress, onEstimate, onMade } = options
  const { works } = loaded
  const problems: Problem[] = []
  const made: MadeFile[] = []
  let [kept, total, stage] = [0, 0, '']
  const tell = (share: number): void => onProgress?.({ stage, done: Math.min(made.length + share, total), total })
  const host = createHost()
  const fetchers: Fetcher[] = []
  const pictures = openPictures(gallery.root, gallery.config)
  const shop: Workshop = {
    gallery,
    works: new Map(works.map((work) => [work.uid, work])),
    records: await openRecords(gallery.root, new Set([...loaded.uids, ...(await generatedUids(gallery.root))])),
    pictures,
    // The work lets signals in between its steps: ONNX Runtime computes on this very thread.
    host: { ...host, breathe: () => new Promise((resolve) => setImmediate(resolve)) },
    fetcher: () => {
      const caps = { maxBytes: gallery.config.pictures.maxBytes, seconds: fetchSeconds }
      fetchers[0] ??= (options.openFetcher ?? ((given) => createFetcher({ ...given, attempts: 2 })))(caps)
      return fetchers[0]
    },
    signal,
    onShare: (_, share) => tell(share),
  }
  const kinship = judgeKinship(works, await takenDown(gallery.root))
  const fit = works.filter(({ markdown: { path } }) => kinship.every(({ file }) => file !== path))
  const chosenFiles = new Set(works.filter(loaded.chosen).map(({ markdown }) => markdown.path))
  problems.push(...kinship.filter(({ file }) => chosenFiles.has(file)))
  const job: Job = {
    shop,
    settled,
    guideOf: guidesFor(fit, settled),
    onBegin: (label) => {
      stage = label
      tell(0)
    },
    onMade: (file) => {
      made.push(file)
      onMade?.(file)
    },
    onKept: () => kept++,
    onProblem: (problem) => problems.push(problem),
  }
  try {
    const chosen = fit.filter(loaded.chosen)
    const due: Due[] = []
    const dueFiles = new Set<string>()
    for (const work of chosen) due.push(...(await surveyWork(work, job, dueFiles)))
    total = due.length
    const count = async (): Promise<BuildEstimate> => {
      const estimate = await estimateBuild(due, shop)
      pictures.forget()
      return estimate
    }
    if (options.estimateOnly === true) return { ...nothing, problems, estimate: await count() }
    if (onEstimate !== undefined && total > longBuild) onEstimate(await count())
    const removed: string[] = []
    for (const work of chosen) removed.push(...(await buildWork(work, job)))
    if (options.only === undefined && options.base === undefined)
      for (const uid of await generatedUids(gallery.root))
        if (!loaded.uids.has(uid)) removed.push(...(await shop.records.settle(uid, [])))
    return { made, kept, removed, problems, estimate: undefined }
  } finally {
    await fetchers[0]?.close()
    await host.dispose()
  }
}

/** What is wrong with what works say of their parents. Nothing is made of those works. */
function judgeKinship(works: readonly GalleryWork[], gone: ReadonlySet<string>): Problem[] {
  const judged = works.map(({ uid, year, kind, text, markdown }) => {
    const work: Work = { uid, year, kind, text, file: markdown.path, picture: undefined }
    return [uid, work] as const
  })
  return judgeLineage(new Map(judged), gone).map(({ problem }) => problem)
}
