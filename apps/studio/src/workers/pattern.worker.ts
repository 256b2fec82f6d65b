/** Patterns as they are played, away from the page: the live canvas, small pictures, breeding. Files are made elsewhere. */
import { crossPatterns, pattern, rasterOf, readEdits, variationsOf } from '@reverie/instruments/web'
import { expose, transfer } from 'comlink'
import type { JSONValue } from '../instrument.ts'
import { bitmapFrom } from './bitmap.ts'
import { createDrawings } from './drawings.ts'
import { createLive } from './live.ts'
import type { PatternWorker, SmallPictures } from './pattern-api.ts'
import { requestFor } from './request.ts'

const live = createLive(createDrawings())
/** Small pictures are of patterns that come and go; they do not push out what is on the canvas. */
const openSmall = createDrawings()
const orders = new Map<string, SmallPictures>()

const worker: PatternWorker = {
  attach(canvas, happen) {
    live.attach(canvas, (event) => happen(event.type === 'rested' ? transfer(event, [event.swatch]) : event))
  },
  detach: live.detach,
  resize: live.resize,
  show: live.show,
  play: live.play,

  async small(order, happen) {
    orders.set(order.name, order)
    for (const [index, { pattern: given, latents }] of order.of.entries()) {
      await live.quiet()
      if (orders.get(order.name) !== order) return
      const opened = await openSmall(given)
      const scene = latents ? opened.with(latents) : opened.at(0)
      const bitmap = await bitmapFrom(rasterOf({ ...scene, width: order.width, height: order.height }, 8))
      if (orders.get(order.name) !== order) return
      happen(index, transfer(bitmap, [bitmap]))
      await new Promise((resolve) => setTimeout(resolve))
    }
  },

  variations: ({ edits, count, seed, locks, strength }) =>
    variationsOf({ edits: readEdits(edits) }, count, seed, locks, strength).map(plain),

  async cross(parents, seed) {
    const requests = await Promise.all(parents.map((parent) => requestFor(pattern, parent)))
    return plain(crossPatterns(requests, seed).edits ?? [])
  },
}

/** As a link and a recipe have it: through JSON, which leaves out what is undefined. */
const plain = (edits: readonly unknown[]): JSONValue[] => JSON.parse(JSON.stringify(edits)) as JSONValue[]

expose(worker)
