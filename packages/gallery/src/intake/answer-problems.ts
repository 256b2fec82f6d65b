/** What the intake answers when something is wrong. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { wantsJson } from './guard.ts'
import { HttpProblem } from './http-problem.ts'
import { messagePage } from './pages.ts'

/** What is wrong is answered in a page, or in JSON to whom asks for that. */
export function answerProblems(
  app: FastifyInstance,
  title: () => Promise<string>,
  log: (line: string) => void,
): void {
  const names: Readonly<Record<number, string>> = {
    400: 'That cannot be read',
    401: 'Not allowed',
    403: 'Not allowed',
    404: 'There is nothing here',
    413: 'That is too large',
    415: 'That is no form',
    421: 'That is another place',
    429: 'That was often',
    503: 'Too many at once',
  }
  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    code: number,
    message: string,
  ): Promise<FastifyReply> => {
    reply.code(code)
    if (wantsJson(request)) return reply.send({ state: 'failed', message })
    return reply
      .type('text/html; charset=utf-8')
      .send(messagePage(await title(), names[code] ?? 'That did not work', [message]))
  }
  app.setNotFoundHandler(async (request, reply) => answer(request, reply, 404, 'There is no page of this address.'))
  app.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
    const code = error.statusCode ?? 500
    if (error instanceof HttpProblem && error.retryAfter !== undefined)
      reply.header('retry-after', String(error.retryAfter))
    if (code >= 500 && !(error instanceof HttpProblem)) {
      log(`${request.method} ${request.routeOptions.url ?? '?'}: ${error.message}`)
      return answer(
        request,
        reply,
        500,
        'Something failed here, and those who keep the gallery are told. Try again later.',
      )
    }
    if (code === 429)
      return answer(
        request,
        reply,
        code,
        `You sent several works within a minute. Wait ${String(reply.getHeader('retry-after') ?? 60)} seconds, and send again.`,
      )
    if (code === 415)
      return answer(
        request,
        reply,
        code,
        'A form with a file is taken (multipart/form-data), and something else was sent.',
      )
    if (code === 413 && !(error instanceof HttpProblem))
      return answer(request, reply, code, 'More was sent than is taken.')
    return answer(request, reply, code, error.message)
  })
}
