import { DRAWS } from '../statistics/draw-table.ts';
import { claimDraws } from './claim-draws.ts';
import { addBurst, addNegative, addReach, addVelocity } from './component-draws.ts';
import { LEVELS, type Level, type RiskComponents, type RiskInterval, rankOf } from './grade.ts';
import { type LevelInput, level } from './level.ts';
import { OVERRIDE_RULES } from './override-rules.ts';
import type { RiskInput } from './risk.ts';
import type { RiskSetting } from './risk-setting.ts';

export interface IntervalInput {
  readonly risk: RiskInput;
  /** The point estimate that the interval is drawn around. */
  readonly index: number;
  readonly components: RiskComponents;
  readonly level: LevelInput;
  /** Hours that `risk.previousMean` is a mean of. */
  readonly previousHours: number;
  /** NB2 dispersion of hourly counts. */
  readonly dispersion: number;
  /** Bounds from the playbooks' rules and from harmless talk: ranks, 0..4. */
  readonly least: number;
  readonly most: number;
}

const TAIL = 0.05;

/**
 * How sure the index is: the middle 90 % of what it could as well have been, and how often each level came
 * out, over `DRAWS` fixed draws of what is uncertain: `component-draws.ts` and `claim-draws.ts` say how.
 * Authority, verified facts, lists and rules are known. The index itself always lies inside.
 */
export function riskInterval(input: IntervalInput, setting: RiskSetting): RiskInterval {
  const { risk, components } = input;
  const { weights } = setting;
  const claims = claimDraws(input.level.severityAuthors, setting);
  const indices = new Float64Array(DRAWS).fill(100 * weights.A * components.A);
  addBurst(indices, 100 * weights.B, risk.burst);
  addVelocity(indices, 100 * weights.V, { ...risk, ...input });
  addNegative(indices, 100 * weights.N, risk);
  addReach(indices, 100 * weights.R, risk.reach);
  const share = 100 * weights.S;
  for (let i = 0; i < DRAWS; i++) indices[i] = (indices[i] ?? 0) + share * (claims.severity[i] ?? 0);
  const odds = oddsOf(indices, claims.ranks, input, setting);
  indices.sort();
  const at = (part: number): number => indices[Math.round(part * (DRAWS - 1))] ?? input.index;
  return { lo: Math.min(input.index, at(TAIL)), hi: Math.max(input.index, at(1 - TAIL)), odds };
}

function oddsOf(
  indices: Float64Array,
  claimed: Uint8Array,
  input: IntervalInput,
  setting: RiskSetting,
): RiskInterval['odds'] {
  const [iv, iii, ii, i] = LEVELS.map((name) => setting.thresholds[name]) as [number, number, number, number];
  const few = setting.overrides['few-authors'];
  const isFew = few.on && input.level.distinctAuthors < (few.limit ?? 0);
  const bandCap = isFew ? rankOf(OVERRIDE_RULES['few-authors'].level) : LEVELS.length;
  // Conditions that no draw changes.
  const known = level({ ...input.level, index: 0, severityAuthors: {} }, setting).level;
  const fixed = Math.max(rankOf(known), input.least);
  const counts = new Uint16Array(LEVELS.length + 1);
  for (let draw = 0; draw < DRAWS; draw++) {
    const index = indices[draw] ?? 0;
    const band = Number(index >= iv) + Number(index >= iii) + Number(index >= ii) + Number(index >= i);
    const rank = Math.max(Math.min(band, bandCap), claimed[draw] ?? 0, fixed);
    const bounded = Math.min(rank, input.most);
    counts[bounded] = (counts[bounded] ?? 0) + 1;
  }
  const odds = (name: Level | null): number => (counts[rankOf(name)] ?? 0) / DRAWS;
  return { none: odds(null), IV: odds('IV'), III: odds('III'), II: odds('II'), I: odds('I') };
}
