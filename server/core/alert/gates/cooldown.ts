import { rankOf } from '../../risk/grade.ts';
import { MINUTE } from '../../time.ts';
import { gateUntil } from '../gate.ts';
import { waitsForInterval } from '../grouping.ts';
import { isOtherTrouble, isSevere } from './acknowledged-same-level.ts';

/**
 * The same watch does not ring twice in a short time, unless it has become graver since: whoever was notified a moment
 * ago is looking at it, even if that alert was closed and another opened. What is new about it rings when that time is
 * over. What becomes orange or red does not wait, nor a graver claim, nor trouble of another kind, nor what opens again
 * for a death or a leak.
 */
export const cooldown = gateUntil('cooldown', (change, facts) => {
  if (!waitsForInterval(change) || isOtherTrouble(change)) return null;
  const { findings, leaks = [] } = change.draft;
  // So soon after another one was closed it opens only for what nobody was notified of.
  if (change.kind === 'opened' && (findings.some(isSevere) || leaks.length > 0)) return null;
  const last = facts.lastRings.find((ring) => ring.watchId === change.draft.watchId);
  if (last === undefined || rankOf(change.draft.level) > rankOf(last.level)) return null;
  const until = last.at + facts.cooldown;
  if (until <= facts.now) return null;
  // It goes through no other wait after this one.
  const { rangAt = null, grouping } = facts.group ?? {};
  const turn = rangAt === null ? until : rangAt + (grouping?.intervalMinutes ?? 0) * MINUTE;
  return Math.max(until, turn);
});
