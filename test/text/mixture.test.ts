import { describe, expect, test } from 'vitest';
import { GATES } from '../../server/text/model/layout.ts';
import { mix, type Opinions } from '../../server/text/model/mixture.ts';
import { pullOf } from '../../server/text/model/pull.ts';
import { PLAIN } from '../../server/text/training/fit.ts';

const SIX = [0.2, 0.1, 0.1, 0.2, 0, 0.4];

/** A text of one kind, of which the reposts' expert says how likely it is positive. */
function opinionsOn(gate: (typeof GATES)[number], repost: number): Opinions {
  return {
    gates: GATES.map((name) => (name === gate ? 1 : 0)),
    two: { review: 0.5, post: 0.5, repost },
    six: { feeling: SIX, epidemic: SIX },
    car: [0, 1, 0],
    inputs: new Array<number>(17).fill(0),
  };
}

describe('a text that feels', () => {
  const [low, high] = [0.1, 0.9].map((repost) => mix(opinionsOn('feeling', repost), PLAIN));

  test('takes the side that the reposts’ expert leans to, as far as it feels at all', () => {
    expect(high?.three[2]).toBeGreaterThan(low?.three[2] ?? 1);
    expect(high?.three[0]).toBeLessThan(low?.three[0] ?? 0);
    expect(high?.three[1]).toBeCloseTo(low?.three[1] ?? 0, 12);
    expect(high?.emotion).toEqual(low?.emotion);
  });

  test('is explained by that expert, too', () => {
    const opinions = opinionsOn('feeling', 0.9);
    const pull = pullOf(opinions, mix(opinions, PLAIN), PLAIN);
    expect(pull[2]).toBeGreaterThan(0);
    expect(pull[1]).toBe(0);
  });
});

test('a repost is its own expert’s alone, whatever the judge says', () => {
  const { shares, three } = mix(opinionsOn('repost', 0.9), PLAIN);
  expect(shares.repost).toBe(1);
  expect(three[2]).toBeGreaterThan(three[0]);
});
