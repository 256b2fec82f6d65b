/**
 * Code that needs Node stands behind a package's node.ts, code that needs a browser behind its web.ts; what index.ts
 * and web.ts reach must load without Node.
 */
import { posix } from 'node:path'
import { valueImports } from './imports.ts'
import type { Problem, Repository } from './repository.ts'

const nodeOnly = /^(node:|sharp$|onnxruntime-node$|tsx|@reverie\/[^/]+\/node$)/
const webOnly = /^(onnxruntime-web|wasm-vips|@reverie\/[^/]+\/web$)/

export function platforms(repository: Repository): Problem[] {
  const known = new Set(repository.files)
  const entries = repository.files.flatMap((file) => {
    const entry = /^packages\/(?!testing)[^/]+\/src\/(index|node|web)\.ts$/.exec(file)?.[1]
    return entry === undefined
      ? []
      : [{ file, forbidden: entry === 'index' ? [nodeOnly, webOnly] : entry === 'web' ? [nodeOnly] : [webOnly] }]
  })
  const problems = new Map<string, Problem>()
  for (const { file: entry, forbidden } of entries) {
    const seen = new Set([entry])
    for (const file of seen) {
      for (const specifier of valueImports(file, repository.read(file))) {
        if (specifier.startsWith('.')) {
          const path = posix.join(posix.dirname(file), specifier)
          if (known.has(path)) seen.add(path)
        } else if (forbidden.some((pattern) => pattern.test(specifier))) {
          problems.set(`${file} ${specifier}`, {
            file,
            message: `imports "${specifier}" and is reached from ${entry}.`,
          })
        }
      }
    }
  }
  return [...problems.values()]
}
