import type { Instant } from '../core/time.ts';
import { TERMS_WITH_NAMES } from './names.ts';
import { strongest } from './strongest.ts';
import { packVector, type TermVector, termAt, weightAt } from './term-weights.ts';

export interface OpenPost {
  readonly id: number;
  readonly at: Instant;
  readonly copyOf: number | null;
  readonly vector: TermVector;
  /** Places it names, as terms. */
  readonly places: readonly number[];
  /** Its beginning, for keywords. */
  readonly beginning: string;
  /** Its words, one space between two: short of as many strings as posts have words. */
  readonly words: string;
  /** Its place in the index. */
  readonly slot: number;
  story: OpenStory;
}

/** A story some of whose posts are open. */
export interface OpenStory {
  readonly number: number;
  readonly posts: Set<OpenPost>;
  /** The sum of the vectors of its posts, once there are two, and the square of its length. */
  sum: Map<number, number> | null;
  square: number;
  /** In how many of its posts each place is named. */
  readonly places: Map<number, number>;
  firstAt: Instant;
  lastAt: Instant;
  /** Posts it had when it was last asked whether it is one with another, and whether it is two. */
  asked: number;
  looked: number;
}

export function createStory(number: number): OpenStory {
  const never = { firstAt: Number.POSITIVE_INFINITY, lastAt: Number.NEGATIVE_INFINITY };
  return { number, posts: new Set(), places: new Map(), sum: null, square: 0, ...never, asked: 0, looked: 0 };
}

const dense = new Float32Array(TERMS_WITH_NAMES);

/** Products of one vector with others, quickly. */
export function productsWith<Result>(
  vector: TermVector,
  use: (dot: (other: TermVector) => number) => Result,
): Result {
  for (let each = 0; each < vector.length; each++) dense[termAt(vector, each)] = weightAt(vector, each);
  const result = use(dotDense);
  for (let each = 0; each < vector.length; each++) dense[termAt(vector, each)] = 0;
  return result;
}

function dotDense(vector: TermVector): number {
  let dot = 0;
  for (let each = 0; each < vector.length; each++) {
    dot += weightAt(vector, each) * (dense[termAt(vector, each)] as number);
  }
  return dot;
}

/** The product of a vector with a sum of vectors. */
export function dotSum(vector: TermVector, sum: ReadonlyMap<number, number>): number {
  let dot = 0;
  for (let each = 0; each < vector.length; each++) {
    const weight = sum.get(termAt(vector, each));
    if (weight !== undefined) dot += weightAt(vector, each) * weight;
  }
  return dot;
}

/** The sum of the vectors of a story's posts. */
export function sumOf(story: OpenStory): ReadonlyMap<number, number> {
  if (story.sum !== null) return story.sum;
  const sum = new Map<number, number>();
  for (const { vector } of story.posts) addTo(sum, vector, 1);
  return sum;
}

/** The cosine of the sums of two stories: 0..1. */
export function cosineOf(one: OpenStory, other: OpenStory): number {
  const [small, large] = one.posts.size < other.posts.size ? [one, other] : [other, one];
  const sum = sumOf(large);
  let dot = 0;
  for (const [term, weight] of sumOf(small)) dot += weight * (sum.get(term) ?? 0);
  return dot / Math.sqrt(one.square * other.square || 1);
}

/** The strongest terms of a story. */
export function vectorOfStory(story: OpenStory, most: number): TermVector {
  const [only] = story.posts;
  if (story.sum === null && only !== undefined) return only.vector;
  const sum = sumOf(story);
  const terms = strongest(sum.keys(), sum, most);
  const weights = terms.map((term) => sum.get(term) ?? 0);
  return packVector(terms, weights, terms.length);
}

export function join(post: OpenPost, story: OpenStory): void {
  if (story.posts.size > 0 && story.sum === null) story.sum = new Map(sumOf(story));
  story.square += 1 + (story.sum === null ? 0 : 2 * dotSum(post.vector, story.sum));
  if (story.sum !== null) addTo(story.sum, post.vector, 1);
  for (const place of post.places) story.places.set(place, (story.places.get(place) ?? 0) + 1);
  story.posts.add(post);
  post.story = story;
  story.firstAt = Math.min(story.firstAt, post.at);
  story.lastAt = Math.max(story.lastAt, post.at);
}

export function leave(post: OpenPost): void {
  const { story } = post;
  story.posts.delete(post);
  for (const place of post.places) leavePlace(story.places, place);
  story.asked = Math.min(story.asked, story.posts.size);
  story.looked = Math.min(story.looked, story.posts.size);
  if (story.sum === null) {
    story.square = 0;
    return;
  }
  story.square = Math.max(0, story.square + 1 - 2 * dotSum(post.vector, story.sum));
  addTo(story.sum, post.vector, -1);
}

function leavePlace(places: Map<number, number>, place: number): void {
  const left = (places.get(place) ?? 0) - 1;
  if (left > 0) places.set(place, left);
  else places.delete(place);
}

/** First and last again from the posts it has: those that have left take their times with them. */
export function measureTimes(story: OpenStory): void {
  story.firstAt = Number.POSITIVE_INFINITY;
  story.lastAt = Number.NEGATIVE_INFINITY;
  for (const { at } of story.posts) {
    story.firstAt = Math.min(story.firstAt, at);
    story.lastAt = Math.max(story.lastAt, at);
  }
}

export function addTo(sum: Map<number, number>, vector: TermVector, sign: 1 | -1): void {
  for (let each = 0; each < vector.length; each++) {
    const term = termAt(vector, each);
    const weight = (sum.get(term) ?? 0) + sign * weightAt(vector, each);
    if (weight > 1e-9) sum.set(term, weight);
    else sum.delete(term);
  }
}
