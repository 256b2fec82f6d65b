/** The records of all works while a build goes on. */
import { rm, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { guardFolder, isWhole } from './files.ts'
import { pictureGenerator } from './names.ts'
import { generatedPath, readRecord, writeRecord, type Generated } from './record.ts'

/** Records, and what is known of the files that they name. */
export interface Records {
  /** What is recorded of a file. */
  readonly get: (uid: string, file: string) => Generated | undefined
  /** The picture that a plug-in made of a work of another medium. */
  readonly pictureOf: (uid: string) => Generated | undefined
  /** Whether a file is there, as it was recorded, and was made of what `key` stands for. */
  readonly isKept: (uid: string, file: string, key: string) => Promise<boolean>
  /** Records a file that is there. */
  readonly put: (uid: string, entry: Generated) => Promise<void>
  /** Removes what a work has no more, and puts the rest into an order. @returns paths of what was removed */
  readonly settle: (uid: string, files: readonly string[]) => Promise<string[]>
}

/** Opens the records of works. */
export async function openRecords(root: string, uids: Iterable<string>): Promise<Records> {
  const records = new Map<string, Map<string, Generated>>()
  for (const uid of uids) {
    const generated = (await readRecord(root, uid))?.generated ?? []
    records.set(uid, new Map(generated.map((entry) => [entry.file, entry])))
  }
  // A file is hashed once in a build: what was found whole stays so unless the build itself writes it.
  const whole = new Map<string, Promise<boolean>>()
  const of = (uid: string): Map<string, Generated> => records.get(uid) ?? new Map<string, Generated>()
  const write = (uid: string): Promise<void> =>
    writeRecord(root, { version: 1, uid, generated: [...of(uid).values()] })
  return {
    get: (uid, file) => of(uid).get(file),
    pictureOf: (uid) => [...of(uid).values()].findLast(({ generator }) => generator === pictureGenerator),
    isKept: async (uid, file, key) => {
      const entry = of(uid).get(file)
      if (entry?.key !== key) return false
      const path = generatedPath(uid, file)
      const known = whole.get(path) ?? isWhole(root, uid, entry)
      whole.set(path, known)
      return known
    },
    put: async (uid, entry) => {
      whole.set(generatedPath(uid, entry.file), Promise.resolve(true))
      records.set(uid, of(uid).set(entry.file, entry))
      await write(uid)
    },
    settle: async (uid, files) => {
      const before = [...of(uid).keys()]
      const gone = [...of(uid).values()].filter(({ file }) => !files.includes(file))
      const kept = files.flatMap((file) => of(uid).get(file) ?? [])
      if (gone.length === 0 && before.every((file, index) => file === kept[index]?.file)) return []
      await guardFolder(root, uid)
      const stay = new Set(kept.flatMap(filesOf))
      const removed = gone.flatMap(filesOf).filter((file) => !stay.has(file))
      for (const file of removed) await rm(join(root, generatedPath(uid, file)), { force: true })
      records.set(uid, new Map(kept.map((entry) => [entry.file, entry])))
      if (kept.length > 0) await write(uid)
      else {
        await rm(join(root, generatedPath(uid, 'build.json')), { force: true })
        // What somebody else put there stays.
        await rmdir(join(root, generatedPath(uid, ''))).catch(() => undefined)
      }
      return removed.map((file) => generatedPath(uid, file))
    },
  }
}

const filesOf = ({ file, between = [] }: Generated): string[] => [file, ...between.map((each) => each.file)]
