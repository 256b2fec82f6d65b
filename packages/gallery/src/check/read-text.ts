/** Reads a work's Markdown and holds it against the files beside it. */
import { quoted } from '../characters.ts'
import type { GalleryConfig } from '../config/schema.ts'
import { extensions } from '../picture/judge-picture.ts'
import type { Fault, Problem } from '../problem.ts'
import { textTooLong } from '../text.ts'
import { readWork, type WorkText } from '../work/read-work.ts'
import { filesOf, readEntry, type Entry, type Pair } from './tree.ts'
import type { Work } from './work.ts'

/**
 * Reads the work of a pair of files.
 * @param now milliseconds since 1970
 * @returns the work, when its front matter is whole, and all that is wrong with it
 */
export async function readText(
  root: string,
  pair: Pair,
  config: GalleryConfig,
  now: number,
): Promise<{ work?: Work; problems: Problem[] }> {
  const { text: entry, year, uid } = pair
  if (entry === undefined)
    return {
      problems: filesOf(pair).map(({ path }) => ({
        file: path,
        line: 1,
        code: 'missing-text',
        message: `The picture has no Markdown: works/${year}/${uid}.md is not there.`,
        fix: 'Write one, or remove the picture.',
      })),
    }
  const file = entry.path
  const at = (fault: Fault): Problem => ({ file, ...fault })
  if (entry.bytes > config.maxTextBytes) return { problems: [at(textTooLong(entry.bytes, config.maxTextBytes))] }
  const bytes = await readEntry(root, entry)
  if (bytes === undefined) return { problems: [at(unreadable)] }
  const { work, faults } = readWork(bytes, { year, uid, config, now })
  const problems = faults.map(at)
  const kind = kindOf(work, pair)
  const [submitted, others] = kind === 'media' ? [pair.media, pair.pictures] : [pair.pictures, pair.media]
  if (submitted.length === 0)
    problems.push(work?.media === undefined ? missingImage(file, uid, work) : missingMedia(file, work, uid))
  for (const { path } of [...submitted.slice(1), ...others])
    problems.push({
      file: path,
      line: 1,
      code: 'stray-file',
      message: `The work has ${submitted.length + others.length} ${others.length > 0 ? 'files' : 'pictures'}, and one is taken.`,
      fix: 'Keep one of them.',
    })
  if (work === undefined) return { problems }
  problems.push(...judgeName(work, uid, submitted).map(at))
  return { work: { year, uid, file, text: work, kind, picture: submitted[0] }, problems }
}

/** By what it says, or, when that cannot be read, by what there is. */
function kindOf(work: WorkText | undefined, { pictures, media }: Pair): Work['kind'] {
  const isMedia = work === undefined ? pictures.length === 0 && media.length > 0 : work.media !== undefined
  return isMedia ? 'media' : 'picture'
}

/** The fault of a file that was listed and cannot be read. */
export const unreadable: Fault = {
  line: 1,
  code: 'unreadable',
  message: 'The file cannot be read.',
  fix: 'Check its permissions.',
}

const missingImage = (file: string, uid: string, work: WorkText | undefined): Problem => ({
  file,
  line: work?.lineOf('image') ?? 1,
  code: 'missing-image',
  message: `There is no picture "${uid}" beside the Markdown.`,
  fix: `Add it as ${uid}.jpg, or with the ending of its format.`,
})

/** What no plug-in takes is a stray file, so it is not told apart from what is not there. */
const missingMedia = (file: string, { media = '', lineOf }: WorkText, uid: string): Problem => ({
  file,
  line: lineOf('media'),
  code: 'missing-image',
  message: `"media": there is no ${quoted(media)} beside the Markdown that a plug-in of the gallery makes a picture of.`,
  fix: `Add it as ${uid}.<ending>, with an ending that a plug-in in gallery.yaml takes.`,
})

function judgeName({ image, media, lineOf }: WorkText, uid: string, submitted: readonly Entry[]): Fault[] {
  const [key, name] = media === undefined ? ['image', image] : ['media', media]
  if (name === undefined) return []
  const line = lineOf(key)
  const fix = `Write the file name alone: ${key}: ${submitted[0]?.name ?? `${uid}.jpg`}`
  if (/(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[a-z]:|\\|%2e|%2f|\0/i.test(name) && !/^https?:\/\//i.test(name))
    return [
      {
        line,
        code: 'path-traversal',
        message: `"${key}": ${quoted(name)} leads out of the work's folder.`,
        fix,
      },
    ]
  if (key === 'media' && submitted.length === 0) return []
  const good =
    submitted.length === 0
      ? Object.values(extensions)
          .flat()
          .map((ending) => `${uid}.${ending}`)
      : submitted.map((entry) => entry.name)
  if (good.includes(name)) return []
  const why = /^https?:/i.test(name)
    ? 'is an address, and nothing is fetched'
    : 'is not the file that lies beside the work'
  return [{ line, code: 'image-name', message: `"${key}": ${quoted(name)} ${why}.`, fix }]
}
