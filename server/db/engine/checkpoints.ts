import { Worker } from 'node:worker_threads';

export interface Checkpoints {
  close(): Promise<void>;
}

/**
 * SQLite's log is moved into the file by whichever commit makes it long enough: a tenth of a second in which a
 * thread does nothing else. Segments of the full text are merged by whichever commit finds sixteen of a size. While this
 * is open a thread of its own does both, a little twice a second, and the commits find nothing left to do. While it
 * cannot, or where it ended early, they do it again.
 * @param onFault called when the thread cannot do it (somebody holds the lock, the disk is full), once until it can again;
 *   or when it ended
 */
export function openCheckpoints(file: string, onFault: (fault: unknown) => void): Checkpoints {
  const thread = new Worker(new URL('./checkpoint-thread.ts', import.meta.url), { workerData: { file } });
  const over = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
  thread.on('error', onFault);
  thread.on('message', ({ fault: { message, code } }) =>
    onFault(Object.assign(new Error(message), { code })),
  );
  thread.unref();
  return {
    async close() {
      thread.postMessage('close');
      thread.ref();
      await over;
    },
  };
}
