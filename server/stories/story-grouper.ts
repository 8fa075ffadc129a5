import type { StoryGrouper, StoryText } from '../core/story/story.ts';
import type { Instant } from '../core/time.ts';
import { readBackground } from './background.ts';
import { namesOf } from './names.ts';
import { dotSum, type OpenPost, type OpenStory, sumOf } from './open-stories.ts';
import { drop, enter, move, openDesk, type StoryDesk, storyOf } from './story-desk.ts';
import { beginningOf, keywordsOf } from './story-keywords.ts';
import { nearestStory } from './story-nearest.ts';
import { repairStories, uniteStories } from './story-repair.ts';
import { type Terms, termOf, termsOf } from './story-terms.ts';
import { createTermWeights, type TermWeights } from './term-weights.ts';

export interface StoryGrouperOptions {
  /** The number of a new story; growing, so that of two stories the older has the smaller one. */
  readonly nextStory: () => number;
}

/** So like a story, by the cosine of the sums of their terms and after fading, a post joins it. */
const JOINS = 0.09;

/**
 * Single-pass clustering: a post joins the story most like it, by pairs of letters and names weighted by their rarity,
 * by places and by time; `repair` then joins stories that turn out to be one and takes apart those that are two. The
 * older story keeps its number. Some 2.5 kB for an open post.
 */
export function createStoryGrouper({ nextStory }: StoryGrouperOptions): StoryGrouper {
  const desk = openDesk(nextStory);
  const weights = createTermWeights();
  const { pins } = desk;
  return {
    get size() {
      return desk.posts.size;
    },
    get touched() {
      return desk.touched.size;
    },
    add: (post) => add(desk, weights, post),
    place(post, story) {
      const known = desk.posts.get(post.id);
      if (known !== undefined) move(desk, [known], storyOf(desk, story));
      else enter(desk, { ...readPost(desk, weights, post), story: storyOf(desk, story) });
    },
    repair: (most) => repairStories(desk, most),
    merge(from, into) {
      if (from === into) return;
      pins.letJoin(from, into);
      uniteStories(desk, storyOf(desk, from), storyOf(desk, into));
      pins.keepWhole(into);
    },
    split(from, into, posts) {
      pins.keepApart(from, into);
      pins.keepWhole(into);
      const open = posts.map((id) => desk.posts.get(id)).filter((post) => post !== undefined);
      move(desk, open, storyOf(desk, into));
    },
    keepApart: pins.keepApart,
    letJoin: pins.letJoin,
    keepWhole: pins.keepWhole,
    forget: (before, most) => forget(desk, before, most),
    describe(number) {
      const story = desk.stories.get(number);
      return story === undefined || story.posts.size === 0 ? null : describe(story);
    },
  };
}

/** Beside its original, or in the story most like it, or in one of its own. */
function add(desk: StoryDesk, weights: TermWeights, post: StoryText): number {
  const known = desk.posts.get(post.id);
  if (known !== undefined) return known.story.number;
  const read = readPost(desk, weights, post);
  const original = post.copyOf === null ? undefined : desk.posts.get(post.copyOf);
  const near = original === undefined ? nearestStory(desk, read) : null;
  const like = near !== null && near.likeness >= JOINS ? near.story : undefined;
  const story = original?.story ?? like ?? storyOf(desk, desk.nextStory());
  enter(desk, { ...read, story });
  return story.number;
}

/** What is too old goes, then what was taken in first. */
function forget(desk: StoryDesk, before: Instant, most: number): void {
  for (const post of desk.posts.values()) if (post.at < before) drop(desk, post);
  for (const post of desk.posts.values()) {
    if (desk.posts.size <= most) break;
    drop(desk, post);
  }
}

function readPost(desk: StoryDesk, weights: TermWeights, post: StoryText): Omit<OpenPost, 'story'> {
  const names = namesOf(post.title, post.text);
  const terms = allTerms(termsOf(post.title, post.text), names);
  weights.learn(terms);
  const slot = desk.free.pop() ?? desk.slots.length;
  const { id, at, copyOf, title, text, words = [] } = post;
  const { places } = names;
  return {
    id,
    at,
    copyOf,
    slot,
    vector: weights.vectorOf(terms),
    places,
    beginning: beginningOf(title, text),
    words: words.join(' '),
  };
}

function allTerms(letters: Terms, names: Terms): Terms {
  const terms = new Int32Array(letters.terms.length + names.terms.length);
  terms.set(letters.terms);
  terms.set(names.terms, letters.terms.length);
  const counts = new Uint16Array(terms.length);
  counts.set(letters.counts);
  counts.set(names.counts, letters.counts.length);
  return { terms, counts };
}

/** Posts of a story by which it is described: of a large one many say the same. */
const MAX_DESCRIBING_POSTS = 400;

function describe(story: OpenStory): { readonly medoid: number; readonly keywords: readonly string[] } {
  const sum = sumOf(story);
  const posts = evenly([...story.posts], MAX_DESCRIBING_POSTS);
  let [medoid, most] = [0, Number.NEGATIVE_INFINITY];
  for (const { id, vector } of posts) {
    const likeness = dotSum(vector, sum);
    if (likeness > most) [medoid, most] = [id, likeness];
  }
  return { medoid, keywords: keywordsOf(posts, rarityOf) };
}

/** So many of a list, evenly spread over it, first and last among them; all of a shorter one. */
function evenly<Item>(list: readonly Item[], most: number): readonly Item[] {
  if (list.length <= most) return list;
  const step = (list.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => list[Math.round(at * step)] as Item);
}

/** How rare the rarest pair of letters of a word is. */
function rarityOf(word: string): number {
  const { texts, shareOf } = readBackground();
  let share = 1;
  for (let at = 0; at + 1 < word.length; at++) {
    share = Math.min(share, shareOf(termOf(word.charCodeAt(at), word.charCodeAt(at + 1))));
  }
  return -Math.log(share + 1 / texts);
}
