/** Reads a work's Markdown and holds it against the files beside it. */
import { quoted } from '../characters.ts'
import type { GalleryConfig } from '../config/schema.ts'
import { extensions } from '../picture/judge-picture.ts'
import type { Fault, Problem } from '../problem.ts'
import { textTooLong } from '../text.ts'
import { readWork } from '../work/read-work.ts'
import { readEntry, type Entry, type Pair } from './tree.ts'
import type { Work } from './work.ts'

/**
 * Reads the work of a pair of files.
 * @param now milliseconds since 1970
 * @returns the work, when its front matter is whole, and all that is wrong with it
 */
export async function readText(
  root: string,
  { text: entry, pictures, year, uid }: Pair,
  config: GalleryConfig,
  now: number,
): Promise<{ work?: Work; problems: Problem[] }> {
  if (entry === undefined)
    return {
      problems: pictures.map(({ path }) => ({
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
  const picture = pictures[0]
  const problems = faults.map(at)
  if (pictures.length === 0) problems.push(missingImage(file, uid, work === undefined ? 1 : work.lineOf('image')))
  for (const { path } of pictures.slice(1))
    problems.push({
      file: path,
      line: 1,
      code: 'stray-file',
      message: `The work has ${pictures.length} pictures, and one is taken.`,
      fix: 'Keep one of them.',
    })
  if (work === undefined) return { problems }
  problems.push(
    ...judgeImageName(work.image, uid, pictures).map((fault) => at({ line: work.lineOf('image'), ...fault })),
  )
  return { work: { year, uid, file, text: work, picture }, problems }
}

/** The fault of a file that was listed and cannot be read. */
export const unreadable: Fault = {
  line: 1,
  code: 'unreadable',
  message: 'The file cannot be read.',
  fix: 'Check its permissions.',
}

const missingImage = (file: string, uid: string, line: number): Problem => ({
  file,
  line,
  code: 'missing-image',
  message: `There is no picture "${uid}" beside the Markdown.`,
  fix: `Add it as ${uid}.jpg, or with the ending of its format.`,
})

function judgeImageName(image: string, uid: string, pictures: readonly Entry[]): Omit<Fault, 'line'>[] {
  if (/(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[a-z]:|\\|%2e|%2f|\0/i.test(image) && !/^https?:\/\//i.test(image))
    return [
      {
        code: 'path-traversal',
        message: `"image": ${quoted(image)} leads out of the work's folder.`,
        fix: `Write the file name alone: image: ${pictures[0]?.name ?? `${uid}.jpg`}`,
      },
    ]
  const good =
    pictures.length === 0
      ? Object.values(extensions)
          .flat()
          .map((ending) => `${uid}.${ending}`)
      : pictures.map(({ name }) => name)
  if (good.includes(image)) return []
  const why = /^https?:/i.test(image)
    ? 'is an address, and nothing is fetched'
    : 'is not the file that lies beside the work'
  return [
    {
      code: 'image-name',
      message: `"image": ${quoted(image)} ${why}.`,
      fix: `Write the file name alone: image: ${pictures[0]?.name ?? `${uid}.jpg`}`,
    },
  ]
}
