import { Worker } from 'node:worker_threads';

export interface Checkpoints {
  close(): Promise<void>;
}

/**
 * SQLite's log is moved into the file by whichever commit makes it long enough: a tenth of a second in which a
 * thread does nothing else. Segments of the full text are merged by whichever commit finds sixteen of a size. While this
 * is open a thread of its own does both, a little twice a second, and the commits find nothing left to do. Where it ends
 * early they do it again.
 * @param onLoss told when the thread ended by a fault (a full disk, mostly)
 */
export function openCheckpoints(file: string, onLoss: (fault: unknown) => void): Checkpoints {
  const thread = new Worker(new URL('./checkpoint-thread.ts', import.meta.url), { workerData: { file } });
  const over = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  thread.on('error', onLoss);
  thread.unref();
  return {
    async close() {
      thread.postMessage('close');
      thread.ref();
      await over;
    },
  };
}
