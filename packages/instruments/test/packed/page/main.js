import { dream, make } from '@reverie/instruments/web'

const photo = await fetch(new URL('./photo.png', import.meta.url))
const parameters = { maxSide: 96, octaves: 1, steps: 2 }
const { blob, recipe } = await make(dream, { inputs: { image: await photo.blob() }, parameters })
const image = new Image()
image.src = URL.createObjectURL(blob)
await image.decode()
document.body.append(image)
document.title = `${blob.type}, ${image.naturalWidth} × ${recipe.output.height}`
