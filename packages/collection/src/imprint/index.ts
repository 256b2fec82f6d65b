/** Imprints: pictures to rows of numbers whose cosines tell likeness. */
export { imprintBatch, imprintSide, openImprinter, type Imprinter, type ImprinterOptions } from './imprinter.ts'
export { fitWhitening, whiten, type Whitening, type WhiteningOptions } from './whitening.ts'
