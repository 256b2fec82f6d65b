/** What a file that is not ONNX probably is, from its first bytes, so that a message can say so. */

const kinds: readonly { readonly name: string; readonly offset?: number; readonly start: string }[] = [
  { name: 'a Git LFS pointer (fetch the file itself with "git lfs pull")', start: 'version https://git-lfs' },
  { name: 'a ZIP archive, as PyTorch and Keras save models in', start: 'PK\x03\x04' },
  { name: 'an HDF5 file, as Keras saves models in', start: '\x89HDF\r\n' },
  { name: 'a TensorFlow Lite model', offset: 4, start: 'TFL3' },
  { name: 'an ONNX Runtime model (.ort), not an ONNX one', offset: 4, start: 'ORTM' },
  { name: 'a GGUF model', start: 'GGUF' },
  { name: 'a gzip archive', start: '\x1f\x8b' },
  { name: 'a PNG picture', start: '\x89PNG' },
  { name: 'a JPEG picture', start: '\xff\xd8\xff' },
  { name: 'a GIF picture', start: 'GIF8' },
  { name: 'a web page, as a failed download leaves', start: '<' },
  { name: 'JSON text', start: '{' },
]

/** @returns a name with its article, or undefined when the bytes say nothing. */
export function recognise(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 64))
  return kinds.find(({ start, offset = 0 }) => head.startsWith(start, offset))?.name
}
