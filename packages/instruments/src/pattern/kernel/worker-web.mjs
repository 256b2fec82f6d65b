/** A worker of the pool in browsers (pool-web.ts). */
import { serveBands } from './band-service.mjs'

const serve = serveBands((answer, transfer) => postMessage(answer, { transfer }))
addEventListener('message', (event) => serve(event.data))
