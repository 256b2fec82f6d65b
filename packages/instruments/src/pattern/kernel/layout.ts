/**
 * The packed scene: one piece of memory that holds a scene as the kernel reads it, written by `pack.ts`.
 *
 * All offsets are in bytes. Those of the head are from the start of the scene, and so are the places that it names; every
 * place is a multiple of 16. This file is both TypeScript and AssemblyScript: it may hold plain constants only.
 *
 * A block is a run of pixels of one row of the picture, in strips of 8. All values of a strip lie together: row after
 * row of 8 float32, one for each pixel. The packer gives every feature and every unit its row in the strip, so that the
 * kernel knows nothing of skips: a layer reads `inputs` rows from its source on and writes its units from its target on.
 *
 * Units are computed 4 at a time. A layer's weights stand in that order, [group][column][4], and the last group is filled
 * up with zeros; thus a layer writes up to 3 rows more than it has units, which the packer leaves room for.
 */

/** The head: whole numbers of 32 bits. */
export const width = 0
export const height = 4
/** One of the written* below. */
export const written = 8
/** Values a pixel, in what is written. */
export const channels = 12
/** One of the arithmetic* below. */
export const arithmetic = 16
/** One of the coordinates* below. */
export const coordinates = 20
/** One of the fold* below. */
export const symmetry = 24
export const order = 28
/** Samples a side of a pixel. */
export const samples = 32
/** One of the color* below. */
export const mode = 36
/** One of the alpha* below. */
export const alpha = 40
/** Which output alpha is made of. */
export const alphaOutput = 44
export const featureCount = 48
/** Where the features' records are. */
export const features = 52
export const layerCount = 56
/** Where the layers' records are. */
export const layers = 60
/** Row of the first output of the network in a strip; and how many there are. */
export const outputRow = 64
export const outputCount = 68
/** Rows of a strip, and strips of a block. */
export const rows = 72
export const strips = 76
/** Where the colours of a gradient or palette are, 4 float32 each, sRGB and nothing; and how many. */
export const colors = 80
export const colorCount = 84
/** Where the picture's bytes are, 3 a pixel. */
export const picture = 88
export const pictureWidth = 92
export const pictureHeight = 96
/** Bytes of the whole packed scene. */
export const bytes = 100
/** The plane, in double: x = xx · p + xy · q + moveX, y = yx · p + yy · q + moveY; p, q: −1 to 1 over the shorter side. */
export const xx = 104
export const xy = 112
export const yx = 120
export const yy = 128
export const moveX = 136
export const moveY = 144
export const headBytes = 160

/** A feature's record: what it is (one of the feature* below) and the value of a constant, float32. Its row is its index. */
export const featureKind = 0
export const featureValue = 4
export const featureBytes = 8

/** A layer's record: whole numbers of 32 bits. */
export const layerInputs = 0
export const layerUnits = 4
/** Rows that it gives: its units, or twice as many of `composite`. */
export const layerValues = 8
/** One activation* for all units, or −1: each unit has its own. */
export const layerActivation = 12
/** Where the weights are, [group][column][4], float32; float64 for netart's arithmetic. */
export const layerWeights = 16
/** Where the sums start from, float32, one a unit and as many as fill the last group. */
export const layerBias = 20
/** Where each unit's activation is, 32 bits, if `layerActivation` is −1. */
export const layerActivations = 24
/** First row read and first row written. */
export const layerSource = 28
export const layerTarget = 32
/** 1 where what it reads is added to what it gives. */
export const layerResidual = 36
export const layerBytes = 48

/** Pixels of a strip, and bytes of one of its rows. */
export const stripPixels = 8
export const rowBytes = 32

export const arithmeticFloat32 = 0
export const arithmeticNetart = 1

export const coordinatesCentred = 0
export const coordinatesNetart = 1

export const written8 = 0
export const written16 = 1
export const writtenFloat = 2
/** The network's outputs as they are, without colour. */
export const writtenOutputs = 3

export const foldNone = 0
export const foldMirrorX = 1
export const foldMirrorY = 2
export const foldMirror = 3
export const foldRotation = 4
export const foldKaleidoscope = 5

export const colorBw = 0
export const colorRgb = 1
export const colorCmyk = 2
export const colorHsv = 3
export const colorHsl = 4
export const colorOklch = 5
export const colorGradient = 6
export const colorPalette = 7

export const alphaOff = 0
export const alphaNetart = 1
export const alphaFull = 2

export const featureX = 0
export const featureY = 1
export const featureR = 2
export const featureConstant = 3
export const featureSinX = 4
export const featureCosX = 5
export const featureSinY = 6
export const featureCosY = 7
export const featureRed = 8
export const featureGreen = 9
export const featureBlue = 10

export const activationTanh = 0
export const activationSin = 1
export const activationCos = 2
export const activationGaussian = 3
export const activationRelu = 4
export const activationSoftplus = 5
export const activationSigmoid = 6
export const activationAbs = 7
export const activationStep = 8
export const activationIdentity = 9
export const activationComposite = 10
