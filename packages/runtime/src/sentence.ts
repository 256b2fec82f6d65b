/** What ONNX Runtime throws, as sentences: what happened to which node, and what to do about it. */
import { RuntimeError, type Provider } from './runtime.ts'

type Rule = readonly [pattern: RegExp, say: (found: RegExpMatchArray, provider: Provider) => string]

const names: Readonly<Record<Provider, string>> = { cpu: 'the CPU', webgpu: 'WebGPU', wasm: 'WebAssembly' }

const rules: readonly Rule[] = [
  [
    /fallback to CPU EP has been explicitly disabled/i,
    () =>
      `Some nodes of this graph have no WebGPU kernel, and running them on the CPU was ruled out. ` +
      `Compile it with allowFallback: true, or write it with ops that WebGPU has.`,
  ],
  [
    /Could not find an implementation for (\w+)\((\d+)\) node with name '([^']*)'/,
    ([, op, opset, name], provider) =>
      `ONNX Runtime has no kernel on ${names[provider]} for ${op} (opset ${opset}, node "${name}") of these types. ` +
      `Use another element type or another op there.`,
  ],
  [
    /(?:bad_alloc|out of memory|failed to allocate|BFCArena|Aborted\(OOM|array buffer allocation failed|memory access out of bounds)/i,
    (_, provider) =>
      `There was not enough memory to run the graph on ${names[provider]}. Use a smaller picture or smaller tiles.`,
  ],
  [
    /(?:device (?:is|was) lost|device lost|DXGI_ERROR_DEVICE|VK_ERROR_DEVICE_LOST)/i,
    () =>
      `The GPU stopped answering and its work is lost. Open another runtime, with a smaller picture or on the CPU.`,
  ],
  [
    /(?:protobuf parsing failed|INVALID_PROTOBUF|Failed to load model because protobuf)/i,
    () => `These bytes are not an ONNX file, or the file is cut short. Get the file again and compare its size.`,
  ],
  [
    /while running (\w+) node\. Name:'([^']*)' Status Message: (.*)/s,
    ([, op, name, message]) => `${op} "${name}" failed while the graph ran: ${bare(message!)}`,
  ],
]

/** The message without the path and the signature of the C++ line that it came from. */
function bare(message: string): string {
  const text = message
    .replace(/^.*?\berrorCode = \d+, error message = /s, '')
    .replace(/^Error: |^ERROR_CODE: \d+, ERROR_MESSAGE: /g, '')
    .replace(/\S*\.(?:cc|h|cpp):\d+ /g, '')
    .replace(/\b(?:virtual )?[\w:<>&*, ]+ (?:onnxruntime|webgpu)::[^\n]*?\) (?:const )?/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** An error of ONNX Runtime as a `RuntimeError`, which keeps the original as its cause. */
export function sentence(doing: string, cause: unknown, provider: Provider): RuntimeError {
  if (cause instanceof RuntimeError) return cause
  const message = cause instanceof Error ? cause.message : String(cause)
  for (const [pattern, say] of rules) {
    const found = message.match(pattern)
    if (found !== null) return new RuntimeError(say(found, provider), { cause })
  }
  return new RuntimeError(`ONNX Runtime could not ${doing} on ${names[provider]}: ${bare(message)}`, { cause })
}
