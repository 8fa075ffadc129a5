import type { Alert } from '../alert/alert.ts';
import { type Finds, foundAt, isAtWorst, isFound } from '../alert/peak.ts';
import { byTelling } from '../finding/by-telling.ts';
import type { Finding } from '../finding/finding.ts';
import { isVolume } from '../finding/finding-kind.ts';
import { seenWord } from '../finding/finding-sentence.ts';
import { momentWord } from '../quantity-words.ts';
import type { Instant } from '../time.ts';
import { briefly, riskWords, sentence, unusual } from './alert-words.ts';

/** What was said of a watch in the hour before now. */
export interface Lately {
  readonly total: number;
  readonly negative: number;
}

/** How an alert went until `at`, the time the message speaks of. */
export interface Standing {
  readonly at: Instant;
  /** When it was at its worst; absent: nothing was found yet. */
  readonly peak: Finds | undefined;
  /** Null: it is over, or not known. */
  readonly lately: Lately | null;
  /** What it holds is the news, however much worse it was before. */
  readonly isNews?: boolean;
}

type AlertFindings = Pick<Alert, 'findings' | 'risk'>;

/** When an alert was at its worst, if that is over, and what was found then; null: it is now. */
export function worstOf(
  alert: AlertFindings,
  { peak, at, isNews = false }: Omit<Standing, 'lately'>,
): Omit<Finds, 'to'> | null {
  if (isAtWorst(alert, peak, at) || (isNews && isFound(alert.findings, at))) return null;
  return peak ?? { at: foundAt(alert.findings) ?? at, findings: alert.findings };
}

/**
 * What happened, and where that is over, what is said now: whoever is woken hours later has to know both, and when.
 * `供热：最重时（11月27日 01:30）近 1 小时负面 86 条；现在（03:10）近 1 小时提及 12 条、负面 3 条。`
 */
export function standingSentence(alert: AlertFindings, standing: Standing, watchName: string): string {
  const worst = worstOf(alert, standing);
  if (worst === null) return sentence(alert, watchName);
  const body = sentence(worst, '').replace(/^：/, '').replace(/。$/, '');
  return `${watchName}：最重时（${momentWord(worst.at)}）${body}${nowWords('；', standing)}。`;
}

/** As `briefly`: the claim first, then what is said now, then the number at its worst. */
export function standingBrief(alert: AlertFindings, standing: Standing): string {
  const worst = worstOf(alert, standing);
  if (worst === null) return briefly(alert);
  const [main] = byTelling(worst.findings);
  const claims = worst.findings.filter((finding) => !isCounted(finding));
  const claimed = main !== undefined && isCounted(main) ? briefly({ findings: claims }) : briefly(worst);
  const number =
    main !== undefined && isCounted(main) ? `最重时（${momentWord(worst.at)}）${seenWord(main)}` : '';
  return [claimed, nowWords('', standing), number].filter((part) => part !== '').join('；');
}

const isCounted = (finding: Finding): boolean => isVolume(finding) || finding.baseline.kind === 'cold-start';

/** As `unusual`, of when it was so. */
export function standingUnusual(alert: AlertFindings, standing: Standing): string {
  const worst = worstOf(alert, standing);
  const [main] = byTelling((worst ?? alert).findings);
  if (main === undefined) return '';
  return worst === null ? unusual(main) : `最重时（${momentWord(worst.at)}）${unusual(main)}`;
}

/** As `riskWords`, with the highest where it has fallen. */
export function standingRisk(alert: AlertFindings, standing: Standing): string {
  const highest = worstOf(alert, standing)?.risk ?? 0;
  const fallen = Math.round(highest) > Math.round(alert.risk.index);
  return `${riskWords(alert.risk)}${fallen ? `，最高时 ${Math.round(highest)}` : ''}`;
}

function nowWords(before: string, { lately, at }: Standing): string {
  if (lately === null) return '';
  const clock = momentWord(at).replace(/^.* /, '');
  return `${before}现在（${clock}）近 1 小时提及 ${lately.total} 条、负面 ${lately.negative} 条`;
}
