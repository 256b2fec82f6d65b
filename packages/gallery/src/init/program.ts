/** Where a gallery's workflows get Reverie from: a Git repository, and one commit of it. */
import { simpleGit } from 'simple-git'
import { quoted } from '../characters.ts'
import { GalleryError } from '../error.ts'

/** A version of Reverie that can be fetched. */
export interface Program {
  /** An address that Git takes, without a name or a password in it. */
  readonly repository: string
  /** 40 hexadecimal digits: branches and tags can be moved. */
  readonly commit: string
}

/**
 * Reads `<address>#<commit>`.
 * @throws GalleryError when it is not written like that
 */
export function parseProgram(text: string): Program {
  const [, address = '', commit = ''] = /^(.*)#([^#]*)$/.exec(text) ?? []
  const repository = withoutPassword(address)
  // It is put into a shell script.
  if (!/^[0-9a-f]{40}$/.test(commit) || !/^[\w/~][\w@:/.+~-]*$/.test(repository))
    throw new GalleryError(
      `${quoted(text)} is no <address>#<commit> of a Git repository: write, for example, https://example.org/reverie.git#${'0123456789'.repeat(4)}, with all 40 digits.`,
    )
  return { repository, commit }
}

/**
 * The version of a checkout of Reverie: its origin, or the folder itself when it has none.
 * @returns undefined when the folder is no repository
 */
export async function programOf(folder: string): Promise<Program | undefined> {
  const git = simpleGit({ baseDir: folder })
  try {
    const commit = (await git.raw(['rev-parse', 'HEAD'])).trim()
    const origin = await git.raw(['remote', 'get-url', 'origin']).catch(() => folder)
    return parseProgram(`${origin.trim()}#${commit}`)
  } catch {
    return undefined
  }
}

/** What is written into a public repository holds nobody's password. */
function withoutPassword(address: string): string {
  if (!/^https?:/.test(address) || !URL.canParse(address)) return address
  const url = new URL(address)
  url.username = ''
  url.password = ''
  return url.href
}
