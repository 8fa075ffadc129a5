import type { Aspect, Expectation, SentimentLabel, Servqual, Touchpoint } from '../core/reading/analysis.ts';
import { type Clause, clauseAt } from './clauses.ts';
import { type Finding, findingsOf } from './findings.ts';
import { isLoose } from './loose-touch.ts';
import type { Measure } from './measures.ts';
import { isPartOfName } from './own-names.ts';
import { asksPatience } from './own-side.ts';
import type { Hit, Reading } from './reading.ts';
import type { Score } from './score.ts';
import type { SignHit } from './signs.ts';
import { KIND } from './terms.ts';

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
const MOST = 24;

/**
 * Aspects in order. A service word takes the touchpoint named nearest to it in its sentence;
 * touchpoints that no service word took stand by themselves. Spans are offsets of the normalised text.
 */
export function aspectsOf(
  reading: Reading,
  measures: readonly Measure[],
  score: Score,
  signs: readonly SignHit[],
): readonly Aspect[] {
  const found = findingsOf(reading, measures, score, signs);
  const touches = touchesOf(reading, signs, found.length > 0);
  if (found.length === 0 && touches.length === 0) return NONE;
  const aspects: Aspect[] = [];
  const taken: Touchpoint[] = [];
  const put = (finding: Finding, touch: Touchpoint | null) => {
    const clause = clauseAt(reading, finding.start);
    if (aspects.length >= MOST || aspects.some((known) => repeats(known, finding, touch, clause))) return;
    if (touch !== null) taken.push(touch);
    aspects.push(toAspect(reading, finding, touch, clause, score));
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

const TOUCH_SIGN = 'touch.';

interface Touch {
  readonly name: Touchpoint;
  readonly start: number;
  readonly end: number;
}

/**
 * Touchpoints named by a listed word, then those told by what happened. Only a service word that looks for
 * the nearest needs every place; else the first of each will do.
 */
function touchesOf(reading: Reading, signs: readonly SignHit[], every: boolean): readonly Touch[] {
  const touches: Touch[] = [];
  const add = (name: Touchpoint, start: number, end: number) => {
    if (every || !touches.some((touch) => touch.name === name)) touches.push({ name, start, end });
  };
  const hits = reading.of(KIND.touch);
  const own = ownTouches(hits, signs);
  for (const { term, start, end } of hits) {
    // It tells what 漏水 beside it is about, and by itself nothing.
    if (isPartOfName(reading.text, start, end)) continue;
    if (own.has(term.name)) add(term.name as Touchpoint, start, end);
  }
  for (const { name, start, end } of signs) {
    if (name.startsWith(TOUCH_SIGN)) add(name.slice(TOUCH_SIGN.length) as Touchpoint, start, end);
  }
  return touches;
}

/** Touchpoints that a word or a sign of their own tells of: 漏水 alone is no heating, beside 暖气 it is. */
function ownTouches(hits: readonly Hit[], signs: readonly SignHit[]): ReadonlySet<string> {
  const own = new Set<string>();
  for (const { term } of hits) if (!isLoose(term.name as Touchpoint, term.text)) own.add(term.name);
  for (const { name } of signs) if (name.startsWith(TOUCH_SIGN)) own.add(name.slice(TOUCH_SIGN.length));
  return own;
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

function toAspect(
  reading: Reading,
  finding: Finding,
  touch: Touchpoint | null,
  clause: Clause,
  score: Score,
): Aspect {
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
    expectation: expectationOf(reading, clause, servqual),
    touchpoint: touch,
    polarity: polarityOf(finding, clause, reading, score),
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

/** Its own where that is sure; else the feeling of its clause, failing that its own, failing that its sentence's. */
function polarityOf(finding: Finding, clause: Clause, reading: Reading, score: Score): SentimentLabel {
  if (finding.sure) return finding.weight > 0 ? 1 : -1;
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
