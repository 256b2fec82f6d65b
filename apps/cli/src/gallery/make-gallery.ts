/** Makes a gallery for `init` and `import`, and says what it did. */
import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { InitReport, Program } from '@reverie/gallery/node'
import { CallError } from '../problems.ts'
import type { Terminal } from '../terminal.ts'

/** Options of what makes a gallery. */
export interface MakingGallery {
  readonly title?: string
  /** `<address>#<commit>` */
  readonly reverie?: string
  readonly examples?: boolean
}

/** The root of the checkout that this program is of. */
const checkout = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/\/$/, '')

/**
 * Makes a gallery.
 * @throws CallError when it is not known where its workflows could get Reverie from
 */
export async function makeGallery(
  folder: string,
  { title = basename(resolve(folder)), reverie, examples }: MakingGallery,
  terminal: Terminal,
): Promise<InitReport & { readonly program: Program }> {
  const { initGallery, parseProgram, programOf } = await import('@reverie/gallery/node')
  const own = existsSync(`${checkout}/package-lock.json`) ? await programOf(checkout) : undefined
  const program = reverie === undefined ? own : parseProgram(reverie)
  if (program === undefined)
    throw new CallError([
      'This program is of no Git checkout: say where the workflows get Reverie from, --reverie <address>#<commit>',
    ])
  const report = await initGallery({ folder, title, program, examples })
  for (const file of report.kept) terminal.note(`  ${folder}/${file} was there, and stays as it is`)
  if (/^[/~]/.test(program.repository))
    terminal.note(
      `  Its workflows get Reverie from ${program.repository}, which only this machine has: for others give --reverie <address>#<commit>.`,
    )
  return { ...report, program }
}
