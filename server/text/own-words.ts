import type { Aspect } from '../core/reading/analysis.ts';
import type { LanguageModel, Read } from './model/language-model.ts';
import type { Mixed, Three } from './model/mixture.ts';
import type { Part } from './post-parts.ts';
import type { Prepared } from './prepared.ts';
import type { Hit, Reading } from './reading.ts';
import type { Score } from './score.ts';
import type { Kind } from './terms.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** What the model says of a post as a whole, and of what the writer says himself where he quotes others. */
export interface OwnRead {
  readonly said: Read;
  readonly own: Read | null;
}

/**
 * The text as the model reads it: where topics, names or quotes stand around the writer's own words, these alone have a
 * say as well, as far as the text is of a kind that no expert of posts knows: those have met topics and quotes in plenty.
 * Beside a quote they say as much of the whole as they are of it.
 */
export function readWithOwn(model: LanguageModel, prepared: Prepared): OwnRead {
  const span = ownSpan(prepared.reading);
  if (span === null) return { said: model.read(prepared), own: null };
  // First: what is read last is what the model explains.
  const alone = model.read(cutTo(span, prepared)).mixed;
  const whole = model.read(prepared);
  const trust = (alone.shares.review + alone.shares.stack) ** 2;
  const said = (share: number): Read => ({ ...whole, mixed: blend(whole.mixed, alone, share) });
  const size = span.end - span.start;
  const quoted = lengthOf(prepared.reading.parts, 'quoted');
  if (quoted === 0) return { said: said(trust), own: null };
  return { said: said((trust * size) / (size + quoted)), own: said(trust) };
}

/** Where the writer's own words stand, without topics and blanks around them; null where that is the whole text. */
function ownSpan({ parts, text }: Reading): Span | null {
  const own = parts.filter(({ kind }) => kind === 'own');
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined) return null;
  let { start } = first;
  let { end } = last;
  if (start === 0 && end === text.length) return null;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (start < end && text.charCodeAt(end - 1) <= 0x20) end--;
  return start < end ? { start, end } : null;
}

function lengthOf(parts: readonly Part[], of: Part['kind']): number {
  return parts.reduce((sum, { kind, start, end }) => (kind === of ? sum + end - start : sum), 0);
}

function blend(whole: Mixed, alone: Mixed, share: number): Mixed {
  const between = (one: number, other: number) => one * (1 - share) + other * share;
  const three = whole.three.map((p, at) => between(p, alone.three[at] as number)) as Three;
  return { ...whole, three };
}

/** The own words as if nothing stood around them, with what the lists say of them. */
function cutTo(span: Span, { reading, score }: Prepared): Pick<Prepared, 'reading' | 'score'> {
  const { start, end } = span;
  const ends = reading.words.ends.filter((each) => each > start && each <= end).map((each) => each - start);
  return {
    reading: {
      ...reading,
      text: reading.text.slice(start, end),
      words: { ...reading.words, ends },
      of: hitsWithin(span, reading),
    },
    score: scoreWithin(span, score),
  };
}

function isWithin({ start, end }: Span): (each: Span) => boolean {
  return (each) => each.start >= start && each.end <= end;
}

function hitsWithin(span: Span, reading: Reading): Reading['of'] {
  const found = new Map<Kind, readonly Hit[]>();
  return (kind) => {
    const hits = found.get(kind) ?? reading.of(kind).filter(isWithin(span));
    found.set(kind, hits);
    return hits;
  };
}

function scoreWithin(span: Span, score: Score): Score {
  const shares = score.shares.filter(isWithin(span));
  const sum = shares.reduce((total, { weight }) => total + weight, 0);
  return { ...score, shares, sum, cues: score.cues.filter(isWithin(span)) };
}

/**
 * What the lists say of all but what is quoted and what only passes on: whatever the writer wants he says himself. Offsets
 * stay as they are.
 */
export function ownWordsOf<Given extends Prepared & { readonly aspects: readonly Aspect[] }>(
  given: Given,
): Given {
  const { reading, score, signs, aspects } = given;
  const first = reading.parts.findIndex(({ kind }) => kind === 'quoted');
  const start = reading.parts[0]?.start ?? 0;
  const end = reading.parts[first < 0 ? reading.parts.length - 1 : first - 1]?.end ?? 0;
  if (start === 0 && end === reading.text.length) return given;
  const span = { start, end };
  return {
    ...given,
    reading: {
      ...reading,
      text: reading.text.slice(0, end),
      clauses: reading.clauses.filter((clause) => clause.start < end && clause.end > start),
      of: hitsWithin(span, reading),
    },
    score: scoreWithin(span, score),
    signs: signs.filter(isWithin(span)),
    aspects: aspects.filter(({ span: [from, to] }) => from >= start && to <= end),
  };
}
