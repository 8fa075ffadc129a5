import { rankOf } from '../../risk/grade.ts';
import { gate } from '../gate.ts';
import { isSevere } from './acknowledged-same-level.ts';

/** The same watch does not ring twice in a short time, unless it has become graver since, or lives are said to be at stake. */
export const cooldown = gate('cooldown', (change, facts) => {
  if (change.kind === 'graver') return false;
  if (change.kind === 'playbook' && change.draft.findings.some(isSevere)) return false;
  const last = facts.lastRings.find((ring) => ring.watchId === change.draft.watchId);
  if (last === undefined || facts.now - last.at >= facts.cooldown) return false;
  return rankOf(change.draft.level) <= rankOf(last.level);
});
