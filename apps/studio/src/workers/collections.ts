/** Collections that a worker has open: each is opened once, and again when it was made anew. */
import type { Bundle } from '@reverie/collection/web'
import { openStored, stampOf } from '../collections/stored.ts'
import type { CollectionRef } from '../collections/ref.ts'

const opened = new Map<string, { readonly stamp: number; readonly bundle: Promise<Bundle> }>()
/** A collection's imprints fill memory. */
const most = 3

/** The collection. @throws CollectionError when it is not in this browser */
export async function openCollections(ref: CollectionRef): Promise<Bundle> {
  const key = keyOf(ref)
  const stamp = await stampOf(ref)
  const before = opened.get(key)
  const known = before?.stamp === stamp ? before : { stamp, bundle: openStored(ref) }
  opened.delete(key)
  opened.set(key, known)
  known.bundle.catch(() => opened.get(key) === known && opened.delete(key))
  for (const old of opened.keys()) if (opened.size > most) opened.delete(old)
  return known.bundle
}

/** By which two references are of the same pieces. */
export const keyOf = ({ id, only }: CollectionRef): string => (only ? `${id} ${only.join(' ')}` : id)
