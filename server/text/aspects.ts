import type { Aspect, Expectation, SentimentLabel, Servqual, Touchpoint } from '../core/reading/analysis.ts';
import { type Clause, clauseAt } from './clauses.ts';
import { type Finding, findingsOf } from './findings.ts';
import { withLearntDimensions, withLearntTouches } from './learnt-service.ts';
import type { ServiceView } from './model/service-model.ts';
import { asksPatience } from './own-side.ts';
import type { Prepared } from './prepared.ts';
import type { Reading } from './reading.ts';
import type { Score } from './score.ts';
import { KIND } from './terms.ts';
import { type Touch, touchesOf } from './touches.ts';

const TOUCH_NAMES: Readonly<Record<Touchpoint, string>> = {
  hotline: '客服热线',
  online_service: '在线客服',
  app: 'APP',
  website: '官网',
  store: '门店',
  delivery: '配送',
  onsite_repair: '上门维修',
  billing: '计费支付',
  after_sales: '售后',
  marketing: '宣传营销',
  waiting: '等候',
  transport: '公共交通',
  heating: '供热',
  stay_dining: '住宿餐饮',
};
const SERVQUAL_NAMES: Readonly<Record<Servqual, string>> = {
  tangibles: '有形性',
  reliability: '可靠性',
  responsiveness: '响应性',
  assurance: '保证性',
  empathy: '移情性',
};

const NONE: readonly Aspect[] = [];

/** At most this many: a long text repeats itself, and a reader of the list does not. */
const MAX_ASPECTS = 24;

/**
 * Aspects in order: what the lists find and the model does not doubt, and what the model finds. A service word takes the
 * touchpoint named nearest to it in its sentence; touchpoints that no service word took stand by themselves. Spans are
 * offsets of the normalised text.
 * @param side of the whole text: that of what is told in no listed word
 */
export function aspectsOf(
  { reading, measures, score, signs }: Prepared,
  service: ServiceView,
  side: SentimentLabel,
): readonly Aspect[] {
  const found = withLearntDimensions(findingsOf(reading, measures, score, signs), service, reading);
  const touches = withLearntTouches(touchesOf(reading, signs), service, reading);
  if (found.length === 0 && touches.length === 0) return NONE;
  const around: Around = { reading, score, side, mixed: isMixed(score) };
  const aspects: Aspect[] = [];
  const taken: Touchpoint[] = [];
  const put = (finding: Finding, touch: Touchpoint | null) => {
    const clause = clauseAt(reading, finding.start);
    if (aspects.length >= MAX_ASPECTS || aspects.some((known) => repeats(known, finding, touch, clause)))
      return;
    if (touch !== null) taken.push(touch);
    aspects.push(toAspect(around, finding, touch, clause));
  };
  for (const finding of found) put(finding, finding.touch ?? nearest(reading, touches, finding));
  for (const { name: touch, start, end } of touches) {
    if (taken.includes(touch)) continue;
    put({ servqual: null, touch, name: null, weight: 0, start, end }, touch);
  }
  return inOrder(aspects);
}

/** Stable; most are in order, which is told much faster than sorted. */
function inOrder(aspects: Aspect[]): Aspect[] {
  const ordered = aspects.every((aspect, at) => (aspects[at - 1]?.span[0] ?? 0) <= aspect.span[0]);
  return ordered ? aspects : aspects.sort((a, b) => a.span[0] - b.span[0]);
}

/** One sentence says a thing about a touchpoint once; a stated amount is always its own. */
function repeats(known: Aspect, finding: Finding, touch: Touchpoint | null, clause: Clause): boolean {
  return (
    known.servqual === finding.servqual &&
    known.touchpoint === touch &&
    known.span[0] >= clause.sentenceStart &&
    known.span[0] < clause.sentenceEnd &&
    (finding.measure === undefined || known.unit === finding.measure.unit)
  );
}

function nearest(reading: Reading, touches: readonly Touch[], { start, end }: Finding): Touchpoint | null {
  const clause = clauseAt(reading, start);
  let best: Touch | null = null;
  let distance = Number.POSITIVE_INFINITY;
  for (const touch of touches) {
    if (touch.start < clause.sentenceStart || touch.end > clause.sentenceEnd) continue;
    const gap = touch.start >= end ? touch.start - end : Math.max(0, start - touch.end);
    if (gap < distance) {
      best = touch;
      distance = gap;
    }
  }
  return best?.name ?? null;
}

/** The text around an aspect. */
interface Around {
  readonly reading: Reading;
  readonly score: Score;
  /** Which the text as a whole takes. */
  readonly side: SentimentLabel;
  /** Words of praise and of blame both weigh in it: it may praise one thing and blame another. */
  readonly mixed: boolean;
}

/** From here on words of the weaker side are told in earnest. */
const EARNEST = 0.3;

function isMixed({ shares }: Score): boolean {
  let [up, down] = [0, 0];
  for (const { weight } of shares) {
    if (weight > 0) up += weight;
    else down -= weight;
  }
  return Math.min(up, down) > EARNEST;
}

function toAspect(around: Around, finding: Finding, touch: Touchpoint | null, clause: Clause): Aspect {
  const { measure, servqual } = finding;
  const name = finding.name ?? (touch ? TOUCH_NAMES[touch] : servqual ? SERVQUAL_NAMES[servqual] : '');
  const stated = measure
    ? {
        ...(measure.expected === undefined ? {} : { expected: measure.expected, worse: measure.worse }),
        actual: measure.actual,
        unit: measure.unit,
      }
    : {};
  return {
    aspect: name,
    servqual,
    expectation: expectationOf(around.reading, clause, servqual),
    touchpoint: touch,
    polarity: polarityOf(around, finding, clause),
    span: [finding.start, finding.end],
    ...stated,
  };
}

function expectationOf(reading: Reading, clause: Clause, servqual: Servqual | null): Expectation | null {
  for (const hit of reading.of(KIND.expectation)) {
    if (hit.start >= clause.start && hit.end <= clause.end) return hit.term.name as Expectation;
  }
  if (servqual === null) return null;
  return servqual === 'empathy' ? 'emotional' : 'functional';
}

/**
 * Its own where that is sure; else the side that the text takes, which the model knows better than single words do. Where
 * words of both sides weigh, those around it say more.
 */
function polarityOf(around: Around, finding: Finding, clause: Clause): SentimentLabel {
  const { side, mixed } = around;
  if (finding.sure) return finding.weight > 0 ? 1 : -1;
  if (finding.weight === 0 && !mixed && side !== 0) return side;
  return feltAround(around, finding, clause) || side;
}

/** The feeling of its clause, failing that its own, failing that its sentence's. */
function feltAround({ reading, score }: Around, finding: Finding, clause: Clause): SentimentLabel {
  let near = 0;
  let around = 0;
  for (const share of score.shares) {
    const other = reading.clauses[share.clause];
    if (!other || other.sentence !== clause.sentence || asksPatience(reading, share.end)) continue;
    around += share.weight;
    if (other === clause) near += share.weight;
  }
  const told = near !== 0 ? near : finding.weight !== 0 ? finding.weight : around;
  return told > 0.08 ? 1 : told < -0.05 ? -1 : 0;
}
