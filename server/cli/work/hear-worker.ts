import { hostname } from 'node:os';
import { createPostgresBus } from '../../bus/postgres.ts';
import type { Config } from '../../config.ts';
import { createLog } from '../../log.ts';

/**
 * Whether a worker of this machine (in a container: of this container) says that it is alive, which it does while it
 * reaches its jobs.
 */
export async function hearWorker(url: string, { logLevel }: Config, patienceMs: number): Promise<object> {
  const bus = await createPostgresBus({ url, log: createLog(logLevel, 'health') });
  let timer: NodeJS.Timeout | undefined;
  const heard = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
    bus.subscribe((event) => {
      if (event.kind === 'alive' && event.worker?.host === hostname()) resolve(true);
    });
  });
  const ok = await heard;
  clearTimeout(timer);
  await bus.close();
  return ok ? { ok } : { ok, code: 'no_worker' };
}
