import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../server/core/errors.ts';
import { serveThread } from '../../server/text/pool/serve-thread.ts';

/** A thread whose reader cannot be made. */
if (parentPort === null) throw new Error('this is a thread');
serveThread(parentPort, workerData, () => {
  throw new AppError('bad_config', 'word dictionary missing');
});
