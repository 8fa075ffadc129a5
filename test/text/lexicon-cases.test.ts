import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
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

const LABEL = { '-': -1, '0': 0, '+': 1 } as const;
/** The reader reaches every one of them; a change may cost at most this share of a column. */
const FLOOR = 0.95;

const cases = JSON.parse(readFileSync(new URL('./lexicon-cases.json', import.meta.url), 'utf8')) as Case[];
const reader = createReader();
const readings = cases.map((each) => ({ each, analysis: reader.read(each.text) }));

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

test('sentiment is read as a person reads it', () => {
  expectFloor(share(readings, ({ each, analysis }) => analysis.sentiment.label === LABEL[each.sentiment]));
});

test('service dimensions are found', () => {
  const told = readings.filter(({ each }) => each.servqual.length > 0);
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
  const told = readings.filter(({ each }) => each.touchpoint.length > 0);
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
  const told = readings.filter(({ each }) => each.intent.length > 0);
  expectFloor(
    share(told, ({ each, analysis }) =>
      holdsAll(
        each.intent,
        analysis.intents.map((one) => one.name),
      ),
    ),
  );
});

test('severity is exact: nothing missed, nothing cried', () => {
  const told = readings.filter(({ each }) => each.severity !== null);
  expectFloor(
    share(told, ({ each, analysis }) => {
      const found = analysis.severity.map((one) => one.category).sort();
      return found.join() === [...(each.severity ?? [])].sort().join();
    }),
  );
});
