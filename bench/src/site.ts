/**
 * A gallery of 2,000 works, with `pattern` as its generator, from its folder to its site: how long each part takes, and how
 * much memory publishing has at most, against a gallery of a quarter of the works. Then once more with the site before it.
 */
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildGallery, decide, publishGallery } from '@reverie/gallery/node'
import { pattern } from '@reverie/instruments'
import { createHost, make } from '@reverie/instruments/node'

const counts = [500, 2000]
const side = 160
const by = 'Ada Lovelace <ada@example.org>'

/** Prints the figures. */
export async function siteBench(): Promise<void> {
  for (const count of counts) {
    const folder = await mkdtemp(join(tmpdir(), 'reverie-bench-'))
    try {
      process.stdout.write(`A gallery of ${count} works of ${side} px, a pattern made of each\n`)
      await writeGallery(folder, count)
      await timed('build', () => buildGallery({ folder }))
      await timed('approve', async () => {
        for (let index = 0; index < count; index++)
          await decide({ folder, uid: uidOf(index), decision: 'approve', by })
      })
      const out = join(folder, 'site')
      await timed('publish', () => publish(folder, out))
      const files = await readdir(out, { recursive: true })
      process.stdout.write(`  ${files.length} files\n`)
      await timed('publish again', () => publish(folder, out))
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

const uidOf = (index: number): string => `work-${String(index).padStart(4, '0')}`

async function publish(folder: string, out: string): Promise<void> {
  const { refused, left, published } = await publishGallery({ folder, out })
  if (refused.length + left.length > 0)
    throw new Error(`Only ${published.length} works were published: ${JSON.stringify([refused[0], left[0]])}`)
}

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

/** Prints how long a part takes, and the most memory that the process holds meanwhile. */
async function timed(name: string, work: () => Promise<unknown>): Promise<void> {
  let most = process.memoryUsage().rss
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20)
  const start = performance.now()
  try {
    await work()
  } finally {
    clearInterval(watch)
  }
  const seconds = (performance.now() - start) / 1000
  process.stdout.write(
    `  ${name.padEnd(16)}${seconds.toFixed(1).padStart(8)} s  ${(most / 1e6).toFixed(0)} MB at most\n`,
  )
}
