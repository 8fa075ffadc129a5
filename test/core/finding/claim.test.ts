import { describe, expect, test } from 'vitest';
import { claimFinding } from '../../../server/core/finding/claim.ts';
import { makeClaim } from '../alert/make-alert.ts';

const factsOf = (posts24h: number, originals24h: number | null) =>
  claimFinding(makeClaim('sev.death', 3, { posts24h, originals24h }), {}).facts;

describe('a claim that is passed on', () => {
  test('is told with how many say it in words of their own, where most repeat', () => {
    expect(factsOf(13, 2)).toMatchObject({ originals: 2 });
    expect(factsOf(4, 2)).toMatchObject({ originals: 2 });
  });

  test('counts as one where the first to say it is not among them', () => {
    expect(factsOf(6, 0)).toMatchObject({ originals: 1 });
  });

  test.each([
    [13, 7],
    [2, 1],
    [13, null],
  ])('is told as it is with %i posts, %s of them original', (posts, originals) => {
    expect(factsOf(posts, originals)).not.toHaveProperty('originals');
  });
});
