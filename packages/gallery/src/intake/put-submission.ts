/**
 * Puts a work on a branch of its own: `submissions/<uid>`, one commit on the gallery's branch that adds the work's two files
 * and changes nothing else. The commit depends on the submission and on the base alone, and a branch is only ever made, never
 * moved, so that who is interrupted does it again and nothing comes twice.
 */
import { createHash } from 'node:crypto'
import { GalleryError } from '../error.ts'
import { suggestUid, judgeUid } from '../work/fields.ts'
import { idOf, type Draft } from './draft.ts'
import { withIndex } from './git.ts'
import { branchPrefix, isMerged, uidsOf, waitingIn, type Repository, type Waiting } from './repository.ts'

/** A work that was judged, ready to be committed. */
export interface Submission {
  readonly draft: Pick<Draft, 'channel' | 'key' | 'at' | 'source'>
  readonly base: string
  readonly uid: string
  readonly year: string
  readonly title: string
  readonly author: string
  readonly markdown: Uint8Array
  readonly picture: Uint8Array
  /** Of the picture, without a dot. */
  readonly ending: string
}

/**
 * Looks for a submission that came before: on a branch that waits, or in the gallery's history.
 * @returns its branch; `merged` when there is none any more
 */
export async function findSubmission(
  repository: Repository,
  base: string,
  id: string,
  waiting: readonly Waiting[],
): Promise<Waiting | 'merged' | undefined> {
  const found = waiting.find((each) => each.id === id)
  return found ?? ((await isMerged(repository, base, id)) ? 'merged' : undefined)
}

/** A uid that neither a work nor a submission has. */
export async function chooseUid(
  repository: Repository,
  base: string,
  waiting: readonly Waiting[],
  {
    author,
    title,
    wished,
  }: { readonly author: string; readonly title: string; readonly wished: string | undefined },
): Promise<string> {
  const taken = await uidsOf(repository, base)
  for (const { uid } of waiting) taken.add(uid)
  const good =
    wished !== undefined && judgeUid(wished) === undefined
      ? wished
      : suggestUid(`${author.slice(0, 40)} ${title}`).slice(0, 72)
  let uid = good
  for (let number = 2; taken.has(uid); number++) uid = `${good}-${number}`
  return uid
}

/**
 * Commits a submission and makes its branch.
 * @param place where temporary files may be
 * @returns undefined when somebody was quicker with the branch's name: choose another uid
 * @throws GalleryError when Git cannot
 */
export async function putSubmission(
  repository: Repository,
  submission: Submission,
  place: string,
): Promise<{ branch: string; commit: string } | undefined> {
  const { git, prefix } = repository
  const { base, uid, year, markdown, picture, ending, draft } = submission
  if (judgeUid(uid) !== undefined || !/^\d{4}$/.test(year) || !/^[a-z0-9]{1,8}$/.test(ending))
    throw new GalleryError(`works/${year}/${uid}.${ending} is no place of a work: works are works/<year>/<uid>.`)
  const blob = async (bytes: Uint8Array): Promise<string> =>
    (await git.run(['hash-object', '-w', '--stdin'], { input: bytes })).trim()
  const files = [
    { path: `${prefix}works/${year}/${uid}.md`, hash: await blob(markdown) },
    { path: `${prefix}works/${year}/${uid}.${ending}`, hash: await blob(picture) },
  ]
  const tree = await withIndex(git, base, place, async (env) => {
    const input = files.map(({ path, hash }) => `100644 ${hash} 0\t${path}\0`).join('')
    await git.run(['update-index', '-z', '--add', '--index-info'], { input, env })
    return (await git.run(['write-tree'], { env })).trim()
  })
  const at = await secondsOf(repository, submission)
  const person = {
    GIT_AUTHOR_NAME: nameOf(submission.author),
    GIT_AUTHOR_EMAIL: `${idOf(draft)}@submissions.invalid`,
    GIT_AUTHOR_DATE: `${at} +0000`,
  }
  const committer = Object.fromEntries(
    Object.entries(person).map(([name, value]) => [name.replace('AUTHOR', 'COMMITTER'), value]),
  )
  const made = await git.run(['commit-tree', tree, '-p', base], {
    input: messageOf(submission),
    env: { ...person, ...committer },
  })
  const commit = made.trim()
  const branch = `${branchPrefix}${uid}`
  if (!(await makeBranch(repository, branch, commit))) return undefined
  return keepFirst(repository, branch, commit, idOf(draft))
}

/** @returns whether the branch is new */
async function makeBranch({ git }: Repository, branch: string, commit: string): Promise<boolean> {
  const ref = `refs/heads/${branch}`
  try {
    await git.run(['update-ref', ref, commit, '0'.repeat(commit.length)])
    return true
  } catch (error) {
    const there = await git.run(['rev-parse', '--verify', '--quiet', ref]).catch(() => '')
    if (there.trim() === '') throw error
    return there.trim() === commit
  }
}

/** Of two processes that took in the same submission at once under two uids, the one whose name comes later takes its branch back. */
async function keepFirst(
  repository: Repository,
  branch: string,
  commit: string,
  id: string,
): Promise<{ branch: string; commit: string }> {
  const same = (await waitingIn(repository)).filter((each) => each.id === id)
  const first = same.toSorted((one, other) => (one.branch < other.branch ? -1 : 1))[0]
  if (first === undefined || first.branch === branch) return { branch, commit }
  await repository.git.run(['update-ref', '-d', `refs/heads/${branch}`, commit])
  return { branch: first.branch, commit: first.commit }
}

/** When it was sent, in seconds; when the base commit was made if that is not known. */
async function secondsOf({ git }: Repository, { draft, base }: Submission): Promise<number> {
  if (draft.at !== undefined) return Math.floor(draft.at / 1000)
  return Number((await git.run(['show', '--no-patch', '--format=%ct', base])).trim())
}

/** A name that Git takes: it refuses one without letters. */
const nameOf = (author: string): string =>
  /[\p{L}\p{N}]/u.test(author) ? author.replace(/[<>\p{Cc}]/gu, ' ').trim() : 'A submitter'

function messageOf({ draft, title, author, picture }: Submission): string {
  const way = { form: 'the form', issue: 'an issue', mail: 'e-mail', feed: 'a feed', file: 'a file' }[draft.channel]
  const trailers = [
    `Submission: ${idOf(draft)}`,
    `Picture: ${createHash('sha256').update(picture).digest('hex')}`,
    ...(draft.source === undefined ? [] : [`Source: ${draft.source}`]),
  ]
  return `${title}, by ${author}\n\nSubmitted by ${way}.\n\n${trailers.join('\n')}\n`
}
