import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createReader } from '../../server/text/reader.ts';

interface Case {
  readonly text: string;
  readonly sentiment: '-' | '0' | '+';
  readonly servqual: readonly string[];
  readonly intent: readonly string[];
  /** null where the sentence decides nothing; else exactly these. */
  readonly severity: readonly string[] | null;
  readonly touchpoint: readonly string[];
}

/** The reader reaches every one of them; a change may cost at most this share of a column. */
const FLOOR = 0.95;
/** Of sentences in everyday words; most of them blame, so that always blaming would reach 0.58. */
const HELD_OUT_FLOOR = 0.6;

const reader = createReader();
const readingsOf = (file: string) => {
  const cases = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Case[];
  return cases.map((each) => ({ each, analysis: reader.read(each.text) }));
};
const readings = readingsOf('./lexicon-cases.json');
// Sentences in everyday words, written by somebody who did not know the lists. Complaint and praise follow
// the sentiment, which is not the lists' to tell: they are not asked of these.
const own = readingsOf('./own-cases.json');
const BY_SENTIMENT: ReadonlySet<string> = new Set(['complaint', 'praise']);
const sets = [
  ['the listed cases', readings],
  ['everyday sentences', own],
] as const;

function share(of: readonly (typeof readings)[number][], right: (one: (typeof readings)[number]) => boolean) {
  const wrong = of.filter((one) => !right(one)).map((one) => one.each.text);
  return { share: 1 - wrong.length / of.length, wrong };
}

function holdsAll(wanted: readonly string[], found: readonly (string | null)[]): boolean {
  return wanted.every((name) => found.includes(name));
}

function expectFloor({ share, wrong }: { share: number; wrong: string[] }) {
  expect(share, wrong.join('\n')).toBeGreaterThanOrEqual(FLOOR);
}

describe('sentiment of sentences that nothing was learnt from', () => {
  const heldOut = readingsOf('./held-out-cases.json');
  const told = (of: typeof heldOut, said: Case['sentiment'], label: number) =>
    of.filter(({ each, analysis }) => each.sentiment === said && analysis.sentiment.label === label).length;
  const count = (of: typeof heldOut, said: Case['sentiment']) =>
    of.filter(({ each }) => each.sentiment === said).length;

  test('most are read as a person reads them', () => {
    const right = told(heldOut, '-', -1) + told(heldOut, '0', 0) + told(heldOut, '+', 1);
    expect(right / heldOut.length).toBeGreaterThanOrEqual(HELD_OUT_FLOOR);
  });
  test('no single answer to everything would do as well', () => {
    const right = told(heldOut, '-', -1) + told(heldOut, '0', 0) + told(heldOut, '+', 1);
    const sides = ['-', '0', '+'] as const;
    expect(right).toBeGreaterThan(Math.max(...sides.map((side) => count(heldOut, side))));
  });
  test('blame is hardly ever read as praise', () => {
    expect(told(heldOut, '-', 1) / count(heldOut, '-')).toBeLessThanOrEqual(0.05);
  });
});

describe.each(sets)('%s', (_, set) => {
  test('service dimensions are found', () => {
    const told = set.filter(({ each }) => each.servqual.length > 0);
    expectFloor(
      share(told, ({ each, analysis }) =>
        holdsAll(
          each.servqual,
          analysis.aspects.map((one) => one.servqual),
        ),
      ),
    );
  });

  test('touchpoints are found', () => {
    const told = set.filter(({ each }) => each.touchpoint.length > 0);
    expectFloor(
      share(told, ({ each, analysis }) =>
        holdsAll(
          each.touchpoint,
          analysis.aspects.map((one) => one.touchpoint),
        ),
      ),
    );
  });

  test('intents are found', () => {
    const wanted = ({ intent }: Case) =>
      set === own ? intent.filter((name) => !BY_SENTIMENT.has(name)) : intent;
    const told = set.filter(({ each }) => wanted(each).length > 0);
    expectFloor(
      share(told, ({ each, analysis }) =>
        holdsAll(
          wanted(each),
          analysis.intents.map((one) => one.name),
        ),
      ),
    );
  });

  test('severity is exact: nothing missed, nothing cried', () => {
    const told = set.filter(({ each }) => each.severity !== null);
    expectFloor(
      share(told, ({ each, analysis }) => {
        const found = analysis.severity.map((one) => one.category).sort();
        return found.join() === [...(each.severity ?? [])].sort().join();
      }),
    );
  });
});
