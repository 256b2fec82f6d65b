/**
 * A work opened from its address, as galleries link to it: `<studio>#open=<address>`, the address percent-encoded. The
 * file is fetched and opened with all its settings, as if it had been dropped.
 *
 * Anyone can write such a link. So another site is asked for nothing before a person has agreed to its name; it is told
 * neither who asks (no cookies) nor from where (no referrer); what it sends is cut off at a size. What the work was made
 * from is looked for where a gallery has it, by its content: nothing but the very file is taken.
 */
import { open, openWork, useQuestion } from '../state/open.ts'
import { note, problem, useRoom, type Note } from '../state/room.ts'
import { fetchFile, FetchError } from './fetch-file.ts'
import { fetchInputs } from './fetch-inputs.ts'

/** Opens the work at an address as it stands in a link; asks first when it is on another site. */
export function openAddress(text: string): void {
  const address = addressOf(text)
  if (!address) {
    const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text
    problem(
      'stage',
      new Error(`This link names no work that can be fetched: “${shown}” is no http or https address.`),
    )
  } else if (address.origin === location.origin) void fetchAndOpen(address)
  else
    useQuestion.setState({
      question: {
        text: `“${nameIn(address)}” comes from ${address.host}. Fetch it from there?`,
        answers: [
          {
            title: `Fetch it from ${address.host} and open it`,
            pictures: [],
            choose: () => void fetchAndOpen(address),
          },
          { title: 'Leave it', pictures: [], choose: () => undefined },
        ],
      },
    })
}

/** An address of the web, without a name and a password in it. */
function addressOf(text: string): URL | undefined {
  try {
    const address = new URL(decodeURIComponent(text), location.href)
    if (!/^https?:$/.test(address.protocol)) return undefined
    address.username = ''
    address.password = ''
    address.hash = ''
    return address
  } catch {
    return undefined
  }
}

/** The last part of an address, as a file name without anything invisible. */
function nameIn({ pathname, host }: URL): string {
  const last = pathname.split('/').findLast((part) => part !== '') ?? host
  let name = last
  try {
    name = decodeURIComponent(last)
  } catch {
    // It stays as it is written.
  }
  return name.replaceAll(/[\p{C}/\\]/gu, '').slice(0, 120) || host
}

async function fetchAndOpen(address: URL): Promise<void> {
  useRoom.setState({ page: 'instrument', sheet: undefined })
  const name = nameIn(address)
  const stop = new AbortController()
  note('stage', {
    tone: 'plain',
    text: `Fetching “${name}” from ${address.host} …`,
    next: { title: 'Stop', run: () => stop.abort() },
  })
  try {
    const { file, redirected } = await fetchFile(address, name, stop.signal)
    const isWork = file !== undefined && (await openFetched(file, address, stop.signal))
    note('stage', undefined)
    if (redirected) openAddress(encodeURIComponent(redirected.href))
    else if (!isWork) offerAsPicture(file, address)
  } catch (error) {
    note('stage', undefined)
    if (!stop.signal.aborted)
      problem('stage', error, error instanceof FetchError ? nextStep(error, address) : undefined)
  }
}

/** Opens a file with its settings and what it was made from; false when it has no recipe. */
async function openFetched(file: File, address: URL, signal: AbortSignal): Promise<boolean> {
  const { recipeOf } = await import('../workers/pictures.ts')
  const recipe = await recipeOf(new Uint8Array(await file.arrayBuffer()))
  if (recipe) await fetchInputs(recipe, address, signal)
  return recipe !== undefined && openWork(file)
}

function offerAsPicture(file: File, { host }: URL): void {
  const text = `“${file.name}” from ${host} holds no recipe, so there are no settings to open.`
  const use = { title: 'Use it as a picture', run: () => void open([file]) }
  problem('stage', new Error(text), file.type === '' ? undefined : use)
}

function nextStep({ retry }: FetchError, address: URL): Note['next'] {
  if (retry) return { title: 'Try again', run: () => void fetchAndOpen(address) }
  return { title: 'Open the address', run: () => void window.open(address.href, '_blank', 'noopener,noreferrer') }
}
