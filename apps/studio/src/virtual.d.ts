declare module 'virtual:reverie/instruments' {
  export const instruments: readonly import('./instrument.ts').InstrumentDescription[]
  export const models: readonly import('./instrument.ts').ModelDescription[]
}

declare module 'virtual:reverie/samples' {
  export const samples: readonly import('./files/sample.ts').Sample[]
}
