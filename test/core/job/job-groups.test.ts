import { describe, expect, test } from 'vitest';
import { ALL_JOBS, JOB_GROUPS, readJobs, readsTexts } from '../../../server/core/job/job-groups.ts';
import { KINDS } from '../../../server/core/job/job-kinds.ts';

describe('the jobs of a worker', () => {
  test('are named by groups, which together are all there is', () => {
    expect(readJobs(Object.keys(JOB_GROUPS).join(','))).toEqual(ALL_JOBS);
    expect(ALL_JOBS.toSorted()).toEqual(KINDS.toSorted());
  });

  test('or by kinds, each once, a word that is both meaning the group', () => {
    expect(readJobs('deliver, detect,deliver')).toEqual(['detect', 'deliver']);
    expect(readJobs('crawl')).toEqual(['crawl', 'preview']);
  });

  test('want a reader only where texts are read', () => {
    expect(readsTexts(readJobs('alerts,care'))).toBe(false);
    expect(readsTexts(readJobs('crawl'))).toBe(true);
  });

  test('of which there are none are refused', () => {
    expect(() => readJobs(' , ')).toThrow('names nothing to do');
    expect(() => readJobs('crawls')).toThrow('did you mean crawl?');
  });
});
