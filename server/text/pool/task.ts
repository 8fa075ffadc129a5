import type { ReaderSettings } from '../../core/reading/reading-pool.ts';
import type { Answer, Ask, Poison } from './messages.ts';

/** Something to be read by one thread in one go. */
export interface Task {
  readonly id: number;
  readonly ask: Ask;
  /** As they were when it was given. */
  readonly settings: ReaderSettings;
  /** Texts in it that ended a thread. */
  readonly poison: Poison;
  /** Threads that ended on it with no text in hand. */
  readonly deaths: number;
  readonly answer: PromiseWithResolvers<Answer>;
}
