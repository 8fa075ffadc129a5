import { DAY } from '../core/time.ts';
import {
  cosineOf,
  dotSum,
  type OpenPost,
  type OpenStory,
  productsWith,
  sumOf,
  vectorOfStory,
} from './open-stories.ts';
import type { StoryDesk } from './story-desk.ts';
import type { TermVector } from './term-weights.ts';

/**
 * A story nobody adds to fades by half in a day and a half, down to a quarter: old news come again only as themselves.
 */
const FADES = 0.5;
const FADED = 0.25;

function fading(gap: number): number {
  return Math.max(FADED, Math.exp((-FADES * Math.max(0, gap)) / DAY));
}

/** Posts looked up for a text, whose stories it may join. */
const CANDIDATES = 14;

interface Nearest {
  readonly story: OpenStory;
  /** The cosine of the text and the sum of the story, faded, less where it is elsewhere. */
  readonly likeness: number;
}

/** Who names places, and none of those a story names, most likely tells of another. */
const ELSEWHERE = 0.85;

function placing(story: OpenStory, places: readonly number[]): number {
  const isElsewhere =
    places.length > 0 && story.places.size > 0 && !places.some((place) => story.places.has(place));
  return isElsewhere ? ELSEWHERE : 1;
}

/** The story most like a text; of equals the older. */
export function nearestStory(
  desk: StoryDesk,
  { vector, at, places }: Pick<OpenPost, 'vector' | 'at' | 'places'>,
): Nearest | null {
  const stories = storiesNear(desk, vector, CANDIDATES);
  return productsWith(vector, (dot) => {
    let best: Nearest | null = null;
    for (const story of stories) {
      const gap = Math.max(at - story.lastAt, story.firstAt - at);
      const likeness = cosineWith(story, vector, dot) * fading(gap) * placing(story, places);
      const one = { story, likeness };
      if (best === null || isNearer(one, best)) best = one;
    }
    return best;
  });
}

/** The cosine of the vector that `dot` multiplies with and the sum of a story. */
function cosineWith(story: OpenStory, vector: TermVector, dot: (other: TermVector) => number): number {
  const [only] = story.posts;
  const product = story.sum === null && only !== undefined ? dot(only.vector) : dotSum(vector, sumOf(story));
  return product / Math.sqrt(story.square || 1);
}

function isNearer(one: Nearest, other: Nearest): boolean {
  if (one.likeness !== other.likeness) return one.likeness > other.likeness;
  return one.story.number < other.story.number;
}

function storiesNear(desk: StoryDesk, vector: TermVector, most: number): ReadonlySet<OpenStory> {
  const stories = new Set<OpenStory>();
  for (const slot of desk.index.find(vector, most)) {
    const post = desk.slots[slot];
    if (post !== undefined) stories.add(post.story);
  }
  return stories;
}

/** Terms that a story is looked up by, and how much of its cosine with others they show at least. */
const TOP_TERMS = 48;
const SHOWN = 0.6;

/** The other story most like one, and how like: 1 is enough for them to be one. */
export function likestStory(
  desk: StoryDesk,
  story: OpenStory,
  enough: (smaller: number) => number,
): Nearest | null {
  const vector = vectorOfStory(story, TOP_TERMS);
  const places = [...story.places.keys()];
  const others = storiesNear(desk, vector, CANDIDATES);
  return productsWith(vector, (dot) => {
    let best: Nearest | null = null;
    for (const other of others) {
      if (other === story || desk.pins.areApart(story.number, other.number)) continue;
      const gap = Math.max(other.firstAt - story.lastAt, story.firstAt - other.lastAt);
      const wanted = enough(Math.min(story.posts.size, other.posts.size)) / fading(gap);
      if (cosineWith(other, vector, dot) < wanted * SHOWN) continue;
      const likeness = (cosineOf(story, other) / wanted) * placing(other, places);
      const one = { story: other, likeness };
      if (best === null || isNearer(one, best)) best = one;
    }
    return best;
  });
}
