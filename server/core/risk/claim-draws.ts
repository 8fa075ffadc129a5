import type { Severity } from '../reading/analysis.ts';
import { DRAWS, SLICE } from '../statistics/draw-table.ts';
import { claimRank, type LevelSetting } from './level.ts';
import { AMPLIFIED, AMPLIFIERS, SEVERITY_WEIGHT, type SeverityAuthors } from './severity-weight.ts';

/** Of 120 grave sentences nobody had listed the reader found 68 %: the model card's own figure. */
const FOUND = 0.68;
/** Of the authors it counts, those who truly claim it. Not measured: set, and wide on purpose. */
const TRUE = 0.85;
/** Beyond so many authors a category is certain and grave to the full. */
const CERTAIN_AUTHORS = 20;
/** Turns the slices from one category to the next, so that they do not move together; prime to `DRAWS`. */
const TURN = 317;

export interface ClaimDraws {
  /** Component S, 0..1, one for each draw. */
  readonly severity: Float64Array;
  /** The rank that claims alone lift to, 0..4. */
  readonly ranks: Uint8Array;
}

/**
 * How grave what people claim may truly be: of the authors counted some are misread (binomial), and some
 * who claim it are missed (Poisson).
 */
export function claimDraws(authors: SeverityAuthors, setting: LevelSetting): ClaimDraws {
  const entries = (Object.entries(authors) as [Severity, number][]).filter(([, count]) => count > 0);
  const raised = entries.some(([name]) => AMPLIFIERS.has(name)) ? AMPLIFIED : 1;
  const severity = new Float64Array(DRAWS);
  const ranks = new Uint8Array(DRAWS);
  const claimed = entries.filter(([name]) => !AMPLIFIERS.has(name));
  claimed.forEach(([category, count], column) => {
    const counts = trueCounts(Math.min(count, CERTAIN_AUTHORS));
    const surplus = count - Math.min(count, CERTAIN_AUTHORS);
    const most = counts[DRAWS - 1] ?? 0;
    const weights = Float64Array.from({ length: most + 1 }, (_, n) =>
      Math.min(1, raised * SEVERITY_WEIGHT[category] * (1 - 0.5 ** n)),
    );
    const lifts = Uint8Array.from({ length: most + 1 }, (_, n) => claimRank(category, n + surplus, setting));
    for (let i = 0; i < DRAWS; i++) {
      const n = counts[((SLICE[i] ?? 0) + column * TURN) % DRAWS] ?? 0;
      severity[i] = Math.max(severity[i] ?? 0, weights[n] ?? 0);
      ranks[i] = Math.max(ranks[i] ?? 0, lifts[n] ?? 0);
    }
  });
  return { severity, ranks };
}

const known = new Map<number, Uint16Array>();

/** How many truly claim it where `counted` are seen to, ascending, one for each slice of chance. */
function trueCounts(counted: number): Uint16Array {
  const found = known.get(counted) ?? slicesOf(distributionOf(counted));
  known.set(counted, found);
  return found;
}

function slicesOf(chances: readonly number[]): Uint16Array {
  let n = 0;
  let below = chances[0] ?? 1;
  return Uint16Array.from({ length: DRAWS }, (_, slice) => {
    while (below < (slice + 0.5) / DRAWS && n < chances.length - 1) below += chances[++n] ?? 0;
    return n;
  });
}

/** P(n authors), n = 0, 1, …: a binomial of those counted and a Poisson of those missed. */
function distributionOf(counted: number): readonly number[] {
  let exact: number[] = [1];
  for (let a = 0; a < counted; a++) {
    exact = Array.from(
      { length: exact.length + 1 },
      (_, n) => (exact[n] ?? 0) * (1 - TRUE) + (exact[n - 1] ?? 0) * TRUE,
    );
  }
  const missed = (counted * TRUE * (1 - FOUND)) / FOUND;
  const most = counted + Math.ceil(missed + 4 * Math.sqrt(missed)) + 1;
  return Array.from({ length: most + 1 }, (_, n) => {
    let sum = 0;
    let poisson = Math.exp(-missed);
    for (let m = 0; m <= n; m++) {
      sum += (exact[n - m] ?? 0) * poisson;
      poisson *= missed / (m + 1);
    }
    return sum;
  });
}
