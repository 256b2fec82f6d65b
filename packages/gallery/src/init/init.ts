/** Makes a gallery: what it needs on a laptop, on GitHub, on CircleCI and in a container. */
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '@reverie/recipe/node'
import { stringify } from 'yaml'
import { commentedConfig, frontMatterTable } from '../config/reference.ts'
import { configName } from '../config/read-config.ts'
import { configSchema, type GalleryConfig } from '../config/schema.ts'
import { GalleryError } from '../error.ts'
import { judgeLine } from '../work/fields.ts'
import type { Program } from './program.ts'

/** The files of a gallery, and the templates that they are made from (in `templates`, with `.template` after the name). */
const files = {
  'README.md': 'readme.md',
  'CONTRIBUTING.md': 'contributing.md',
  '.gitattributes': 'gitattributes',
  '.gitignore': 'gitignore',
  '.github/ISSUE_TEMPLATE/submit.yml': 'issue-form.yml',
  '.github/PULL_REQUEST_TEMPLATE.md': 'pull-request.md',
  '.github/workflows/check.yml': 'github-check.yml',
  '.github/workflows/publish.yml': 'github-publish.yml',
  '.github/workflows/submissions.yml': 'github-submissions.yml',
  '.circleci/config.yml': 'circleci.yml',
  'tools/reverie.sh': 'reverie.sh',
  'tools/check.sh': 'check.sh',
  'tools/preview.sh': 'preview.sh',
  'tools/review.sh': 'review.sh',
  'tools/publish.sh': 'publish.sh',
  'tools/runs.sh': 'runs.sh',
  'tools/submissions.sh': 'submissions.sh',
  'tools/bring-in.sh': 'bring-in.sh',
  'tools/circleci-files.mjs': 'circleci-files.mjs',
  'tools/Dockerfile': 'dockerfile',
} as const

/** What to make. */
export interface InitOptions {
  readonly folder: string
  readonly title: string
  readonly program: Program
  /** Whether to add plug-ins, named in gallery.yaml: pictures of tables, sounds and links. */
  readonly examples?: boolean | undefined
}

/** What was made, from the gallery's folder. */
export interface InitReport {
  readonly written: readonly string[]
  /** Files that were there, and stayed as they were. */
  readonly kept: readonly string[]
}

/**
 * Makes a gallery in a folder, which may hold other files. Nothing is overwritten.
 * @throws GalleryError when it is a gallery already, or the title is none
 */
export async function initGallery({ folder, title, program, examples }: InitOptions): Promise<InitReport> {
  const verdict = judgeLine(200)(title)
  if (verdict !== undefined) throw new GalleryError(`The title is not one: ${verdict.message} ${verdict.fix}`)
  if ((await lstat(join(folder, configName)).catch(() => undefined)) !== undefined)
    throw new GalleryError(`"${folder}" is a gallery already: it has a ${configName}. Choose another folder.`)
  const values = valuesOf(configSchema.parse({ version: 1, title }), program)
  const contents: [string, string][] = [['works/.gitkeep', '']]
  for (const [path, template] of Object.entries(files))
    contents.push([path, fill(await readTemplate(template), values)])
  // Tables first: what needs no network and no player.
  const names = examples === true ? (await readdir(plugins)).toSorted().toReversed() : []
  for (const name of names) contents.push([`plugins/${name}`, await readFile(new URL(name, plugins), 'utf8')])
  const modules = names.filter((name) => name.endsWith('.mjs')).map((name) => `plugins/${name}`)
  // Last, since it is what makes the folder a gallery: an interrupted call can be given again.
  contents.push([configName, commentedConfig(title, modules)])
  const written: string[] = []
  const kept: string[] = []
  for (const [path, content] of contents) {
    const place = join(folder, path)
    if ((await lstat(place).catch(() => undefined)) !== undefined) kept.push(path)
    else {
      await writeFileAtomic(place, new TextEncoder().encode(content))
      written.push(path)
    }
  }
  return { written, kept }
}

const plugins = new URL('../../templates/plugins/', import.meta.url)

const readTemplate = (name: string): Promise<string> =>
  readFile(new URL(`../../templates/${name}.template`, import.meta.url), 'utf8')

function valuesOf(config: GalleryConfig, { repository, commit }: Program): Readonly<Record<string, string>> {
  const { categories, licenses, pictures, title } = config
  const options = (list: readonly string[]): string =>
    list.map((each) => `        - ${stringify(each).trim()}`).join('\n')
  const preferred = licenses.find((license) => license.startsWith('CC-BY-4')) ?? licenses[0]!
  return {
    title,
    repository,
    commit,
    category: categories[0]!,
    license: preferred,
    licenses: licenses.join(', '),
    formats: pictures.formats.map((format) => format.toUpperCase()).join(', '),
    maxBytes: pictures.maxBytes.toLocaleString('en'),
    minSide: String(pictures.minSide),
    maxSide: String(pictures.maxSide),
    keys: frontMatterTable(),
    categoryOptions: options(categories),
    licenseOptions: options(licenses),
  }
}

/** Puts values in. `${{ … }}` is GitHub's own. */
function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/(?<!\$)\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`A template names "${name}", which has no value.`)
    return value
  })
}
