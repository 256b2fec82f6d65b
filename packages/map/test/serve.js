/** A plain web server of a folder, as anybody would host a map on; it knows nothing of maps. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
const types = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}
/** Serves a folder on a free port. */
export async function serveFolder(folder) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://map').pathname))
    const file = join(folder, path.endsWith(sep) ? join(path, 'index.html') : path)
    readFile(file).then(
      (bytes) => {
        const type = types[extname(file)] ?? 'application/octet-stream'
        return response.writeHead(200, { 'Content-Type': type }).end(bytes)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server should listen on a port.')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
//# sourceMappingURL=serve.js.map
