import { describe, expect, test } from 'vitest';
import { KANO_KINDS, type KanoScreen, type TouchpointImpact } from '../../server/core/screens/kano.ts';
import { factWord } from '../../web/words/code-words.ts';
import { en } from '../../web/words/en.ts';
import { kanoFinding, likelihoodWord, starsWord, toldKind } from '../../web/words/kano-words.ts';
import { zh } from '../../web/words/zh.ts';

const effect = (value: number, within = 0.2) => ({
  value,
  lo: value - within,
  hi: value + within,
  shared: [],
});
const impact = (parts: Partial<TouchpointImpact>): TouchpointImpact => ({
  touchpoint: 'delivery',
  praised: 20,
  blamed: 20,
  reward: null,
  penalty: null,
  kano: null,
  lost: 0,
  won: 0,
  blended: [],
  ...parts,
});
const finding = (...touchpoints: TouchpointImpact[]) => {
  const screen = {
    watchId: 1,
    span: { from: 0, to: 1 },
    reviews: 90,
    copies: 0,
    most: 2_000,
    fewest: 60,
  };
  return kanoFinding({ ...screen, since: 0, stars: 4, touchpoints } satisfies KanoScreen, zh);
};

describe('what stars tell of touchpoints, in words', () => {
  test('what costs most for certain comes first, else what earns most, else nothing is claimed', () => {
    const unsure = impact({ touchpoint: 'app', penalty: effect(-0.1), lost: 0.5 });
    const bad = impact({ touchpoint: 'after_sales', penalty: effect(-1.63), lost: 0.2 });
    const little = impact({ touchpoint: 'marketing', reward: effect(0.3), won: 0.01 });
    const good = impact({ touchpoint: 'store', reward: effect(0.75), won: 0.1 });
    expect(finding(unsure, bad, good)).toBe('售后做不好最伤评分：被抱怨的评价平均少 1.6 星');
    expect(finding(unsure, little, good)).toBe('门店做得好最加分：被称赞的评价平均多 0.8 星');
    const shared = [{ touchpoint: 'billing', praised: false }] as const;
    const both = impact({ touchpoint: 'onsite_repair', penalty: { ...effect(-3), shared }, lost: 1 });
    expect(finding(both)).toBe('上门维修和计费做不好最伤评分：被抱怨的评价平均少 3.0 星');
    expect(finding(unsure)).toBe('看不出哪个触点在左右评分');
    expect(finding()).toBe('看不出哪个触点在左右评分');
  });

  test('a kind is told only where it is likelier than not and some effect is sure', () => {
    const basic = (likelihood: number) => ({ kind: 'basic', likelihood }) as const;
    expect(toldKind(impact({ penalty: effect(-1), kano: basic(0.51) }))?.kind).toBe('basic');
    expect(toldKind(impact({ penalty: effect(-1), kano: basic(0.5) }))).toBeNull();
    expect(toldKind(impact({ penalty: effect(-0.1), reward: effect(0.1), kano: basic(0.9) }))).toBeNull();
    const none = impact({ penalty: effect(0, 0.05), kano: { kind: 'indifferent', likelihood: 0.8 } });
    expect(toldKind(none)?.kind).toBe('indifferent');
  });

  test('figures keep their sign, and none is certain', () => {
    expect([-1.634, 0.127, -0.001, 0].map(starsWord)).toEqual(['−1.63', '+0.13', '0.00', '0.00']);
    expect([0.5, 0.864, 0.99, 0.994, 1].map(likelihoodWord)).toEqual(['50%', '86%', '99%', '>99%', '>99%']);
  });

  test('every kind has its words, and each fact is named in both languages', () => {
    for (const words of [zh, en]) {
      expect(Object.keys(words.service.kano.kinds).sort()).toEqual([...KANO_KINDS].sort());
      expect(Object.keys(words.service.kano.means).sort()).toEqual([...KANO_KINDS].sort());
    }
    const facts = ['star.rated', 'star.plus.delivery', 'star.minus.after_sales'];
    expect(facts.map((fact) => factWord(fact, zh))).toEqual([
      '带星评价',
      '带星评价·称赞配送',
      '带星评价·抱怨售后',
    ]);
  });
});
