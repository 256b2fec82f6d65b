/** A picture on the GPU that is drawn out of sight, piece by piece, before it is shown. */

/** A framebuffer of RGBA with 8 bits, whose size changes when it is asked for. */
export interface Target {
  readonly framebuffer: WebGLFramebuffer
  pixels: WebGLRenderbuffer | undefined
  width: number
  height: number
}

/** A target of no size. */
export function createTarget(gl: WebGL2RenderingContext): Target {
  return { framebuffer: gl.createFramebuffer(), pixels: undefined, width: 0, height: 0 }
}

/** Gives a target a size; what it held is lost if it is another one. */
export function resizeTarget(gl: WebGL2RenderingContext, target: Target, width: number, height: number): void {
  if (target.width === width && target.height === height) return
  gl.deleteRenderbuffer(target.pixels ?? null)
  const buffer = gl.createRenderbuffer()
  gl.bindRenderbuffer(gl.RENDERBUFFER, buffer)
  gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, width, height)
  gl.bindFramebuffer(gl.FRAMEBUFFER, target.framebuffer)
  gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, buffer)
  target.pixels = buffer
  target.width = width
  target.height = height
}

/** Frees a target. */
export function disposeTarget(gl: WebGL2RenderingContext, target: Target): void {
  gl.deleteFramebuffer(target.framebuffer)
  gl.deleteRenderbuffer(target.pixels ?? null)
}

/** Stretches a target over another, or over the canvas where there is none. */
export function copyTarget(gl: WebGL2RenderingContext, from: Target, to?: Target): void {
  const width = to?.width ?? gl.drawingBufferWidth
  const height = to?.height ?? gl.drawingBufferHeight
  const filter = width === from.width && height === from.height ? gl.NEAREST : gl.LINEAR
  gl.disable(gl.SCISSOR_TEST)
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, from.framebuffer)
  gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, to?.framebuffer ?? null)
  // Chromium does not count a copy as drawing, and would empty the canvas afterwards.
  if (to === undefined) gl.clear(gl.COLOR_BUFFER_BIT)
  gl.blitFramebuffer(0, 0, from.width, from.height, 0, 0, width, height, gl.COLOR_BUFFER_BIT, filter)
}
