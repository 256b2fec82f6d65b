/**
 * Paths never enter a recipe: a recipe is published with its picture, and a path tells a person's name and the layout
 * of their disk. Files are named by their base name and found by their content.
 */

/** Absolute Unix paths of two parts or more, home folders, drive letters, network shares, file addresses, and climbing. */
const pathLike = /^(?:\/[^/\s]+\/\S|~[^/\s]*\/|[A-Za-z]:[\\/]|\\\\|\.[\\/]|file:)|(?:^|[\\/])\.\.[\\/]/

/** A file in a folder, by the ends that files of this trade have. Addresses on the web are no paths. */
const fileInFolder =
  /^(?![a-z]+:\/\/).*[\\/][^\\/]+\.(?:onnx|json|txt|png|jpe?g|webp|avif|gif|tiff?|hei[cf]|svg|pdf|mp4|webm|mov)$/i

/** Whether a text reads like the path of a file on somebody's disk. */
export function looksLikePath(text: string): boolean {
  return pathLike.test(text) || fileInFolder.test(text)
}

/** The part of a path after its last slash or backslash: `photos/cat.jpg` → `cat.jpg`. */
export function baseName(path: string): string {
  return path.replace(/[\\/]+$/, '').replace(/^.*[\\/]/s, '')
}
