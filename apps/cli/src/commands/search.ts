/** `reverie search <collection> --like <image|id> | --text <words> | --color <colors>` */
import type { Example, FacetCount, Hit, Query, WantedColor, Weights } from '@reverie/collection/node'
import { act, addCommonOptions, refuse, type Call, type CommandDefinition, type Invocation } from '../call.ts'
import { collect } from '../making-options.ts'
import { unknownName } from '../problems.ts'
import type { Manner, Terminal } from '../terminal.ts'
import { Option } from 'commander'

interface Options extends Manner {
  readonly like?: string[]
  readonly unlike?: string[]
  readonly text?: string
  readonly color?: string[]
  readonly filter?: string
  readonly weight?: string
  readonly k?: string
  readonly from?: string
  readonly to?: string
  readonly duplicates?: boolean
}

export const search: CommandDefinition = {
  configure: (command, call) => {
    command.argument('[collection]', 'A folder that "reverie collect" made, or samples: what comes with Reverie.')
    command.usage('<collection> [options]')
    command.optionsGroup('What to find:')
    command.addOption(
      new Option(
        '--like <image|id>',
        'A picture file, or a piece by its id or path; may be given several times.',
      ).argParser(collect),
    )
    command.addOption(
      new Option('--unlike <image|id>', 'What hits should not be like; may be given several times.').argParser(
        collect,
      ),
    )
    command.option('--text <words>', 'Words in title, author and tags; all of them.')
    command.addOption(
      new Option(
        '--color <color[=share]>',
        'A colour, such as "#c03" or teal, and which part of the picture it should be (0 to 1); may be given several times.',
      ).argParser(collect),
    )
    command.option(
      '--filter <conditions>',
      'Such as "tag:birds AND NOT (author:Doe OR year:1990..2005)"; of tag, author, license, source, format, year.',
    )
    command.option(
      '--weight <way=number,…>',
      'How much subject, color and words count: subject=0.8,color=0.2,words=0.5.',
    )
    command.option('-k <number>', 'Hits at most (20 unless said).')
    command.optionsGroup('Instead:')
    command.option('--from <image|id>', 'Where a way through the collection begins, piece by like piece.')
    command.option('--to <image|id>', 'Where it ends.')
    command.option('--duplicates', 'Groups of pieces that are nearly the same.')
    addCommonOptions(command)
    act<Options>(command, (invocation) => run(invocation, call))
  },
}

async function run({ operands, options, terminal, problems }: Invocation<Options>, call: Call): Promise<void> {
  const [folder] = operands
  if (operands.length !== 1) problems.push('Give one collection: reverie search <collection> --like <image|id>')
  const { like = [], unlike = [], text, color = [], filter, from, to, duplicates = false } = options
  if ((from === undefined) !== (to === undefined)) problems.push('A way needs both its ends: --from and --to.')
  const asked = [...like, ...unlike, ...color].length > 0 || text !== undefined || filter !== undefined
  if (!asked && from === undefined && !duplicates)
    problems.push(
      'Say what to find: --like, --unlike, --text, --color, --filter, --from with --to, or --duplicates.',
    )
  if ([asked, from !== undefined, duplicates].filter(Boolean).length > 1)
    problems.push('--from with --to and --duplicates are searches of their own: leave the other options out.')
  const weights = weightsOf(options.weight, problems)
  const limit = limitOf(options.k, problems)
  const colors = await colorsOf(color, problems)
  const library = await import('@reverie/collection/node')
  let conditions: Query['filter']
  try {
    conditions = filter === undefined ? undefined : library.parseFilter(filter)
  } catch (error) {
    problems.push((error as Error).message)
  }
  refuse(problems)

  const collection = await library.openCollection(folder!)
  try {
    if (duplicates) {
      const groups = library.nearDuplicates(await collection.pieces(), await collection.imprints())
      const pieces = await collection.pieces()
      const named = groups.map((rows) => rows.map((row) => ({ id: pieces[row]!.id, path: pieces[row]!.path })))
      for (const group of named) terminal.result(group.map(({ path }) => path).join('  =  '))
      call.answer({ groups: named })
      return
    }
    if (from !== undefined && to !== undefined) {
      const ends = await Promise.all([from, to].map(async (end) => library.exampleOf(collection, folder!, end)))
      const hits = await wayBetween(library, collection, ends)
      for (const { path } of hits) terminal.result(path)
      call.answer({ hits })
      return
    }
    const examples = async (texts: readonly string[]): Promise<Example[]> => {
      const found: Example[] = []
      for (const each of texts) found.push(await library.exampleOf(collection, folder!, each))
      return found
    }
    const { find } = await library.openSearch(collection)
    const hits = find({
      like: await examples(like),
      unlike: await examples(unlike),
      colors,
      weights,
      limit,
      ...(text === undefined ? {} : { text }),
      ...(conditions === undefined ? {} : { filter: conditions }),
    })
    const { hexOf } = await import('../color-text.ts')
    const told = hits.map((hit) => tellable(hit, like, hexOf))
    tell(told, terminal)
    if (told.length === 0)
      terminal.note(`  ${insteadOf(text, library.facetCounts(await collection.pieces(), 'tag'))}`)
    call.answer({ hits: told })
  } finally {
    await collection.close()
  }
}

