import { DAY, MINUTE, SECOND } from '../time.ts';
import type { JobKind } from './job.ts';

/**
 * Every kind, most pressing first: what rings goes before what fetches. `asked`: somebody waits for the answer,
 * and asking again is theirs. A kind that is missing here does not compile: its jobs would wait for ever.
 */
const TRIED = {
  deliver: 'again',
  'release-held': 'again',
  detect: 'again',
  'test-channel': 'asked',
  preview: 'asked',
  'preview-watch': 'asked',
  replay: 'asked',
  'suggest-setting': 'asked',
  ingest: 'again',
  'inspect-import': 'asked',
  'inspect-survey': 'asked',
  'keep-survey': 'asked',
  'configure-readers': 'again',
  'train-overlay': 'asked',
  'check-feeds': 'again',
  'group-stories': 'again',
  crawl: 'again',
  'import-file': 'again',
  'withdraw-import': 'again',
  'erase-posts': 'again',
  rematch: 'again',
  reread: 'again',
  prune: 'again',
} as const satisfies Readonly<Record<JobKind, 'again' | 'asked'>>;

export const KINDS = Object.keys(TRIED) as JobKind[];

/** Kinds whose dead jobs people are shown: of the others, whoever asked has heard the fault. */
export const LAMENTED = KINDS.filter((kind) => TRIED[kind] === 'again');

/** How often a job is begun before it counts as dead. */
export function triesOf(kind: JobKind): number {
  return TRIED[kind] === 'asked' ? 1 : 5;
}

/** Milliseconds before the next try after `attempts` of them: 2 s, 8 s, 32 s, … at most 10 minutes. */
export function pauseAfter(attempts: number): number {
  return Math.min(2 * SECOND * 4 ** (attempts - 1), 10 * MINUTE);
}

/** How long jobs are kept after they ended: those that died unheard wait for a person. */
export const KEPT = { done: DAY, dead: 30 * DAY } as const;
