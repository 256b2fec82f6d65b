/** What the Studio knows of an instrument or a network before it runs. */

/** A value of a recipe's parameters. */
export type JSONValue = null | boolean | number | string | JSONValue[] | { [key: string]: JSONValue }

/** The values of an instrument's parameters; an absent one is the instrument's own default. */
export type Parameters = Record<string, JSONValue>

/** A parameter as JSON Schema, with the instrument's own notes (`.meta`). */
export interface ParameterSchema {
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly unit?: string
  readonly step?: number
  readonly rank?: number
  readonly control?: string
  readonly group?: string
  readonly default?: JSONValue
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly enum?: readonly string[]
  readonly anyOf?: readonly ParameterSchema[]
  /** Of a list: what is in it, and how many at most. */
  readonly items?: ParameterSchema
  readonly maxItems?: number
}

/** What an instrument takes at one of its ports. */
export interface Port {
  readonly kind: 'image' | 'images' | 'mask' | 'collection' | 'video' | 'network' | 'world'
  /** Its files go in as they are; else they are pictures. */
  readonly takesFiles: boolean
  readonly required: boolean
  readonly title: string
  readonly description: string
}

/** A named set of parameters that an artist would choose. */
interface Preset {
  readonly title: string
  readonly description: string
  readonly parameters: Parameters
}

/** Something other than pixels that an instrument makes. */
interface ExportDescription {
  readonly title: string
  readonly description: string
  /** Of its files, without a dot. */
  readonly extension: string
}

/** An instrument, as the room shows it. */
export interface InstrumentDescription {
  readonly name: string
  readonly version: number
  readonly title: string
  readonly summary: string
  readonly schema: { readonly properties: Readonly<Record<string, ParameterSchema>> }
  readonly inputs: Readonly<Record<string, Port>>
  readonly presets: Readonly<Record<string, Preset>>
  /** By format. */
  readonly exports: Readonly<Record<string, ExportDescription>>
}

/** A model's card, as far as the room shows it. */
export interface ModelDescription {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly license: string
  readonly bytes: number
  /** The layers that show most, in order of depth. */
  readonly telling: readonly { readonly name: string; readonly channels: number; readonly stride: number }[]
  readonly defaultLayers: Readonly<Record<string, number>>
  readonly guideLayer: string
}
