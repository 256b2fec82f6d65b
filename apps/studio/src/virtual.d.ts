declare module 'virtual:reverie/instruments' {
  export const instruments: readonly import('./description.ts').InstrumentDescription[]
  export const models: readonly import('./description.ts').ModelDescription[]
  export const palettes: Readonly<Record<string, { readonly title: string; readonly colors: readonly string[] }>>
}

declare module 'virtual:reverie/samples' {
  export const samples: readonly import('./files/sample.ts').Sample[]
}

declare module 'virtual:reverie/sample-collection' {
  /** Where the sample collection's files are. */
  export const address: string
}
