import type { Generated } from 'kysely';
import type { StoryEditKind } from '../../core/story/story-edit.ts';

/** A story. Its figures are counted from `story_post`; a row that was merged away stays, so that links lead on. */
export interface StoryTable {
  id: number;
  /** After the post most like all others; beginning with the first. */
  title: string;
  /** What a person calls it; it wins over `title`. */
  own_title: string | null;
  title_post: number | null;
  keywords_json: string;
  origin_post: number | null;
  first_at: number;
  /** Start of the busiest clock hour. */
  peak_at: number | null;
  last_at: number;
  stage: string;
  /** When its stage is looked at again though nothing was added; null: never. */
  review_at: number | null;
  posts: number;
  originals: number;
  copies: number;
  /** Distinct; posts without an author count each for themselves. */
  authors: number;
  negative: number;
  /** Posts of the last six clock hours as of `updated_at`, and of the six before. */
  recent: number;
  before: number;
  /** `[platform, first_at, posts]`, in the order of arrival. */
  platforms_json: string;
  merged_into: number | null;
  /** 1: a person made it what it is, and the machine takes nothing from it. */
  by_hand: Generated<number>;
  /** 1: its figures are to be counted again; 2: after its posts were read again. */
  dirty: Generated<number>;
  updated_at: number;
}

/** A post in its story: at most one. Key (story_id, at, post_id), unique by post. */
export interface StoryPostTable {
  story_id: number;
  at: number;
  post_id: number;
  platform: string;
  author: string | null;
  /** The most negative that counts for any watch. */
  sentiment: number;
  copy_of: number | null;
  reach: number;
  /** A person put it here. */
  pinned: Generated<number>;
}

export interface StoryHourTable {
  story_id: number;
  hour: number;
  negative: number;
  neutral: number;
  positive: number;
  copies: number;
}

/** What a story is to a watch that mentions its posts. */
export interface StoryWatchTable {
  story_id: number;
  watch_id: number;
  mentions: number;
  negative: number;
  last_at: number;
}

/** A change of stories; nothing but `undone_at` ever changes. See `core/story/story-edit.ts`. */
export interface StoryEditTable {
  id: Generated<number>;
  at: number;
  by: string | null;
  kind: StoryEditKind;
  from_story: number;
  into_story: number;
  posts_json: string;
  from_title: string | null;
  to_title: string | null;
  undoes: number | null;
  undone_at: number | null;
}

/** Two stories that a person took apart: never one again. `one` is the smaller id. */
export interface StoryApartTable {
  one: number;
  other: number;
  at: number;
  by: string;
}
