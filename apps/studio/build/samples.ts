/**
 * `virtual:reverie/samples`: the sample pictures of `samples/CREDITS.md`, with their credits, sizes, hashes and
 * small previews. The table there is the only list.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Plugin } from 'vite'

const id = 'virtual:reverie/samples'
const folder = join(import.meta.dirname, '../samples')

/** Makes the module: pictures become hashed assets, previews are inlined WebP of 96 px. */
export function samples(): Plugin {
  return {
    name: 'reverie:samples',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    async load(source) {
      if (source !== `\0${id}`) return undefined
      const credits = join(folder, 'CREDITS.md')
      this.addWatchFile(credits)
      const rows = [...(await readFile(credits, 'utf8')).matchAll(/^\| (\S+\.\w+) \| ([^|]+) \| ([^|]+) \|$/gm)]
      if (rows.length === 0) this.error('samples/CREDITS.md has no table of pictures (file | what | credit).')
      const imports: string[] = []
      const entries: string[] = []
      for (const [index, [, name, what, credit]] of rows.entries()) {
        const bytes = await readFile(join(folder, name!))
        const { width, height } = await sharp(bytes).metadata()
        const preview = await sharp(bytes).resize(96, 96, { fit: 'cover' }).webp({ quality: 70 }).toBuffer()
        imports.push(`import url${index} from ${JSON.stringify(`${join(folder, name!)}?url`)}`)
        entries.push(
          `{ url: url${index}, ...${JSON.stringify({
            name,
            title: what![0]!.toUpperCase() + what!.slice(1).replace(/,[^,]*$/, ''),
            credit,
            width,
            height,
            sha256: createHash('sha256').update(bytes).digest('hex'),
            preview: `data:image/webp;base64,${preview.toString('base64')}`,
          })} }`,
        )
      }
      return `${imports.join('\n')}\nexport const samples = [${entries.join(',\n')}]\n`
    },
  }
}
