/**
 * Ops that ONNX Runtime's WebGPU provider has, for float32 at opset 18 to 21, of those that gradients are made of.
 *
 * Found by compiling each alone with `session.disable_cpu_ep_fallback` on the WebGPU provider of onnxruntime-node 1.30,
 * whose kernels onnxruntime-web shares. It has no Sign, Sum, Mean, Size, Round, Mod, Softsign, SpaceToDepth, OneHot,
 * Range, ConstantOfShape or LogSoftmax, no arithmetic or casts of int64, and at opset 22 no HardSigmoid, Elu,
 * ConvTranspose or AveragePool.
 */
export const WEBGPU_OPS: ReadonlySet<string> = new Set([
  'Abs',
  'Add',
  'AveragePool',
  'Cast',
  'Clip',
  'Concat',
  'Conv',
  'ConvTranspose',
  'Cos',
  'Cosh',
  'Div',
  'Elu',
  'Equal',
  'Erf',
  'Exp',
  'Expand',
  'Gather',
  'GatherElements',
  'GatherND',
  'Gemm',
  'Greater',
  'HardSigmoid',
  'Identity',
  'Log',
  'MatMul',
  'Mul',
  'Neg',
  'Pad',
  'Pow',
  'ReduceL1',
  'ReduceL2',
  'ReduceMax',
  'ReduceMean',
  'ReduceProd',
  'ReduceSum',
  'Relu',
  'Reshape',
  'Sigmoid',
  'Sin',
  'Sinh',
  'Slice',
  'Split',
  'Sqrt',
  'Sub',
  'Tanh',
  'Transpose',
  'Unsqueeze',
  'Where',
])

/** Newest opset whose ops the provider has. */
export const WEBGPU_OPSET = 21

/** Ops with a gradient that the provider lacks themselves: a network that has one does not run on WebGPU at all. */
export const MISSING_ON_WEBGPU: readonly string[] = ['Compress', 'Mod', 'OneHot']