type Library = typeof import('@reverie/collection/node')

/** Pictures from elsewhere begin and end at the piece that is most like them. */
async function wayBetween(
  { openSearch, journey }: Library,
  collection: Awaited<ReturnType<Library['openCollection']>>,
  ends: readonly Example[],
): Promise<{ id: string; path: string; distance: number }[]> {
  const search = await openSearch(collection)
  const { pieces } = search
  const rows = ends.map((end) => {
    if (typeof end === 'string') return pieces.findIndex(({ id }) => id === end)
    return search.find({ like: [end], limit: 1 })[0]!.row
  })
  const found = journey(await collection.neighbours(), rows[0]!, rows[1]!)
  if (found === undefined)
    throw new Error(
      'No neighbours lead from one to the other: they lie in parts of the collection that do not meet.',
    )
  return found.map((row, at) => {
    const piece = pieces[row]!
    const before = pieces[found[at - 1] ?? row]!
    const step =
      before === piece ? 0 : 1 - cosine(search.looksOf(before.id).imprint, search.looksOf(piece.id).imprint)
    return { id: piece.id, path: piece.path, distance: step }
  })
}

const cosine = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, at) => sum + value * other[at]!, 0)

/** A hit as it is told, colours as people write them. */
function tellable(
  { id, path, distance, why }: Hit,
  like: readonly string[],
  hexOf: (color: readonly number[]) => string,
) {
  const { example, colors, ...rest } = why
  return {
    id,
    path,
    distance,
    why: {
      ...rest,
      colors: colors.map(({ wanted, found, difference }) => ({
        wanted: hexOf(wanted),
        found: hexOf(found),
        difference,
      })),
      ...(example === undefined ? {} : { example: like[example]! }),
    },
  }
}

function tell(hits: readonly ReturnType<typeof tellable>[], terminal: Terminal): void {
  for (const { path, distance, id, why } of hits) {
    const reasons = [
      ...Object.entries(why.distances).map(([way, value]) => `${way} ${value.toFixed(2)}`),
      ...(why.tags.length > 0 ? [`tags ${why.tags.slice(0, 4).join(', ')}`] : []),
      ...(why.words.length > 0 ? [`words ${why.words.join(', ')}`] : []),
      ...why.colors.map(({ wanted, found }) => `${found} for ${wanted}`),
    ]
    terminal.result(
      `${distance.toFixed(3)}  ${id}  ${path}${reasons.length > 0 ? `  (${reasons.join('; ')})` : ''}`,
    )
  }
}

/** So many tags are told. */
const TOLD = 12

/** What to look for where nothing was found. */
function insteadOf(text: string | undefined, tags: readonly FacetCount[]): string {
  const found =
    text === undefined ? 'Nothing was found.' : `Nothing has all of "${text}" in its title, author and tags.`
  if (tags.length === 0) return found
  const told = tags.slice(0, TOLD).map(({ value, count }) => `${value} (${count})`)
  return `${found} The most frequent tags are ${told.join(', ')}.`
}

const ways = ['subject', 'color', 'words'] as const

function weightsOf(text: string | undefined, problems: string[]): Weights {
  const weights: Record<string, number> = {}
  for (const part of text?.split(',') ?? []) {
    const [name = '', value = ''] = part.split('=').map((each) => each.trim())
    const number = value === '' ? Number.NaN : Number(value)
    if (!ways.some((way) => way === name)) problems.push(unknownName('weight', name, ways))
    else if (!(number >= 0 && number < Infinity))
      problems.push(`--weight takes numbers from 0, such as ${name}=0.5, not "${part}".`)
    weights[name] = number
  }
  return weights
}

function limitOf(text: string | undefined, problems: string[]): number {
  if (text === undefined) return 20
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) problems.push(`-k takes a whole number from 1, not "${text}".`)
  return number
}

async function colorsOf(texts: readonly string[], problems: string[]): Promise<WantedColor[]> {
  if (texts.length === 0) return []
  const { readColors } = await import('../color-text.ts')
  const labOf = await readColors()
  return texts.flatMap((text) => {
    const [name = '', part] = text.split('=').map((each) => each.trim())
    const color = labOf(name)
    const share = part === undefined ? undefined : Number(part)
    if (color === undefined)
      problems.push(`--color takes a colour such as "#c03", teal or "rgb(200 0 50)", not "${name}".`)
    if (share !== undefined && !(share > 0 && share <= 1))
      problems.push(`The part of a colour is a number above 0 and up to 1, not "${part}".`)
    return color === undefined ? [] : [{ color, ...(share === undefined ? {} : { share }) }]
  })
}
