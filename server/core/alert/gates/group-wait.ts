import { gateUntil } from '../gate.ts';
import { waitOf } from '../grouping.ts';

/** The first message of a group waits a little, so that what comes together is sent together. Red never waits. */
export const groupWait = gateUntil('group-wait', (change, { group, now }) => {
  if (group === undefined || group.rangAt !== null) return null;
  const wait = waitOf(group.grouping, change.draft.level);
  return wait === 0 ? null : (group.heldUntil ?? now + wait);
});
