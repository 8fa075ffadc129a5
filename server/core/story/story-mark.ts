import type { Stage } from './story.ts';

/** What other screens say of a story. */
export interface StoryMark {
  readonly id: number;
  readonly title: string;
  readonly stage: Stage;
  readonly posts: number;
  readonly copies: number;
  readonly authors: number;
}

/** A story with what was said in it within a stretch of time. */
export interface RangedStory extends StoryMark {
  readonly inRange: number;
  readonly negativeInRange: number;
  readonly copiesInRange: number;
}
