/** Who decides and publishes: a name and an address, as Git has them. */
import { simpleGit } from 'simple-git'
import { GalleryError } from '../error.ts'
import { judgeBy } from './decision.ts'

/** A person as Git names one. */
export interface Person {
  readonly name: string
  readonly address: string
}

/** `Ada Lovelace <ada@example.org>` */
export const tellPerson = ({ name, address }: Person): string => `${name} <${address}>`

/**
 * Tells who is at work.
 * @param folder a folder of the repository whose `user.name` and `user.email` say so
 * @param by who it is, when that is given
 * @throws GalleryError when nothing says so
 */
export async function whoIs(folder: string, by?: string): Promise<Person> {
  const git = simpleGit({ baseDir: folder, maxConcurrentProcesses: 1 })
  const ask = (key: string): Promise<string> =>
    git.raw(['config', '--get', key]).then(
      (text) => text.trim(),
      () => '',
    )
  const text = by ?? `${await ask('user.name')} <${await ask('user.email')}>`
  const verdict = judgeBy(text)
  if (verdict !== undefined)
    throw new GalleryError(
      by === undefined
        ? 'Who decides is not known: git config user.name "<your name>" and git config user.email "<your address>", or give --by "<name> <address>".'
        : `--by "${by}": ${verdict.message} ${verdict.fix}`,
    )
  const at = text.lastIndexOf(' <')
  return { name: text.slice(0, at), address: text.slice(at + 2, -1) }
}
