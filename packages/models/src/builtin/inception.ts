/** Made by scripts/build.ts; the same as inception/card.json. */
import type { ModelCard } from '../card.ts'

export const inception: ModelCard = {
  id: 'inception',
  title: 'Inception V3 up to mixed5',
  description:
    'The network of the classical dreams: eyes, birds, spirals, pagodas. Trained on ImageNet. Nothing of the classifier above is in the file.',
  defaultLayers: {
    mixed3: 1,
    mixed4: 1,
  },
  guideLayer: 'mixed4',
  kind: 'features',
  license: 'MIT',
  bytes: 5199281,
  sha256: 'ebe1dcf412b77a61bbc3a40a021875ddb84b2b91e887c91fb71720b973c8e1e9',
  origin:
    'All weights are from dist/models/inception_v3 of the npm package nsfwjs 4.3.0 (MIT, Infinite Red, Inc.; archive sha512-WTKDte0vp1X97N1h34P79G/hG+sVT3+TnDz9di1WseIJR93v11E4viNX7Vg9WsO6HYoR772Nzq2iM8jo3XBZ+g==), a Keras InceptionV3 whose upper layers were fine-tuned there. Only layers that it marks as not trainable are kept, whose kernels were thus left as Keras published them for ImageNet; their normalisation statistics are for pictures of 0 to 1.',
  input: {
    name: 'input_1',
    layout: 'NCHW',
    range: [0, 1],
    order: 'rgb',
  },
  telling: [
    {
      name: 'activation_3',
      channels: 64,
      stride: 2,
    },
    {
      name: 'activation_5',
      channels: 192,
      stride: 4,
    },
    {
      name: 'mixed0',
      channels: 256,
      stride: 8,
    },
    {
      name: 'mixed1',
      channels: 288,
      stride: 8,
    },
    {
      name: 'mixed2',
      channels: 288,
      stride: 8,
    },
    {
      name: 'mixed3',
      channels: 768,
      stride: 16,
    },
    {
      name: 'mixed4',
      channels: 768,
      stride: 16,
    },
    {
      name: 'mixed5',
      channels: 768,
      stride: 16,
    },
  ],
}
