export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

/** A stretch of text with one look: matched words are underlined, weighing words tinted. */
export interface Segment {
  readonly text: string;
  readonly matched: boolean;
  /** Signed weight in the judgement; null where none. */
  readonly weight: number | null;
}

/**
 * Cuts a text at the borders of matched words and weighing spans. Spans are UTF-16 offsets; those
 * outside the text are clipped, broken ones ignored. Joined again, the segments are the text.
 */
export function segment(text: string, terms: readonly string[], marks: readonly Mark[]): readonly Segment[] {
  const matches = wordsOf(terms).flatMap((word) => findAll(text, word));
  const weights = marks.filter((mark) => mark.start < mark.end && mark.start < text.length && mark.end > 0);
  const borders = new Set([0, text.length]);
  for (const { start, end } of [...matches, ...weights]) {
    borders.add(Math.max(0, start));
    borders.add(Math.min(text.length, end));
  }
  const sorted = [...borders].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, at) => {
    const end = sorted[at + 1] ?? text.length;
    const covering = weights.filter((mark) => mark.start < end && mark.end > start);
    const strongest = covering.reduce<Mark | null>(
      (best, mark) => (best && Math.abs(best.weight) >= Math.abs(mark.weight) ? best : mark),
      null,
    );
    return {
      text: text.slice(start, end),
      matched: matches.some((match) => match.start < end && match.end > start),
      weight: strongest?.weight ?? null,
    };
  });
}

/** The bare words of matched terms: quotes fall off, `NEAR/8(a,b)` is a and b. */
export function wordsOf(terms: readonly string[]): readonly string[] {
  const words = terms.flatMap((term) => {
    const near = /^NEAR\/\d+\((.*)\)$/i.exec(term.trim());
    return (near?.[1] ?? term)
      .split(near ? /[,\uff0c]/ : /(?!)/)
      .map((word) => word.trim().replace(/^["“]|["”]$/g, ''));
  });
  return [...new Set(words)].filter((word) => word !== '');
}

interface Evidence {
  readonly span: readonly [number, number];
  readonly text: string;
  readonly weight: number;
}

/**
 * What weighed in a post, placed where it stands. Spans are of the body alone: what has an empty one stands
 * in the title, where its words are looked for, each time they are told at a place further on. What is not
 * where it should be is left out.
 */
export function placeEvidence(
  title: string | null,
  body: string,
  evidence: readonly Evidence[],
): { readonly title: readonly Mark[]; readonly body: readonly Mark[] } {
  const told = evidence.filter(({ text }) => text !== '');
  const looked = new Map<string, number>();
  return {
    title: told.flatMap(({ span: [from, to], text, weight }) => {
      const start = from < to ? -1 : (title ?? '').indexOf(text, looked.get(text));
      if (start < 0) return [];
      looked.set(text, start + text.length);
      return [{ start, end: start + text.length, weight }];
    }),
    body: told.flatMap(({ span: [start, end], text, weight }) =>
      body.slice(start, end) === text ? [{ start, end, weight }] : [],
    ),
  };
}

/** Case and width make no difference, as in matching; Latin words match whole words only. */
function findAll(text: string, word: string): readonly { start: number; end: number }[] {
  const hay = fold(text);
  const needle = fold(word);
  const latin = /^[\w .+#-]+$/.test(needle);
  const spans: { start: number; end: number }[] = [];
  for (let at = hay.indexOf(needle); at >= 0; at = hay.indexOf(needle, at + needle.length)) {
    const whole = !latin || (!/\w/.test(hay[at - 1] ?? ' ') && !/\w/.test(hay[at + needle.length] ?? ' '));
    if (whole) spans.push({ start: at, end: at + needle.length });
  }
  return spans;
}

/** Folds case and full width one unit at a time, so that offsets stay true. */
function fold(text: string): string {
  return text.replace(/[A-Z！-～　]/g, (unit) => {
    if (unit === '　') return ' ';
    const code = unit.charCodeAt(0);
    const narrow = code > 0xff ? String.fromCharCode(code - 0xfee0) : unit;
    return narrow.toLowerCase();
  });
}
