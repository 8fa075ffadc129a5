import type { Finding } from '../finding/finding.ts';
import { isVolume } from '../finding/finding-kind.ts';
import type { Risk } from '../risk/grade.ts';
import { rankOf } from '../risk/grade.ts';
import { DEFAULT_RISK_SETTING } from '../risk/risk-setting.ts';
import { type Series, talkExamples } from '../series/series.ts';

/** Its name among findings: no detector has it. */
export const INDEX_RISE = 'index-rise';

/** Fewer complaints explain nothing. */
const MIN_COMPLAINTS = 3;
/** Where fewer complain than so many times those who claim it, they complain of that. */
const MANY_TIMES = 3;
/** These describe the last hours; a claim is counted for a day. */
const TELL_OF_NOW: ReadonlySet<string> = new Set([
  'negative-share',
  'touchpoint',
  'cold-start',
  'copy-storm',
  'reach',
  'slow-rise',
]);

/**
 * What made the index rise, where none of the findings says so: complaints of the last hours, none of which is unusual
 * enough by itself, lift it as high as it stands, and whoever read of a claim of yesterday alone would look for the
 * wrong trouble. Null where something found explains it: claims that weigh more, or that many of the complaints make.
 */
export function indexRise(risk: Risk, series: Series, findings: readonly Finding[]): Finding | null {
  const [first] = findings;
  const { weights, thresholds } = { ...DEFAULT_RISK_SETTING, ...defined(risk) };
  const reached = risk.level !== null && rankOf(risk.level) > 0 && risk.index >= thresholds[risk.level];
  if (first === undefined || !reached) return null;
  if (findings.some((each) => isVolume(each) || TELL_OF_NOW.has(each.detector))) return null;
  const { B, N, V, S } = risk.components;
  const { lastHour, lastSixHours } = series;
  const claiming = Math.max(
    0,
    ...findings.map(({ observed, baseline }) => (baseline.kind === 'rule' ? observed : 0)),
  );
  if (lastSixHours.negative < Math.max(MIN_COMPLAINTS, MANY_TIMES * claiming)) return null;
  if (weights.B * B + weights.N * N + weights.V * V <= weights.S * S) return null;
  return {
    detector: INDEX_RISE,
    watchId: series.watchId,
    key: INDEX_RISE,
    at: first.at,
    windowMinutes: lastSixHours.minutes,
    observed: lastSixHours.negative,
    expected: null,
    usualHigh: null,
    score: 0,
    baseline: { kind: 'rule' },
    facts: {
      measure: 'talk',
      total: lastSixHours.total,
      negative: lastSixHours.negative,
      share: lastSixHours.negative / lastSixHours.total,
      lastHour: lastHour.total,
    },
    examples: talkExamples(series),
  };
}

function defined({
  weights,
  thresholds,
}: Risk): Partial<Pick<typeof DEFAULT_RISK_SETTING, 'weights' | 'thresholds'>> {
  return { ...(weights && { weights }), ...(thresholds && { thresholds }) };
}
