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
