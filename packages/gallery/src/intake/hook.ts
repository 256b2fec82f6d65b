/**
 * GitHub's webhook: issues of our form become submissions. A delivery is believed for its signature, and counts once: it is
 * known by its identifier here, and the issue by its address in the repository, so that a delivery that is sent again changes
 * nothing.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { HttpProblem } from './http-problem.ts'
import { readIssue } from './read-issue.ts'
import type { Draft } from './draft.ts'

/** What the webhook rests on. */
export interface HookOptions {
  readonly secret: string
  /** Lets a submission wait. @returns whether it is new */
  readonly accept: (id: string, draft: Draft) => Promise<boolean>
  /** How many deliveries a minute are taken of one sender. */
  readonly rate: number
}

/** No delivery that we read is longer, in bytes: an issue has at most 65,536 characters. */
const mostBytes = 2 * 2 ** 20

/** What we wait for: an issue that was written or changed, with the label of our form. */
const eventSchema = z.object({
  action: z.enum(['opened', 'edited', 'reopened', 'labeled']),
  issue: z.object({ labels: z.array(z.object({ name: z.string() })), pull_request: z.undefined().optional() }),
})

/** Adds `POST /hooks/github`. */
export function addHook(app: FastifyInstance, { secret, accept, rate }: HookOptions): void {
  void app.register((scope, _options, done) => {
    // The signature is of the bytes as they came.
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'buffer', bodyLimit: mostBytes },
      (_request, body, next) => next(null, body),
    )
    scope.post(
      '/hooks/github',
      { bodyLimit: mostBytes, config: { rateLimit: { max: rate, timeWindow: 60_000 } } },
      async (request, reply) => {
        const body = request.body as Buffer
        if (!isSigned(request, body, secret))
          throw new HttpProblem(401, 'The delivery is not signed with the secret of this webhook.')
        const event = headerOf(request, 'x-github-event')
        const delivery = headerOf(request, 'x-github-delivery')
        if (!/^[\w-]{1,100}$/.test(delivery)) throw new HttpProblem(400, 'The delivery has no identifier.')
        if (event !== 'issues') return reply.code(event === 'ping' ? 200 : 202).send({ state: 'ignored' })
        const value = parse(body)
        const parsed = eventSchema.safeParse(value)
        if (!parsed.success || !parsed.data.issue.labels.some(({ name }) => name === 'submission'))
          return reply.code(202).send({ state: 'ignored' })
        const { draft, flaws } = readIssue(value)
        if (draft === undefined || flaws.length > 0) return reply.code(202).send({ state: 'refused', flaws })
        const id = createHash('sha256').update(`delivery ${delivery}`).digest('hex').slice(0, 32)
        await accept(id, draft)
        return reply.code(202).send({ state: 'waiting', id, address: `/submissions/${id}` })
      },
    )
    done()
  })
}

const headerOf = ({ headers }: FastifyRequest, name: string): string => String(headers[name] ?? '')

/** HMAC with SHA-256 over the body, compared in a time that does not depend on where they differ. */
function isSigned(request: FastifyRequest, body: Buffer, secret: string): boolean {
  const given = /^sha256=([0-9a-f]{64})$/.exec(headerOf(request, 'x-hub-signature-256'))?.[1]
  if (given === undefined || !Buffer.isBuffer(body)) return false
  return timingSafeEqual(Buffer.from(given, 'hex'), createHmac('sha256', secret).update(body).digest())
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw new HttpProblem(400, 'The delivery is not JSON.')
  }
}
