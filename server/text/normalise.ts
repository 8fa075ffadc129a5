import { READ_LIMIT, type Span } from '../core/reading/analysis.ts';
import { type Folded, fold } from '../core/reading/fold.ts';
import { hitsOf } from '../core/reading/hits.ts';
import { simplify } from './traditional.ts';

/** Text ready to be read, every unit of which knows its place in the text as given. */
export interface Normalised {
  /** The text as given, cut at READ_LIMIT. */
  readonly given: string;
  /** Folded; links and user names blanked, so that no word inside them counts. */
  readonly text: string;
  readonly marks: readonly Mark[];
  /** Offsets of the text as given for a span of `text`. */
  original(start: number, end: number): Span;
}

export interface Mark {
  readonly kind: 'url' | 'user' | 'topic';
  readonly start: number;
  readonly end: number;
}

const URL = /(?:https?:\/\/|www\.)[\w./?=&%#:~+;,@!*()-]{1,2048}/g;
const USER = /@[\p{L}\p{N}_-]{1,30}/gu;
const TOPIC = /#[^#\n]{1,60}#/g;
// A reading aid left in scraped text, as in 务(wù); it would cut words in two.
const GLOSS = /(?<=[\u4e00-\u9fff])\([a-zà-ɏ]{1,6}(?: ?\/ ?[a-zà-ɏ]{1,6}){0,5}\)/g;
const GLOSS_TONE =
  /[\u0101\u00e1\u01ce\u00e0\u0113\u00e9\u011b\u00e8\u012b\u00ed\u01d0\u00ec\u014d\u00f3\u01d2\u00f2\u016b\u00fa\u01d4\u00f9\u00fc\u01d6\u01d8\u01da\u01dc]/;

/** Never throws; a lone surrogate becomes U+FFFD and a control character a space. */
export function normalise(whole: string): Normalised {
  const given = whole.length > READ_LIMIT ? whole.slice(0, READ_LIMIT) : whole;
  let folded = fold(given);
  if (folded.traditional) {
    const simple = simplify(given);
    if (simple !== null) folded = fold(simple);
  }
  if (folded.text.includes('(')) folded = withoutGlosses(folded);
  const { text, map } = folded;
  const marks = marksOf(text);
  return {
    given,
    text: marks.length === 0 ? text : blank(text, marks),
    marks,
    original: (start, end) =>
      map === null || end <= start ? [start, end] : [map.start[start] as number, map.end[end - 1] as number],
  };
}

function marksOf(text: string): Mark[] {
  const marks: Mark[] = [];
  const add = (kind: Mark['kind'], pattern: RegExp) => {
    for (const hit of hitsOf(pattern, text)) {
      marks.push({ kind, start: hit.index, end: hit.index + hit[0].length });
    }
  };
  if (text.includes('http') || text.includes('www.')) add('url', URL);
  if (text.includes('@')) add('user', USER);
  if (text.includes('#')) add('topic', TOPIC);
  return marks;
}

function blank(text: string, marks: readonly Mark[]): string {
  let blanked = text;
  for (const { kind, start, end } of marks) {
    if (kind === 'topic') continue;
    blanked = blanked.slice(0, start) + ' '.repeat(end - start) + blanked.slice(end);
  }
  return blanked;
}

/** Takes glosses out and keeps the offsets of what stays. `(app)` has no tone mark and stays. */
function withoutGlosses(folded: Folded): Folded {
  const kept: number[] = [];
  let from = 0;
  for (const hit of hitsOf(GLOSS, folded.text)) {
    if (!GLOSS_TONE.test(hit[0])) continue;
    for (let at = from; at < hit.index; at++) kept.push(at);
    from = hit.index + hit[0].length;
  }
  if (from === 0) return folded;
  for (let at = from; at < folded.text.length; at++) kept.push(at);
  const start = Int32Array.from(kept, (at) => folded.map?.start[at] ?? at);
  const end = Int32Array.from(kept, (at) => folded.map?.end[at] ?? at + 1);
  const text = kept.map((at) => folded.text.charAt(at)).join('');
  return { text, map: { start, end }, traditional: folded.traditional };
}
