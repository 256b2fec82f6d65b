/**
 * Arrows between packages point one way: a package may import those of the layers before its own. Between packages
 * of one layer there are no arrows. Tests may use anything.
 */
import { allImports } from './imports.ts'
import { sources, type Problem, type Repository } from './repository.ts'

/** In the order in which data flows (docs/architecture.md). */
const order: readonly (readonly string[])[] = [
  ['recipe'],
  ['image'],
  ['film', 'jobs'],
  ['graph'],
  ['runtime'],
  ['models'],
  ['training', 'collection'],
  ['instruments', 'map'],
  ['gallery'],
]

export function layers(repository: Repository): Problem[] {
  const rank = new Map(order.flatMap((names, index) => names.map((name) => [name, index] as const)))
  return sources(repository).flatMap((file) => {
    const owner = /^packages\/([^/]+)\/src\//.exec(file)?.[1]
    if (owner === undefined || owner === 'testing') return []
    const own = rank.get(owner)
    if (own === undefined) {
      return [{ file, message: `Package "${owner}" has no layer. Give it one in scripts/house-rules/layers.ts.` }]
    }
    return allImports(file, repository.read(file)).flatMap((specifier) => {
      const target = /^@reverie\/([^/]+)/.exec(specifier)?.[1]
      if (target === undefined || target === owner) return []
      const found = rank.get(target)
      if (found !== undefined && found < own) return []
      return [{ file, message: `"${owner}" imports "${specifier}", which is not of a layer before its own.` }]
    })
  })
}
