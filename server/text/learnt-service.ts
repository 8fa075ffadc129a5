import type { Servqual, Touchpoint } from '../core/reading/analysis.ts';
import type { Finding } from './findings.ts';
import type { ServiceFinding, ServiceView } from './model/service-model.ts';
import { isPartOfName } from './own-names.ts';
import type { Reading } from './reading.ts';
import type { Touch } from './touches.ts';

/** What is listed and meant, and what only the model finds. */
export function withLearntTouches(listed: readonly Touch[], view: ServiceView, reading: Reading): Touch[] {
  const { text } = reading;
  const meant = listed.filter(({ name, start }) => view.isMeant(name, start, 'touch'));
  const named = new Set(meant.map(({ start }) => view.stretchAt(start)));
  const more = view.touches
    .filter(({ name, stretch }) => !isToldIn(meant, name, stretch, view))
    .map(({ stretch, ...each }) => ({
      name: each.name,
      stretch,
      ...placeOf({ stretch, ...each }, view, reading),
    }))
    .filter(({ start, end }) => !isPartOfName(text, start, end) && !isPartOfWord(text, start, end))
    .filter(({ stretch, start, end }) => !(named.has(stretch) && WAITED.test(text.slice(start, end))))
    .map(({ name, start, end }) => ({ name, start, end }));
  return [...meant, ...more];
}

/** How long and in vain one waits anywhere: where a place is named it is no sign of another one. */
const WAITED = /\d|分钟|小时|半天|等了|排队|占线|没人|人[接理管]|打不通|接不通/;

/** Stated amounts stand for themselves; of the words those that are meant, and what only the model finds. */
export function withLearntDimensions(
  listed: readonly Finding[],
  view: ServiceView,
  reading: Reading,
): Finding[] {
  const meant = listed.filter(
    ({ servqual, measure, start, weight }) =>
      servqual === null ||
      measure !== undefined ||
      view.isMeant(servqual, start, weight === 0 ? 'thing' : 'quality'),
  );
  const told = meant.flatMap(({ servqual: name, start }) => (name === null ? [] : [{ name, start }]));
  const more = view.dimensions.filter(({ name, stretch }) => !isToldIn(told, name, stretch, view));
  return [
    ...meant,
    ...more.map((each) => ({
      servqual: each.name,
      touch: null,
      name: null,
      weight: 0,
      ...placeOf(each, view, reading),
    })),
  ];
}

const LATIN = /[a-z]/i;

/** The grams of app stand in happy, too. */
function isPartOfWord(text: string, start: number, end: number): boolean {
  const isWithin = (at: number) => LATIN.test(text.charAt(at - 1)) && LATIN.test(text.charAt(at));
  return isWithin(start) || isWithin(end);
}

function isToldIn(
  told: readonly { readonly name: Touchpoint | Servqual; readonly start: number }[],
  name: Touchpoint | Servqual,
  stretch: number,
  view: ServiceView,
): boolean {
  return told.some((each) => each.name === name && view.stretchAt(each.start) === stretch);
}

/** By the words that say it most; without any, by the first clause of its stretch. */
function placeOf(
  finding: ServiceFinding<Touchpoint | Servqual>,
  view: ServiceView,
  { clauses, text }: Reading,
) {
  const { start, end } = view.placeOf(finding);
  if (end > start) return { start, end };
  const clause = clauses.find((each) => each.end > finding.from) ?? { start: 0, end: text.length };
  return { start: clause.start, end: clause.end };
}
