/** Git's plumbing, with an index and a working tree of one's own, so that nobody's checkout is touched. */
import { simpleGit } from 'simple-git'

/** Runs Git. */
export type Git = (words: readonly string[], input?: string) => Promise<string>

/** What Git needs of the environment. Everything else of it could mean another repository. */
const kept = [
  'PATH',
  'HOME',
  'XDG_CONFIG_HOME',
  'USERPROFILE',
  'APPDATA',
  'SystemRoot',
  'TEMP',
  'TMP',
  'TMPDIR',
  'LANG',
]

/**
 * Opens a repository, bare or not.
 * @param variables of Git's own: GIT_INDEX_FILE and the like
 */
export function openGit(folder: string, variables: Readonly<Record<string, string>> = {}): Git {
  const ambient = kept.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]] as const],
  )
  return async (words, input) => {
    const git = simpleGit({
      baseDir: folder,
      maxConcurrentProcesses: 1,
      allowEnvironment: Object.keys(variables),
      // Bytes are published as they are: no line ends are turned, and no attributes of the user's apply.
      config: ['core.autocrlf=false', 'core.safecrlf=false', 'core.attributesFile='],
      ...(input !== undefined && { input: () => input }),
    }).env({ ...Object.fromEntries(ambient), ...variables })
    return git.raw([...words])
  }
}
