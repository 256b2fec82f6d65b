/** Lets a person choose files. */

/** What the browser's chooser offers at first. */
const pictures = 'image/*,.heic,.tif,.tiff'
const networks = '.json,.bin,.onnx,.safetensors,.h5,.hdf5,.keras,.npy,.npz'

/** Opens the browser's own chooser for a picture. Must be called from a click; undefined when it was closed without a choice. */
export async function choosePicture(): Promise<File | undefined> {
  return (await choose(pictures, false))[0]
}

/** The same for the file of a network, or the several that some consist of; none when it was closed without a choice. */
export function chooseNetwork(): Promise<readonly File[]> {
  return choose(networks, true)
}

/** The same for a collection that was saved as an archive. */
export async function chooseArchive(): Promise<File | undefined> {
  return (await choose('.zip,application/zip', false))[0]
}

function choose(accept: string, multiple: boolean): Promise<readonly File[]> {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept, multiple })
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })
}
