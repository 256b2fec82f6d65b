/** Small networks of the kinds that vision uses, with random weights: a few thousand numbers each. */
export { googlenet } from './googlenet.ts'
export { mobilenet } from './mobilenet.ts'
export { resnet } from './resnet.ts'
export { squeezenet } from './squeezenet.ts'
export { vit } from './vit.ts'
