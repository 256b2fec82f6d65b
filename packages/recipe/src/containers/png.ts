/**
 * PNG (ISO 15948): an `iTXt` chunk with the keyword `reverie`, before the pixels so that a reader of a stream meets it
 * early. Texts over 2 KB are deflated. Where the work comes from is told in XMP, in a chunk of its own behind it, which is
 * never deflated (XMP specification, part 3, 1.1.5). A recipe in the file's XMP is read too.
 */
import { zlibSync } from 'fflate'
import { concat, fromUtf8, hasText, latin1, numberBytes, readNumber, textAt, utf8 } from '../bytes.ts'
import type { Container, Content } from '../container.ts'
import { RecipeError } from '../error.ts'
import { crc32 } from '../crc32.ts'
import { inflate } from '../inflate.ts'
import { textOfXmp, xmpElement, xmpNamespace, xmpPacket } from '../xmp.ts'

const signature = '\x89PNG\r\n\x1a\n'
const keyword = 'reverie'
const xmpKeyword = 'XML:com.adobe.xmp'
const deflateFrom = 2048

interface Chunk {
  readonly type: string
  /** The whole chunk: length, type, data, checksum. */
  readonly bytes: Uint8Array
  readonly data: Uint8Array
}

export const png: Container = {
  title: 'PNG',
  matches: (bytes) => hasText(bytes, 0, signature),
  embed: (bytes, content) => {
    const chunks = [...chunksOf(bytes)]
    const first = chunks.findIndex((chunk) => chunk.type === 'IDAT')
    if (first < 1) throw new RecipeError('The PNG has no pixels (no IDAT chunk): write the picture again.')
    const [head, pixels] = [chunks.slice(0, first), chunks.slice(first)]
    // A file has one packet at most: ours takes the place of any, and without one of ours others' stay.
    const kept = (part: Chunk[]) => part.filter((chunk) => !isReplaced(chunk, content)).map((chunk) => chunk.bytes)
    return concat([latin1(signature), ...kept(head), recipeChunks(content), ...kept(pixels)])
  },
  extract: (bytes) => {
    let xmp: Chunk | undefined
    for (const chunk of chunksOf(bytes)) {
      if (chunk.type !== 'iTXt') continue
      if (keywordOf(chunk) === xmpKeyword) xmp ??= chunk
      if (keywordOf(chunk) !== keyword) continue
      const sum = readNumber(chunk.bytes, chunk.bytes.length - 4, 4)
      if (sum !== crc32(chunk.bytes.subarray(4, chunk.bytes.length - 4)))
        throw new RecipeError('The recipe in this PNG is damaged (its checksum does not match): use another copy.')
      return fromUtf8(textOf(chunk))
    }
    return xmp === undefined ? undefined : textOfXmp(textOf(xmp))
  },
}

/** Whether a whole `iTXt` chunk is the one that holds the recipe. */
export function holdsRecipe(chunk: Uint8Array): boolean {
  return hasText(chunk, 8, `${keyword}\0`)
}

/** The chunks as far as they are whole; the last is IEND or the last whole one. */
function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  let at = signature.length
  while (at + 12 <= bytes.length) {
    const length = readNumber(bytes, at, 4)
    const end = at + 12 + length
    if (end > bytes.length) return
    yield { type: textAt(bytes, at + 4, 4), bytes: bytes.subarray(at, end), data: bytes.subarray(at + 8, end - 4) }
    at = end
  }
}

function isReplaced(chunk: Chunk, { digitalSource }: Content): boolean {
  const name = /^[itz][TE]Xt$/.test(chunk.type) ? keywordOf(chunk) : ''
  if (name === keyword) return chunk.type === 'iTXt'
  // libvips writes it as a text of another kind.
  return name === xmpKeyword && (digitalSource !== undefined || fromUtf8(chunk.data).includes(xmpNamespace))
}

function keywordOf(chunk: Chunk): string {
  const end = chunk.data.indexOf(0)
  return end < 0 || end > 79 ? '' : textAt(chunk.data, 0, end)
}

/** The chunks that hold a recipe's text and where the work comes from. */
export function recipeChunks({ text, digitalSource }: Content): Uint8Array {
  const recipe = textChunk(keyword, utf8(text))
  if (digitalSource === undefined) return recipe
  return concat([recipe, textChunk(xmpKeyword, xmpPacket(xmpElement({ digitalSource })), Number.POSITIVE_INFINITY)])
}

/** A chunk of text, deflated when it is longer than `most`. */
function textChunk(name: string, plain: Uint8Array, most = deflateFrom): Uint8Array {
  const deflated = plain.length > most
  // keyword, compression flag, compression method, language, translated keyword, text
  const head = latin1(`${name}\0${deflated ? '\x01' : '\0'}\0\0\0`)
  return pngChunk('iTXt', concat([head, deflated ? zlibSync(plain, { level: 9 }) : plain]))
}

/** One chunk of a PNG (clause 5.3): length, type (four letters), data, checksum of type and data. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(data.length + 12)
  chunk.set(numberBytes(data.length, 4))
  chunk.set(latin1(type), 4)
  chunk.set(data, 8)
  chunk.set(numberBytes(crc32(chunk.subarray(4, data.length + 8)), 4), data.length + 8)
  return chunk
}

function textOf(chunk: Chunk): Uint8Array {
  const { data } = chunk
  const flag = data.indexOf(0) + 1
  const language = data.indexOf(0, flag + 2)
  const translated = language < 0 ? -1 : data.indexOf(0, language + 1)
  if (translated < 0)
    throw new RecipeError('The recipe in this PNG is damaged (its chunk has no text): use another copy.')
  const text = data.subarray(translated + 1)
  return data[flag] === 1 ? inflate(text) : text
}
