/** What rendered a work, in a word: a provider of ONNX Runtime, or an arithmetic of the instrument's own. */
export const madeBy = (environment: Readonly<Record<string, string | number | boolean>>): string =>
  String(environment['provider'] ?? environment['arithmetic'] ?? '')
