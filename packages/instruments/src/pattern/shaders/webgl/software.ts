/** Telling a GPU from a processor that plays one. */

/** Processors that play GPU, by the names of their drivers: ANGLE's, Mesa's, Windows', Apple's. */
const names = /swiftshader|llvmpipe|softpipe|basic render|software/i

/** Whether a context is drawn by the processor. Browsers that hide the driver's name hide this too: then it is false. */
export function isSoftware(gl: WebGL2RenderingContext): boolean {
  const known = gl.getExtension('WEBGL_debug_renderer_info')
  const name: unknown = gl.getParameter(known?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER)
  return typeof name === 'string' && names.test(name)
}
