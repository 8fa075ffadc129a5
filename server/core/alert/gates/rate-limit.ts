import { gate } from '../gate.ts';

/**
 * At most so many messages an hour; the rest is summed up in one. While something waits for that summary, one message
 * is reserved for it: else in a long storm it would never get a turn. Red goes through whatever the count.
 */
export const rateLimit = gate('rate-limit', (change, { load, perHour }) => {
  return change.draft.level !== 'I' && load.lastHour + (load.owes ? 1 : 0) >= perHour;
});
