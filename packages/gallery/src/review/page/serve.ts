/**
 * Serves the page of a review to the person at this machine: on the loopback alone, under a path that nobody can guess, to
 * requests for that address only, so that neither another site in the same browser (which may have had a name point here)
 * nor somebody else on the machine decides. Works are strangers': pages hold no script of theirs, and run nothing but our own.
 */
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import formbody from '@fastify/formbody'
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import { GalleryError } from '../../error.ts'
import { html, type Html } from '../../intake/html.ts'
import { servedLetters, styleOf } from '../../look.ts'
import { tintRules } from '../../site/tint.ts'
import { decide, OutOfDate } from '../decide.ts'
import { verbs, type Verb } from '../decision.ts'
import { isWaiting } from '../review.ts'
import { addressOf, page, shelfOf, stateWords, type Show } from './frame.ts'
import { lookOf, recipeFacts, smallPicture, typeOf } from './media.ts'
import { openSession, problemsOf } from './session.ts'
import { viewsOf, workPage } from './work-page.ts'
import { restPage } from './rest-page.ts'

/** A page that is served. */
export interface ReviewServer {
  /** Where: whoever has this address may decide. */
  readonly url: string
  readonly port: number
  readonly close: () => Promise<void>
}

const templates = new URL('../../../templates/review/', import.meta.url)

const policy =
  "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'self'; script-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const seenSchema = z.union([z.string(), z.array(z.string())]).optional()
const formSchema = z.object({
  uid: z.string(),
  decision: z.enum(Object.keys(verbs) as Verb[]),
  reason: z.string().default(''),
  decisions: z.coerce.number().int().min(0),
  show: z.enum(['waiting', 'all']).default('waiting'),
  look: z.coerce.number().int().min(0).default(0),
  seen: seenSchema,
})

/** Which gallery, and who decides. */
export interface ReviewOptions {
  readonly folder: string
  /** `Ada Lovelace <ada@example.org>` */
  readonly by: string
  /** 0 for any that is free, which is the default. */
  readonly port?: number | undefined
}

/**
 * Serves the page of a review.
 * @throws GalleryError when the folder is no gallery; the system's error when the port is taken
 */
