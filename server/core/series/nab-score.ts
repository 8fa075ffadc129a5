/** A labelled series with the scores that a detector gave to its rows. */
export interface NabSeries {
  /** Times of the rows, as they are written in the windows. */
  readonly times: readonly string[];
  /** First and last row of each labelled window, in time order. */
  readonly windows: readonly (readonly [string, string])[];
  readonly scores: readonly number[];
}

/** What a found window, a false row and a missed window weigh. */
export interface NabWeights {
  readonly found: number;
  readonly falseRow: number;
  readonly missed: number;
}

export interface NabResult {
  /** 100: every window found at its first row and nothing else; 0: nothing raised, or no window at all. */
  readonly score: number;
  /** Rows with this score or more are alarms: the one threshold for all series that scores best. */
  readonly threshold: number;
  readonly found: number;
  readonly windows: number;
  readonly falseRows: number;
}

/** What one row is worth when it is an alarm: `window` counts over all series, null outside of windows. */
interface Row {
  readonly score: number;
  readonly window: number | null;
  readonly worth: number;
}

/** Share of the rows at the start of a series that is not scored, and most rows that are not. */
const PROBATION = 0.15;
const MAX_PROBATION_POINTS = 750;

function sigmoid(x: number): number {
  return x > 3 ? -1 : 2 / (1 + Math.exp(5 * x)) - 1;
}

/**
 * Score of the Numenta Anomaly Benchmark 1.1 (A. Lavin, S. Ahmad, "Evaluating Real-time Anomaly Detection
 * Algorithms", ICMLA 2015), with the threshold that is best for these series and weights. An alarm within a
 * window is worth the more the earlier it comes, and only the best one counts; one outside costs the more
 * the farther it lies behind the last window.
 */
export function nabScore(series: readonly NabSeries[], weights: NabWeights): NabResult {
  const rows: Row[] = [];
  let windows = 0;
  for (const each of series) {
    rows.push(...rowsOf(each, windows));
    windows += each.windows.length;
  }
  const scored = new Set(rows.flatMap(({ window }) => (window === null ? [] : [window]))).size;
  rows.sort((a, b) => b.score - a.score);
  const nothing = -weights.missed * scored;
  const best = bestOf(rows, weights, nothing);
  const { raw, ...rest } = best;
  const range = weights.found * windows - nothing;
  return { score: range > 0 ? (100 * (raw - nothing)) / range : 0, windows, ...rest };
}

/** Takes in rows from the highest score down and keeps the sum that was best. */
function bestOf(rows: readonly Row[], weights: NabWeights, nothing: number) {
  const worths = new Map<number, number>();
  let raw = nothing;
  let falseRows = 0;
  let best = { raw, threshold: 1.1, found: 0, falseRows: 0 };
  rows.forEach(({ score, window, worth }, i) => {
    if (window === null) {
      raw += worth * weights.falseRow;
      falseRows += 1;
    } else {
      const before = worths.get(window) ?? -weights.missed;
      const after = Math.max(before, worth * weights.found);
      raw += after - before;
      worths.set(window, after);
    }
    const last = rows[i + 1]?.score !== score;
    if (last && raw > best.raw) best = { raw, threshold: score, found: worths.size, falseRows };
  });
  return best;
}

function rowsOf({ times, windows, scores }: NabSeries, offset: number): Row[] {
  const places = new Map(times.map((time, i) => [time, i] as const).reverse());
  const spans = windows.map(([from, to]) => ({ from: places.get(from) ?? -1, to: places.get(to) ?? -1 }));
  const probation = Math.min(Math.floor(PROBATION * times.length), MAX_PROBATION_POINTS);
  return scores.slice(probation).map((score, k) => {
    const i = probation + k;
    const inside = spans.findIndex(({ from, to }) => i >= from && i <= to);
    const span = spans[inside];
    if (span !== undefined) {
      const x = -(span.to - i + 1) / (span.to - span.from + 1);
      return { score, window: offset + inside, worth: sigmoid(x) / sigmoid(-1) };
    }
    const before = spans.findLast(({ to }) => to < i && to >= 0);
    const worth = before === undefined ? -1 : sigmoid((i - before.to) / (before.to - before.from));
    return { score, window: null, worth };
  });
}
