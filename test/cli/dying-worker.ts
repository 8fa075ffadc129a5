import { parentPort } from 'node:worker_threads';

/** A worker that works until it is told to die. */
parentPort?.on('message', (message: { control?: string; die?: boolean }) => {
  if (message.die) throw new Error('told to die');
  if (message.control === 'stop') parentPort?.close();
});
parentPort?.postMessage({ control: 'ready' });
