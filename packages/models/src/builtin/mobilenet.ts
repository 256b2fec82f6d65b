/** Made by scripts/build.ts; the same as mobilenet/card.json. */
import type { ModelCard } from '../card.ts'

export const mobilenet: ModelCard = {
  id: 'mobilenet',
  title: 'MobileNet V2 up to block 10',
  description:
    'A small, quick network: finer textures, quicker previews. Trained on ImageNet. Nothing of the classifier above is in the file.',
  defaultLayers: {
    block_6_expand_relu: 1,
    block_10_expand_relu: 1,
  },
  guideLayer: 'block_5_add',
  kind: 'features',
  license: 'MIT',
  bytes: 366895,
  sha256: 'e2894162766ff9585f894e39bd85db1e9cb6f3a422c8e5ab93c06fd9a62d0b55',
  origin:
    'All weights are from dist/models/mobilenet_v2 of the npm package nsfwjs 4.3.0 (MIT, Infinite Red, Inc.; archive sha512-WTKDte0vp1X97N1h34P79G/hG+sVT3+TnDz9di1WseIJR93v11E4viNX7Vg9WsO6HYoR772Nzq2iM8jo3XBZ+g==), a Keras MobileNetV2 whose upper layers were fine-tuned there. Only layers that it marks as not trainable are kept, whose kernels were thus left as Keras published them for ImageNet; their normalisation statistics are for pictures of 0 to 1.',
  input: {
    name: 'input_1',
    layout: 'NCHW',
    range: [0, 1],
    order: 'rgb',
  },
  telling: [
    {
      name: 'expanded_conv_project',
      channels: 16,
      stride: 2,
    },
    {
      name: 'block_2_add',
      channels: 24,
      stride: 4,
    },
    {
      name: 'block_5_add',
      channels: 32,
      stride: 8,
    },
    {
      name: 'block_6_expand_relu',
      channels: 192,
      stride: 8,
    },
    {
      name: 'block_7_add',
      channels: 64,
      stride: 16,
    },
    {
      name: 'block_8_add',
      channels: 64,
      stride: 16,
    },
    {
      name: 'block_9_add',
      channels: 64,
      stride: 16,
    },
    {
      name: 'block_10_expand_relu',
      channels: 384,
      stride: 16,
    },
    {
      name: 'block_10_project',
      channels: 96,
      stride: 16,
    },
  ],
}
