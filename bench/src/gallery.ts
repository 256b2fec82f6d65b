/**
 * A gallery of 40 works with the generators that every gallery begins with: built from nothing, built again with nothing
 * changed, and with one picture changed. What was made again is held against who was guided by the work, as the records say.
 */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildGallery, type BuildReport } from '@reverie/gallery/node'
import { pattern } from '@reverie/instruments'
import { createHost, make, type NodeHost } from '@reverie/instruments/node'

const count = 40
/** Every fourth is small enough for a picture a layer. */
const [smallSide, side] = [128, 272]
/** The share of the time that building again may take. */
const mostShare = 0.05

/** Prints the figures. */
export async function galleryBench(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'reverie-bench-'))
  const host = createHost()
  try {
    await writeFile(join(folder, 'gallery.yaml'), 'version: 1\ntitle: A Gallery\n')
    await mkdir(join(folder, 'works', '2026'), { recursive: true })
    for (let index = 0; index < count; index++) await writeWork(folder, index, index, host)
    process.stdout.write(
      `A gallery of ${count} works of ${side} px, every fourth of ${smallSide}, with the usual generators\n`,
    )
    const first = await build(folder)
    tell('from nothing', first)
    const whole = await hashes(folder)
    const second = await build(folder)
    tell('again', second)
    const share = second.milliseconds / first.milliseconds
    process.stdout.write(
      `  ${(100 * share).toFixed(2)} % of the time  at most ${100 * mostShare} %\n` +
        `  ${differing(whole, await hashes(folder)).length} of ${whole.size} files differ  none\n`,
    )
    await tellChange(folder, whole, host)
  } finally {
    await host.dispose()
    await rm(folder, { recursive: true, force: true })
  }
}

const uidOf = (index: number): string => `work-${String(index).padStart(2, '0')}`

async function writeWork(folder: string, index: number, seed: number, host: NodeHost): Promise<void> {
  const uid = uidOf(index)
  const date = new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10)
  const width = index % 4 === 0 ? smallSide : side
  const place = join(folder, 'works', '2026', uid)
  await make(pattern, { parameters: { width, height: width }, seed: 100 + seed, out: `${place}.png`, host })
  await writeFile(
    `${place}.md`,
    `---\ntitle: Work ${index}\nauthor: Ada Lovelace\ndate: ${date}\ntags: [pattern]\ncategories: [work]\nimage: ${uid}.png\nlicense: CC-BY-4.0\nremix: true\nalt: Folds of cloth and glass, number ${index}\n---\n`,
  )
}

async function build(folder: string): Promise<BuildReport> {
  const report = await buildGallery({ folder })
  for (const { file, message } of report.problems) process.stdout.write(`  PROBLEM ${file}: ${message}\n`)
  return report
}

function tell(name: string, { made, kept, milliseconds }: BuildReport): void {
  process.stdout.write(
    `  ${name}: ${made.length} files made, ${kept} kept, ${(milliseconds / 1000).toFixed(2)} s\n`,
  )
}

/** Changes the picture of the work that most others have to do with, and names what was built again. */
async function tellChange(folder: string, before: ReadonlyMap<string, string>, host: NodeHost): Promise<void> {
  const guided = new Map<string, string[]>()
  for (let index = 0; index < count; index++)
    for (const guide of await guidesOf(folder, uidOf(index)))
      guided.set(guide, [...(guided.get(guide) ?? []), uidOf(index)])
  const [changed, descendants] = [...guided].reduce((most, each) => (each[1].length > most[1].length ? each : most))
  await writeWork(folder, Number(changed.slice(5)), 1000, host)
  const report = await build(folder)
  tell(`${changed} changed, which guides ${descendants.join(', ')}`, report)
  const rebuilt = new Set(report.made.map(({ uid }) => uid))
  const asked = new Set([changed, ...descendants])
  const right = rebuilt.size === asked.size && [...rebuilt].every((uid) => asked.has(uid))
  const others = differing(before, await hashes(folder)).filter((path) => !asked.has(path.split('/')[0]!))
  process.stdout.write(
    `  built again: ${[...rebuilt].join(', ')}  ${right ? 'these and no others' : 'WRONG'}\n` +
      `  ${others.length} files of other works differ  none\n`,
  )
}

/** The works that went into what was made of a work, besides itself. */
async function guidesOf(folder: string, uid: string): Promise<Set<string>> {
  const text = await readFile(join(folder, 'generated', uid, 'build.json'), 'utf8')
  const { generated } = JSON.parse(text) as { generated: { parents: { uid: string }[] }[] }
  return new Set(
    generated.flatMap(({ parents }) => parents.map((parent) => parent.uid)).filter((each) => each !== uid),
  )
}

/** SHA-256 by path of all that was generated. */
async function hashes(folder: string): Promise<Map<string, string>> {
  const root = join(folder, 'generated')
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files = new Map<string, string>()
  for (const path of paths.toSorted())
    files.set(
      path.slice(root.length + 1),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    )
  return files
}

const differing = (one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string[] =>
  [...new Set([...one.keys(), ...other.keys()])].filter((path) => one.get(path) !== other.get(path))
