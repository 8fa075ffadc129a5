import type { Alert, AlertDraft } from '../alert/alert.ts';
import { isForgotten, rankOf, type Wave, WEEKLY_HABIT } from '../risk/grade.ts';
import { DAY, type Instant } from '../time.ts';

/** Points above the first peak from which a second wave is a larger one: the index itself wavers by some. */
const LARGER = 5;
/** Claims and reach are counted over a day: so long after its peak a wave may swell again and is still the same one. */
const SAME_WAVE = DAY;

/** What is remembered of an alert's waves, and what of it is announced. */
export interface Waves {
  readonly wave: Wave;
  /**
   * As grave as the alert still is by its level, after it had calmed down, and larger than what people were notified
   * of; or anything that is found after a long calm.
   */
  readonly surges: boolean;
  /** It is back at a level that people were notified of, and lower than it was: no news, though the level moves. */
  readonly returns: boolean;
}

/** One look at an alert. */
export interface Pass {
  readonly now: Instant;
  /** Something was found; false where the draft merely says on what the alert said. */
  readonly found: boolean;
}

type Waving = Pick<Alert, 'level' | 'risk' | 'lowering'>;

/**
 * An alert keeps its level until a person lowers it, so a second wave is no rise of the level. Once lowering was
 * proposed the first wave is over, also where the second one takes the proposal back before it is the larger one. Once
 * closing was proposed it is forgotten: nobody closed the alert, and yet the next trouble is announced, at whatever
 * level.
 */
export function wavesOf(alert: Waving, draft: AlertDraft, pass: Pass): Waves {
  const before = rememberedOf(alert, pass.now);
  const { index } = draft.risk;
  const by = rankOf(draft.level) - rankOf(alert.level);
  // What recurs each week lifts the index, and is no wave of this trouble.
  const usual = draft.risk.overrides.includes(WEEKLY_HABIT);
  const surges = isForgotten(before)
    ? by <= 0 && pass.found && draft.risk.level !== null
    : by === 0 && !usual && before.over && draft.risk.level === draft.level && index >= before.peak + LARGER;
  const returns = by > 0 && isReturn(before, draft, pass.now);
  if (surges || (by > 0 && !returns)) {
    const told = by > 0 ? draft.level : alert.level;
    return { wave: { peak: index, over: false, at: pass.now, told }, surges, returns };
  }
  // Only what a person lowered can come back.
  const over = before.over || returns;
  const climbs = !over && !usual && index >= before.peak;
  const wave = climbs ? { ...before, peak: index, at: pass.now } : { ...before, over };
  return { wave, surges, returns };
}

/** The wave as it was up to now. */
export function rememberedOf({ level, risk, lowering }: Waving, now: Instant): Wave {
  const kept = risk.wave ?? { peak: risk.index, over: false, at: now, told: level };
  const proposal = lowering?.proposal ?? null;
  if (proposal === null) return kept;
  return proposal.to === null ? { peak: 0, over: true } : { ...kept, over: true };
}

/** Carried by the index alone: a condition or a rule that lifts the level is news of its own. */
function isReturn({ peak, at, told }: Wave, { level, risk }: AlertDraft, now: Instant): boolean {
  if (at === undefined || told === undefined || risk.thresholds === undefined) return false;
  if (now - at >= SAME_WAVE || rankOf(level) > rankOf(told)) return false;
  return risk.index < peak && risk.index >= risk.thresholds[level];
}
