/**
 * The picture of a map: pixi.js on a canvas, the camera over it, the frame. A frame is drawn only when something moved; its
 * work allocates nothing but what the platform itself does.
 */
import { Container, WebGLRenderer } from 'pixi.js'
import { deviceAtlas, loadAtlases } from './gpu/atlases.ts'
import { createLevelOfDetail, type InView } from './gpu/level-of-detail.ts'
import { createSprites, type Ground } from './gpu/sprites.ts'
import type { MapModel } from './model.ts'
import { moveOn } from './view/crossing.ts'
import { createCamera, fit, scaleOf, settle, type Camera, type Insets, type View } from './view/camera.ts'
import { createMotion, type Motion } from './view/motion.ts'
import { visitPlaces, type PlaceIndex } from './view/place-index.ts'
import { extentFor, spriteSize } from './view/sprite-size.ts'

/** What stands in memory for the picture. */
export interface StageMemory {
  readonly textures: number
  readonly textureBytes: number
  readonly bufferBytes: number
  /** Slots of larger thumbnails that are filled. */
  readonly near: number
  readonly full: number
}

/** The picture. */
export interface Stage {
  readonly camera: Camera
  readonly motion: Motion
  /** Device pixels a CSS pixel. */
  readonly resolution: number
  /** Draws at the next frame. */
  invalidate(): void
  resize(width: number, height: number, resolution: number): void
  setGround(ground: Ground): void
  /** The view of the whole map, beside the panels. */
  whole(): View
  /** Whether that is what is seen. */
  isWhole(): boolean
  /** The view in which a picture is seen well. */
  closeUp(row: number, keepsExtent: boolean): View
  setInsets(insets: Insets): void
  /** CSS pixels of a picture's longer side now. */
  spritePixels(): number
  /** The picture at a place of the canvas, in CSS pixels, or −1. */
  pick(x: number, y: number): number
  /** Called after each frame in which the view moved. */
  onView: () => void
  /** Called after each frame with the milliseconds that its work took. */
  onFrame: ((milliseconds: number) => void) | undefined
  memory(): StageMemory
  /** Whether all that is in view is as sharp as it will be, and nothing moves. */
  readonly isSettled: boolean
  /** Whether pictures are on their way from one layout to another. */
  readonly isRelaying: boolean
  /** Called once the small pictures of all are there, or could not be had. */
  onLoad: () => void
  destroy(): void
}

const near = { side: 128, perRow: 16, layers: 4 }
const full = { side: 512, perRow: 4, layers: 2 }
/** Milliseconds between looks at what is near. */
const lookEvery = 150
const crossing = { layout: 1000, filter: 180 }
/** Opacity of what a filter leaves out, of 255. */
const faint = 14
/** Rows that are considered in one look. */
const mostInView = 4096

/**
 * @param isStill whether the person wants no motion.
 * @param onProblem is told in a sentence what of the map could not be had.
 * @throws Error when the browser has no WebGL 2
 */
