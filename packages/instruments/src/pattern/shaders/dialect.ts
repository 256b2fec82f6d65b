/**
 * GLSL and WGSL where they differ, so that each formula of a pattern is written once.
 *
 * Formulas keep to what both have under one name: vec2 … vec4 made by name, abs, floor, fract, min, max, clamp, mix, step,
 * sign, sqrt, exp, log, pow, dot, loops over a variable that is counted up. GLSL is kept to that of WebGL 1.
 */

/** Types of values. */
type ShaderType = 'float' | 'vec2' | 'vec3' | 'vec4'

/** How a language says it. */
export interface Dialect {
  readonly name: 'glsl' | 'wgsl'
  /** A function; its body is statements. */
  function(
    name: string,
    parameters: Readonly<Record<string, ShaderType>>,
    result: ShaderType,
    body: readonly string[],
  ): string
  /** A number of the whole program. */
  constant(type: ShaderType, name: string, value: string): string
  /** A value that stays. */
  let(type: ShaderType, name: string, value: string): string
  /** A value that changes. */
  variable(type: ShaderType, name: string, value: string): string
  /** One of two numbers by a condition on numbers. */
  select(condition: string, yes: string, no: string): string
  /** A matrix from its columns' sixteen numbers. */
  matrix(numbers: readonly string[]): string
  /** Statements that run for `name` = 0.0, 1.0, … below `count`. */
  loop(name: string, count: string, body: readonly string[]): string
}

/** GLSL as WebGL 1, WebGL 2, Shadertoy and the Book of Shaders understand it. */
export const glsl: Dialect = {
  name: 'glsl',
  function: (name, parameters, result, body) => {
    const list = Object.entries(parameters).map(([parameter, type]) => `${type} ${parameter}`)
    return `${result} ${name}(${list.join(', ')}) {\n${indented(body)}\n}`
  },
  constant: (type, name, value) => `const ${type} ${name} = ${value};`,
  let: (type, name, value) => `${type} ${name} = ${value};`,
  variable: (type, name, value) => `${type} ${name} = ${value};`,
  select: (condition, yes, no) => `(${condition} ? ${yes} : ${no})`,
  matrix: (numbers) => `mat4(${numbers.join(',')})`,
  loop: (name, count, body) =>
    `for (float ${name} = 0.0; ${name} < ${count}; ${name} += 1.0) {\n${indented(body)}\n}`,
}

const wgslTypes: Record<ShaderType, string> = { float: 'f32', vec2: 'vec2f', vec3: 'vec3f', vec4: 'vec4f' }

/** WGSL of WebGPU. */
export const wgsl: Dialect = {
  name: 'wgsl',
  function: (name, parameters, result, body) => {
    const list = Object.entries(parameters).map(([parameter, type]) => `${parameter}: ${wgslTypes[type]}`)
    return `fn ${name}(${list.join(', ')}) -> ${wgslTypes[result]} {\n${indented(body)}\n}`
  },
  constant: (type, name, value) => `const ${name}: ${wgslTypes[type]} = ${value};`,
  let: (type, name, value) => `let ${name}: ${wgslTypes[type]} = ${value};`,
  variable: (type, name, value) => `var ${name}: ${wgslTypes[type]} = ${value};`,
  select: (condition, yes, no) => `select(${no}, ${yes}, ${condition})`,
  matrix: (numbers) => `mat4x4f(${numbers.join(',')})`,
  loop: (name, count, body) =>
    `for (var ${name}: f32 = 0.0; ${name} < ${count}; ${name} += 1.0) {\n${indented(body)}\n}`,
}

/** Lines of a body, two spaces farther in. */
export function indented(body: readonly string[]): string {
  return body
    .join('\n')
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}

/** A number with nine significant digits, which every float32 survives, as both languages write one. */
export function literal(value: number): string {
  const text = String(Number(value.toPrecision(9)))
  return /[.e]/.test(text) ? text : `${text}.0`
}

/** `vec4(…)` and its like from numbers; of equal ones, from one. */
export function vector(numbers: Iterable<number>): string {
  const texts = Array.from(numbers, literal)
  const same = texts.every((text) => text === texts[0])
  return `vec${texts.length}(${same ? texts[0] : texts.join(', ')})`
}
