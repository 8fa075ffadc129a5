import { createStory, join, leave, measureTimes, type OpenPost, type OpenStory } from './open-stories.ts';
import { createStoryPins, type StoryPins } from './story-pins.ts';
import { createTermIndex, type TermIndex } from './term-index.ts';

/** Everything that is open. */
export interface StoryDesk {
  readonly posts: Map<number, OpenPost>;
  readonly stories: Map<number, OpenStory>;
  readonly slots: (OpenPost | undefined)[];
  readonly free: number[];
  readonly index: TermIndex;
  readonly pins: StoryPins;
  /** Stories changed since they were last looked at. */
  readonly touched: Set<OpenStory>;
  readonly nextStory: () => number;
}

export function openDesk(nextStory: () => number): StoryDesk {
  return {
    posts: new Map(),
    stories: new Map(),
    slots: [],
    free: [],
    index: createTermIndex(),
    pins: createStoryPins(),
    touched: new Set(),
    nextStory,
  };
}

/** The story of this number, opened where it is not. */
export function storyOf(desk: StoryDesk, number: number): OpenStory {
  const known = desk.stories.get(number);
  if (known !== undefined) return known;
  const story = createStory(number);
  desk.stories.set(number, story);
  return story;
}

export function enter(desk: StoryDesk, post: OpenPost): void {
  desk.posts.set(post.id, post);
  desk.slots[post.slot] = post;
  desk.index.enter(post.slot, post.vector);
  join(post, post.story);
  desk.touched.add(post.story);
}

export function move(desk: StoryDesk, posts: Iterable<OpenPost>, into: OpenStory): void {
  const sources = new Set<OpenStory>();
  for (const post of [...posts]) {
    if (post.story === into) continue;
    sources.add(post.story);
    leave(post);
    join(post, into);
  }
  for (const story of sources) {
    measureTimes(story);
    desk.touched.add(story);
  }
  desk.touched.add(into);
}

export function drop(desk: StoryDesk, post: OpenPost): void {
  leave(post);
  desk.posts.delete(post.id);
  desk.slots[post.slot] = undefined;
  desk.free.push(post.slot);
  if (post.story.posts.size === 0) close(desk, post.story);
}

export function close(desk: StoryDesk, story: OpenStory): void {
  if (desk.stories.get(story.number) === story) desk.stories.delete(story.number);
  desk.touched.delete(story);
}
