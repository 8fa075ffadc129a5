import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openCheckpoints } from '../../server/db/engine/checkpoints.ts';
import { setSetting } from '../../server/db/installation/settings.ts';
import { findFitting, insertSearch } from '../../server/db/post/search.ts';
import { engine, makeDatabase, makePlace } from '../support/database.ts';

/** Letters; some megabytes, as the log has them. */
const MUCH = 8_000_000;

/** Pages in the log, and how many of them the file has. */
function logOf(place: string): { readonly log: number; readonly checkpointed: number } {
  const raw = new Sqlite(place);
  const [state] = raw.pragma('wal_checkpoint(noop)') as [{ log: number; checkpointed: number }];
  raw.close();
  return state;
}

test.runIf(engine() === 'sqlite')(
  'what was written goes into the file without a commit doing it',
  async () => {
    const place = await makePlace();
    const db = await makeDatabase(place);
    const onLoss = vi.fn();
    await setSetting(db, 'much', 'm'.repeat(MUCH));
    expect(logOf(place).checkpointed).toBe(0);
    const checkpoints = openCheckpoints(place, onLoss);
    onTestFinished(() => checkpoints.close());
    await vi.waitFor(() => expect(logOf(place).checkpointed).toBe(logOf(place).log), 30_000);
    expect(logOf(place).log).toBeGreaterThan(MUCH / 4_096);
    await checkpoints.close();
    expect(onLoss).not.toHaveBeenCalled();
  },
);

test.runIf(engine() === 'sqlite')('segments of the full text are merged, and no commit does it', async () => {
  const place = await makePlace();
  const db = await makeDatabase(place);
  // A commit that merges by itself would leave fewer.
  const SEGMENTS = 12;
  for (let id = 1; id <= SEGMENTS; id++) {
    await db
      .transaction()
      .execute((tx) => insertSearch(tx, [{ postId: id, at: 0, tokens: `暖气 ${'热'.repeat(id)}` }]));
  }
  const raw = new Sqlite(place);
  const segments = raw.prepare('select count(distinct segid) from post_search_idx').pluck();
  onTestFinished(() => {
    raw.close();
  });
  expect(segments.get()).toBe(SEGMENTS);
  const checkpoints = openCheckpoints(place, (fault) => expect.unreachable(String(fault)));
  onTestFinished(() => checkpoints.close());
  await vi.waitFor(() => expect(segments.get()).toBeLessThan(4), 30_000);
  expect(await findFitting(db, '"暖气"', 100)).toHaveLength(SEGMENTS);
});

test.runIf(engine() === 'sqlite')('a fault is told once, and ends nothing', async () => {
  const place = await makePlace();
  const db = await makeDatabase(place);
  const onFault = vi.fn();
  const checkpoints = openCheckpoints(place, onFault);
  onTestFinished(() => checkpoints.close());
  const until = (check: () => void) => vi.waitFor(check, 30_000);
  const raw = new Sqlite(place);
  onTestFinished(() => void raw.close());
  const shape = raw
    .prepare("select sql from sqlite_master where name = 'post_search'")
    .pluck()
    .get() as string;
  raw.exec('drop table post_search');
  await until(() => expect(onFault).toHaveBeenCalledOnce());
  expect(onFault).toHaveBeenCalledWith(expect.objectContaining({ code: 'SQLITE_ERROR' }));
  // It goes on with what it can do, and then with all.
  await setSetting(db, 'much', 'm'.repeat(MUCH));
  await until(() => expect(logOf(place).checkpointed).toBe(logOf(place).log));
  raw.exec(shape);
  for (let id = 1; id <= 12; id++) {
    await db
      .transaction()
      .execute((tx) => insertSearch(tx, [{ postId: id, at: 0, tokens: `暖气 ${'热'.repeat(id)}` }]));
  }
  const segments = raw.prepare('select count(distinct segid) from post_search_idx').pluck();
  await until(() => expect(segments.get()).toBeLessThan(4));
  expect(onFault).toHaveBeenCalledOnce();
});

test.runIf(engine() === 'sqlite')(
  'a thread that cannot do it says so and costs nobody anything',
  async () => {
    const onLoss = vi.fn();
    const checkpoints = openCheckpoints('/no/such/file.db', onLoss);
    await checkpoints.close();
    expect(onLoss).toHaveBeenCalledOnce();
  },
);
