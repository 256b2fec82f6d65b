/** What a group of pieces is called: by the tags that set it apart from the others, and by words of its titles. */
import type { Piece } from '../piece.ts'

/** A tag that fewer of a cluster's pieces have does not stand for it alone. */
const TELLING = 0.5
/** Tags of fewer pieces in a cluster say nothing of it. */
const SHARE = 0.08

/** What a word of the titles counts, beside a tag: tags were chosen to tell what things are. */
const TITLE = 0.5

/** What clusters are named by. */
export type Named = Pick<Piece, 'tags' | 'title'>

/** A tag or word in a cluster. */
interface Candidate {
  readonly tag: string
  /** Of the cluster's pieces, 0…1. */
  readonly share: number
  /** share × log(share ÷ share of all pieces): what the tag tells of where a piece is, as in TF-IDF. */
  readonly score: number
}

/**
 * A name for each cluster, all different: its most distinctive tag or word, or two where none stands for half of it. The
 * clearest cases choose first; without any, a cluster has a number.
 * @param labels [count] cluster of each piece, −1 for none; every cluster from 0 to the highest has pieces
 */
export function clusterNames(labels: Int32Array, pieces: readonly Named[]): string[] {
  const clusters = candidatesOf(labels, pieces)
  const names: string[] = clusters.map(() => '')
  const taken = new Set<string>()
  const order = [...clusters.keys()].sort(
    (left, right) => (clusters[right]![0]?.score ?? 0) - (clusters[left]![0]?.score ?? 0) || left - right,
  )
  for (const cluster of order) {
    for (const wish of wishes(clusters[cluster]!, cluster)) {
      if (taken.has(wish.toLowerCase())) continue
      taken.add(wish.toLowerCase())
      names[cluster] = wish
      break
    }
  }
  return names
}

/** Names that a cluster would take, best first, without end. */
function* wishes(candidates: readonly Candidate[], cluster: number): Generator<string, void, void> {
  const [first, second] = candidates
  if (first !== undefined) {
    if (first.share >= TELLING || second === undefined) yield first.tag
    for (const other of candidates.slice(1)) yield `${first.tag}, ${other.tag}`
  }
  const stem = first?.tag ?? 'cluster'
  for (let number = first === undefined ? cluster + 1 : 2; ; number++) yield `${stem} ${number}`
}

function candidatesOf(labels: Int32Array, pieces: readonly Named[]): Candidate[][] {
  const tags = new Set(pieces.flatMap((piece) => piece.tags))
  const all = new Map<string, number>()
  const clusters: { size: number; counts: Map<string, number> }[] = []
  for (const [piece, label] of labels.entries()) {
    if (label >= 0) (clusters[label] ??= { size: 0, counts: new Map() }).size++
    for (const tag of termsOf(pieces[piece]!, tags)) {
      all.set(tag, (all.get(tag) ?? 0) + 1)
      if (label >= 0) clusters[label]!.counts.set(tag, (clusters[label]!.counts.get(tag) ?? 0) + 1)
    }
  }
  return clusters.map(({ size, counts }) =>
    [...counts]
      .map(([tag, count]) => {
        const share = count / size
        const told = share * Math.log((share * labels.length) / all.get(tag)!)
        return { tag, share, score: tags.has(tag) ? told : TITLE * told }
      })
      .filter(({ share, score }) => share >= SHARE && score > 0)
      .sort((left, right) => right.score - left.score || (left.tag < right.tag ? -1 : 1)),
  )
}

/** The tags, and the words of the title of three letters or more, small; a word that is a tag of others is that tag. */
function termsOf({ tags, title }: Named, all: ReadonlySet<string>): Set<string> {
  const words = title.match(/\p{L}{3,}/gu) ?? []
  return new Set([...tags, ...words.map((word) => (all.has(word) ? word : word.toLowerCase()))])
}
