/**
 * Serves the built Studio: hashed files for ever, precompressed where the browser takes it, and every page
 * cross-origin isolated so that WebAssembly may use threads.
 */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
]

/** Where `vite build` puts the Studio. */
export const builtStudio = fileURLToPath(new URL('dist', import.meta.url))

/**
 * Starts the server.
 *
 * @param {{ port?: number, host?: string, folder?: string }} [options] `port` 0 (the default) is any free one;
 *   `host` is this machine only unless told.
 * @returns {Promise<{ url: string, port: number, close(): Promise<void> }>}
 * @throws When the folder holds no built Studio, or the port is taken.
 */
export async function serveStudio({ port = 0, host = '127.0.0.1', folder = builtStudio } = {}) {
  if (!(await isFile(join(folder, 'index.html'))))
    throw new Error('The Studio is not built yet. Run "npm start" at the root of the repository, which builds it.')
  const server = createServer((request, response) => {
    answer(folder, request, response).catch((error) => {
      if (!response.headersSent) response.writeHead(500, { 'Content-Type': 'text/plain' })
      response.end(String(error))
    })
  })
  await new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(
              `Port ${port} is taken by another program. Choose another, or leave --port out for a free one.`,
            )
          : error,
      ),
    )
    server.listen(port, host, () => resolve(undefined))
  })
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  const shown = host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host
  return {
    url: `http://${shown}:${address.port}/`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve(undefined))
        server.closeAllConnections()
      }),
  }
}

/**
 * @param {string} folder
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(folder, request, response) {
  const headers = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { ...headers, Allow: 'GET, HEAD' }).end()
    return
  }
  let path
  try {
    path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://studio').pathname))
  } catch {
    response.writeHead(400, headers).end()
    return
  }
  const name = join(folder, path.endsWith(sep) ? join(path, 'index.html') : path)
  if (!name.startsWith(folder + sep) || !(await isFile(name))) {
    response.writeHead(404, { ...headers, 'Content-Type': 'text/plain' }).end('There is nothing here.')
    return
  }
  const accepted = request.headers['accept-encoding'] ?? ''
  let file = name
  let encoding
  for (const [token, suffix] of encodings) {
    if (accepted.includes(token) && (await isFile(name + suffix))) {
      file = name + suffix
      encoding = token
      break
    }
  }
  const { size } = await stat(file)
  response.writeHead(200, {
    ...headers,
    'Content-Type': types[extname(name)] ?? 'application/octet-stream',
    'Content-Length': size,
    'Cache-Control': isHashed(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    Vary: 'Accept-Encoding',
    ...(encoding && { 'Content-Encoding': encoding }),
  })
  if (request.method === 'HEAD') response.end()
  else
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response)
}

/**
 * Whether a path names its content.
 *
 * @param {string} path
 */
const isHashed = (path) => [`${sep}assets${sep}`, `${sep}samples${sep}`].some((folder) => path.startsWith(folder))

/** @param {string} path */
async function isFile(path) {
  try {
    return (await stat(path)).isFile()
  } catch {
    return false
  }
}
