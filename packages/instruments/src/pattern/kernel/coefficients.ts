/**
 * Numbers of the approximations in activations.ts and elementary.ts, each a minimax fit by Remez' exchange in 40 digits
 * of relative error, with the error that the fit itself has. Rounded to float32 where they are used. Both TypeScript and
 * AssemblyScript: constants only.
 */

/**
 * tanh x = x · P(x²) / Q(x²) for x² up to 9.02², where P / Q stays: there tanh rounds to 1. Q's last coefficient is 1. The fit has
 * 7.6e−8; these are float32 near it with which roundings do least harm: 6.2 units of the last place at most, of all float32.
 */
export const tanhP0 = 1373833.375
export const tanhP1 = 183233.640625
export const tanhP2 = 4730.56103515625
export const tanhP3 = 27.114465713500977
export const tanhP4 = 0.016672730445861816
export const tanhQ0 = 1373833.375
export const tanhQ1 = 641177.9375
export const tanhQ2 = 35279.06640625
export const tanhQ3 = 439.5630187988281
export const tanhEnd = 81.3604

/** e^r = 1 + r + r² · P(r) for |r| up to ln 2 / 2. 1.3e−7 of the last term. */
export const expP0 = 0.499999995253
export const expP1 = 0.166665736941
export const expP2 = 0.0416668609267
export const expP3 = 0.00836373987705
export const expP4 = 0.00139015344481
/** ln 2 in two parts, the first of few digits so that its product with a whole number is exact. */
export const ln2High = 0.693359375
export const ln2Low = -2.1219444e-4
export const log2e = Math.LOG2E
export const ln2 = Math.LN2

/** 2 / π; and π / 2 in three parts of 8, 11 and 24 digits. */
export const quartersPerRadian = 0.6366197723675814
export const quarterHigh = 1.5703125
export const quarterMiddle = 4.837512969970703125e-4
export const quarterLow = 7.549789954891882e-8

/** sin r = r + r · r² · P(r²) for |r| up to π/4. 1.2e−7 of the last term. */
export const sinP0 = -0.166666646352
export const sinP1 = 0.00833274302749
export const sinP2 = -0.00019586862878
/** cos r = 1 − r²/2 + r⁴ · P(r²) for |r| up to π/4. 4.9e−8 of the last term. */
export const cosP0 = 0.0416666646419
export const cosP1 = -0.00138882990134
export const cosP2 = 2.45471107058e-5

/** atan t = t · P(t²) / Q(t²) up to 1. 2.0e−8. */
export const atanP0 = 0.999999979764
export const atanP1 = 0.898398573499
export const atanP2 = 0.137613712465
export const atanQ1 = 1.23172985776
export const atanQ2 = 0.348223645813
export const atanQ3 = 0.0123778791912

/** ln(1 + e) = e · P(e) / Q(e) for e from 0 to 1. 1.9e−8. */
export const log1pP0 = 0.999999981025
export const log1pP1 = 0.867197349658
export const log1pP2 = 0.123765789631
export const log1pQ1 = 1.36719540345
export const log1pQ2 = 0.474062284244
export const log1pQ3 = 0.0310949871227

/** ln m = s · P(s²), s = (m − 1) / (m + 1), for m from √½ to √2. 7.2e−10. */
export const logP0 = 1.99999999858
export const logP1 = 0.666668205376
export const logP2 = 0.399742781463
export const logP3 = 0.299396303123
