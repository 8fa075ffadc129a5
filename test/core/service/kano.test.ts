import { describe, expect, test } from 'vitest';
import type { Touchpoint } from '../../../server/core/reading/analysis.ts';
import { impactsOf, type RatedReview } from '../../../server/core/service/kano.ts';
import { seeded } from '../../../server/core/statistics/seeded.ts';

type Truth = Readonly<Partial<Record<Touchpoint, readonly [reward: number, penalty: number]>>>;

/** Five touchpoints whose rewards and penalties are known, as in the literature's examples. */
const TRUTH: Truth = {
  heating: [0.05, -1.2],
  delivery: [0.6, -0.6],
  hotline: [0.4, -0.5],
  marketing: [0.8, -0.05],
  website: [0, 0],
};

/** Reviews that each name a quarter of the touchpoints, half of them with praise; stars are whole, 1 to 5, or as they come. */
function reviewsFrom(truth: Truth, count: number, seed = 7, exact = false): readonly RatedReview[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const [praised, blamed]: [Touchpoint[], Touchpoint[]] = [[], []];
    let stars = 3.6 + (random() + random() + random() - 1.5) * 1.2;
    for (const [name, [reward, penalty]] of Object.entries(truth)) {
      if (random() >= 0.25) continue;
      const good = random() < 0.5;
      stars += good ? reward : penalty;
      (good ? praised : blamed).push(name as Touchpoint);
    }
    return { stars: exact ? stars : Math.max(1, Math.min(5, Math.round(stars))), praised, blamed };
  });
}

const named = (reviews: readonly RatedReview[], touchpoint: Touchpoint) =>
  impactsOf(reviews).find((each) => each.touchpoint === touchpoint);

describe('what touchpoints do to the stars of reviews', () => {
  const reviews = reviewsFrom(TRUTH, 1_500);

  test.each([
    ['heating', 'basic'],
    ['delivery', 'performance'],
    ['marketing', 'excitement'],
    ['website', 'indifferent'],
  ] as const)('%s is told to be %s', (touchpoint, kind) => {
    const kano = named(reviews, touchpoint)?.kano;
    expect(kano?.kind).toBe(kind);
    expect(kano?.likelihood).toBeGreaterThan(0.6);
  });

  test('nineteen of twenty intervals hold what made the stars', () => {
    const held = Array.from({ length: 12 }, (_, seed) =>
      impactsOf(reviewsFrom(TRUTH, 400, seed, true)),
    ).flatMap((impacts) =>
      impacts.flatMap(({ touchpoint, reward, penalty }) =>
        [reward, penalty].map((each, at) => {
          const truth = TRUTH[touchpoint]?.[at] ?? Number.NaN;
          return each !== null && each.lo <= truth && each.hi >= truth;
        }),
      ),
    );
    expect(held).toHaveLength(12 * 10);
    const share = held.filter(Boolean).length / held.length;
    expect(share).toBeGreaterThan(0.88);
    expect(share).toBeLessThan(1);
  });

  test('what costs most stars of all comes first', () => {
    const impacts = impactsOf(reviews);
    expect(impacts[0]?.touchpoint).toBe('heating');
    expect(impacts.map(({ lost }) => lost)).toEqual(
      impacts.map(({ lost }) => lost).toSorted((a, b) => b - a),
    );
    const heating = impacts[0];
    const expected = (-(heating?.penalty?.value ?? 0) * (heating?.blamed ?? 0)) / reviews.length;
    expect(heating?.lost).toBeCloseTo(expected, 12);
  });

  test('the same reviews give the same answer, in any order of what they name', () => {
    const turned = reviews.map((each) => ({
      ...each,
      praised: each.praised.toReversed(),
      blamed: [...each.blamed, ...each.blamed],
    }));
    expect(impactsOf(turned)).toEqual(impactsOf(reviews));
  });

  test('one that only goes along with another costs nothing by itself', () => {
    // Who complains of the wait complains of the hotline in most cases, and the hotline alone takes the stars.
    const random = seeded(3);
    const beside = Array.from({ length: 1_200 }, (): RatedReview => {
      const bad = random() < 0.4;
      const wait = random() < (bad ? 0.7 : 0.15);
      const blamed: Touchpoint[] = [
        ...(bad ? ['hotline' as const] : []),
        ...(wait ? ['waiting' as const] : []),
      ];
      return { stars: Math.round((bad ? 2.6 : 4) + (random() - 0.5) * 1.6), praised: [], blamed };
    });
    expect(named(beside, 'hotline')?.penalty?.value).toBeLessThan(-1.2);
    expect(Math.abs(named(beside, 'waiting')?.penalty?.value ?? 9)).toBeLessThan(0.2);
  });
});

