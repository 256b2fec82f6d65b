/** The build of the viewer that `reverie map` puts beside a map's data. All addresses are relative: it works in any folder. */
import { defaultClientConditions, defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  resolve: { conditions: ['reverie-source', ...defaultClientConditions] },
  build: {
    outDir: 'viewer',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 2048,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
