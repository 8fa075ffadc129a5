import type { Stage } from '../story/story.ts';
import type { StoryEditKind } from '../story/story-edit.ts';
import type { Instant } from '../time.ts';
import type { MentionRow } from './mentions.ts';

/** A story as a list shows it. */
export interface StoryRow {
  readonly id: number;
  readonly title: string;
  /** A person named it. */
  readonly named: boolean;
  readonly keywords: readonly string[];
  readonly stage: Stage;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly posts: number;
  readonly originals: number;
  readonly copies: number;
  readonly authors: number;
  readonly negative: number;
  /** Posts of the last six clock hours, and of the six before. */
  readonly recent: number;
  readonly before: number;
  /** In the order of arrival. */
  readonly platforms: readonly string[];
  /** Its whole life in at most 24 bars. */
  readonly bars: readonly number[];
  /** Watches it concerns, most mentions first. */
  readonly watches: readonly {
    readonly id: number;
    readonly name: string;
    readonly mentions: number;
    readonly negative: number;
  }[];
}

export interface StoryList {
  readonly rows: readonly StoryRow[];
  /** Stories that fit; null when more than are looked through. */
  readonly total: number | null;
  readonly page: number;
  readonly pages: number;
}

export interface StoryScreen {
  readonly row: StoryRow;
  readonly peakAt: Instant | null;
  readonly updatedAt: Instant;
  /** Negative share with its Wilson interval. */
  readonly share: { readonly p: number | null; readonly lo: number; readonly hi: number };
  readonly unit: 'hour' | 'day';
  readonly timeline: readonly {
    readonly at: Instant;
    readonly negative: number;
    readonly neutral: number;
    readonly positive: number;
    readonly copies: number;
  }[];
  /** Platforms in the order of arrival; `delay` in milliseconds after the origin. */
  readonly spread: readonly {
    readonly platform: string;
    readonly firstAt: Instant;
    readonly posts: number;
    readonly delay: number;
  }[];
  readonly origin: MentionRow | null;
  /** The posts that carried it farthest, the origin left out. */
  readonly amplifiers: readonly MentionRow[];
  readonly watches: readonly {
    readonly id: number;
    readonly name: string;
    readonly mentions: number;
    readonly negative: number;
  }[];
  readonly edits: readonly StoryEditRow[];
  /** The edit that can be taken back now; null when there is none. */
  readonly undoable: number | null;
}

export interface StoryEditRow {
  readonly id: number;
  readonly at: Instant;
  /** Null: the machine. */
  readonly by: string | null;
  readonly kind: StoryEditKind;
  /** Of the edit that is taken back, where it is an undo. */
  readonly undid: StoryEditKind | null;
  readonly from: { readonly id: number; readonly title: string | null };
  readonly into: { readonly id: number; readonly title: string | null };
  readonly posts: number;
  readonly fromTitle: string | null;
  readonly toTitle: string | null;
  readonly undone: boolean;
}

/** Posts of a story, newest first. */
export interface StoryPostPage {
  readonly rows: readonly (MentionRow & { readonly pinned: boolean })[];
  readonly next: string | null;
}
