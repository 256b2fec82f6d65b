/** Links of Markdown files to files of the repository lead somewhere. */
import { posix } from 'node:path'
import type { Problem, Repository } from './repository.ts'

export function links(repository: Repository): Problem[] {
  const known = new Set(repository.files)
  for (const file of repository.files) {
    for (let folder = posix.dirname(file); folder !== '.'; folder = posix.dirname(folder)) known.add(folder)
  }
  return repository.files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) => {
      const text = repository.read(file).replaceAll(/```[\s\S]*?```/g, '')
      const targets = [...text.matchAll(/\]\(([^)\s]+)[^)]*\)|(?:src|href)="([^"]+)"/g)].map(
        (match) => match[1] ?? match[2]!,
      )
      return targets.flatMap((target) => {
        if (/^([a-z]+:|#)/.test(target)) return []
        const path = posix
          .normalize(posix.join(posix.dirname(file), decodeURI(target.split('#')[0]!)))
          .replace(/\/$/, '')
        return known.has(path) || path === '.'
          ? []
          : [{ file, message: `links to "${target}", which is not there.` }]
      })
    })
}
