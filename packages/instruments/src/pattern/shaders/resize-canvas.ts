/** What a page's or a worker's canvas is drawn on with. */
export type Page = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

/** Gives a canvas another size. It keeps its picture, stretched, until a new one is drawn: else it would blink. */
export function resizeCanvas(page: Page, width: number, height: number): void {
  const { canvas } = page
  const kept = new OffscreenCanvas(canvas.width, canvas.height)
  kept.getContext('2d')!.drawImage(canvas, 0, 0)
  canvas.width = Math.max(1, width)
  canvas.height = Math.max(1, height)
  page.drawImage(kept, 0, 0, canvas.width, canvas.height)
}
