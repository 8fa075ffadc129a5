import { AppError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { JobKind } from './job.ts';

/** What a group of jobs is for, in the words of `tingchao worker --help`. */
export const JOB_GROUPS = {
  alerts: 'detect, deliver, watch over feeds',
  crawl: 'read feeds, also for a preview',
  ingest: 'store what is pushed, mailed and imported, surveys too',
  analysis: 'stories, replays, training, watches that look back',
  care: 'forget what is old or asked to be deleted',
} as const;
export type JobGroup = keyof typeof JOB_GROUPS;

/** A kind that is missing here does not compile: a worker that does all kinds would leave it undone. */
const GROUP_OF: Readonly<Record<JobKind, JobGroup>> = {
  detect: 'alerts',
  deliver: 'alerts',
  'release-held': 'alerts',
  'test-channel': 'alerts',
  'check-feeds': 'alerts',
  crawl: 'crawl',
  preview: 'crawl',
  ingest: 'ingest',
  'inspect-import': 'ingest',
  'inspect-survey': 'ingest',
  'keep-survey': 'ingest',
  'import-file': 'ingest',
  'withdraw-import': 'ingest',
  'group-stories': 'analysis',
  rematch: 'analysis',
  reread: 'analysis',
  'preview-watch': 'analysis',
  replay: 'analysis',
  'suggest-setting': 'analysis',
  'train-overlay': 'analysis',
  'configure-readers': 'analysis',
  prune: 'care',
  'erase-posts': 'care',
};

/** Every kind, in the order of their groups. */
export const ALL_JOBS = Object.keys(GROUP_OF) as readonly JobKind[];

/** Groups of which some kind is done by nobody, given all that is done. */
export function groupsUndone(done: readonly JobKind[]): readonly JobGroup[] {
  const undone = ALL_JOBS.filter((kind) => !done.includes(kind)).map((kind) => GROUP_OF[kind]);
  return [...new Set(undone)];
}

/** Jobs in which texts are read: who does none of them needs no reader. */
const READING: readonly JobKind[] = [
  'crawl',
  'ingest',
  'import-file',
  'keep-survey',
  'rematch',
  'reread',
  'train-overlay',
  'configure-readers',
];

export function readsTexts(jobs: readonly JobKind[]): boolean {
  return jobs.some((kind) => READING.includes(kind));
}

/**
 * Groups and single kinds, comma separated, as kinds. A word that is both means the group.
 * @throws AppError('bad_request') for a word that is neither
 */
export function readJobs(list: string): readonly JobKind[] {
  const words = list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  if (words.length === 0) throw new AppError('bad_request', '--jobs names nothing to do');
  const wanted = new Set(words.flatMap(kindsOf));
  return ALL_JOBS.filter((kind) => wanted.has(kind));
}

function kindsOf(word: string): readonly JobKind[] {
  const kinds = ALL_JOBS.filter((kind) => GROUP_OF[kind] === word);
  if (kinds.length > 0) return kinds;
  const kind = ALL_JOBS.find((each) => each === word);
  if (kind !== undefined) return [kind];
  const known = [...Object.keys(JOB_GROUPS), ...ALL_JOBS];
  const meant = nearest(word, known);
  const hint = meant ? `did you mean ${meant}?` : `groups are ${Object.keys(JOB_GROUPS).join(', ')}`;
  throw new AppError('bad_request', `there are no jobs "${word}"; ${hint}`);
}
