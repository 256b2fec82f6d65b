/** Files that are a picture and something else. */
import type { Fault } from '../problem.ts'

/** Beginnings of what browsers, servers and shells run; long enough not to come up in compressed pixels. */
const words = [
  { text: '<script', what: 'a script' },
  { text: '<!doctype html', what: 'a web page' },
  { text: '<html>', what: 'a web page' },
  { text: '<html ', what: 'a web page' },
  { text: '<iframe', what: 'a web page' },
  { text: 'www.w3.org/2000/svg', what: 'an SVG drawing' },
  { text: '<?php', what: 'a PHP program' },
  { text: 'javascript:', what: 'a script' },
  { text: '#!/bin/', what: 'a shell script' },
  { text: '%pdf-1.', what: 'a PDF document' },
] as const

/** What an archive's last record begins with, and how long it is without its comment. */
const archiveEnd = { text: 'PK\x05\x06', length: 22, longestComment: 65_535 } as const

/** Says what else a picture is. */
export function findHiddenContent(bytes: Uint8Array): Fault[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').toLowerCase()
  const found = new Set<string>(words.filter(({ text: word }) => text.includes(word)).map(({ what }) => what))
  if (isArchive(bytes)) found.add('a ZIP archive')
  return [...found].map((what) => ({
    line: 1,
    code: 'hidden-content',
    message: `The picture holds ${what} too.`,
    fix: 'Open it in an image editor and export it again, without metadata.',
  }))
}

/** Programs that unpack look for the last record from the end of the file; it says how long its comment is. */
function isArchive(bytes: Uint8Array): boolean {
  const { text, length, longestComment } = archiveEnd
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(-(length + longestComment))
  const mark = Buffer.from(text, 'latin1')
  for (let at = tail.lastIndexOf(mark); at >= 0; at = at === 0 ? -1 : tail.lastIndexOf(mark, at - 1)) {
    if (at + length > tail.length) continue
    const entries = tail.readUInt16LE(at + 10)
    const comment = tail.readUInt16LE(at + 20)
    if (entries > 0 && at + length + comment <= tail.length) return true
  }
  return false
}
