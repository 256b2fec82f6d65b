/** Collages as they are made by hand, away from the page: layout, the live canvas, search, thumbnails. Files are made elsewhere. */
import { collage, createHost } from '@reverie/instruments/web'
import { expose } from 'comlink'
import { createLiveCollage } from './collage-live.ts'
import { createModel } from './collage-model.ts'
import { findPieces, swapEdit } from './collage-search.ts'
import type { CollageWorker } from './collage-api.ts'
import { openCollections } from './collections.ts'
import { requestFor } from './request.ts'

const host = createHost({ provider: 'wasm' })
const model = createModel(host)
const live = createLiveCollage(model, (given) => requestFor(collage, given))

const worker: CollageWorker = {
  attach: live.attach,
  detach: live.detach,
  resize: live.resize,
  show: live.show,
  hold: live.hold,
  search: async (collection, search) => findPieces(await openCollections(collection), search, host),
  swap: async (collection, piece, by) => swapEdit(await openCollections(collection), piece, by),
  async thumbnail(collection, id, side) {
    const bytes = await (await openCollections(collection)).thumbnail(id, side)
    return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'image/webp' })
  },
}

expose(worker)
