/** Receives a form: fields into memory, which is bounded, and the one file into the spool as it comes. */
import { open } from 'node:fs/promises'
import type { FastifyRequest } from 'fastify'
import type { Flaw } from './draft.ts'
import { formFields } from './form.ts'
import { HttpProblem } from './http-problem.ts'

/** A form that was received. */
export interface Received {
  /** Values by field. */
  readonly sent: ReadonlyMap<string, readonly string[]>
  /** The file; undefined when there is none or an empty one. */
  readonly file: { readonly name: string; readonly bytes: number; readonly start: Uint8Array } | undefined
  /** Fields that there are not, and those that came twice. */
  readonly flaws: readonly Flaw[]
}

/** What a form may be. */
export interface ReceiveLimits {
  /** Of the file. */
  readonly maxBytes: number
  /** Of one field. */
  readonly maxTextBytes: number
}

/** Enough for all fields of the form and several categories. */
const mostFields = 40
/** What the beginning of a file is: enough for its format and mostly for its size. */
const startBytes = 65_536

/**
 * Receives a form.
 * @param place where the file is written; flushed when this returns
 * @throws HttpProblem for what is no form, or one that is too large
 */
export async function receive(request: FastifyRequest, place: string, limits: ReceiveLimits): Promise<Received> {
  if (!request.isMultipart())
    throw new HttpProblem(415, 'A form with a file is taken (multipart/form-data), and something else was sent.')
  const sent = new Map<string, string[]>()
  const flaws: Flaw[] = []
  let file: Received['file']
  const parts = request.parts({
    limits: {
      fieldNameSize: 64,
      fieldSize: limits.maxTextBytes,
      fields: mostFields,
      files: 1,
      parts: mostFields + 1,
      headerPairs: 20,
      fileSize: limits.maxBytes,
    },
  })
  try {
    for await (const part of parts) {
      const known = part.type === 'file' ? part.fieldname === 'picture' : formFields.has(part.fieldname)
      if (!known) flaws.push(strange(part.fieldname))
      if (part.type === 'file') {
        // The parser would wait for the end of what it passes over.
        part.file.once('limit', () => part.file.destroy(tooLarge(limits.maxBytes)))
        const stored = await store(part.file, place, known)
        if (known && stored.bytes > 0) file = { name: part.filename ?? '', ...stored }
      } else {
        if (part.valueTruncated || part.fieldnameTruncated)
          throw new HttpProblem(
            413,
            `A field has more than ${limits.maxTextBytes.toLocaleString('en')} bytes: shorten it.`,
          )
        if (typeof part.value !== 'string') throw new HttpProblem(400, 'A field of the form is no text.')
        const values = sent.get(part.fieldname) ?? []
        if (values.length === 1 && known && part.fieldname !== 'categories') flaws.push(twice(part.fieldname))
        if (known) sent.set(part.fieldname, [...values, part.value])
      }
    }
  } catch (error) {
    // What is still to come is read and passed over, so that the sender reads the answer; the server ends it in time.
    request.raw.unpipe()
    request.raw.resume()
    throw meaningOf(error)
  }
  return { sent, file, flaws }
}

/** The answer to a picture of too many bytes. */
export const tooLarge = (most: number): HttpProblem =>
  new HttpProblem(413, `The picture has more than ${most.toLocaleString('en')} bytes: make it smaller.`)

/** Writes a file as it comes, and waits until it is on the disk. */
async function store(
  stream: AsyncIterable<Uint8Array>,
  place: string,
  known: boolean,
): Promise<{ bytes: number; start: Uint8Array }> {
  const file = known ? await open(place, 'wx', 0o600) : undefined
  let bytes = 0
  let start = Buffer.alloc(0)
  try {
    for await (const chunk of stream) {
      bytes += chunk.length
      if (start.length < startBytes) start = Buffer.concat([start, chunk.subarray(0, startBytes - start.length)])
      await file?.write(chunk)
    }
    await file?.sync()
    return { bytes, start: new Uint8Array(start) }
  } finally {
    await file?.close()
  }
}

const strange = (name: string): Flaw => ({
  key: undefined,
  code: 'unknown-key',
  message: `The form has no field ${JSON.stringify(name.slice(0, 64))}.`,
  fix: 'Leave it out.',
})

const twice = (name: string): Flaw => ({
  key: name,
  code: 'duplicate-key',
  message: 'It was sent twice.',
  fix: 'Send it once.',
})

/** What the parser of forms throws is the sender's fault, unless the system has a name for it. */
function meaningOf(error: unknown): unknown {
  const { code, statusCode, message } = error as { code?: unknown; statusCode?: unknown; message?: string }
  if (error instanceof HttpProblem || /^E[A-Z]+$/.test(String(code))) return error
  if (typeof statusCode === 'number' && statusCode === 413)
    return new HttpProblem(413, 'The form has more parts than are taken: send one file and the fields of the form.')
  return new HttpProblem(400, `The form cannot be read (${String(message)}).`)
}
