import type { Alert, AlertDraft } from '../alert/alert.ts';
import { rankOf, type Wave } from '../risk/grade.ts';

/** Points above the first peak from which a second wave is a larger one: the index itself wavers by some. */
const LARGER = 5;

/** What is remembered of an alert's waves, and whether a second one is told. */
export interface Waves {
  readonly wave: Wave;
  /** As grave as the alert still is by its level, after it had calmed down, and larger than what people were told of. */
  readonly surges: boolean;
}

/**
 * An alert keeps its level until a person lowers it, so a second wave is no rise of the level. Once lowering was
 * proposed the first wave is over, also where the second one takes the proposal back before it is the larger one.
 */
export function wavesOf(alert: Pick<Alert, 'level' | 'risk' | 'lowering'>, draft: AlertDraft): Waves {
  const before = alert.risk.wave ?? { peak: alert.risk.index, over: false };
  const over = before.over || (alert.lowering?.proposal ?? null) !== null;
  const { index } = draft.risk;
  const by = rankOf(draft.level) - rankOf(alert.level);
  const surges = by === 0 && over && draft.risk.level === draft.level && index >= before.peak + LARGER;
  if (by > 0 || surges) return { wave: { peak: index, over: false }, surges };
  return { wave: { peak: over ? before.peak : Math.max(before.peak, index), over }, surges };
}
