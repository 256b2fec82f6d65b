/** Files that plug-ins make pictures of, judged by those plug-ins. */
import type { Media } from '../plugins/plugin.ts'
import { pureTools } from '../plugins/pure-tools.ts'
import type { Fault } from '../problem.ts'

/** A plug-in that takes a file. */
export interface Taker {
  /** Of the plug-in, from the gallery's folder. */
  readonly path: string
  readonly media: Media
}

/** All that a file's plug-in finds. One that fails is a fault of the file, since it was not judged. */
export async function judgeMedia(bytes: Uint8Array, name: string, { path, media }: Taker): Promise<Fault[]> {
  try {
    const findings = await media.judge(bytes, name, pureTools)
    return findings.map(({ message, fix }) => ({ line: 1, code: 'media', message: `${message} (${path})`, fix }))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return [
      {
        line: 1,
        code: 'media',
        message: `The plug-in "${path}" cannot judge it: ${why}`,
        fix: 'Mend the file, or tell those who keep the gallery.',
      },
    ]
  }
}
