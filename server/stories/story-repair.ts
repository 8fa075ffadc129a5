import type { StoryRepair } from '../core/story/story.ts';
import type { OpenStory } from './open-stories.ts';
import { close, move, type StoryDesk, storyOf } from './story-desk.ts';
import { otherHalf } from './story-halves.ts';
import { likestStory } from './story-nearest.ts';

/** So like each other two stories are one: of single posts, and of large ones, whose sums share more. */
const ONE = { single: 0.18, large: 0.25 };

const enough = (smaller: number) => ONE.large - (ONE.large - ONE.single) / smaller;

/** Looks once at the stories touched, the first so many: joins each with the one most like it, or takes it apart. */
export function repairStories(
  desk: StoryDesk,
  most: number = Number.POSITIVE_INFINITY,
): readonly StoryRepair[] {
  const stories = [...desk.touched.values().take(most)].toSorted((a, b) => a.number - b.number);
  for (const story of stories) desk.touched.delete(story);
  const repairs: StoryRepair[] = [];
  for (const story of stories) {
    if (story.posts.size === 0) {
      if (desk.stories.get(story.number) === story) close(desk, story);
      continue;
    }
    const repair = mergeOf(desk, story) ?? splitOf(desk, story);
    if (repair !== null) repairs.push(repair);
  }
  return repairs;
}

/** A story is asked again when it has grown by a tenth; smaller ones that come to be like it ask themselves. */
const ASKED_AGAIN = 1.1;

function mergeOf(desk: StoryDesk, story: OpenStory): StoryRepair | null {
  if (story.posts.size < story.asked * ASKED_AGAIN) return null;
  story.asked = story.posts.size;
  const like = likestStory(desk, story, enough);
  if (like === null || like.likeness < 1) return null;
  const [into, from] = [story, like.story].toSorted((a, b) => a.number - b.number) as [OpenStory, OpenStory];
  uniteStories(desk, from, into);
  return { kind: 'merge', from: from.number, into: into.number };
}

/** The first is gone. */
export function uniteStories(desk: StoryDesk, from: OpenStory, into: OpenStory): void {
  move(desk, from.posts, into);
  desk.pins.inherit(from.number, into.number);
  close(desk, from);
}

/** A story is asked whether it is two when it has grown by half. */
const GROWN = 1.5;
const MIN_POSTS = 4;

function splitOf(desk: StoryDesk, story: OpenStory): StoryRepair | null {
  const size = story.posts.size;
  if (size < MIN_POSTS || size < story.looked * GROWN || desk.pins.isWhole(story.number)) return null;
  story.looked = size;
  const part = otherHalf(story);
  if (part === null) return null;
  const into = storyOf(desk, desk.nextStory());
  move(desk, part, into);
  desk.pins.inherit(story.number, into.number);
  story.looked = story.posts.size;
  into.looked = into.posts.size;
  return { kind: 'split', from: story.number, into: into.number, posts: part.map(({ id }) => id) };
}
