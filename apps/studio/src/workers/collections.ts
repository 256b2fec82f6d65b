/** Collections that a worker has open: each is opened once, and again when it was made anew. */
import type { Bundle } from '@reverie/collection/web'
import { openStored } from '../collections/stored.ts'
import type { CollectionRef } from '../collections/ref.ts'

const opened = new Map<string, Promise<Bundle>>()
/** A collection's imprints fill memory. */
const most = 3

/** The collection. @throws CollectionError when it is not in this browser */
export function openCollections(ref: CollectionRef): Promise<Bundle> {
  const key = keyOf(ref)
  const known = opened.get(key) ?? openStored(ref)
  opened.delete(key)
  opened.set(key, known)
  known.catch(() => opened.delete(key))
  for (const old of opened.keys()) if (opened.size > most) opened.delete(old)
  return known
}

/** By which two references are of the same pieces. */
export const keyOf = ({ id, only }: CollectionRef): string => (only ? `${id} ${only.join(' ')}` : id)

/** Forgets what is open of a collection, which has changed. */
export function forgetCollection(id: string): void {
  for (const key of opened.keys()) if (key === id || key.startsWith(`${id} `)) opened.delete(key)
}
