/**
 * The folder `decisions`: reads and appends. Files that stand there may come from a stranger's branch, so they are read as
 * works are: narrow YAML, a bounded size, no links.
 */
import type { Dirent } from 'node:fs'
import { lstat, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { writeFileAtomic } from '@reverie/recipe/node'
import { stringify } from 'yaml'
import { z } from 'zod'
import { misplaced } from '../check/tree.ts'
import { quoted } from '../characters.ts'
import { GalleryError } from '../error.ts'
import type { Fault, Problem } from '../problem.ts'
import { decodeText, textTooLong } from '../text.ts'
import { judgeUid } from '../work/fields.ts'
import { faultsOf } from '../yaml/faults-of.ts'
import { readYaml } from '../yaml/read-yaml.ts'
import { decisionSchema, decisionsFolder, type Decision } from './decision.ts'

/** No file of decisions is longer, in bytes. An approval of a hundred files takes twelve thousand. */
const mostBytes = 1_000_000

const listSchema = z.array(decisionSchema)

/** The path of a work's decisions from the gallery's folder. */
const decisionsPath = (uid: string): string => `${decisionsFolder}/${uid}.yaml`

/**
 * Reads all decisions of a gallery.
 * @returns them by uid, and what is wrong with files in the folder; a file with something wrong gives no decisions
 */
export async function readAllDecisions(
  root: string,
): Promise<{ decisions: ReadonlyMap<string, readonly Decision[]>; problems: Problem[] }> {
  const decisions = new Map<string, readonly Decision[]>()
  const problems: Problem[] = []
  const top = await lstat(join(root, decisionsFolder)).catch(() => undefined)
  if (top === undefined) return { decisions, problems }
  if (!top.isDirectory()) return { decisions, problems: [misplaced(decisionsFolder, top)] }
  for (const entry of await sorted(join(root, decisionsFolder))) {
    // Locks, half-written files of a process that was killed, .gitkeep.
    if (entry.name.startsWith('.')) continue
    const file = `${decisionsFolder}/${entry.name}`
    const uid = entry.name.replace(/\.yaml$/, '')
    if (!entry.isFile() || uid === entry.name || judgeUid(uid) !== undefined) {
      problems.push({
        ...misplaced(file, entry),
        ...((entry.isFile() || entry.isDirectory()) && {
          message: `"${file}" is no file of decisions: those are ${decisionsFolder}/<uid>.yaml.`,
        }),
      })
      continue
    }
    const { list, faults } = await readDecisions(root, uid)
    problems.push(...faults.map((fault) => ({ file, ...fault })))
    if (faults.length === 0) decisions.set(uid, list)
  }
  return { decisions, problems }
}

/** Works that were taken down. */
export async function takenDown(root: string): Promise<ReadonlySet<string>> {
  const { decisions } = await readAllDecisions(root)
  return new Set([...decisions].filter(([, list]) => list.at(-1)?.decision === 'takedown').map(([uid]) => uid))
}

async function sorted(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1))
}

/** Reads the decisions about a work; none when there is no file. */
async function readDecisions(root: string, uid: string): Promise<{ list: Decision[]; faults: Fault[] }> {
  const place = join(root, decisionsPath(uid))
  const facts = await lstat(place).catch(() => undefined)
  if (facts === undefined) return { list: [], faults: [] }
  if (!facts.isFile()) {
    const { file: _, ...fault } = misplaced(decisionsPath(uid), facts)
    return { list: [], faults: [fault] }
  }
  if (facts.size > mostBytes) return { list: [], faults: [textTooLong(facts.size, mostBytes)] }
  const { text, faults } = decodeText(await readFile(place), mostBytes)
  if (text === undefined || faults.length > 0) return { list: [], faults }
  const { yaml, faults: unsafe } = readYaml(text, { firstLine: 1, maxDepth: 4 })
  if (yaml === undefined) return { list: [], faults: unsafe }
  if (!Array.isArray(yaml.value))
    return {
      list: [],
      faults: [{ line: 1, code: 'wrong-type', message: 'It is no list of decisions.', fix: mend }],
    }
  const parsed = listSchema.safeParse(yaml.value)
  if (!parsed.success) return { list: [], faults: faultsOf(parsed.error, decisionSchema, yaml) }
  const foreign = parsed.data.flatMap(({ files }, index) =>
    Object.keys(files)
      .filter((path) => !belongsTo(path, uid))
      .map((path): Fault => ({
        line: yaml.lineOfKey([index, 'files'], path),
        code: 'decision',
        message: `${quoted(path)} is no file of the work "${uid}".`,
        fix: mend,
      })),
  )
  return foreign.length > 0 ? { list: [], faults: foreign } : { list: parsed.data, faults: [] }
}