export async function serveReview({ folder, by, port = 0 }: ReviewOptions): Promise<ReviewServer> {
  const session = await openSession(folder)
  const base = `/${randomBytes(24).toString('base64url')}/`
  // A form names each file of a work, of which there may be hundreds.
  const app = fastify({ bodyLimit: 1_000_000, forceCloseConnections: true })
  await app.register(formbody)
  app.addHook('onRequest', guard)
  app.addHook('onSend', async (_request, reply: FastifyReply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      // Without any referrer a form would have no origin to be known by.
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', policy)
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })

  const small = new Map<string, Buffer>()
  const style = await styleOf(['review/page', 'review/panel', 'review/narrow'])
  const css = `${servedLetters.face}\n${style}\n${tintRules()}`
  app.get(`${base}review.css`, (_, reply) => reply.type('text/css').send(css))
  app.get(`${base}review.js`, async (_, reply) =>
    reply.type('text/javascript').send(await readFile(new URL('review.js', templates))),
  )
  app.get(`${base}${servedLetters.name}`, async (_, reply) =>
    reply.type('font/woff2').send(await readFile(servedLetters.file)),
  )

  const forever = 'private, max-age=31536000, immutable'
  app.get<{ Params: { sha256: string } }>(`${base}file/:sha256/:name`, async ({ params }, reply) => {
    const found = await session.bytes(params.sha256)
    if (found === undefined) return reply.code(410).type('text/plain').send('These bytes are not there any more.')
    // What a stranger drew may hold scripts: opened by itself it may do nothing.
    return reply
      .header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; sandbox",
      )
      .header('cache-control', forever)
      .type(typeOf(found.path))
      .send(found.bytes)
  })
  app.get<{ Params: { sha256: string } }>(`${base}small/:sha256`, async ({ params }, reply) => {
    const { sha256 } = params
    const found = small.has(sha256) ? undefined : await session.bytes(sha256)
    const made = small.get(sha256) ?? (found === undefined ? undefined : await smallPicture(found.bytes))
    if (made === undefined) return reply.type('image/svg+xml').send(unreadable)
    small.set(sha256, made)
    if (small.size > mostSmall) small.delete(small.keys().next().value!)
    return reply.header('cache-control', forever).type('image/webp').send(made)
  })

  interface Query {
    readonly show?: string
    readonly look?: string
    readonly after?: string
    readonly problems?: string
  }
  const showOf = (query: Query): Show => (query.show === 'all' ? 'all' : 'waiting')

  const send = async (
    reply: FastifyReply,
    uid: string,
    {
      show,
      look,
      alert,
      after,
      reason = '',
    }: { show: Show; look: number; alert?: string; after?: string | undefined; reason?: string },
  ): Promise<FastifyReply> => {
    const each = await session.look(uid)
    const place = { review: session.review(), show, uid }
    if (each === undefined)
      return reply
        .code(404)
        .type('text/html')
        .send(page(base, { ...place, uid: undefined }, restPage(base, session, show, `There is no work “${uid}”.`)))
    const views = viewsOf(each)
    const at = Math.min(look, Math.max(0, views.length - 1))
    const view = views[at]
    const found = view === undefined ? undefined : await session.bytes(view.sha256)
    const [own] = views
    const [size, tinted] = [
      found === undefined ? undefined : await lookOf(found.bytes),
      own === undefined ? undefined : await session.bytes(own.sha256),
    ]
    const shelf = shelfOf(place).map((one) => one.uid)
    const index = shelf.indexOf(uid)
    const content = workPage({
      base,
      place,
      each,
      views,
      look: at,
      size,
      facts: view?.generator === undefined ? [] : await recipeFacts(join(place.review.root, view.path)),
      check: session.check(),
      problems: problemsOf(session.check(), uid),
      alert,
      notice: noticeOf(after, show),
      reason,
      previous: shelf[index - 1],
      next: shelf[index + 1],
    })
    const tint = tinted === undefined ? undefined : (await lookOf(tinted.bytes))?.tint
    return reply.type('text/html').send(page(base, place, { title: each.work?.text.title ?? uid, tint, content }))
  }

  const noticeOf = (uid: string | undefined, show: Show): Html | undefined => {
    const done = session.review().works.find((one) => one.uid === uid)
    if (done === undefined) return undefined
    return html`<a href="${base}${addressOf(done.uid, show)}">${done.work?.text.title ?? done.uid}</a>:
      ${stateWords[done.standing.state]}.`
  }

  app.get<{ Querystring: Query }>(base, ({ query }, reply) => {
    const show = showOf(query)
    const first = session.review().works.find((one) => show === 'all' || isWaiting(one))
    const after = query.after === undefined ? undefined : noticeOf(query.after, show)
    if (first !== undefined && query.after === undefined && query.problems === undefined)
      return reply.redirect(`${base}${addressOf(first.uid, show)}`, 303)
    return reply
      .type('text/html')
      .send(page(base, { review: session.review(), show, uid: undefined }, restPage(base, session, show, after)))
  })
  app.get<{ Params: { uid: string }; Querystring: Query }>(`${base}work/:uid`, ({ params, query }, reply) =>
    send(reply, params.uid, { show: showOf(query), look: Number(query.look) || 0, after: query.after }),
  )
  app.post(`${base}again`, async (_, reply) => {
    await session.again()
    return reply.redirect(base, 303)
  })
  app.post(`${base}decide`, async ({ body }, reply) => {
    const { success, data } = formSchema.safeParse(body)
    if (!success) return reply.code(400).type('text/plain').send('The form is not one of this page.')
    const { uid, decision, reason, decisions, show, look } = data
    const before = shelfOf({ review: session.review(), show, uid }).map((one) => one.uid)
    try {
      await decide({ folder, uid, decision, by, reason, seen: { files: seenOf(data.seen), decisions } })
    } catch (error) {
      if (!(error instanceof GalleryError)) throw error
      return send(reply.code(error instanceof OutOfDate ? 409 : 422), uid, {
        show,
        look,
        alert: error.message,
        reason,
      })
    }
    await session.look(uid)
    const left = new Set(shelfOf({ review: session.review(), show, uid: undefined }).map((one) => one.uid))
    const at = before.indexOf(uid)
    const next = [...before.slice(at + 1), ...before.slice(0, at).toReversed()].find((one) => left.has(one))
    if (next === undefined) return reply.redirect(`${base}?after=${uid}`, 303)
    const address = addressOf(next, show)
    return reply.redirect(`${base}${address}${address.includes('?') ? '&' : '?'}after=${uid}`, 303)
  })

  await app.listen({ host: '127.0.0.1', port })
  const address = app.server.address()
  if (address === null || typeof address === 'string') throw new Error('The page should be served on a port.')
  return {
    url: `http://127.0.0.1:${address.port}${base}`,
    port: address.port,
    close: async () => {
      await app.close()
      await session.close()
    },
  }
}

/** What stands in the row for a picture that cannot be read. */
const unreadable =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 92 64"><path d="M34 20l24 24m0-24L34 44" stroke="#888" stroke-width="1.5"/></svg>'

const mostSmall = 600

/** Refuses requests by another name (DNS rebinding), and forms of other sites. */
async function guard(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { host, origin } = request.headers
  const { localPort } = request.socket
  const own = [`127.0.0.1:${localPort}`, `localhost:${localPort}`]
  if (host === undefined || !own.includes(host)) {
    await reply.code(421).type('text/plain').send('This page is served to this machine by its own address alone.')
    return
  }
  const site = request.headers['sec-fetch-site']
  const foreign =
    (origin !== undefined && origin !== `http://${host}`) || site === 'cross-site' || site === 'same-site'
  if (request.method !== 'GET' && foreign)
    await reply.code(403).type('text/plain').send('The form was sent from another site.')
}

function seenOf(seen: z.infer<typeof seenSchema>): Record<string, string> {
  return Object.fromEntries(
    [seen ?? []].flat().flatMap((line) => {
      const [sha256 = '', ...path] = line.split(' ')
      return path.length === 0 ? [] : [[path.join(' '), sha256] as const]
    }),
  )
}