describe('what is always named together', () => {
  /** Reviews of three touchpoints; bad ones blame what `of` says. */
  const reviewsOf = (count: number, of: (at: number) => readonly Touchpoint[]): readonly RatedReview[] => {
    const random = seeded(3);
    return Array.from({ length: count }, (_, at) => {
      const blamed = of(at);
      const stars = blamed.length > 0 ? (random() < 0.5 ? 1 : 2) : random() < 0.5 ? 4 : 5;
      return { stars, praised: [], blamed };
    });
  };
  const meanOf = (reviews: readonly RatedReview[], bad: boolean): number => {
    const those = reviews.filter(({ blamed }) => blamed.length > 0 === bad);
    return those.reduce((sum, { stars }) => sum + stars, 0) / those.length;
  };

  test.each([
    ['always', 0],
    ['but for three', 3],
  ])('%s, is told as one and never parted', (_, apart) => {
    const reviews = reviewsOf(200, (at) =>
      at >= 60 ? [] : at < apart ? ['onsite_repair'] : ['onsite_repair', 'billing'],
    );
    const whole = meanOf(reviews, true) - meanOf(reviews, false);
    for (const [own, other] of [
      ['onsite_repair', 'billing'],
      ['billing', 'onsite_repair'],
    ] as const) {
      const impact = named(reviews, own);
      expect(impact?.penalty?.shared).toEqual([{ touchpoint: other, praised: false }]);
      expect(impact?.penalty?.value).toBeCloseTo(whole, 0);
      expect(Math.abs((impact?.penalty?.value ?? 0) - whole)).toBeLessThan(0.1);
      expect(impact?.kano).toBeNull();
    }
  });

  test('but for many, is parted', () => {
    const reviews = reviewsOf(200, (at) =>
      at >= 60 ? [] : at < 20 ? ['onsite_repair'] : ['onsite_repair', 'billing'],
    );
    expect(named(reviews, 'onsite_repair')?.penalty?.shared).toEqual([]);
    expect(named(reviews, 'onsite_repair')?.penalty?.value).toBeLessThan(-2.5);
  });

  test('with two others between them, is not told at all', () => {
    const reviews = reviewsOf(240, (at) => (at >= 60 ? [] : ['hotline', at % 2 ? 'waiting' : 'billing']));
    const hotline = named(reviews, 'hotline');
    expect(hotline).toMatchObject({ penalty: null, blended: ['penalty'], kano: null, lost: 0 });
    expect(named(reviews, 'waiting')).toMatchObject({ penalty: null, blended: ['penalty'] });
    expect(named(reviewsFrom(TRUTH, 400), 'heating')?.blended).toEqual([]);
  });
});

describe('too little is not told', () => {
  test('of fewer than sixty reviews nothing', () => {
    expect(impactsOf(reviewsFrom(TRUTH, 59))).toEqual([]);
    expect(impactsOf(reviewsFrom(TRUTH, 300)).length).toBeGreaterThan(0);
  });

  test('a touchpoint that is only blamed has a penalty, but no kind', () => {
    const blamed = reviewsFrom({ app: [0, -1] }, 400).map((each) => ({ ...each, praised: [] }));
    const app = named(blamed, 'app');
    expect(app).toMatchObject({ praised: 0, reward: null, kano: null, won: 0 });
    expect(app?.penalty?.hi).toBeLessThan(-0.5);
  });

  test('one that seven name is left out, one that eight blame is not', () => {
    const plain: RatedReview = { stars: 4, praised: [], blamed: [] };
    const bad: RatedReview = { stars: 1, praised: [], blamed: ['store'] };
    const of = (count: number) => [...Array(80).fill(plain), ...Array(count).fill(bad)] as RatedReview[];
    expect(impactsOf(of(7))).toEqual([]);
    expect(impactsOf(of(8)).map(({ touchpoint }) => touchpoint)).toEqual(['store']);
  });
});
