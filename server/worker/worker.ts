import { parentPort, workerData } from 'node:worker_threads';
import { createLog } from '../log.ts';
import { startWork } from './work.ts';
import { isControl, type WorkerMessage, type WorkerStart } from './worker-messages.ts';

/** Entry of the worker thread: one port to the main thread, one start, one stop. */
const port = parentPort;
if (port === null) throw new Error('worker.ts is started by the runtime, in a thread of its own');

const start: WorkerStart = workerData;
const log = createLog(start.config.logLevel, 'worker');
const work = await startWork(start, port, log);
let stopping = false;

port.on('message', (message: unknown) => {
  if (!isControl(message) || message.control !== 'stop' || stopping) return;
  stopping = true;
  // Without its port the thread has nothing to live for and ends.
  void work.stop(message.graceMs).finally(() => port.close());
});
port.postMessage({ control: 'ready' } satisfies WorkerMessage);
