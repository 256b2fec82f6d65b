/** Compiling programs in the background. */
import { vertexText } from './fragments.ts'

/** A program on its way. */
export interface Linking {
  /**
   * Whether it is done. Without KHR_parallel_shader_compile nobody can tell; then it says yes, and `finish` waits.
   */
  ready(): boolean
  /** The program. @throws Error with the compiler's words when it does not compile */
  finish(): WebGLProgram
  dispose(): void
}

/** Begins to compile a fragment shader, with the vertex shader that covers the target. */
export function link(gl: WebGL2RenderingContext, fragment: string): Linking {
  const parallel = gl.getExtension('KHR_parallel_shader_compile')
  const program = gl.createProgram()
  const shaders = [
    [gl.VERTEX_SHADER, vertexText],
    [gl.FRAGMENT_SHADER, fragment],
  ].map(([type, text]) => {
    const shader = gl.createShader(type as number)!
    gl.shaderSource(shader, text as string)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
    return shader
  })
  gl.linkProgram(program)
  let finished = false
  return {
    ready: () =>
      finished || parallel === null || gl.getProgramParameter(program, parallel.COMPLETION_STATUS_KHR) === true,
    finish() {
      if (finished) return program
      const linked: unknown = gl.getProgramParameter(program, gl.LINK_STATUS)
      const words =
        linked === true ? '' : [gl.getProgramInfoLog(program), gl.getShaderInfoLog(shaders[1]!)].join(' ')
      for (const shader of shaders) gl.deleteShader(shader)
      if (linked !== true && !gl.isContextLost())
        throw new Error(`A pattern's shader does not compile: ${words.trim() || 'the driver gives no reason'}.`)
      finished = true
      return program
    },
    dispose: () => gl.deleteProgram(program),
  }
}
