/** No path of one machine and no host of a package registry stands in the repository. */
import type { Problem, Repository } from './repository.ts'

const binary = /\.(png|jpe?g|webp|avif|gif|tiff?|onnx|bin|woff2?|ico|mp4|webm|pb)$/
// Written in pieces, so that this file does not hold what it looks for.
const forbidden = [
  new RegExp(`(?<![\\w.])/(${['work', 'root', 'farm'].join('|')})/[a-z]`),
  new RegExp(['registry', 'npmjs', 'org'].join('\\.')),
  new RegExp(['deb', 'debian', 'org'].join('\\.')),
]

export function places(repository: Repository): Problem[] {
  return repository.files
    .filter((file) => !binary.test(file) && !file.startsWith('scripts/house-rules/'))
    .flatMap((file) => {
      const lines = repository.read(file).split('\n')
      return lines.flatMap((line, index) => {
        const match = forbidden.map((pattern) => pattern.exec(line)?.[0]).find((found) => found !== undefined)
        return match === undefined
          ? []
          : [{ file: `${file}:${index + 1}`, message: `names "${match}", a place on one machine or a registry.` }]
      })
    })
}
