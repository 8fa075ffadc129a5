import { MINUTE } from '../../time.ts';
import { gateUntil } from '../gate.ts';
import { waitsForInterval } from '../grouping.ts';

/** The shortest time between two messages of a group; what becomes orange or red does not wait. */
export const groupInterval = gateUntil('group-interval', (change, { group }) => {
  if (group === undefined || group.rangAt === null || !waitsForInterval(change)) return null;
  return group.heldUntil ?? group.rangAt + group.grouping.intervalMinutes * MINUTE;
});
