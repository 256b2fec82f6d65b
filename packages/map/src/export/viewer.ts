/** Where the built viewer is: part of the published package; in a checkout built when it is first needed. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The script of a checkout that builds the viewer. */
interface Prepare {
  prepareViewer(options: { readonly say?: ((sentence: string) => void) | undefined }): Promise<boolean>
}

const root = new URL('../../', import.meta.url)

/**
 * The folder of the viewer: `index.html` and `assets/`.
 * @throws Error when it cannot be built, with what the build printed
 */
export async function viewerFolder(say?: (sentence: string) => void): Promise<string> {
  const prepare = new URL('prepare.mjs', root)
  if (existsSync(prepare)) {
    const { prepareViewer } = (await import(prepare.href)) as Prepare
    await prepareViewer({ say })
  }
  const folder = fileURLToPath(new URL('viewer', root))
  if (existsSync(new URL('viewer/index.html', root))) return folder
  throw new Error('The viewer of maps is missing from this installation. Install Reverie again.')
}
