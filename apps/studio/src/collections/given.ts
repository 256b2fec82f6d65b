/** What a person drops or chooses, when it is a folder or many pictures. */
import type { GivenFile } from '../workers/collection-api.ts'

/** Something to be collected. */
export interface Given {
  /** After the folder. */
  readonly name: string
  readonly files: readonly GivenFile[]
}

const pictureName = /\.(?:png|jpe?g|webp|avif|heic|tiff?|gif)$/i

/**
 * What is in a drop, asked for while the event lasts: browsers forget it afterwards.
 *
 * @returns Undefined when there is no folder in it and few files: then it is no collection.
 */
export function givenInDrop(data: DataTransfer): Promise<Given | undefined> | undefined {
  const items = [...data.items].filter(({ kind }) => kind === 'file')
  const entries = items.map((item) => item.webkitGetAsEntry?.() ?? undefined)
  const folders = entries.filter((entry) => entry?.isDirectory)
  const files = [...data.files]
  if (folders.length === 0) {
    const pictures = files.filter(({ name, type }) => pictureName.test(name) || type.startsWith('image/'))
    return pictures.length > 2
      ? Promise.resolve({ name: 'New collection', files: files.map((file) => ({ path: file.name, file })) })
      : undefined
  }
  const name = items.length === 1 ? folders[0]!.name : `${folders[0]!.name} and more`
  const handles = items.map((item) =>
    (
      item as DataTransferItem & { getAsFileSystemHandle?(): Promise<FileSystemHandle | null> }
    ).getAsFileSystemHandle?.(),
  )
  return Promise.all(handles.map((handle) => Promise.resolve(handle))).then(async (found) => {
    const whole = found.filter((handle) => handle !== undefined && handle !== null)
    if (whole.length === items.length) return { name, files: whole }
    const lists = await Promise.all(entries.flatMap((entry) => (entry ? [walk(entry, '')] : [])))
    return { name, files: lists.flat() }
  })
}

/** The older way into folders. */
async function walk(entry: FileSystemEntry, above: string): Promise<GivenFile[]> {
  const path = above === '' ? entry.name : `${above}/${entry.name}`
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ path, file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: GivenFile[] = []
  for (;;) {
    // Browsers give a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return found
    for (const one of some) found.push(...(await walk(one, path)))
  }
}

/** Lets a person choose a folder; undefined when none was chosen. Call it at a press. */
export async function chooseFolder(): Promise<Given | undefined> {
  const picker = (window as { showDirectoryPicker?(options: object): Promise<FileSystemDirectoryHandle> })
    .showDirectoryPicker
  if (picker) {
    try {
      const folder = await picker({ id: 'reverie', mode: 'read' })
      return { name: folder.name, files: [folder] }
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return undefined
      throw error
    }
  }
  const input = Object.assign(document.createElement('input'), { type: 'file', webkitdirectory: true })
  const files = await new Promise<File[]>((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })
  const [first] = files
  if (!first) return undefined
  const root = first.webkitRelativePath.split('/')[0] ?? 'Folder'
  return {
    name: root,
    files: files.map((file) => ({ path: file.webkitRelativePath.slice(root.length + 1) || file.name, file })),
  }
}
