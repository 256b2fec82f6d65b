/**
 * The build of the Studio. Three things are particular to it: what the panel shows is read from the instruments'
 * own schemas while building (build/instruments.ts), every page is cross-origin isolated so that WebAssembly may
 * use threads, and what a first visit loads is kept small (test/first-load.browser.test.ts measures it).
 */
import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { compress } from './build/compress.ts'
import { instruments } from './build/instruments.ts'
import { sampleCollection } from './build/sample-collection.ts'
import { samples } from './build/samples.ts'

/** What lets a page use SharedArrayBuffer, and so threads. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    react(),
    instruments(),
    samples(),
    sampleCollection(),
    VitePWA({
      // The worker is registered by src/offline.ts once the page is at rest, so that it costs a first visit nothing.
      injectRegister: false,
      registerType: 'autoUpdate',
      includeAssets: [],
      manifest: {
        name: 'Reverie',
        short_name: 'Reverie',
        description: 'An open studio for neural art. Everything runs on this device.',
        display: 'standalone',
        background_color: '#0f0f0f',
        theme_color: '#0f0f0f',
        icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
      workbox: {
        // The room itself is kept at the first visit; networks, their runtime and pictures when first used.
        globPatterns: [
          'index.html',
          'icon.svg',
          'assets/*.{js,css,png,jpg,webp}',
          'assets/inter-latin-wght-*.woff2',
        ],
        dontCacheBustURLsMatching: /^assets\//,
        clientsClaim: true,
        skipWaiting: true,
        inlineWorkboxRuntime: true,
        runtimeCaching: [
          {
            // The pictures of the sample collection that were looked at.
            urlPattern: ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/samples/'),
            handler: 'CacheFirst',
            options: { cacheName: 'samples' },
          },
          {
            // Models are kept by @reverie/models itself.
            urlPattern: ({ url, sameOrigin }) =>
              sameOrigin && /^\/(?:assets|workers)\/(?!.*\.onnx$)/.test(url.pathname),
            handler: 'CacheFirst',
            options: { cacheName: 'assets', expiration: { maxEntries: 120 } },
          },
        ],
      },
    }),
    compress(),
  ],
  resolve: { conditions: ['reverie-source', ...defaultClientConditions] },
  worker: {
    format: 'es',
    plugins: () => [instruments(), samples(), sampleCollection()],
    rollupOptions: {
      output: { entryFileNames: 'workers/[name]-[hash].js', chunkFileNames: 'workers/[name]-[hash].js' },
    },
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 2048,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      output: {
        // What every visit needs is few files: each costs its headers, and small ones compress badly.
        codeSplitting: {
          groups: [
            {
              name: 'room',
              test: /apps\/studio\/src\/(?:state|stage|color|shelf|panel|files|pages\/dream|parts\/(?!ask|save))/,
            },
          ],
        },
      },
    },
  },
  // The workers' libraries are found at the start, so that the first dream in development does not reload the page.
  optimizeDeps: { entries: ['index.html', 'src/workers/*.worker.ts'] },
  server: { headers: isolation },
  preview: { headers: isolation },
})
