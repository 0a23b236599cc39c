import { parentPort } from 'node:worker_threads'
import { type Job, lived } from './job.ts'

/** Lives one life after the other, as the program asks. */
parentPort?.on('message', (job: Job) => parentPort?.postMessage(lived(job)))
