import type { Normalised } from './normalise.ts';
import { TRAIT } from './traits.ts';

/** A part of a post; `own` where the writer says it himself. */
export interface Part {
  readonly start: number;
  readonly end: number;
  readonly kind: 'own' | 'topic' | 'quoted';
}

/** What is left is one part with the last. */
export const MAX_PARTS = 12;

/** 【…】 and #…#, with the blanks between. */
const TITLE = /[\s。]*【[^【】\n]{1,60}】\s*/y;
const TOPIC = /\s*#[^#\n]{1,60}#\s*/y;
const REPLY = /^\s*(?:回复|回覆|reply|rt)\s*$/;
/** #…# behind the last word, and tags without a second mark, as some platforms write them. */
const TOPICS_BEHIND = /(?:\s*#[^#\n]{1,60}#|\s#[^\s#,。!?]{1,30})+\s*$/;
const LONGEST_TOPICS = 200;
/** Where what is quoted begins. */
const QUOTE = /\/\/ ?$/;
const AFTER_NAME = /\s*:?\s*/y;
/** Whoever writes no more than this only passes on. */
const PASSED_ON =
  /^(?:快?转发?(?:微博|了|此微博|一下)?|分享微博|repost|rt|[\s\p{P}\p{S}]|\[[^\s[\]]{1,8}\])*$/u;
const LONGEST_NOTHING = 40;

/**
 * What a post is made of: titles and topics before and behind, the writer's own words, and what he quotes behind
 * `//@name:`. Where he only passes on (转发微博), what he passes on is taken for his own. In the order of the text; one
 * part only where all of it is his own.
 */
export function partsOf({ text, marks }: Normalised, traits: number): readonly Part[] {
  const named = marks.some(({ kind }) => kind === 'user');
  if (!named && (traits & TRAIT.label) === 0) return [{ start: 0, end: text.length, kind: 'own' }];
  const [first, ...others] = named ? saidIn(text, marks) : [{ start: 0, end: text.length }];
  const said = [first as Span, ...others];
  const own = said.findIndex((span) => !saysNothing(text, span));
  const chosen = own < 0 ? 0 : own;
  const parts = said.flatMap((span, at) => {
    if (at < chosen || (at > chosen && saysNothing(text, span))) return [];
    return labelled(text, span).map((part): Part => (at > chosen ? { ...part, kind: 'quoted' } : part));
  });
  const last = parts[MAX_PARTS - 1];
  return last === undefined || parts.length === MAX_PARTS
    ? parts
    : [...parts.slice(0, MAX_PARTS - 1), { ...last, end: text.length }];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Own words first, then what is quoted of whom, from the last to the first who wrote. */
function saidIn(text: string, marks: Normalised['marks']): Span[] {
  const said: Span[] = [];
  let start = 0;
  for (const mark of marks) {
    if (mark.kind !== 'user') continue;
    const before = text.slice(Math.max(start, mark.start - 3), mark.start);
    if (QUOTE.test(before)) {
      said.push({ start, end: text.lastIndexOf('//', mark.start) });
      start = endOf(AFTER_NAME, text, mark.end);
    } else if (mark.start - start <= 8 && REPLY.test(text.slice(start, mark.start))) {
      start = endOf(AFTER_NAME, text, mark.end);
    }
  }
  said.push({ start, end: text.length });
  return said;
}

function endOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

function saysNothing(text: string, { start, end }: Span): boolean {
  return end - start <= LONGEST_NOTHING && PASSED_ON.test(text.slice(start, end));
}

/** Titles and topics apart from the words between them. All is the writer's own where nothing else is said. */
function labelled(text: string, { start, end }: Span): Part[] {
  const parts: Part[] = [];
  let from = start;
  for (let next = nextLabel(text, from, end); next !== null; next = nextLabel(text, from, end)) {
    parts.push(next);
    from = next.end;
  }
  const tail = end - from > LONGEST_TOPICS ? end - LONGEST_TOPICS : from;
  const behind = text.includes('#', tail) ? TOPICS_BEHIND.exec(text.slice(tail, end)) : null;
  const until = behind === null ? end : tail + behind.index;
  if (saysNothing(text, { start: from, end: until })) return [{ start, end, kind: 'own' }];
  parts.push({ start: from, end: until, kind: 'own' });
  if (until < end) parts.push({ start: until, end, kind: 'topic' });
  return parts;
}

function nextLabel(text: string, start: number, until: number): Part | null {
  for (const [pattern, kind] of [
    [TITLE, 'own'],
    [TOPIC, 'topic'],
  ] as const) {
    const end = endOf(pattern, text, start);
    if (end > start && end <= until) return { start, end, kind };
  }
  return null;
}
