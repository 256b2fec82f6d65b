/**
 * Where a picture comes from, in the words that newsrooms, search engines and C2PA agree on: IPTC's NewsCodes "Digital
 * Source Type", as of September 2024, without what is retired. What each means is said in the vocabulary itself.
 */

/** The terms of the vocabulary. */
export const digitalSourceTypes = [
  'digitalCapture',
  'computationalCapture',
  'negativeFilm',
  'positiveFilm',
  'print',
  'humanEdits',
  'algorithmicallyEnhanced',
  'digitalCreation',
  'dataDrivenMedia',
  'trainedAlgorithmicMedia',
  'algorithmicMedia',
  'screenCapture',
  'virtualRecording',
  'composite',
  'compositeCapture',
  'compositeSynthetic',
  'compositeWithTrainedAlgorithmicMedia',
] as const

/** A term of the vocabulary. */
export type DigitalSourceType = (typeof digitalSourceTypes)[number]

/** The address of a term, which is what metadata hold: `http://cv.iptc.org/newscodes/digitalsourcetype/…`. */
export function digitalSourceUri(term: DigitalSourceType): string {
  return `http://cv.iptc.org/newscodes/digitalsourcetype/${term}`
}
