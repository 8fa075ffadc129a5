import { addTo, dotSum, type OpenPost, type OpenStory, sumOf } from './open-stories.ts';

/** Of a large story so many posts, evenly taken, say what its halves would be. */
const SAMPLE = 64;
const ROUNDS = 3;
const MIN_HALF_POSTS = 2;
/** Halves less like each other than this were never one story. */
const TWO = 0.05;

interface Half {
  readonly sum: ReadonlyMap<number, number>;
  readonly length: number;
}

/**
 * The posts of a story that are another one than its first post's; null when all are one. Two means on cosines,
 * from the post most like all and the one least like it; copies stay with their originals.
 */
export function otherHalf(story: OpenStory): readonly OpenPost[] | null {
  const posts = [...story.posts].toSorted((a, b) => a.at - b.at || a.id - b.id);
  const halves = halvesOf(evenly(posts), sumOf(story));
  if (halves === null || cosine(...halves) >= TWO) return null;
  const side = new Map(posts.map((post) => [post.id, isNearer(post, halves[1], halves[0])]));
  for (const { id, copyOf } of posts) {
    const original = copyOf === null ? undefined : side.get(copyOf);
    if (original !== undefined) side.set(id, original);
  }
  const first = side.get(posts[0]?.id ?? 0);
  const other = posts.filter(({ id }) => side.get(id) !== first);
  return Math.min(other.length, posts.length - other.length) < MIN_HALF_POSTS ? null : other;
}

function evenly(posts: readonly OpenPost[]): readonly OpenPost[] {
  const step = Math.max(1, posts.length / SAMPLE);
  return posts.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step)).slice(0, SAMPLE);
}

function halvesOf(posts: readonly OpenPost[], whole: ReadonlyMap<number, number>): [Half, Half] | null {
  const first = seedOf(posts, (post) => dotSum(post.vector, whole));
  const near = halfOf([first]);
  const second = seedOf(posts, (post) => -dotSum(post.vector, near.sum));
  let halves: [Half, Half] = [near, halfOf([second])];
  for (let round = 0; round < ROUNDS; round++) {
    const [one, other] = halves;
    const sides = posts.map((post) => isNearer(post, other, one));
    if (!sides.includes(true) || !sides.includes(false)) return null;
    halves = [halfOf(posts.filter((_, at) => !sides[at])), halfOf(posts.filter((_, at) => sides[at]))];
  }
  return halves;
}

/** The first of those with the largest worth. */
function seedOf(posts: readonly OpenPost[], worthOf: (post: OpenPost) => number): OpenPost {
  let [best, most] = [posts[0] as OpenPost, Number.NEGATIVE_INFINITY];
  for (const post of posts) {
    const worth = worthOf(post);
    if (worth > most) [best, most] = [post, worth];
  }
  return best;
}

function halfOf(posts: readonly OpenPost[]): Half {
  const sum = new Map<number, number>();
  for (const { vector } of posts) addTo(sum, vector, 1);
  let square = 0;
  for (const weight of sum.values()) square += weight * weight;
  return { sum, length: Math.sqrt(square) || 1 };
}

function isNearer(post: OpenPost, one: Half, other: Half): boolean {
  return dotSum(post.vector, one.sum) / one.length > dotSum(post.vector, other.sum) / other.length;
}

function cosine(one: Half, other: Half): number {
  let dot = 0;
  for (const [term, weight] of one.sum) dot += weight * (other.sum.get(term) ?? 0);
  return dot / (one.length * other.length);
}
