import { rankOf } from '../../risk/grade.ts';
import { gate } from '../gate.ts';

/** The same watch does not ring twice in a short time, unless it has become graver since, or a graver claim is made. */
export const cooldown = gate('cooldown', (change, facts) => {
  if (change.kind === 'graver') return false;
  const last = facts.lastRings.find((ring) => ring.watchId === change.draft.watchId);
  if (last === undefined || facts.now - last.at >= facts.cooldown) return false;
  return rankOf(change.draft.level) <= rankOf(last.level);
});
