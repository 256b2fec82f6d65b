/** Small networks of the kinds that vision uses, with random weights: a few thousand numbers each. */
import { googlenet } from './googlenet.ts'
import { mobilenet } from './mobilenet.ts'
import { resnet } from './resnet.ts'
import { squeezenet } from './squeezenet.ts'
import { vit } from './vit.ts'

/** Builders by kind; each takes a size and a seed. */
export const networks = { googlenet, mobilenet, resnet, squeezenet, vit } as const
