/** Serves the repository's sources to a browser, transformed by Vite, in a cross-origin isolated page. */
import { fileURLToPath } from 'node:url'
import { createServer, defaultClientConditions, type Plugin } from 'vite'

/** The repository's folder. */
export const repository = fileURLToPath(new URL('../../../', import.meta.url))

const PAGE = '/__test__'

/** What lets a page use threads. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** A server of the sources. */
export interface SourceServer {
  /** Address of an empty page from which every source file can be imported by its path in the repository. */
  readonly page: string
  close(): Promise<void>
}

/** Starts a server on a free port. */
export async function serveSources(): Promise<SourceServer> {
  const server = await createServer({
    configFile: false,
    root: repository,
    cacheDir: `${repository}node_modules/.vite-tests`,
    logLevel: 'error',
    appType: 'custom',
    plugins: [emptyPage],
    resolve: { conditions: ['reverie-source', ...defaultClientConditions] },
    // Nothing is bundled but what browsers cannot read, CommonJS, which is named here: a dependency met late would make the
    // server reload the page under the test.
    optimizeDeps: {
      noDiscovery: true,
      include: ['ml-matrix', 'papaparse', 'exifreader', '@reverie/collection > @xmldom/xmldom'],
    },
    server: {
      port: 0,
      host: '127.0.0.1',
      hmr: false,
      watch: null,
      headers: isolation,
    },
  })
  await server.listen()
  const address = server.httpServer?.address()
  if (address === null || address === undefined || typeof address === 'string') {
    await server.close()
    throw new Error('The server of the test page should listen on a port, and listens on none.')
  }
  return { page: `http://127.0.0.1:${address.port}${PAGE}`, close: () => server.close() }
}

const emptyPage: Plugin = {
  name: 'empty-page',
  configureServer(server) {
    server.middlewares.use(PAGE, (_request, response) => {
      response.setHeader('Content-Type', 'text/html')
      for (const [name, value] of Object.entries(isolation)) response.setHeader(name, value)
      response.end('<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>test</title>')
    })
  },
}
