/** Collections as archives, to be kept or taken elsewhere: the page's end. */
import { download } from '../files/download.ts'
import { note, problem } from '../state/room.ts'
import { collecting } from '../workers/collection-client.ts'
import { keepFacts, type CollectionFacts } from './state.ts'

/** What an archive may be, in a few words. */
export const importNote = 'A collection that was saved here or made in a terminal, as .zip'

/** Saves a collection as a ZIP archive. */
export async function saveArchive(facts: CollectionFacts): Promise<void> {
  note('collections', { tone: 'plain', text: `“${facts.name}” is being packed …` })
  try {
    const archive = await collecting().pack(facts.id)
    download(archive, `${facts.name.replace(/[\\/:]/g, ' ')}.zip`)
    note('collections', {
      tone: 'plain',
      text: `“${facts.name}” is saved. Unpacked, it also opens with “reverie” in a terminal.`,
    })
  } catch (error) {
    problem('collections', error)
  }
}

/** Opens an archive as a collection of this browser. */
export async function takeArchive(file: File): Promise<void> {
  note('collections', { tone: 'plain', text: `“${file.name}” is being unpacked …` })
  try {
    const id = crypto.randomUUID()
    const { name, count, cover, canGrow } = await collecting().unpack(id, file)
    await keepFacts({ id, name, made: Date.now(), count, cover, unfinished: false, canGrow })
    note('collections', undefined)
  } catch (error) {
    problem('collections', error)
  }
}
