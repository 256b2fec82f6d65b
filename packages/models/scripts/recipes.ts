/** What is made of the package's models: where they are cut and what their cards say. */
import type { ModelCard } from '../src/card.ts'

/** How one built-in model is made. */
export interface BuiltIn {
  /** Folder in the package. */
  readonly source: string
  /** Outputs of the shipped graph, in order of depth; nothing beyond them is kept. These are the telling layers. */
  readonly outputs: readonly string[]
  /** Largest size of the file, in bytes. */
  readonly limit: number
  /** The network, for its card. */
  readonly network: string
  /** The original, for its card. */
  readonly paper: string
  readonly card: Pick<ModelCard, 'id' | 'title' | 'description' | 'defaultLayers' | 'guideLayer'>
}

const CUT = 'Nothing of the classifier above is in the file.'

/** The built-in models. */
export const BUILT_INS: readonly BuiltIn[] = [
  {
    source: 'inception_v3',
    outputs: ['activation_3', 'activation_5', 'mixed0', 'mixed1', 'mixed2', 'mixed3', 'mixed4', 'mixed5'],
    limit: 9_000_000,
    network: 'InceptionV3',
    paper: 'Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2015',
    card: {
      id: 'inception',
      title: 'Inception V3 up to mixed5',
      description: `The network of the classical dreams: eyes, birds, spirals, pagodas. Trained on ImageNet. ${CUT}`,
      defaultLayers: { mixed3: 1, mixed4: 1 },
      guideLayer: 'mixed4',
    },
  },
  {
    source: 'mobilenet_v2',
    outputs: [
      'expanded_conv_project_BN',
      'block_2_add',
      'block_5_add',
      'block_6_expand_relu',
      'block_7_add',
      'block_8_add',
      'block_9_add',
      'block_10_expand_relu',
      'block_10_project_BN',
    ],
    limit: 1_000_000,
    network: 'MobileNetV2',
    paper: 'Sandler et al., "MobileNetV2: Inverted Residuals and Linear Bottlenecks", 2018',
    card: {
      id: 'mobilenet',
      title: 'MobileNet V2 up to block 10',
      description: `A small, quick network: finer textures, quicker previews. Trained on ImageNet. ${CUT}`,
      defaultLayers: { block_6_expand_relu: 1, block_10_expand_relu: 1 },
      guideLayer: 'block_5_add',
    },
  },
]
