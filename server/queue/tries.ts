import type { JobKind } from '../core/job.ts';
import { MINUTE, SECOND } from '../core/time.ts';

/** Most pressing first: what rings goes before what fetches. */
export const KINDS: readonly JobKind[] = [
  'deliver',
  'detect',
  'test-channel',
  'preview',
  'preview-watch',
  'ingest',
  'inspect-import',
  'configure-readers',
  'train-overlay',
  'check-feeds',
  'crawl',
  'import-file',
  'rematch',
  'prune',
];

/** Somebody waits for an answer: asking again is theirs. */
const ASKED: ReadonlySet<JobKind> = new Set([
  'test-channel',
  'preview',
  'preview-watch',
  'train-overlay',
  'inspect-import',
]);

/** How often a job is begun before it counts as dead. */
export function triesOf(kind: JobKind): number {
  return ASKED.has(kind) ? 1 : 5;
}

/** Milliseconds before the next try after `attempts` of them: 2 s, 8 s, 32 s, … at most 10 minutes. */
export function pauseAfter(attempts: number): number {
  return Math.min(2 * SECOND * 4 ** (attempts - 1), 10 * MINUTE);
}
