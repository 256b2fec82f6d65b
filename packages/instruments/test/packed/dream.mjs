import { dream, make } from '@reverie/instruments/node'

const parameters = { maxSide: 128, octaves: 2, steps: 3 }
const { out, recipe } = await make(dream, { inputs: { image: 'photo.png' }, parameters, out: 'dreamed.png' })
console.log(`${out}: ${recipe.output.width} × ${recipe.output.height}`)
