import type { Post } from './post.ts';

/**
 * So many letters two people do not write alike by chance. Of 64,000 reviews of three kinds those of eight letters stand
 * word for word in another one in 2 to 11 of 100, those of twelve in 0 to 1.3, those of sixteen in 0 to 0.3; of longer
 * ones only what repeats one word, what was pasted, and what its writer wrote again.
 */
const LONG_REVIEW = 20;

export type Reviewer = Pick<Post, 'author' | 'rating'>;

/**
 * Whether a review is an opinion of its own though another post says the same: with stars, in few letters, and by
 * somebody else, as who names nobody is. A slogan without stars is copied however short it is.
 * @param letters how much the shorter one says
 */
export function isOwnReview(review: Reviewer, other: Pick<Post, 'author'>, letters: number): boolean {
  if (review.rating === null || letters >= LONG_REVIEW) return false;
  return review.author === null || review.author !== other.author;
}
