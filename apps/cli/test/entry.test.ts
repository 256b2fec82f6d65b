import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { openDesk } from './run.ts'

// The sources, whatever the other tests run.
const desk = openDesk({ REVERIE_BUILT: '0' })
afterAll(() => desk.clear())
const source = new URL('../bin/source.mjs', import.meta.url).href

describe('the committed entry', () => {
  test('is what npx finds', async () => {
    const root = fileURLToPath(new URL('../../..', import.meta.url))
    const { stdout } = await promisify(execFile)('npx', ['reverie', '--version'], { cwd: root })
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  test('shows its help without loading pictures or networks', async () => {
    const { code, out } = await desk.reverie('--help')
    expect(code).toBe(0)
    for (const name of ['dream', 'layers', 'recipe', 'render', 'verify', 'models', 'studio'])
      expect(out).toContain(`  ${name} `)
    const script = `
      import ${JSON.stringify(source)}
      import { registerHooks } from 'node:module'
      const { createProgram } = await import(${JSON.stringify(new URL('../src/program.ts', import.meta.url).href)})
      const program = await createProgram('dream', '0', {})
      program.commands.find((command) => command.name() === 'dream').helpInformation()
      console.log(JSON.stringify(process.moduleLoadList.concat(Object.keys((await import('node:module')).createRequire(import.meta.url).cache))))
    `
    writeFileSync(desk.path('loaded.mjs'), script.replace(/^ *import \{ registerHooks.*$/m, ''))
    const { stdout } = await promisify(execFile)(process.execPath, [desk.path('loaded.mjs')])
    expect(stdout).not.toMatch(/onnxruntime|sharp/)
  })

  test('takes no module from the folder that it is called in', async () => {
    const paths = { '@reverie/*': ['./foreign.ts'], commander: ['./foreign.ts'] }
    writeFileSync(desk.path('tsconfig.json'), JSON.stringify({ compilerOptions: { baseUrl: '.', paths } }))
    writeFileSync(desk.path('foreign.ts'), "console.log('ran')\n")
    const { code, out } = await desk.reverie('models', 'list')
    expect(code).toBe(0)
    expect(out).not.toContain('ran')
  })

  test('runs TypeScript in worker threads too', async () => {
    writeFileSync(
      desk.path('worker.mts'),
      `
      import { parentPort } from 'node:worker_threads'
      import { filmFormatOf } from '${new URL('../../../packages/film/src/index.ts', import.meta.url).href}'
      const format: string | undefined = filmFormatOf('a.webm')
      parentPort!.postMessage(format)
    `,
    )
    writeFileSync(
      desk.path('main.mjs'),
      `
      import ${JSON.stringify(source)}
      const { Worker } = await import('node:worker_threads')
      new Worker(new URL('worker.mts', import.meta.url)).once('message', (message) => console.log(message))
    `,
    )
    const { stdout } = await promisify(execFile)(process.execPath, [desk.path('main.mjs')])
    expect(stdout.trim()).toBe('webm')
  })
})
