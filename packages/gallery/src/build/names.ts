/** Names of generated files: `<stem>-<uid>.<ending>`, where a stem is a generator's name with what tells its files apart. */

/** The generator of the pictures that plug-ins make of other media. */
export const pictureGenerator = 'picture'

const endings: Readonly<Record<string, string>> = { jpeg: 'jpg' }

/** The name of a file. */
export const fileName = (stem: string, uid: string, format: string): string =>
  `${stem}-${uid}.${endings[format] ?? format}`

/** The stem of one of a generator's files: that of a layer, or of a frame of a zoom. */
export const frameName = (name: string, which: string | number): string =>
  `${name}-${typeof which === 'number' ? String(which).padStart(4, '0') : which.replaceAll(/[^\w.-]/g, '-')}`

/** The stem of a frame that is seen from closer, of which the next one is made. */
export const closerName = (stem: string): string => `closer-${stem}`
