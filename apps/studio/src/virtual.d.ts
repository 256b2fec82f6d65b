declare module 'virtual:reverie/instruments' {
  export const instruments: readonly import('./description.ts').InstrumentDescription[]
  export const models: readonly import('./description.ts').ModelDescription[]
  export const palettes: Readonly<Record<string, { readonly title: string; readonly colors: readonly string[] }>>
}

declare module 'virtual:reverie/samples' {
  export const samples: readonly import('./files/sample.ts').Sample[]
}
