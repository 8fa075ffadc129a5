import { rankOf } from '../../risk/grade.ts';
import { alertOf, gate } from '../gate.ts';

/** Who acknowledged an alert is at work on it: only a rise is worth another message. */
export const acknowledgedSameLevel = gate('acknowledged-same-level', (change, facts) => {
  const alert = alertOf(change, facts);
  return alert?.status === 'acknowledged' && rankOf(change.draft.level) <= rankOf(alert.level);
});
