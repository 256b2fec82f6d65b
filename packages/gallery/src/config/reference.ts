/** What the schemas say, for people: a commented `gallery.yaml`, and tables of keys and codes. */
import { Document, isMap, isSeq, type Node, type Pair, type Scalar } from 'yaml'
import { z } from 'zod'
import { problemCodes } from '../problem.ts'
import { frontMatterSchema } from '../work/schema.ts'
import { unwrap, type KeyMeta } from '../yaml/faults-of.ts'
import { generatorSchema } from './generators.ts'
import { configSchema } from './schema.ts'

/**
 * A `gallery.yaml` with all keys at their defaults, each explained; those without a default are comments, to be uncommented.
 * @param plugins what it names from the beginning
 */
export function commentedConfig(title: string, plugins: readonly string[] = []): string {
  const document = new Document(configSchema.parse({ version: 1, title, plugins }))
  document.commentBefore =
    ' What this gallery takes. Whoever submits is judged by this file as it is on the main branch.'
  comment(document.contents, configSchema)
  return document.toString({ lineWidth: 118 })
}

/** Puts each key's description before it. */
function comment(node: unknown, schema: z.ZodObject): void {
  if (!isMap(node)) return
  const pairs = node.items as Pair<Scalar<string>, Node>[]
  // What has no value stands as a comment before the next key that has one, or after the last.
  let unset: string[] = []
  let isFirst = true
  for (const [name, key] of Object.entries(schema.shape)) {
    const { description, example } = metaOf(key as z.ZodType)
    const pair = pairs.find((each) => each.key.value === name)
    if (pair === undefined) {
      unset.push(`${wrap(description)}\n ${example}`)
      continue
    }
    pair.key.commentBefore = [...unset, wrap(description)].join('\n\n')
    pair.key.spaceBefore = !isFirst
    ;[unset, isFirst] = [[], false]
    const inner = unwrap(key)
    if (inner instanceof z.ZodObject) comment(pair.value, inner)
    if (isSeq(pair.value)) pair.value.flow = true
  }
  if (unset.length > 0) node.comment = unset.join('\n\n')
}

const metaOf = (schema: z.ZodType): KeyMeta => (schema.meta() ?? (unwrap(schema) as z.ZodType).meta()) as KeyMeta

/** Lines of at most 100 characters, each begun with a space, as comments are. */
function wrap(text: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    if (lines.at(-1)!.length + word.length > 100) lines.push('')
    lines.push(`${lines.pop()!} ${word}`)
  }
  return lines.join('\n')
}

/** The keys of a work's front matter, as a table in Markdown. */
export function frontMatterTable(): string {
  return table(['key', 'what it says', 'for example'], rowsOf(frontMatterSchema, ''))
}

/** The keys of `gallery.yaml`, as a table in Markdown. */
export function configTable(): string {
  return table(['key', 'what it says', 'for example'], rowsOf(configSchema, ''))
}

/** The keys of a generator of `gallery.yaml`, as a table in Markdown. */
export function generatorTable(): string {
  return table(['key', 'what it says', 'for example'], rowsOf(generatorSchema, ''))
}

/** The codes of problems, as a table in Markdown. */
export function codesTable(): string {
  return table(
    ['code', 'what it is about'],
    Object.entries(problemCodes).map(([code, about]) => [`\`${code}\``, about]),
  )
}

function rowsOf(schema: z.ZodObject, prefix: string): string[][] {
  return Object.entries(schema.shape).flatMap(([name, key]) => {
    const inner = unwrap(key)
    const type = key as z.ZodType
    const { description, example } = metaOf(type)
    const needed = type.safeParse(undefined).success ? '' : ' (needed)'
    const row = [`\`${prefix}${name}\`${needed}`, description, `\`${example}\``]
    return inner instanceof z.ZodObject ? [row, ...rowsOf(inner, `${prefix}${name}.`)] : [row]
  })
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
