import { describe, expect, test } from 'vitest';
import { pruneJobs } from '../../server/db/job/job-care.ts';
import { readJobStates } from '../../server/db/job/job-states.ts';
import { addJob, claimJob, stateOfKey } from '../../server/db/job/jobs.ts';
import { readDeadJobs } from '../../server/db/views/operation/dead-jobs.ts';
import { engine, makeDatabase } from '../support/database.ts';
import { listen, scansOf } from '../support/query-plans.ts';

const NOW = Date.parse('2026-11-22T08:00:00+08:00');

// Of a day's jobs, hundreds of thousands are done; on PostgreSQL they lie in pg-boss.
describe.runIf(engine() === 'sqlite')('the embedded queue never walks through the jobs that are done', () => {
  test.each([
    ['a key that is taken', (db) => addJob(db, { kind: 'crawl', payload: {}, key: 'k', runAt: NOW }, NOW)],
    ['the next job', (db) => claimJob(db, ['crawl', 'detect'], NOW, NOW)],
    ['what is old', (db) => pruneJobs(db, NOW)],
    ['how a key stands', (db) => stateOfKey(db, 'other')],
    ['the dead', (db) => readDeadJobs(db)],
    ['how many there are of each state', (db) => readJobStates(db, NOW)],
  ] satisfies [string, (db: Awaited<ReturnType<typeof makeDatabase>>) => Promise<unknown>][])(
    '%s',
    async (_, ask) => {
      const db = await makeDatabase();
      await addJob(db, { kind: 'crawl', payload: {}, key: 'k', runAt: NOW }, NOW);
      const { heard, asked } = listen(db);
      await ask(heard);
      const walked = (await scansOf(db, asked)).filter((line) => !/USING INDEX job_(dead|due)/.test(line));
      expect(asked.length).toBeGreaterThan(0);
      expect(walked).toEqual([]);
    },
  );
});
