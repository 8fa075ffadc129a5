import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openCheckpoints } from '../../server/db/engine/checkpoints.ts';
import { setSetting } from '../../server/db/installation/settings.ts';
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

test.runIf(engine() === 'sqlite')(
  'a thread that cannot do it says so and costs nobody anything',
  async () => {
    const onLoss = vi.fn();
    const checkpoints = openCheckpoints('/no/such/file.db', onLoss);
    await checkpoints.close();
    expect(onLoss).toHaveBeenCalledOnce();
  },
);
