/** The part of wasm-vips that is used here; the package's own declarations are not found through its `exports`. */
declare module 'wasm-vips' {
  export interface VipsImage {
    readonly width: number
    readonly height: number
    readonly bands: number
    readonly interpretation: string
    readonly format: string
    iccTransform(profile: string, options?: Record<string, unknown>): VipsImage
    colourspace(space: string, options?: Record<string, unknown>): VipsImage
    copy(options?: Record<string, unknown>): VipsImage
    cast(format: string): VipsImage
    writeToMemory(): Uint8Array
    writeToBuffer(suffix: string, options?: Record<string, unknown>): Uint8Array
    delete(): void
  }
  export interface Vips {
    readonly Image: {
      newFromBuffer(bytes: Uint8Array, options?: string, named?: Record<string, unknown>): VipsImage
      newFromMemory(
        data: Uint8Array | Uint16Array,
        width: number,
        height: number,
        bands: number,
        format: string,
      ): VipsImage
    }
    shutdown(): void
  }
  const load: (options: {
    dynamicLibraries: string[]
    locateFile?: (file: string, folder: string) => string
  }) => Promise<Vips>
  export default load
}
