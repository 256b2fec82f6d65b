/**
 * The intake: a form for people without Git, on Fastify. A form is received into the spool, answered when it is on the disk,
 * and taken in by a queue. Nothing is written but in the spool and, by Git, in the repository; nothing that anyone sent is
 * served; there are no cookies and no scripts.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { GalleryConfig } from '../config/schema.ts'
import { answerProblems } from './answer-problems.ts'
import type { Draft } from './draft.ts'
import { openPictureFetcher } from './fetch-picture.ts'
import { draftOf, judgeForm } from './form-draft.ts'
import { formPage } from './form.ts'
import { guard, securityHeaders, wantsJson } from './guard.ts'
import { addHook } from './hook.ts'
import { HttpProblem } from './http-problem.ts'
import { receiptPage } from './pages.ts'
import { servedLetters, styleOf } from '../look.ts'
import { openQueue } from './queue.ts'
import { receive, tooLarge } from './receive.ts'
import { openRepository, openTrees, readBase, readTheme, waitingIn } from './repository.ts'
import { isId, newId, openSpool } from './spool.ts'
import { takeIn } from './take-in.ts'

/** How to serve. */
export interface ServeOptions {
  /** A repository of a gallery, bare or not. */
  readonly repository: string
  /** The gallery's branch; the one that HEAD names unless said. */
  readonly branch?: string | undefined
  /** Where submissions wait; a folder in the repository's own (`reverie-intake`) unless said. */
  readonly spool?: string | undefined
  readonly host?: string | undefined
  /** A free one unless said. */
  readonly port?: number | undefined
  /** Where people reach it, when that is not `host`: behind a proxy. */
  readonly address?: string | undefined
  /** The largest picture, in bytes; what the gallery takes unless said. */
  readonly maxBytes?: number | undefined
  /** How many forms a minute are taken of one sender; 20 unless said. */
  readonly rate?: number | undefined
  /** How many submissions may wait, for the check or for people; 1000 unless said. */
  readonly most?: number | undefined
  /** Whether the address that a proxy tells is the sender's: one proxy is believed. */
  readonly trustProxy?: boolean | undefined
  /** The secret that deliveries of GitHub's webhook are signed with; there is none unless said. */
  readonly webhookSecret?: string | undefined
  /** Whether pictures of issues are fetched. */
  readonly fetch?: boolean | undefined
  readonly allowPrivate?: boolean | undefined
  /** Milliseconds since 1970. */
  readonly now?: (() => number) | undefined
  /** Told in lines that hold nothing of what strangers wrote. */
  readonly log?: ((line: string) => void) | undefined
}

/** An intake that is being served. */
export interface Intake {
  readonly url: string
  readonly port: number
  /** Where submissions wait. */
  readonly spool: string
  /** Ends when what was begun has been answered and what is being taken in has been. */
  close(): Promise<void>
}

/** The gallery as it is on its branch. */
interface Gallery {
  readonly config: GalleryConfig
  /** How many branches wait for people. */
  readonly open: number
  /** Its own style. */
  readonly theme: string
}

/** The gallery's configuration is read again after so long, in milliseconds. */
const fresh = 5000
/** A form may take so long, in milliseconds: a slow line is no attack, a line that says nothing is. */
const longestRequest = 180_000
/** Bytes of a form besides its picture. */
const formBytes = 512 * 1024
const minute = 60_000

/**
 * Serves an intake.
 * @throws GalleryError when there is no gallery; the system's error when the port is taken
 */
