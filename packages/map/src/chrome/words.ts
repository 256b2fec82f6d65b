/** What things are called on the page. */
import type { FacetName } from '../filter/facets.ts'

/** Layouts: a short name, and what it shows. */
const layouts: Readonly<Record<string, readonly [name: string, about: string]>> = {
  umap: ['Likeness', 'Like lies by like, in islands (UMAP)'],
  tsne: ['Spread', 'Like lies by like, evenly spread (t-SNE)'],
  grid: ['Grid', 'Like lies by like, without overlaps'],
  color: ['Colour', 'By their main colours'],
  time: ['Time', 'By their years'],
  tags: ['Tags', 'By their tags'],
}

/** What a layout is called; its kind where we know no better. */
export const layoutName = (kind: string): string => layouts[kind]?.[0] ?? kind

/** What a layout shows. */
export const layoutAbout = (kind: string): string => layouts[kind]?.[1] ?? kind

/** What facets are called. */
export const facetNames: Readonly<Record<FacetName, string>> = {
  tag: 'Tags',
  group: 'Groups',
  author: 'Authors',
  license: 'Licences',
  year: 'Years',
}

const numbers = new Intl.NumberFormat('en')

/** `6,900 pictures`. */
export const pictures = (count: number): string =>
  `${numbers.format(count)} ${count === 1 ? 'picture' : 'pictures'}`

/** `6,900`. */
export const figure = (count: number): string => numbers.format(count)

/** `1.4 MB`. */
export function amount(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 999_500 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
