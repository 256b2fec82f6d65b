/** The network of `--models_dir`: a folder of ONNX networks, in it or one folder deeper, as the seed's zoo was. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** What a folder holds. */
export interface Networks {
  /** Paths of ONNX files, by name. */
  readonly files: readonly string[]
  /** What is wrong with it, in a sentence. */
  readonly problem: string | undefined
}

/** Looks for networks. */
export async function findNetworks(folder: string): Promise<Networks> {
  const names = await namesIn(folder)
  if (names === undefined)
    return { files: [], problem: `There is no folder "${folder}" for --models_dir. Check the name.` }
  const inside = await Promise.all(
    names.map(async (name) => (await namesIn(join(folder, name)))?.map((inner) => join(name, inner))),
  )
  const all = [...names, ...inside.flatMap((each) => each ?? [])].toSorted()
  const files = all.filter((name) => /\.onnx$/i.test(name)).map((name) => join(folder, name))
  if (files.length > 0) return { files, problem: undefined }
  const caffe = all.find((name) => /\.(?:caffemodel|prototxt)$/i.test(name))
  const problem =
    caffe === undefined
      ? `The folder "${folder}" of --models_dir holds no ONNX network (.onnx).`
      : `The folder "${folder}" of --models_dir holds Caffe's files ("${caffe}"), which are not read: convert the network to ONNX, or leave --models_dir out for the built-in one.`
  return { files, problem }
}

async function namesIn(folder: string): Promise<string[] | undefined> {
  return readdir(folder).catch(() => undefined)
}
