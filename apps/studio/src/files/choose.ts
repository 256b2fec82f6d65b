/** Lets a person choose a picture file. */

/** Opens the browser's own chooser. Must be called from a click; undefined when it was closed without a choice. */
export function choosePicture(): Promise<File | undefined> {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept: 'image/*,.heic,.tif,.tiff' })
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0]))
    input.addEventListener('cancel', () => resolve(undefined))
    input.click()
  })
}
