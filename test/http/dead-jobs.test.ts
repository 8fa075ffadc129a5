import { describe, expect, test } from 'vitest';
import type { JobKind } from '../../server/core/job/job.ts';
import type { DeadJobsAnswer, DeadJobsScreen } from '../../server/core/screens/jobs.ts';
import { addJob } from '../../server/db/job/jobs.ts';
import { makeFeed } from '../support/make-feed.ts';
import { faultOf, type Served, serveHttp } from './serve.ts';

const NOW = Date.parse('2026-11-22T08:00:00+08:00');

async function addDead(served: Served, kind: JobKind, payload: object, error: string, at = NOW) {
  const id = await addJob(served.db, { kind, payload, key: null, runAt: at }, at);
  await served.db
    .updateTable('job')
    .set({ status: 'dead', attempts: 5, ended_at: at, error })
    .where('id', '=', id)
    .execute();
  return String(id);
}

const list = ({ get }: Served): Promise<DeadJobsScreen> => get('/api/dead-jobs');
const post = async ({ ask }: Served, what: string, ids: unknown): Promise<DeadJobsAnswer> =>
  (await ask('POST', `/api/dead-jobs/${what}`, { body: { ids } })).json();

describe('jobs that came to nothing', () => {
  test('are told newest first, with what they were about and why they ended', async () => {
    const served = await serveHttp();
    const feed = await makeFeed(served.db, { name: '清河热力公告' }, NOW);
    await addDead(served, 'deliver', {}, 'the worker that ran it ended');
    const gone = JSON.stringify({ code: 'fetch_failed', message: 'timed out', details: {} });
    await addDead(served, 'crawl', { feedId: feed.id }, gone, NOW + 1);
    await addDead(served, 'prune', {}, 'database or disk is full', NOW + 2);
    await addDead(served, 'preview', {}, 'somebody has heard of it');
    const { jobs, total } = await list(served);
    expect(total).toBe(3);
    expect(jobs).toMatchObject([
      { kind: 'prune', why: 'internal', message: 'database or disk is full', about: null },
      { kind: 'crawl', why: 'fetch_failed', about: '清河热力公告', diedAt: NOW + 1, tries: 5 },
      { kind: 'deliver', why: 'worker_ended' },
    ]);
  });

  test('wait again when a person says so, or are let go', async () => {
    const served = await serveHttp();
    const tried = await addDead(served, 'prune', {}, 'x');
    const dropped = await addDead(served, 'deliver', {}, 'x');
    expect(await post(served, 'replay', [tried])).toMatchObject({ changed: 1, screen: { total: 1 } });
    expect(await post(served, 'drop', [dropped])).toMatchObject({ changed: 1, screen: { total: 0 } });
    const rows = await served.db.selectFrom('job').select(['kind', 'status', 'attempts']).execute();
    expect(rows).toEqual([{ kind: 'prune', status: 'waiting', attempts: 0 }]);
  });

  test('of another shape than ids they are not asked for', async () => {
    const served = await serveHttp();
    for (const ids of [[], ['1; drop table job'], [7], 'all']) {
      const answer = await served.ask('POST', '/api/dead-jobs/replay', { body: { ids } });
      expect([answer.status, faultOf(answer).code]).toEqual([400, 'bad_request']);
    }
  });
});
