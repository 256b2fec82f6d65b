/** Collections as archives, to be kept or taken elsewhere: the page's end. */
import { download } from '../files/download.ts'
import { note, problem } from '../state/room.ts'
import { collecting } from '../workers/collection-client.ts'
import { collectNew, inWords } from './make.ts'
import { keepFacts, type CollectionFacts } from './state.ts'

/** What an archive may be, in a few words. */
export const importNote = 'Pictures as .zip, or a collection that was saved here or made in a terminal'

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
    problem('collections', new Error(inWords(error)))
  }
}

/** Opens an archive as a collection of this browser; one that is full of pictures becomes a new one. */
export async function takeArchive(file: File): Promise<void> {
  note('collections', { tone: 'plain', text: `“${file.name}” is being unpacked …` })
  try {
    const id = crypto.randomUUID()
    const unpacked = await collecting().unpack(id, file)
    note('collections', undefined)
    if (unpacked) await keepFacts({ ...unpacked, id, made: Date.now(), unfinished: false })
    else await collectNew({ name: file.name.replace(/\.zip$/i, ''), files: [{ path: file.name, file }] })
  } catch (error) {
    problem('collections', new Error(inWords(error)))
  }
}
