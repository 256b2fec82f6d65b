/**
 * Shader text (GLSL, WGSL) that begins with a comment: the recipe is the comment's second line. It is written in ASCII,
 * because not every shader compiler takes more, even in comments.
 */
import { fromUtf8, hasText, utf8 } from '../bytes.ts'
import type { Container } from '../container.ts'

const prefix = '// reverie-recipe '

export const shader: Container = {
  title: 'shader',
  matches: (bytes) => hasText(bytes, 0, '//'),
  embed: (bytes, { text }) => {
    const [first = '//', ...rest] = fromUtf8(bytes).split('\n')
    const ascii = text.replace(
      /[^\x20-\x7e]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    return utf8([first, prefix + ascii, ...rest.filter((line) => !line.startsWith(prefix))].join('\n'))
  },
  extract: (bytes) =>
    fromUtf8(bytes)
      .split('\n')
      .find((line) => line.startsWith(prefix))
      ?.slice(prefix.length),
}
