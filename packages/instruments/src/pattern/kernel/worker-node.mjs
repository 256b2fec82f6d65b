/** A worker thread of the pool in Node (pool-node.ts). */
import { parentPort } from 'node:worker_threads'
import { serveBands } from './band-service.mjs'

if (parentPort === null) throw new Error('This file is a worker: openBandPool of pool-node.ts starts it.')
const port = parentPort
const serve = serveBands((answer, transfer) => port.postMessage(answer, transfer))
port.on('message', serve)
