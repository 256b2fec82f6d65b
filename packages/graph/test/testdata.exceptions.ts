/** The cases of ONNX's test models that need special treatment, by exact name, each with its reason. */

/** ONNX Runtime 1.30's CPU provider cannot run the original file; the test checks that it really cannot. */
export const notRunnable: ReadonlyMap<string, string> = new Map([
  ['test_max_int16', 'no kernel of Max for int16'],
  ['test_max_uint16', 'no kernel of Max for uint16'],
  ['test_min_int16', 'no kernel of Min for int16'],
  ['test_min_uint16', 'no kernel of Min for uint16'],
  ['test_pow_types_float32_uint32', 'no kernel of Pow for uint32 exponents'],
  ['test_pow_types_float32_uint64', 'no kernel of Pow for uint64 exponents'],
])

/** The reader refuses values that are not tensors, also of ops that are supported for tensors. */
export const notTensors: ReadonlyMap<string, string> = new Map([
  ['test_identity_opt', 'an optional'],
  ['test_identity_sequence', 'a sequence'],
])

/**
 * ONNX Runtime's result for the original file is not the one that comes with it; the written file must give the same
 * as the original then, and the test checks that the original still differs.
 */
export const differentInRuntime: ReadonlyMap<string, string> = new Map([
  [
    'test_resize_downsample_scales_cubic_align_corners',
    'the expected values were made with an unrounded output size',
  ],
  [
    'test_resize_downsample_scales_linear_align_corners',
    'the expected values were made with an unrounded output size',
  ],
  ['test_training_dropout', "another generator of random numbers; the node's seed makes runs repeatable"],
  ['test_training_dropout_default', "another generator of random numbers; the node's seed makes runs repeatable"],
  [
    'test_training_dropout_default_mask',
    "another generator of random numbers; the node's seed makes runs repeatable",
  ],
  ['test_training_dropout_mask', "another generator of random numbers; the node's seed makes runs repeatable"],
])
