/**
 * A gallery of 2,000 works, with `pattern` as its generator, from its folder to its site: how long each part takes, and how
 * much memory publishing has at most, against a gallery of a quarter of the works. Then once more with the site before it.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildGallery, openReview } from '@reverie/gallery/node'
import { pattern } from '@reverie/instruments'
import { createHost, make } from '@reverie/instruments/node'

const counts = [500, 2000]
const side = 160
/** The heap that publishing may have, in MB; the rest of its memory is pixels and what libvips keeps. */
const heap = 256

/** Prints the figures. */
export async function siteBench(): Promise<void> {
  for (const count of counts) {
    const folder = await mkdtemp(join(tmpdir(), 'reverie-bench-'))
    try {
      process.stdout.write(
        `A gallery of ${count} works of ${side} px, a pattern made of each; a heap of ${heap} MB\n`,
      )
      await writeGallery(folder, count)
      const start = performance.now()
      await buildGallery({ folder })
      process.stdout.write(`  built in ${((performance.now() - start) / 1000).toFixed(1)} s\n`)
      await approveAll(folder)
      for (const name of ['published', 'published again'])
        process.stdout.write(`  ${name} ${await publish(folder, join(folder, 'site'))}\n`)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

/** Publishes in another process, and tells how long it took and the most memory that it had. */
async function publish(folder: string, out: string): Promise<string> {
  const child = fork(fileURLToPath(new URL('publish.ts', import.meta.url)), [folder, out], {
    execArgv: [...process.execArgv, `--max-old-space-size=${heap}`],
  })
  const ended = once(child, 'exit')
  const message: unknown = await Promise.race([once(child, 'message').then(([told]) => told as unknown), ended])
  await ended
  if (child.exitCode !== 0) throw new Error('The gallery could not be published.')
  const { seconds, files, megabytes } = message as { seconds: number; files: number; megabytes: number }
  return `in ${seconds.toFixed(1)} s, ${files} files, ${megabytes.toFixed(0)} MB at most`
}

/** Approves what is there, of all works at once. */
async function approveAll(folder: string): Promise<void> {
  const { works } = await openReview({ folder })
  await mkdir(join(folder, 'decisions'))
  for (const { uid, files } of works) {
    const lines = Object.entries(files).map(([path, sha256]) => `    ${path}: "${sha256}"`)
    const head =
      '- decision: approve\n  by: Ada Lovelace <ada@example.org>\n  at: "2026-01-01T00:00:00Z"\n  files:\n'
    await writeFile(join(folder, 'decisions', `${uid}.yaml`), `${head}${lines.join('\n')}\n`)
  }
}

const uidOf = (index: number): string => `work-${String(index).padStart(4, '0')}`

async function writeGallery(folder: string, count: number): Promise<void> {
  const works = join(folder, 'works', '2025')
  await mkdir(works, { recursive: true })
  await writeFile(
    join(folder, 'gallery.yaml'),
    [
      'version: 1',
      'title: A Gallery',
      // Patterns of near seeds may look alike.
      'pictures: { nearDuplicates: 0 }',
      `generators: [{ name: drawn, instrument: pattern, parameters: { width: ${side}, height: ${side} } }]`,
      'site: { address: https://example.org/art/ }',
      '',
    ].join('\n'),
  )
  const host = createHost()
  try {
    for (let index = 0; index < count; index++) {
      const uid = uidOf(index)
      const parameters = { width: side + 8 * (index % 9), height: side }
      await make(pattern, { parameters, seed: index, out: join(works, `${uid}.png`), host })
      const date = new Date(Date.UTC(2025, 0, 1) + index * 15_000_000).toISOString().slice(0, 19).replace('T', ' ')
      const parent = index % 5 === 4 ? `parents: [${uidOf(index - 3)}]\n` : ''
      await writeFile(
        join(works, `${uid}.md`),
        `---\ntitle: Work ${index}\nauthor: Author ${index % 90}\ndate: ${date}\ntags: [pattern, tag ${index % 200}, word ${index % 33}]\ncategories: [work]\nimage: ${uid}.png\nlicense: CC-BY-4.0\nremix: true\nalt: Folds of cloth and glass, number ${index}\n${parent}---\nWhat there is to say about it, in some *words*.\n`,
      )
    }
  } finally {
    await host.dispose()
  }
}
