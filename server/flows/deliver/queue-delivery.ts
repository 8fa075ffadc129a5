import type { Queue } from '../../core/job/job.ts';

/** Has what waits in the outbox sent at once; one turn that waits already takes all of it. */
export async function queueDelivery(queue: Pick<Queue, 'add'>): Promise<void> {
  await queue.add('deliver', {}, { key: 'deliver' });
}
