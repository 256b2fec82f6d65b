/** One picture over the whole page, to look at closely: OpenSeadragon zooms into it, from tiles where it is large. */
import { X } from 'lucide'
import type { MapModel } from '../model.ts'
import { iconButton, make } from './element.ts'

/** Opens a picture; the dialog removes itself when it is closed. */
export async function openFull(host: HTMLElement, model: MapModel, row: number): Promise<void> {
  const { source, catalogue } = model
  const view = make('div', { class: 'map-full-view' })
  const dialog = make(
    'dialog',
    { class: 'map-full', 'aria-label': catalogue.titles[row]! },
    view,
    iconButton(X, 'Close', () => dialog.close(), { key: 'Esc', side: 'left' }),
  )
  host.append(dialog)
  dialog.showModal()
  const [{ default: OpenSeadragon }, original] = await Promise.all([
    import('openseadragon'),
    source.original(row).catch(() => undefined),
  ])
  let url: string | undefined
  const addressOf = (blob: Blob): string => (url = URL.createObjectURL(blob))
  const address = async (): Promise<string> => {
    if (original?.kind === 'file') return original.url
    if (original?.kind === 'bytes') return addressOf(original.blob)
    const thumbnail = source.address?.(row, 512)
    return thumbnail ?? addressOf(await source.picture(row, 512, new AbortController().signal))
  }
  const tiles = {
    Image: {
      xmlns: 'http://schemas.microsoft.com/deepzoom/2008',
      Url: original?.kind === 'tiles' ? `${original.url}_files/` : '',
      Format: original?.kind === 'tiles' ? original.format : '',
      Overlap: '1',
      TileSize: original?.kind === 'tiles' ? String(original.side) : '',
      Size: { Width: String(catalogue.widths[row]), Height: String(catalogue.heights[row]) },
    },
  }
  const viewer = OpenSeadragon({
    element: view,
    tileSources: original?.kind === 'tiles' ? tiles : { type: 'image', url: await address() },
    showNavigationControl: false,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    visibilityRatio: 0.5,
    maxZoomPixelRatio: 4,
    drawer: 'canvas',
    animationTime: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 0.4,
  })
  viewer.addHandler('open', () => {
    view.dataset['ready'] = 'true'
    view.querySelector<HTMLElement>('.openseadragon-canvas')?.focus()
  })
  dialog.addEventListener('close', () => {
    viewer.destroy()
    if (url !== undefined) URL.revokeObjectURL(url)
    dialog.remove()
  })
}
