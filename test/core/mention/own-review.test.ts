import { describe, expect, test } from 'vitest';
import { isOwnReview } from '../../../server/core/mention/own-review.ts';

const by = (author: string | null, rating: number | null = 5) => ({ author, rating });

describe('a review that says what another post says', () => {
  test.each([
    ['in few letters, by somebody else', by('h:a'), by('h:b'), 4, true],
    ['in few letters, by nobody who is named', by(null), by(null), 19, true],
    ['in few letters, by the same person', by('h:a'), by('h:a'), 4, false],
    ['at length', by('h:a'), by('h:b'), 20, false],
    ['without stars', by('h:a', null), by('h:b'), 4, false],
    ['with stars, as a slogan without them', by('h:a', 1), by('h:b', null), 8, true],
  ])('%s: an opinion of its own or none', (_, review, other, letters, own) => {
    expect(isOwnReview(review, other, letters)).toBe(own);
  });
});