export async function createStage(
  canvas: HTMLCanvasElement,
  model: MapModel,
  isStill: () => boolean,
  onProblem: (sentence: string) => void,
): Promise<Stage> {
  const isPhone = matchMedia('(pointer: coarse)').matches
  const renderer = new WebGLRenderer()
  await renderer.init({
    canvas,
    width: 1,
    height: 1,
    preferWebGLVersion: 2,
    backgroundAlpha: 0,
    antialias: false,
    gcActive: false,
    skipExtensionImports: true,
    hello: false,
  })
  const shapes = {
    near: isPhone ? { ...near, layers: 2 } : near,
    full: isPhone ? { ...full, layers: 1 } : full,
  }
  const atlas = deviceAtlas(model.source.atlas, isPhone)
  const sprites = createSprites(renderer, model.catalogue, atlas, shapes.near, shapes.full)
  const detail = createLevelOfDetail(model.source, model.catalogue, sprites, { cell: atlas.cell, ...shapes })
  const scene = new Container({ children: [sprites.mesh] })
  const rendering = { container: scene }
  const camera = createCamera()
  const motion = createMotion(camera, isStill)
  const { uniforms } = sprites
  const leaving = new AbortController()
  let insets: Insets = { left: 0, top: 0, right: 0, bottom: 0 }
  let resolution = 1
  let request = 0
  let lastFrame = 0
  let lastLook = 0
  let isDirty = true
  let isLooking = true
  let isLoaded = false
  let previous: PlaceIndex = model.places
  let current = previous
  const start = current.positions.slice()
  let opacities: Uint8Array = model.shown.map((value) => (value ? 255 : faint))
  const clock = { layout: crossing.layout, filter: crossing.filter }

  const inView: InView & { readonly distances: Float64Array } = {
    rows: new Int32Array(mostInView),
    distances: new Float64Array(model.catalogue.count),
    count: 0,
    pixels: 0,
  }
  const collect = (row: number): void => {
    if (inView.count === mostInView || model.shown[row] === 0) return
    const dx = model.places.positions[2 * row]! - camera.x
    const dy = model.places.positions[2 * row + 1]! - camera.y
    inView.distances[row] = dx * dx + dy * dy
    inView.rows[inView.count++] = row
  }
  const nearer = (one: number, two: number): number => inView.distances[one]! - inView.distances[two]!
  const look = (): void => {
    const size = spriteSize(model.places, camera.extent)
    inView.pixels = size * scaleOf(camera) * resolution
    inView.count = 0
    if (inView.pixels > atlas.cell) {
      const halfWidth = (camera.width / scaleOf(camera) + size) / 2
      const halfHeight = (camera.height / scaleOf(camera) + size) / 2
      visitPlaces(
        model.places,
        camera.x - halfWidth,
        camera.y - halfHeight,
        camera.x + halfWidth,
        camera.y + halfHeight,
        collect,
      )
      inView.rows.subarray(0, inView.count).sort(nearer)
    }
    detail.look(inView)
  }

  const isCrossing = (): boolean => clock.layout < crossing.layout || clock.filter < crossing.filter

  const frame = (now: number): void => {
    request = 0
    const begun = performance.now()
    const passed = Math.min(64, lastFrame === 0 ? 16 : now - lastFrame)
    lastFrame = now
    const isMoved = motion.step(passed)
    if (isCrossing()) {
      clock.layout = Math.min(crossing.layout, clock.layout + passed)
      clock.filter = Math.min(crossing.filter, clock.filter + passed)
      isDirty = true
    }
    if (isMoved) isLooking = true
    const hasArrived = detail.upload()
    if (isMoved || isDirty || hasArrived) {
      draw()
      if (isMoved || isDirty) stage.onView()
      isDirty = false
    }
    if (isLooking && now - lastLook > lookEvery) {
      look()
      lastLook = now
      isLooking = motion.isMoving || isCrossing()
    }
    stage.onFrame?.(performance.now() - begun)
    if (isDirty || isLooking || motion.isMoving || isCrossing() || !detail.isIdle) ask()
    else lastFrame = 0
  }
  const ask = (): void => {
    if (request === 0) request = requestAnimationFrame(frame)
  }

  const draw = (): void => {
    const scale = scaleOf(camera)
    uniforms.uCentre[0] = camera.x
    uniforms.uCentre[1] = camera.y
    uniforms.uScale[0] = (2 * scale) / camera.width
    uniforms.uScale[1] = (-2 * scale) / camera.height
    uniforms.uDevice = scale * resolution
    uniforms.uSize[0] = spriteSize(previous, camera.extent)
    uniforms.uSize[1] = spriteSize(model.places, camera.extent)
    uniforms.uMix = clock.layout / crossing.layout
    uniforms.uFade = clock.filter / crossing.filter
    sprites.flush()
    renderer.render(rendering)
  }

  const invalidate = (): void => {
    isDirty = true
    isLooking = true
    ask()
  }

  const limit = (): void => {
    const { box } = model.places
    Object.assign(camera, { left: box.left, top: box.top, right: box.right, bottom: box.bottom })
    camera.nearest = extentFor(model.places, 0.6)
    camera.farthest = Math.max(2 * stage.whole().extent, camera.nearest)
    settle(camera)
  }

  const stopListening = model.listen((change) => {
    if (change === 'layout') {
      moveOn(start, current.positions, clock.layout / crossing.layout)
      previous = current
      current = model.places
      sprites.setPlaces(start, current.positions)
      limit()
      clock.layout = isStill() ? crossing.layout : 0
    }
    if (change === 'filter') {
      const before = opacities
      opacities = model.shown.map((value) => (value ? 255 : faint))
      sprites.setOpacities(before, opacities)
      clock.filter = isStill() ? crossing.filter : 0
    }
    if (change === 'pointed' || change === 'selected') sprites.lift(model.pointed, model.selected)
    invalidate()
  })

  const load = (): void => {
    loadAtlases(model.source, atlas, sprites.atlas, leaving.signal, invalidate)
      .catch((error: Error) => {
        if (!leaving.signal.aborted) onProblem(error.message)
      })
      .finally(() => {
        isLoaded = true
        if (!leaving.signal.aborted) stage.onLoad()
      })
  }
  // A graphics card that was taken away comes back empty.
  const restore = (): void => {
    detail.reset()
    load()
    invalidate()
  }
  canvas.addEventListener('webglcontextrestored', restore)

  const stage: Stage = {
    camera,
    motion,
    get resolution() {
      return resolution
    },
    invalidate,
    resize: (width, height, next) => {
      resolution = next
      camera.width = Math.max(1, width)
      camera.height = Math.max(1, height)
      renderer.resize(camera.width, camera.height, next)
      limit()
      invalidate()
    },
    setGround: ({ at, color }) => {
      uniforms.uHaloAt.set(at)
      uniforms.uHaloColor.set(color)
      invalidate()
    },
    whole: () => {
      const { box } = model.places
      const size = spriteSize(model.places, 1) / 2
      const around = {
        left: box.left - size,
        top: box.top - size,
        right: box.right + size,
        bottom: box.bottom + size,
      }
      return fit(around, camera.width, camera.height, insets)
    },
    isWhole: () => {
      const { x, y, extent } = stage.whole()
      return Math.hypot(camera.x - x, camera.y - y) < 0.02 && Math.abs(camera.extent / extent - 1) < 0.02
    },
    closeUp: (row, keepsExtent) => {
      const extent = keepsExtent ? camera.extent : Math.min(camera.extent, extentFor(model.places, 0.22))
      const unit = extent / Math.min(camera.width, camera.height)
      return {
        x: model.places.positions[2 * row]! - ((insets.left - insets.right) / 2) * unit,
        y: model.places.positions[2 * row + 1]! - ((insets.top - insets.bottom) / 2) * unit,
        extent,
      }
    },
    setInsets: (next) => {
      insets = next
      limit()
    },
    spritePixels: () => spriteSize(model.places, camera.extent) * scaleOf(camera),
    pick: (x, y) => pickAt(model, camera, x, y),
    onView: () => undefined,
    onFrame: undefined,
    memory: () => ({
      textures: 3,
      textureBytes: sprites.atlas.bytes + sprites.near.bytes + sprites.full.bytes,
      bufferBytes: sprites.bufferBytes,
      ...detail.used,
    }),
    get isSettled() {
      return isLoaded && request === 0 && detail.isIdle
    },
    get isRelaying() {
      return clock.layout < crossing.layout
    },
    onLoad: () => undefined,
    destroy: () => {
      leaving.abort()
      stopListening()
      cancelAnimationFrame(request)
      request = -1
      canvas.removeEventListener('webglcontextrestored', restore)
      detail.destroy()
      sprites.destroy()
      scene.destroy()
      renderer.destroy()
    },
  }
  sprites.setPlaces(model.places.positions, model.places.positions)
  sprites.setOpacities(opacities, opacities)
  load()
  return stage
}

/** The topmost picture at a place of the canvas that the filter lets through. */
function pickAt(model: MapModel, camera: Camera, px: number, py: number): number {
  const { places, catalogue, shown } = model
  const scale = scaleOf(camera)
  const x = camera.x + (px - camera.width / 2) / scale
  const y = camera.y + (py - camera.height / 2) / scale
  const size = spriteSize(places, camera.extent)
  const half = size / 2
  let found = -1
  visitPlaces(places, x - half, y - half, x + half, y + half, (row) => {
    if (shown[row] === 0 || row < found) return
    const longer = Math.max(catalogue.widths[row]!, catalogue.heights[row]!, 1)
    const dx = Math.abs(places.positions[2 * row]! - x)
    const dy = Math.abs(places.positions[2 * row + 1]! - y)
    if (dx <= (half * catalogue.widths[row]!) / longer && dy <= (half * catalogue.heights[row]!) / longer)
      found = row
  })
  return found
}
