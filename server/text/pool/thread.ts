import { parentPort, workerData } from 'node:worker_threads';
import { createReaderMaker } from './make-reader.ts';
import { serveThread } from './serve-thread.ts';

/** Entry of a reading thread. */
if (parentPort === null) throw new Error('thread.ts is started by the pool, in a thread of its own');
serveThread(parentPort, workerData, createReaderMaker());
