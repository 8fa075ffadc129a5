import type { Instant } from '../time.ts';

/** Where a story is on its way; see `stageOf` for the rules. */
export const STAGES = ['emerging', 'growing', 'peak', 'declining', 'evergreen', 'closed'] as const;
export type Stage = (typeof STAGES)[number];

/** One post of a story: stored, and mentioned by some watch. */
export interface StoryText {
  readonly id: number;
  readonly at: Instant;
  readonly title: string | null;
  readonly text: string;
  /** The original it repeats; it belongs to that one's story, whatever it says. */
  readonly copyOf: number | null;
  /** Its keywords as they were read, by which words that mark the story are told from parts of words. */
  readonly words?: readonly string[];
}

/** What a repair found: two stories that are one, or posts that never belonged to theirs. */
export type StoryRepair =
  | { readonly kind: 'merge'; readonly from: number; readonly into: number }
  | {
      readonly kind: 'split';
      readonly from: number;
      readonly into: number;
      readonly posts: readonly number[];
    };

/**
 * Groups posts into stories as they come. Everything is decided by what was added before, in the order of the calls:
 * the same calls give the same stories. It holds what is open in memory; who keeps stories seeds it again after a
 * restart by adding the open posts with the story they have.
 */
export interface StoryGrouper {
  /** Posts that can still be joined. */
  readonly size: number;
  /** Stories changed since they were last looked at. */
  readonly touched: number;
  /** The story a post joins; a new one (`nextStory()` as given) where it is like none. */
  add(post: StoryText): number;
  /** Takes in a post whose story is known: after a restart, or because a person said so. */
  place(post: StoryText, story: number): void;
  /**
   * Looks at the stories touched since the last time, those touched first; what people pinned stays as it is.
   * What a repair changes is touched by it.
   * @param most stories looked at; absent: all
   */
  repair(most?: number): readonly StoryRepair[];
  /** A person's word: these two are one. The first is gone. */
  merge(from: number, into: number): void;
  /** A person's word: these posts are a story of their own, never to be joined with `from` again. */
  split(from: number, into: number, posts: readonly number[]): void;
  /** A person's word from before a restart: these two stories are never one. */
  keepApart(one: number, other: number): void;
  /** A person took that back: whether they are one is the machine's to say again. */
  letJoin(one: number, other: number): void;
  /** Likewise: a person made this story what it is; the machine neither splits it nor takes posts from it. */
  keepWhole(story: number): void;
  /** Forgets posts older than this; of what is left those taken in first, until it is no more than `most`. */
  forget(before: Instant, most: number): void;
  /** The post most like all others of its story, and the terms that mark it, strongest first. */
  describe(story: number): { readonly medoid: number; readonly keywords: readonly string[] } | null;
}
