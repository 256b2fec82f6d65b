/** What stands over the picture and moves with it: names of places, the ring around the selected picture, the lasso's line. */
import type { MapModel } from '../model.ts'
import type { Stage } from '../stage.ts'
import { pixelX, pixelY, scaleOf } from '../view/camera.ts'
import { groupLabels, type Label } from '../view/labels.ts'
import { make } from './element.ts'

/** The overlay. */
export interface Overlay {
  readonly element: HTMLElement
  /** Brings everything to where the view is. */
  follow(): void
  /** Draws the lasso; an empty line takes it away. */
  drawLine(points: readonly number[]): void
}

/** At pictures larger than this, in pixels, names are in the way. */
const namesUntil = 60

/** Groups of what is alike are torn apart where pictures lie by something else. */
const isByKind = (layout: string): boolean => ['color', 'time', 'tags'].includes(layout)

interface Placed {
  readonly label: Label
  readonly element: HTMLElement
  readonly width: number
}

export function createOverlay(model: MapModel, stage: Stage): Overlay {
  const names = make('div', { class: 'map-names' })
  const ring = make('div', { class: 'map-ring', hidden: true })
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  svg.setAttribute('class', 'map-line')
  svg.append(path)
  const element = make('div', { class: 'map-overlay', 'aria-hidden': 'true' }, names, svg as unknown as Node, ring)
  let placed: readonly Placed[] = []
  let drawnScale = 0

  const relabel = (): void => {
    const labels =
      model.words.length > 0
        ? model.words.map((word) => ({ ...word, weight: 0 }))
        : isByKind(model.layout)
          ? []
          : groupLabels(model.places, model.facets)
    names.dataset['stand'] = String(model.words.length > 0)
    const made = labels.map((label) => make('span', { text: label.text }))
    names.replaceChildren(...made)
    placed = made.map((one, at) => ({ label: labels[at]!, element: one, width: one.offsetWidth + 16 }))
    drawnScale = 0
  }

  /** Names that would meet a weightier one are left out. Done when the scale changes, not when the map is moved. */
  const arrange = (scale: number): void => {
    // Words of a layout stand on their place, names of groups lie around theirs.
    const rise = model.words.length > 0 ? '-100%' : '-50%'
    const taken: { x: number; y: number; width: number }[] = []
    for (const { label, element: name, width } of placed) {
      const x = label.x * scale
      const y = label.y * scale
      const isFree = taken.every(
        (other) => Math.abs(other.x - x) > (other.width + width) / 2 || Math.abs(other.y - y) > 26,
      )
      name.dataset['shown'] = String(isFree)
      if (!isFree) continue
      taken.push({ x, y, width })
      name.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translate(-50%, ${rise})`
    }
  }

  const follow = (): void => {
    const { camera } = stage
    const scale = scaleOf(camera)
    // Names stand where pictures will be: while those are on their way they would name others.
    names.dataset['shown'] = String(stage.spritePixels() < namesUntil && !stage.isRelaying)
    if (Math.abs(scale / drawnScale - 1) > 0.001) {
      arrange(scale)
      drawnScale = scale
    }
    names.style.transform = `translate(${pixelX(camera, 0)}px, ${pixelY(camera, 0)}px)`
    const row = model.selected
    ring.hidden = row < 0
    if (row < 0) return
    const { catalogue, places } = model
    const size = stage.spritePixels()
    const longer = Math.max(catalogue.widths[row]!, catalogue.heights[row]!, 1)
    const width = Math.max(12, (size * catalogue.widths[row]!) / longer) + 8
    const height = Math.max(12, (size * catalogue.heights[row]!) / longer) + 8
    const x = pixelX(camera, places.positions[2 * row]!) - width / 2
    const y = pixelY(camera, places.positions[2 * row + 1]!) - height / 2
    ring.style.width = `${width}px`
    ring.style.height = `${height}px`
    ring.style.transform = `translate(${x}px, ${y}px)`
  }

  model.listen((change) => {
    if (change === 'layout') relabel()
    if (change === 'layout' || change === 'selected') follow()
  })
  // Widths are right once the typeface is there.
  const measure = (): void => {
    relabel()
    follow()
  }
  void document.fonts.ready.then(measure)
  return {
    element,
    follow,
    drawLine: (points) => {
      let text = ''
      for (let at = 0; at < points.length; at += 2) text += `${at === 0 ? 'M' : 'L'}${points[at]} ${points[at + 1]}`
      path.setAttribute('d', text === '' ? '' : `${text}Z`)
    },
  }
}
