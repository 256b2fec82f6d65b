/** Collections of made-up pieces for tests. */
import { createRandom } from '@reverie/recipe'
import type { BundleContents, CollectionFiles, Piece } from '@reverie/collection'

/** A piece with all fields set, the same for the same number. */
export function piece(number: number, changes: Partial<Piece> = {}): Piece {
  const random = createRandom(number)
  const hex = Array.from({ length: 64 }, () => Math.floor(random.next() * 16).toString(16)).join('')
  const opaque = number % 3 === 0
  return {
    id: hex.slice(0, 16),
    sha256: hex,
    path: `animals/${number}.png`,
    paths: [`animals/${number}.png`, `birds/${number} «übrig».png`],
    source: 'clips',
    width: 1 + number,
    height: 4_000_000_000,
    bytes: 2 ** 40 + number,
    format: 'png',
    title: `A "bird", no. ${number} 🐦`,
    author: number % 2 === 0 ? '' : 'Ann, Onymous',
    link: 'https://example.org/?a=1&b=2',
    license: 'CC0-1.0',
    tags: number % 2 === 0 ? [] : ['bird', 'grün'],
    year: number % 2 === 0 ? null : -44,
    edited: number % 2 === 0 ? ['title'] : [],
    phash: (1n << 63n) + BigInt(number),
    colors: Float32Array.from({ length: 20 }, () => random.next()),
    palette: Float32Array.from({ length: 64 }, () => random.next()),
    silhouette: {
      coverage: opaque ? 1 : random.next(),
      box: opaque ? [0, 0, 1, 1] : [0.1, 0.2, 0.3, 1 / 3],
      mask: Uint8Array.from({ length: 1024 }, (_, at) => (opaque ? 255 : (at * 7) % 256)),
    },
    removed: false,
    ...changes,
  }
}

/** What a bundle of so many pieces holds, with vectors at random. */
export function contents(count: number, dimensions = 8): BundleContents {
  const random = createRandom(count)
  const k = Math.min(3, Math.max(0, count - 1))
  const vectors = Float32Array.from({ length: count * dimensions }, () => random.gaussian())
  for (let row = 0; row < count; row++) {
    const part = vectors.subarray(row * dimensions, (row + 1) * dimensions)
    const length = Math.hypot(...part)
    part.forEach((value, at) => (part[at] = value / length))
  }
  return {
    name: 'Birds',
    pieces: Array.from({ length: count }, (_, number) => piece(number)),
    imprints: { count, dimensions, vectors },
    neighbours: {
      count,
      k,
      indices: Int32Array.from({ length: count * k }, (_, at) => (Math.floor(at / k) + 1 + (at % k)) % count),
      distances: Float32Array.from({ length: count * k }, (_, at) => (at % k) / 7),
    },
    layouts: [
      {
        kind: 'umap',
        positions: Float32Array.from({ length: count * 2 }, () => random.next()),
        cell: 0.1,
        labels: [{ text: '1999', x: 0.25, y: 1 }],
      },
    ],
    clusters: { labels: Int32Array.from({ length: count }, (_, at) => (at % 3) - 1), names: ['bird', 'tree'] },
    about: { model: { id: 'mobilenet', sha256: 'ab' } },
    attachments: { whitening: Uint8Array.of(1, 2, 3) },
  }
}

/** Files in memory, and what was written in which order. */
export function memoryFiles(): Required<CollectionFiles> & { all: Map<string, Uint8Array>; written: string[] } {
  const all = new Map<string, Uint8Array>()
  const written: string[] = []
  return {
    all,
    written,
    read: async (path) => all.get(path),
    write: async (path, bytes) => {
      written.push(path)
      all.set(path, bytes)
    },
    remove: async (path) => void all.delete(path),
  }
}
