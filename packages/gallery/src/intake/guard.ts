/** What every request and every answer of the intake passes. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { HttpProblem } from './http-problem.ts'

/** Whether an answer is wanted as JSON rather than as a page. */
export function wantsJson({ headers }: FastifyRequest): boolean {
  const accept = headers.accept ?? ''
  return accept.includes('application/json') && !accept.includes('text/html')
}

/**
 * Refuses requests for other hosts, which a name that was made to lead here would send (DNS rebinding), and forms that
 * another site's page sends from a visitor's browser.
 * @param options.address where people reach the intake; without one, and on this machine alone, its own names
 */
export function guard({ host, address }: { readonly host: string; readonly address: string | undefined }) {
  const own = address === undefined ? undefined : new URL(address).host
  const local = /^(?:127\.\d+\.\d+\.\d+|localhost|::1)$/.test(host)
  return async (request: FastifyRequest): Promise<void> => {
    const asked = request.host.toLowerCase()
    if (
      own !== undefined
        ? asked !== own
        : local && !/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/.test(asked)
    )
      throw new HttpProblem(421, 'This is the intake of another address.')
    if (request.method === 'GET' || request.method === 'HEAD') return
    const from = request.headers.origin
    const site = request.headers['sec-fetch-site']
    const foreign = from !== undefined && (!URL.canParse(from) || new URL(from).host.toLowerCase() !== asked)
    if (foreign || (site !== undefined && site !== 'same-origin' && site !== 'none'))
      throw new HttpProblem(
        403,
        'The form was sent from a page of another site: open it here, and send it from here.',
      )
  }
}

/** Sets what browsers are to keep to. The referrer stays within the site, since without one a form has no origin. */
export function securityHeaders(address: string | undefined) {
  return async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.headers({
      'content-security-policy':
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
      ...(reply.hasHeader('cache-control') ? {} : { 'cache-control': 'no-store' }),
      ...(address?.startsWith('https:') === true ? { 'strict-transport-security': 'max-age=31536000' } : {}),
    })
  }
}
