import { Worker } from 'node:worker_threads';
import type { LabelledText } from './overlay-train.ts';

/**
 * `trainOverlay` in a thread of its own, which ends with it: thousands of labels take seconds. The bytes are the
 * same. Rejects with what the thread failed of, and with the reason of the signal once that is aborted.
 */
export async function trainOverlayApart(
  examples: readonly LabelledText[],
  signal?: AbortSignal,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const thread = new Worker(new URL('./overlay-thread.ts', import.meta.url), { workerData: examples });
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const stop = () => reject(signal?.reason);
  thread.once('message', resolve);
  thread.once('error', reject);
  thread.once('exit', () => reject(new Error('the thread that learns from labels ended without an answer')));
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await promise;
  } finally {
    signal?.removeEventListener('abort', stop);
    await thread.terminate();
  }
}