export async function serveIntake(options: ServeOptions): Promise<Intake> {
  const { host = '127.0.0.1', port = 0, rate = 20, most = 1000, now = Date.now, log = () => undefined } = options
  const repository = await openRepository(options.repository, options.branch)
  const spool = await openSpool(options.spool ?? join(repository.gitDir, 'reverie-intake'))
  await spool.prune(now())
  const network = openPictureFetcher(options)
  const trees = openTrees(repository, join(spool.place, 'tree'))
  const desk = {
    repository,
    trees,
    place: spool.place,
    hashes: new Map<string, bigint | undefined>(),
    now,
    fetchPicture: options.fetch === true ? network.fetchPicture : undefined,
  }
  const queue = await openQueue({ spool, log, now, takeIn: async (draft, signal) => takeIn(desk, draft, signal) })

  const read = async (): Promise<Gallery> => {
    const [{ commit, config }, { length: open }] = await Promise.all([readBase(repository), waitingIn(repository)])
    return { config, open, theme: await readTheme(repository, commit) }
  }
  let known: { at: number; state: Promise<Gallery> } | undefined
  const gallery = async (): Promise<Gallery> => {
    if (known === undefined || now() - known.at > fresh) {
      const state = read()
      known = { at: now(), state }
      // What failed is not remembered.
      state.catch(() => (known = undefined))
    }
    return known.state
  }
  let uploads = 0
  const refuseMore = async (): Promise<void> => {
    if (queue.size() + (await gallery()).open + uploads >= most)
      throw new HttpProblem(503, 'So many works wait already that no more are taken for now. Try again later.', 600)
  }
  const accept = async (id: string, draft: Draft): Promise<boolean> => {
    await refuseMore()
    const upload = await spool.begin()
    const added = await upload.accept(id, draft)
    if (added) queue.add(id)
    return added
  }

  const app = Fastify({
    // The one that is connected is believed, and nobody whom it quotes.
    trustProxy: options.trustProxy === true ? (_address, hop) => hop === 0 : false,
    requestTimeout: longestRequest,
    bodyLimit: formBytes,
    forceCloseConnections: 'idle',
    http: { headersTimeout: 20_000, connectionsCheckingInterval: 5000 },
  })
  app.removeAllContentTypeParsers()
  await app.register(rateLimit, { global: false })
  await app.register(multipart, { throwFileSizeLimit: false })
  app.addHook('onRequest', guard({ host, address: options.address }))
  app.addHook('onSend', securityHeaders(options.address))
  answerProblems(app, async () => (await gallery()).config.title, log)
  await addFiles(app, async () => (await gallery()).theme)

  app.get('/', async (_request, reply) => {
    const { config } = await gallery()
    return sendPage(reply, formPage({ config, once: newId(), today: dayOf(now()) }))
  })
  app.get('/health', async () => {
    const { open } = await gallery()
    return { status: 'ok', checking: queue.size(), deciding: open, uploading: uploads }
  })
  app.get<{ Params: { id: string } }>('/submissions/:id', async (request, reply) => {
    const state = await spool.stateOf(request.params.id)
    if (state === undefined) throw new HttpProblem(404, 'There is no submission of that name, or it is long ago.')
    if (wantsJson(request)) return state
    const { config } = await gallery()
    return sendPage(
      reply,
      receiptPage(config.title, state, `${origin(request, options.address)}/submissions/${request.params.id}`),
    )
  })
  app.post('/submissions', { config: { rateLimit: { max: rate, timeWindow: minute } } }, async (request, reply) => {
    const { config } = await gallery()
    const maxBytes = Math.min(options.maxBytes ?? Infinity, config.pictures.maxBytes)
    if (Number(request.headers['content-length'] ?? 0) > maxBytes + formBytes) throw tooLarge(maxBytes)
    await refuseMore()
    const upload = await spool.begin()
    uploads++
    try {
      const received = await receive(request, upload.picture, { maxBytes, maxTextBytes: config.maxTextBytes })
      const draft = draftOf(received, config, now())
      const flaws = [...received.flaws, ...judgeForm(received, draft, config, now())]
      const given = received.sent.get('once')?.[0]
      // Who goes back and mends what was refused sends another.
      const again = isId(given) && (await spool.stateOf(given))?.state !== 'refused'
      const id = again ? given : newId()
      if (flaws.length > 0) {
        if (wantsJson(request)) return await reply.code(422).send({ state: 'refused', flaws })
        return sendPage(
          reply.code(422),
          formPage({ config, once: id, today: dayOf(now()), sent: received.sent, flaws }),
        )
      }
      if (await upload.accept(id, { ...draft, key: id })) queue.add(id)
      const address = `/submissions/${id}`
      return wantsJson(request)
        ? await reply.code(202).header('location', address).send({ state: 'waiting', id, address })
        : await reply.redirect(address, 303)
    } finally {
      uploads--
      await upload.discard()
    }
  })
  if (options.webhookSecret !== undefined)
    addHook(app, { secret: options.webhookSecret, accept, rate: Math.max(rate, 120) })

  const close = async (): Promise<void> => {
    await app.close()
    await queue.stop()
    await network.close()
    await spool.close()
  }
  try {
    await app.listen({ host, port })
  } catch (error) {
    await close()
    throw error
  }
  const pruning = setInterval(() => void spool.prune(now()).catch(() => undefined), 24 * 60 * minute)
  pruning.unref()
  const bound = (app.server.address() as { port: number }).port
  return {
    url: options.address ?? `http://${host.includes(':') ? `[${host}]` : host}:${bound}/`,
    port: bound,
    spool: spool.folder,
    close: async () => {
      clearInterval(pruning)
      await close()
    },
  }
}

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10)

async function sendPage(reply: FastifyReply, page: string): Promise<FastifyReply> {
  return reply.type('text/html; charset=utf-8').send(page)
}

/** Where this is reached, as the request has it. */
const origin = (request: FastifyRequest, address: string | undefined): string =>
  (address ?? `${request.protocol}://${request.host}`).replace(/\/$/, '')

/** The style and the letters of the pages. @param theme the gallery's own, which has the last word */
async function addFiles(app: FastifyInstance, theme: () => Promise<string>): Promise<void> {
  const style = `${servedLetters.face}\n${await styleOf(['intake/form'])}`
  const letters = await readFile(servedLetters.file)
  const keep = 'public, max-age=3600'
  app.get('/intake.css', async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', keep)
      .send(`${style}\n${await theme()}`),
  )
  app.get(`/${servedLetters.name}`, async (_request, reply) =>
    reply.type('font/woff2').header('cache-control', keep).send(letters),
  )
}
