import { rankOf } from '../../risk/grade.ts';
import { gate } from '../gate.ts';
import { isSevere } from './acknowledged-same-level.ts';

/**
 * The same watch does not ring twice in a short time, unless it has become graver since, lives are said to be at stake,
 * or it opens anew for a leak.
 */
export const cooldown = gate('cooldown', (change, facts) => {
  if (change.kind === 'graver') return false;
  const { findings, leaks = [] } = change.draft;
  if (change.kind === 'playbook' && findings.some(isSevere)) return false;
  // So soon after another one was closed it opens only for what nobody was told of.
  if (change.kind === 'opened' && (findings.some(isSevere) || leaks.length > 0)) return false;
  const last = facts.lastRings.find((ring) => ring.watchId === change.draft.watchId);
  if (last === undefined || facts.now - last.at >= facts.cooldown) return false;
  return rankOf(change.draft.level) <= rankOf(last.level);
});
