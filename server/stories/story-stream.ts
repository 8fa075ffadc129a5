import type { StoryRepair } from '../core/story/story.ts';
import { DAY, type Instant } from '../core/time.ts';
import { createStoryGrouper } from './story-grouper.ts';

/** Where posts have no times their order is the only clock: so many are a day. */
export const POSTS_A_DAY = 200;
/** A story is open so long, and no more posts than these are held. */
const WINDOW = 14 * DAY;
const MAX_OPEN_POSTS = 100_000;
const REPAIR_EVERY = 1_000;
const LAST_REPAIRS = 4;

/** Groups a stream of texts; asked at its end, it says the story each of them ended in. */
export interface StoryStream {
  /** Times must not fall; null takes the time of the one before. @returns the text's number, from 0 */
  add(text: string, at: Instant | null): number;
  /** Looks a last time at what should be one or two. */
  end(): void;
  /** Story of a text by its number. */
  storyOf(post: number): number;
}

/** Holds the last 100,000 texts of two weeks, and four bytes for each before them and for each story. */
export function createStoryStream(postsADay: number = POSTS_A_DAY): StoryStream {
  const stories = createNumbers();
  const heirs = createNumbers();
  let [posts, lastStory, lastAt, timed] = [0, 0, 0, false];
  const grouper = createStoryGrouper({
    nextStory: () => {
      lastStory++;
      heirs.set(lastStory, lastStory);
      return lastStory;
    },
  });
  const apply = (repairs: readonly StoryRepair[]) => {
    for (const repair of repairs) {
      if (repair.kind === 'merge') heirs.set(repair.from, repair.into);
      else for (const post of repair.posts) stories.set(post, repair.into);
    }
    return repairs.length;
  };
  return {
    add(text, at) {
      timed ||= at !== null;
      lastAt = at ?? (timed ? lastAt : (posts * DAY) / postsADay);
      stories.set(posts, grouper.add({ id: posts, at: lastAt, title: null, text, copyOf: null }));
      posts++;
      if (posts % REPAIR_EVERY === 0) {
        apply(grouper.repair());
        grouper.forget(lastAt - WINDOW, MAX_OPEN_POSTS);
      }
      return posts - 1;
    },
    end() {
      for (let round = 0; round < LAST_REPAIRS && apply(grouper.repair()) > 0; round++);
    },
    storyOf(post) {
      let story = stories.get(post);
      while (heirs.get(story) !== story) story = heirs.get(story);
      return story;
    },
  };
}

/** A row of whole numbers that grows. */
function createNumbers() {
  let numbers = new Int32Array(1_024);
  return {
    get: (at: number) => numbers[at] as number,
    set(at: number, number: number) {
      if (at >= numbers.length) {
        const more = new Int32Array(Math.max(at + 1, numbers.length * 2));
        more.set(numbers);
        numbers = more;
      }
      numbers[at] = number;
    },
  };
}
