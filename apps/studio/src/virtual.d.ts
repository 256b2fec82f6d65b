declare module 'virtual:reverie/instruments' {
  export const instruments: readonly import('./description.ts').InstrumentDescription[]
  export const models: readonly import('./description.ts').ModelDescription[]
}

declare module 'virtual:reverie/samples' {
  export const samples: readonly import('./files/sample.ts').Sample[]
}
