import type { Alert } from '../alert/alert.ts';
import { byTelling, gravestClaim } from '../finding/by-telling.ts';
import { englishFinding } from '../finding/english-sentence.ts';
import { exact, stamp } from '../finding/english-words.ts';
import { percent } from '../quantity-words.ts';
import type { Level } from '../risk/grade.ts';
import { copyShare, SHORT_INTERVAL } from './alert-words.ts';
import { type Standing, worstOf } from './standing-words.ts';

export const ENGLISH_LEVELS: Readonly<Record<Level, string>> = {
  I: '■ Red',
  II: '◆ Orange',
  III: '▲ Yellow',
  IV: '● Blue',
};

/** What happened, one sentence; where that is over, when it was and what is said now. */
export function englishSentence(
  alert: Pick<Alert, 'findings' | 'risk'>,
  standing: Standing,
  watchName: string,
): string {
  const worst = worstOf(alert, standing);
  const findings = (worst ?? alert).findings;
  const [main] = byTelling(findings);
  const claim = gravestClaim(findings);
  const { lately } = standing;
  const parts = [
    ...(worst ? [`at its worst (${stamp(worst.at)})`] : []),
    ...(claim ? [`${englishFinding(claim)} (unverified)`] : []),
    ...(main && main !== claim ? [englishFinding(main)] : []),
    ...(main ? [] : ['what is recorded calls for it']),
    ...(lately ? [`now ${exact(lately.total)} mentions in 1 h, ${exact(lately.negative)} negative`] : []),
  ];
  return `${watchName}: ${parts.join(', ')}.`;
}

/** How far it went: only what is known. */
export function englishSpread(alert: Pick<Alert, 'metrics'>): string {
  const { reach_24h: reach, distinct_areas_6h: areas, hot_rank: rank } = alert.metrics;
  const copies = copyShare(alert);
  const parts = [
    ...(reach ? [`Reached an estimated ${exact(reach)} people in 24 h`] : []),
    ...(areas ? [`${areas} area${areas === 1 ? '' : 's'} concerned`] : []),
    ...(copies === null ? [] : [`${percent(copies)} copies`]),
    ...(rank === undefined ? [] : [`hot list rank ${rank}`]),
  ];
  return parts.join(', ');
}

/** `Risk index 61 (52–70, of 100)`; without the interval where it is wide or not known. */
export function englishRisk({ index, interval }: Alert['risk']): string {
  const isShort = interval !== undefined && interval.hi - interval.lo <= SHORT_INTERVAL;
  const range = isShort ? `${Math.round(interval.lo)}–${Math.round(interval.hi)}, ` : '';
  return `Risk index ${Math.round(index)} (${range}of 100)`;
}
