import { gate } from '../gate.ts';

/**
 * So many messages an hour, and what is beyond is told in one. While something waits to be told so, one message
 * is kept for that: else in a long storm it would never get a turn. Red goes through whatever the count.
 */
export const rateLimit = gate('rate-limit', (change, { load, perHour }) => {
  return change.draft.level !== 'I' && load.lastHour + (load.owes ? 1 : 0) >= perHour;
});
