/** A work as `gallery check` takes it: a Markdown file with its picture beside it. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { decodeText } from '../text.ts'
import { splitFrontMatter } from '../work/front-matter.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import type { Flaw } from './draft.ts'
import { ordered } from './keys-of.ts'
import { unread, type Reading } from './reading.ts'

/** The longest Markdown that is read, in bytes. */
const mostText = 1_000_000

/**
 * Reads a work.
 * @param path of its Markdown
 * @param image a picture's path; the file of the same name beside it unless said
 */
export async function readWorkFile(path: string, image: string | undefined): Promise<Reading> {
  const bytes = await readFile(path)
  const { text, faults } = decodeText(bytes, mostText)
  const flaws: Flaw[] = faults.map(whole)
  if (text === undefined) return { flaws, notes: [] }
  const { parts, faults: wrong } = splitFrontMatter(text)
  flaws.push(...wrong.map(whole))
  if (parts === undefined) return { flaws, notes: [] }
  const { yaml, faults: unsafe } = readYaml(parts.yaml, { firstLine: parts.yamlLine, maxDepth: 3 })
  flaws.push(...unsafe.map(whole))
  const value = yaml?.value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const nothing = unread(
      'wrong-type',
      'The front matter holds no keys.',
      'Write a key a line, for example: title: Avocado Love',
    )
    return { flaws: flaws.length > 0 ? flaws : nothing.flaws, notes: [] }
  }
  const { image: _, ...keys } = ordered(value as Record<string, unknown>, 'image', '')
  const picture = image ?? (await besides(path))
  const content = picture === undefined ? undefined : new Uint8Array(await readFile(picture))
  return {
    draft: {
      channel: 'file',
      key: createHash('sha256')
        .update(bytes)
        .update(content ?? '')
        .digest('hex'),
      at: undefined,
      keys,
      body: parts.body,
      picture: content === undefined ? undefined : { kind: 'bytes', bytes: content, name: basename(picture!) },
      uid: basename(path).replace(/\.md$/i, ''),
    },
    flaws,
    notes: [],
  }
}

const whole = ({
  line,
  code,
  message,
  fix,
}: {
  line: number
  code: Flaw['code']
  message: string
  fix: string
}): Flaw => ({
  key: undefined,
  code,
  message: `Line ${line}: ${message}`,
  fix,
})

/** The file of the same name beside a work's Markdown. */
async function besides(path: string): Promise<string | undefined> {
  const stem = basename(path).replace(/\.[^.]*$/, '')
  const entries = await readdir(dirname(path), { withFileTypes: true })
  const found = entries.filter(
    (each) => each.isFile() && each.name !== basename(path) && each.name.replace(/\.[^.]*$/, '') === stem,
  )
  const [first] = found.map(({ name }) => name).toSorted()
  return first === undefined ? undefined : join(dirname(path), first)
}
