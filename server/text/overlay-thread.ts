import { parentPort, workerData } from 'node:worker_threads';
import { type LabelledText, trainOverlay } from './overlay-train.ts';

/** Entry of the thread that learns from labels: one answer, and its end. */
if (parentPort === null)
  throw new Error('overlay-thread.ts is started for one training, in a thread of its own');
const examples: readonly LabelledText[] = workerData;
parentPort.postMessage(trainOverlay(examples));
