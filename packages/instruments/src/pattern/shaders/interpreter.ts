/**
 * The interpreter: a WebGL 2 program that reads a scene from a texture of floats (`interpreter-program.ts`), so that any
 * scene is on the screen without waiting for a compiler, several times slower a pixel than with its weights written out
 * (`layers.ts`). Its one constant is the length of the array that holds what a pixel has computed; there are few lengths,
 * so that few programs are ever compiled.
 */
import { colorModes, symmetries, type ColorMode, type Coloring, type Symmetry } from '../scene.ts'
import { activationNames, activationText } from './activations.ts'
import { colorFunctions, colorStatements, plainColors } from './color.ts'
import { glsl, indented } from './dialect.ts'
import { texelsAcross } from './interpreter-program.ts'
import {
  groupText,
  mirrorStatement,
  pointText,
  squareStatement,
  timesUnitStatement,
  turnStatement,
} from './plane.ts'
import { laneActivations } from './plan.ts'
import { alphaText, averageText } from './scene-text.ts'

const capacities = [12, 24, 48, 96, 160, 288] as const

/** The least array that holds `slots` blocks; undefined when none does. */
export function capacityOf(slots: number): number | undefined {
  return capacities.find((capacity) => capacity >= slots)
}

/** Codes of what a scene can be, as the interpreter's uniforms have them. */
export const interpreterCodes = {
  symmetry: (symmetry: Symmetry): number => symmetries.indexOf(symmetry),
  mode: (mode: ColorMode): number => colorModes.indexOf(mode),
  alpha: (alpha: Coloring['alpha']): number => alphas.indexOf(alpha),
} as const

const alphas: readonly Coloring['alpha'][] = ['off', 'netart', 'full']

/** Declarations and functions that end in `patternColor`, as those of `sceneText`. */
export function interpreterText(capacity: number): string {
  return [
    'uniform highp sampler2D program;',
    'uniform int layers;',
    // Block of the first output; texel of the first colour, and how many colours.
    'uniform int outputs;',
    'uniform int colors;',
    'uniform int colorCount;',
    'uniform int netart;',
    'uniform int symmetry;',
    'uniform int order;',
    'uniform int hasPlane;',
    'uniform int hasTile;',
    'uniform int hasPicture;',
    'uniform int mode;',
    'uniform int alpha;',
    'uniform int alphaAt;',
    `vec4 v[${capacity}];`,
    `vec4 texel(int at) { return texelFetch(program, ivec2(at & ${texelsAcross - 1}, at >> ${Math.log2(texelsAcross)}), 0); }`,
    ...activationText(glsl, laneActivations, true),
    ...colorFunctions(glsl, colorModes, true),
    activateText,
    pointFunction,
    layersFunction,
    colorFunction,
    sampleFunction,
    averageText(glsl),
  ].join('\n')
}

const activateText = `vec4 activate(int code, vec4 x) {
  switch (code) {
${indented(laneActivations.map((activation, code) => `case ${code}: return ${activationNames[activation]}(x);`))}
  }
  return x;
}`

const is = (symmetry: Symmetry): string => `symmetry == ${symmetries.indexOf(symmetry)}`

const pointFunction = `vec2 pointOf(vec2 pixel, vec2 size) {
  vec2 point = netart == 1 ? ${pointText.netart} : ${pointText.centred};
  if (${is('mirror-x')} || ${is('mirror')}) point.x = abs(point.x);
  if (${is('mirror-y')} || ${is('mirror')} || ${is('kaleidoscope')}) point.y = abs(point.y);
  if (${is('rotation')}) {
    float reach = max(length(point), 1e-30);
    vec2 unit = point / reach;
    vec2 power = vec2(1.0, 0.0);
    for (int bit = 10; bit >= 0; bit--) {
      ${squareStatement}
      if (((order >> bit) & 1) == 1) { ${timesUnitStatement} }
    }
    point = reach * power;
  }
  if (${is('kaleidoscope')}) {
    for (int part = 512; part > 0; part >>= 1) {
      if (part >= order) continue;
      vec4 angle = vec4(float(part) * 3.14159265 / float(order));
      vec2 inward = vec2(sine(angle).x, -cosine(angle).x);
      ${mirrorStatement('inward')}
    }
  }
  return point;
}`

const layersFunction = `void runLayers() {
  int at = 0;
  for (int layer = 0; layer < layers; layer++) {
    ivec4 head = ivec4(texel(at));
    ivec4 kind = ivec4(texel(at + 1));
    at += 2;
    for (int block = 0; block < head.w; block++) {
      vec4 sum = texel(at);
      vec4 codes = texel(at + 1);
      at += 2;
      for (int read = head.x; read < head.x + head.y; read++) {
        sum += mat4(texel(at), texel(at + 1), texel(at + 2), texel(at + 3)) * v[read];
        at += 4;
      }
      vec4 value = sum;
      if (kind.x >= 0) value = activate(kind.x, sum);
      else for (int lane = 0; lane < 4; lane++) value[lane] = activate(int(codes[lane]), vec4(sum[lane])).x;
      v[head.z + block] = value;
      if (kind.y == 1) v[head.z + head.w + block] = value * value * 0.748166667;
    }
    if (kind.z == 1) for (int read = 0; read < head.y; read++) v[head.z + read] += v[head.x + read];
  }
}`

const colorFunction = `vec3 colorOf(vec4 o, vec4 turns) {
  switch (mode) {
${indented(
  Object.entries(plainColors).map(
    ([mode, text]) => `case ${colorModes.indexOf(mode as ColorMode)}: return ${text};`,
  ),
)}
  }
  if (mode == ${colorModes.indexOf('oklch')}) {
${indented([indented(colorStatements(glsl, { mode: 'oklch', alpha: 'off' }))])}
    return color;
  }
  if (mode == ${colorModes.indexOf('gradient')}) {
    float place = o.x * float(colorCount - 1);
    int below = clamp(int(place), 0, max(colorCount - 2, 0));
    int above = min(below + 1, colorCount - 1);
    return encoded(lightOf(mix(texel(colors + 2 * below).xyz, texel(colors + 2 * above).xyz, place - float(below))));
  }
  vec3 lab = labOf(decoded(o.xyz));
  vec4 best = vec4(0.0, 0.0, 0.0, 1e30);
  for (int index = 0; index < colorCount; index++) {
    vec3 away = lab - texel(colors + 2 * index).xyz;
    float distance = dot(away, away);
    if (distance < best.w) best = vec4(texel(colors + 2 * index + 1).xyz, distance);
  }
  return best.xyz;
}`

const sampleFunction = `vec4 sampleAt(vec2 pixel, vec2 size) {
  vec2 point = pointOf(pixel, size);
  int next = 0;
  if (hasPlane == 1) v[next++] = ${groupText('plane', 'none')};
  if (hasTile == 1) {
    ${turnStatement(glsl)}
    vec4 tile = ${groupText('tile', 'none')};
    if (${is('mirror-x')} || ${is('mirror')}) tile.x = abs(tile.x);
    if (${is('mirror-y')} || ${is('mirror')}) tile.z = abs(tile.z);
    v[next++] = tile;
  }
  if (hasPicture == 1) v[next++] = ${groupText('picture', 'none')};
  runLayers();
  vec4 o = clamp(v[outputs], vec4(0.0), vec4(1.0));
  float alphaOutput = clamp(v[outputs + alphaAt / 4][alphaAt % 4], 0.0, 1.0);
  float a = alpha == 1 ? ${alphaText.netart} : alpha == 2 ? ${alphaText.full} : ${alphaText.off};
  return vec4(colorOf(o, fract(v[outputs])), a);
}`
