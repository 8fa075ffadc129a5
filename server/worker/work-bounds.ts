import type { JobKind } from '../core/job/job.ts';
import { ALL_JOBS } from '../core/job/job-groups.ts';
import type { Lead, Leadership } from './leadership.ts';

/**
 * Network work waits most of its time, and a few hosts that hang must not keep the others waiting too; what
 * computes or writes runs one at a time. Of several pushes one is read while another is stored.
 */
const CONCURRENCY: Readonly<Record<JobKind, number>> = {
  crawl: 24,
  'check-feeds': 1,
  preview: 4,
  'test-channel': 2,
  'preview-watch': 1,
  detect: 1,
  'group-stories': 1,
  replay: 1,
  'suggest-setting': 1,
  deliver: 1,
  'release-held': 1,
  ingest: 3,
  'inspect-import': 1,
  'inspect-survey': 1,
  'keep-survey': 1,
  'import-file': 1,
  'withdraw-import': 1,
  'erase-posts': 1,
  rematch: 1,
  reread: 1,
  prune: 1,
  'train-overlay': 1,
  'configure-readers': 1,
};

/** Jobs that one worker at a time does, the same one for as long as it lives. */
const LED = ['detect', 'group-stories'] as const;

/** Bounds of what this worker does: none of what it leaves to others, nor of what another leads in. */
export function boundsOf(
  jobs: readonly JobKind[],
  leadership: Leadership,
): Readonly<Record<JobKind, number>> {
  const mostOf = (kind: JobKind) => (jobs.includes(kind) ? CONCURRENCY[kind] : 0);
  const ledOf = (kind: (typeof LED)[number]) => (leadership.leads(kind) ? mostOf(kind) : 0);
  const bounds = Object.fromEntries(ALL_JOBS.map((kind) => [kind, mostOf(kind)])) as Record<JobKind, number>;
  // Asked each time: who leads changes.
  return {
    ...bounds,
    get detect() {
      return ledOf('detect');
    },
    get 'group-stories'() {
      return ledOf('group-stories');
    },
  };
}

/** What a worker would lead in: also the clock, which any may watch. */
export function leadsOf(jobs: readonly JobKind[]): readonly Lead[] {
  return [...LED.filter((kind) => jobs.includes(kind)), 'rounds'];
}