const mend = 'Put back what "git log" has of it; "reverie gallery review" writes these files.'

/** Whether a path is one of a work: in `works` under its name, in `generated` in its folder. */
function belongsTo(path: string, uid: string): boolean {
  const [, folder, name] = /^(works\/\d{4}|generated\/[^/]+)\/([A-Za-z0-9][\w.-]*)$/.exec(path) ?? []
  if (folder === undefined || name === undefined) return false
  return folder.startsWith('works/') ? name.slice(0, name.lastIndexOf('.')) === uid : folder === `generated/${uid}`
}

/**
 * Adds a decision to those about a work. The file has it whole or not at all, and of two who write at once the second sees
 * what the first wrote.
 * @param agree is given the decisions that are there already, and may throw
 * @throws GalleryError when those cannot be read; what `agree` throws
 */
export async function appendDecision(
  root: string,
  uid: string,
  decision: Decision,
  agree: (list: readonly Decision[]) => void,
): Promise<void> {
  const place = join(root, decisionsPath(uid))
  const folder = await lstat(join(root, decisionsFolder)).catch(() => undefined)
  if (folder !== undefined && !folder.isDirectory())
    throw new GalleryError(`"${decisionsFolder}" is no folder of the gallery: remove it.`)
  await mkdir(join(root, decisionsFolder), { recursive: true })
  await locked(join(root, decisionsFolder, `.${uid}.lock`), async () => {
    const { list, faults } = await readDecisions(root, uid)
    if (faults.length > 0)
      throw new GalleryError(
        `${decisionsPath(uid)}:${faults[0]!.line}: ${faults[0]!.message} Nothing can be decided until it is mended. ${mend}`,
      )
    agree(list)
    const before = list.length === 0 ? '' : await readFile(place, 'utf8')
    const separator = before === '' || before.endsWith('\n') ? '' : '\n'
    const text = `${before}${separator}${stringify([plain(decision)], { lineWidth: 0 })}`
    const bytes = new TextEncoder().encode(text)
    if (bytes.length > mostBytes)
      throw new GalleryError(
        `${decisionsPath(uid)} would have ${bytes.length} bytes, and no more than ${mostBytes} are read: remove the oldest decisions from it, which Git keeps.`,
      )
    await writeFileAtomic(place, bytes)
  })
}

/** Keys in one order, and files by path, so that the same decision is the same text. */
function plain({ decision, by, at, reason, files }: Decision): object {
  const sortedFiles = Object.fromEntries(Object.entries(files).toSorted(([one], [other]) => (one < other ? -1 : 1)))
  return { decision, by, at, ...(reason !== undefined && { reason }), files: sortedFiles }
}

/** Older locks are of processes that were killed: what is done under one takes milliseconds. */
const staleAfter = 10_000

async function locked<T>(place: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    const taken = await open(place, 'wx').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    if (taken !== undefined) {
      await taken.close()
      break
    }
    const facts = await stat(place).catch(() => undefined)
    if (facts !== undefined && Date.now() - facts.mtimeMs > staleAfter) await rm(place, { force: true })
    else await wait(20)
  }
  try {
    return await work()
  } finally {
    await rm(place, { force: true })
  }
}
