import type { Instant } from '../time.ts';

/** `undo` takes back another edit; it is kept like the rest. */
export const STORY_EDITS = ['merge', 'split', 'move', 'rename', 'undo'] as const;
export type StoryEditKind = (typeof STORY_EDITS)[number];

/** One change of stories, by a person or by the machine's own repair. */
export interface StoryEdit {
  readonly id: number;
  readonly at: Instant;
  /** Null: the machine. */
  readonly by: string | null;
  readonly kind: StoryEditKind;
  /** merge, split, move: where the posts were. rename: the story. undo: as in the edit that is undone. */
  readonly fromStory: number;
  /** Where the posts are since. */
  readonly intoStory: number;
  readonly posts: readonly number[];
  /** rename, and of the story that stays in a merge: its title by hand before and after; null is the machine's. */
  readonly fromTitle: string | null;
  readonly toTitle: string | null;
  /** undo: the edit that is taken back. */
  readonly undoes: number | null;
  readonly undoneAt: Instant | null;
}
