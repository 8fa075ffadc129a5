import type { Blindness } from '../core/feed/blindness.ts';
import { SECOND } from '../core/time.ts';
import type { HttpDeps } from './deps.ts';

/** A worker speaks every five seconds. One that is started again, or followed by another, is not missed yet. */
export const FRESH_WORKER = 45 * SECOND;

/** Whether a worker said lately that the disk is full. It cannot be read from the database: nothing is written there then. */
export function isDiskFull({ workers }: Pick<HttpDeps, 'workers'>): boolean {
  return workers.living(FRESH_WORKER).some(({ id }) => workers.isFull(id));
}

/** With a full disk nothing new is seen, whatever the database says of the time before. */
export function sightOf(
  deps: Pick<HttpDeps, 'workers'>,
  { blind }: { readonly blind: Blindness | null },
): Blindness | null {
  return isDiskFull(deps) ? { kind: 'disk-full' } : blind;
}
